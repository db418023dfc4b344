"""The last stage of a replay beside: its mentions become its events, a partition at a time.

An event is a function of its set of mentions, and all of them stand in one partition: no state is kept between them. A
partition is committed when all of its events are confirmed; one that was interrupted is folded anew, to equal events.
"""

import multiprocessing
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from functools import partial

from kafka import KafkaConsumer, TopicPartition

from agents.publishing import EventState, merge, to_event
from schemas import EventMention
from streams.headers import REPLAY, describing, utc_now
from streams.offsets import commit
from streams.records import Outgoing
from streams.replay.batching import batches
from streams.replay.beside.crew import withdraw_from_signals
from streams.replay.beside.passing import Kafka, Watch, left_of
from streams.replay.beside.steps import Step
from streams.replay.reading import Ranges, messages, read
from streams.replay.sending import deliver

EVENTS_AT_A_TIME = 200
FEW = 5_000
"""Mentions that one process folds in some two seconds."""
Values = list[bytes]


def state_of(values: Iterable[bytes]) -> EventState | None:
    """What mentions of one event amount to; those that cannot be read are left out, as publishing does."""
    state: EventState | None = None
    for value in values:
        try:
            state = merge(state, EventMention.from_bytes(value))
        except ValueError:
            continue
    return state


def folded(topic: str, replay: str, events: Sequence[tuple[bytes, Values]]) -> list[Outgoing]:
    """The events that stand, as they will travel."""
    made = []
    for key, values in events:
        state = state_of(values)
        event = None if state is None else to_event(state)
        if event is not None and event.state == "active":
            headers = ((REPLAY, replay.encode()), *describing(event, "publishing", utc_now()))
            made.append(Outgoing(topic, key, event.to_bytes(), headers))
    return made


class Fold:
    """The pass over the mentions."""

    def __init__(self, kafka: Kafka, step: Step, replay: str, watch: Watch) -> None:
        self._kafka = kafka
        self._step = step
        self._replay = replay
        self._watch = watch

    def run(self, ranges: Ranges, workers: int) -> bool:
        """Fold what is left; false where somebody asked for an end before the last partition.

        Raises:
            NoBroker: the broker does not take an event.
        """
        left = left_of(self._kafka.admin, self._step.group, ranges)
        done = 0
        with _pool(workers, messages(left)) as pool:
            for tp in sorted(left):
                if self._watch.stopping():
                    return False
                if left[tp][0] < left[tp][1]:
                    self._partition(pool, tp, ranges[tp])
                done += left[tp][1] - left[tp][0]
                self._watch.on_progress(done)
        return True

    def _partition(self, pool: ProcessPoolExecutor | None, tp: TopicPartition, span: tuple[int, int]) -> None:
        told = by_event(self._kafka.reader, {tp: span})
        make = partial(folded, self._step.stage.sink.name, self._replay)
        rounds = batches(told.items(), lambda item: sum(map(len, item[1])), EVENTS_AT_A_TIME)
        for events in map(make, rounds) if pool is None else pool.map(make, rounds):
            deliver(self._kafka.producer, events)
            self._watch.counts["events"] += len(events)
        commit(self._kafka.admin, self._step.group, {tp: span[1]})


def _pool(workers: int, mentions: int) -> AbstractContextManager[ProcessPoolExecutor | None]:
    """Processes that fold; none for few mentions, which are folded before a process has started."""
    if mentions < FEW:
        return nullcontext()
    return ProcessPoolExecutor(workers, multiprocessing.get_context("spawn"), withdraw_from_signals)


def by_event(client: KafkaConsumer, ranges: Ranges) -> Mapping[bytes, Values]:
    """The mentions of partitions by their event; marks and canaries, which have no value, are left out."""
    found: dict[bytes, Values] = defaultdict(list)
    for key, value in _told(client, ranges):
        found[key].append(value)
    return found


def _told(client: KafkaConsumer, ranges: Ranges) -> Iterator[tuple[bytes, bytes]]:
    for record in read(client, ranges):
        if record.key is not None and record.value is not None:
            yield record.key, record.value
