"""Makes a replay beside the published state: what differs is sent to the mentions' topic, and publishing does the rest.

What is to be done is found out anew each time from what the topics hold, so that a promotion that was cut short, even
by a kill, is gone on with by doing it again: what was sent is there and is not sent twice.
"""

import time
from collections import Counter
from collections.abc import Iterator

from kafka import KafkaConsumer, KafkaProducer, TopicPartition

from streams.audit import Audit
from streams.headers import REPLAY, carried, describing, utc_now
from streams.records import Outgoing, Record
from streams.replay.batching import batches
from streams.replay.beside.comparing import Partition, Scope, mention_in, withdrawal
from streams.replay.beside.passing import Watch
from streams.replay.beside.steps import mentions_of
from streams.replay.reading import read
from streams.replay.sending import deliver
from streams.topology import MENTIONS

BATCH = 200
STAGE = "replay"
"""What the withdrawals give as their source."""


class Promotion:
    """One pass over what differs. ``rate`` is how many messages a second are sent at most."""

    def __init__(
        self, reader: KafkaConsumer, producer: KafkaProducer, name: str, scope: Scope, *, rate: int | None
    ) -> None:
        self._reader = reader
        self._producer = producer
        self._name = name
        self._scope = scope
        self._rate = rate

    def run(self, audit: Audit, work: list[Partition], watch: Watch) -> Counter[str]:
        """Send all of it, or what can be sent until somebody asks for an end.

        Raises:
            NoBroker: the broker does not take a message.
        """
        counts = watch.counts
        counts.update(sent=0, withdrawn=0)
        audit.write("started", counts)
        for batch in batches(self._outgoing(audit.operation_id, work), _size, min(BATCH, self._rate or BATCH)):
            if watch.stopping():
                audit.write("interrupted", counts)
                return counts
            self._send(batch, counts)
            audit.write("progress", counts)
            watch.on_progress(counts.total())
        audit.write("done", counts)
        return counts

    def _send(self, batch: list[tuple[str, Outgoing]], counts: Counter[str]) -> None:
        started = time.monotonic()
        deliver(self._producer, [outgoing for _, outgoing in batch])
        counts.update(what for what, _ in batch)
        if self._rate is not None:
            time.sleep(max(0.0, len(batch) / self._rate - (time.monotonic() - started)))

    def _outgoing(self, replay: str, work: list[Partition]) -> Iterator[tuple[str, Outgoing]]:
        """What is new comes before what goes, so that no event is retracted that still has a report."""
        for one in work:
            for record in self._at(mentions_of(self._name), one.number, one.send):
                yield "sent", _again(record, replay)
            for record in self._at(MENTIONS.name, one.number, one.withdraw):
                mention = mention_in(record)
                if mention is not None:
                    gone = withdrawal(mention, self._scope)
                    headers = (*_marked(record, replay), *describing(gone, STAGE, utc_now()))
                    yield "withdrawn", Outgoing(MENTIONS.name, record.key, gone.to_bytes(), headers, record.partition)

    def _at(self, topic: str, partition: int, offsets: set[int]) -> Iterator[Record]:
        if offsets:
            ranges = {TopicPartition(topic, partition): (min(offsets), max(offsets) + 1)}
            yield from (record for record in read(self._reader, ranges) if record.offset in offsets)


def _again(record: Record, replay: str) -> Outgoing:
    """A mention of the replay beside, as its coder sent it, with the promotion's id."""
    kept = tuple(header for header in record.headers if header[0] != REPLAY)
    return Outgoing(MENTIONS.name, record.key, record.value, (*kept, (REPLAY, replay.encode())), record.partition)


def _marked(record: Record, replay: str) -> tuple[tuple[str, bytes], ...]:
    kept = tuple(header for header in carried(record.headers, utc_now()) if header[0] != REPLAY)
    return (*kept, (REPLAY, replay.encode()))


def _size(item: tuple[str, Outgoing]) -> int:
    return len(item[1].value or b"")
