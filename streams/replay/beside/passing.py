"""One stage of a replay beside: read up to the recorded end, have it worked on, send, confirm, commit, batch by batch.

The group beside has no members: its offsets say how far the stage has come, so an interrupted replay goes on there. A
kill between confirmation and commit means that a batch is made twice, with the same ids; nothing comes of that.
"""

from collections import Counter, deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field

from kafka import KafkaConsumer, KafkaProducer, TopicPartition
from kafka.admin import KafkaAdminClient

from streams.headers import canary_sent_at
from streams.offsets import commit, committed
from streams.problems import NoBroker
from streams.records import Record
from streams.replay.batching import batches
from streams.replay.beside.crew import Made, Submit
from streams.replay.planning import chosen
from streams.replay.reading import Ranges
from streams.replay.selection import Selection
from streams.replay.sending import deliver

BATCH = 64
"""Messages handed to a process at a time: a tenth of a second of coding."""
WAITING = 2
"""Batches under way for each process: one that is worked on, one that is ready for it."""


@dataclass(slots=True)
class Watch:
    """Who is told how far a pass has come, and who may ask it to end."""

    on_progress: Callable[[int], None]
    stopping: Callable[[], bool]
    counts: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class Kafka:
    """The clients that a pass works with."""

    reader: KafkaConsumer
    producer: KafkaProducer
    admin: KafkaAdminClient


def left_of(admin: KafkaAdminClient, group: str, ranges: Ranges) -> dict[TopicPartition, tuple[int, int]]:
    """What a group has not committed yet of the ranges."""
    done = committed(admin, group)
    return {tp: (min(end, max(start, done.get(tp, start))), end) for tp, (start, end) in ranges.items()}


class Pass:
    """One stage, over what is left of its source."""

    def __init__(self, kafka: Kafka, group: str, ranges: Ranges, watch: Watch) -> None:
        self._kafka = kafka
        self._group = group
        self._ranges = left_of(kafka.admin, group, ranges)
        self._watch = watch
        self._done = 0

    def run(self, submit: Submit, workers: int, selection: Selection) -> bool:
        """Work until all is done; false where somebody asked for an end before that.

        Raises:
            NoBroker: the broker does not take a message or an offset. What was committed until then is kept.
        """
        under_way: deque[tuple[Sequence[Record], Future[list[Made]]]] = deque()
        for batch in self._batches(selection):
            if self._watch.stopping():
                break
            under_way.append((batch, submit(batch)))
            if len(under_way) >= workers * WAITING:
                self._settle(*under_way.popleft())
        while under_way:
            self._settle(*under_way.popleft())
        if self._watch.stopping():
            return False
        self._commit({tp: end for tp, (_, end) in self._ranges.items()})
        return True

    def _batches(self, selection: Selection) -> Iterator[list[Record]]:
        """The messages that are meant, canaries left out."""
        meant = chosen(self._kafka.reader, self._ranges, selection)
        news = (record for record in meant if canary_sent_at(record.headers) is None)
        return batches(news, lambda record: len(record.value or b""), BATCH)

    def _settle(self, batch: Sequence[Record], future: "Future[list[Made]]") -> None:
        made = future.result()
        deliver(self._kafka.producer, [out for one in made for out in one.outgoing])
        self._commit({TopicPartition(one.topic, one.partition): one.offset + 1 for one in batch})
        self._watch.counts.update(one.end for one in made)
        self._watch.counts.update(f"failed_{one.why}" for one in made if one.end == "failed")
        self._done += len(batch)
        self._watch.on_progress(self._done)

    def _commit(self, reached: Mapping[TopicPartition, int]) -> None:
        refused = commit(self._kafka.admin, self._group, reached) if reached else {}
        if refused:
            tp, answer = next(iter(refused.items()))
            raise NoBroker(
                f"the broker does not take the offset of {self._group} in partition {tp.partition}: {answer}"
            )
