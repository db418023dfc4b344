"""Reads exact ranges of partitions, each once, and stops: what a topic holds now, however fast it goes on growing."""

import time
from collections.abc import Iterator, Mapping

from kafka import KafkaConsumer, TopicPartition

from streams.kafka import ALL_FETCHED, POLL_MILLISECONDS
from streams.problems import TimedOut
from streams.records import Record

SILENT_SECONDS = 30.0
"""Longest wait for a broker that has messages of the range and sends none."""

Ranges = Mapping[TopicPartition, tuple[int, int]]
"""Offsets ``[start, end)`` of partitions."""


def whole(client: KafkaConsumer, *topics: str) -> dict[TopicPartition, tuple[int, int]]:
    """All that the assigned partitions (of these topics, where some are named) hold now."""
    partitions = sorted(tp for tp in client.assignment() if not topics or tp.topic in topics)
    starts, ends = client.beginning_offsets(partitions), client.end_offsets(partitions)
    return {tp: (starts[tp], ends[tp]) for tp in partitions}


def messages(ranges: Ranges) -> int:
    """How many offsets the ranges span: the number of messages, less those that compaction or deletion took out."""
    return sum(max(0, end - start) for start, end in ranges.values())


def read(client: KafkaConsumer, ranges: Ranges) -> Iterator[Record]:
    """The messages of the ranges, each partition in its order. The client must have the partitions assigned.

    Raises:
        TimedOut: the broker has sent nothing for ``SILENT_SECONDS``.
    """
    open_ends = {tp: end for tp, (start, end) in ranges.items() if start < end}
    client.pause(*client.assignment())
    for tp in open_ends:
        client.seek(tp, ranges[tp][0])
        client.resume(tp)
    heard = time.monotonic()
    while open_ends:
        polled = client.poll(timeout_ms=POLL_MILLISECONDS, max_records=ALL_FETCHED)
        for tp, batch in polled.items():
            yield from (record_of(message) for message in batch if message.offset < open_ends.get(tp, 0))
        if _leave_finished(client, open_ends) or polled:
            heard = time.monotonic()
        elif time.monotonic() - heard > SILENT_SECONDS:
            raise TimedOut(f"the broker has sent nothing of {sorted(open_ends)[0].topic} for {SILENT_SECONDS:.0f} s")


def _leave_finished(client: KafkaConsumer, open_ends: dict[TopicPartition, int]) -> bool:
    """Pause what has been read to its end, which an offset without a message can be; tells whether there was any."""
    finished = [tp for tp, end in open_ends.items() if client.position(tp) >= end]
    for tp in finished:
        client.pause(tp)
        del open_ends[tp]
    return bool(finished)


def record_of(message: object) -> Record:
    """A message of kafka-python as ours; timestamps become seconds."""
    values = {name: getattr(message, name) for name in ("topic", "partition", "offset", "key", "value")}
    headers = tuple((name, bytes(value or b"")) for name, value in getattr(message, "headers", ()) or ())
    return Record(**values, timestamp=getattr(message, "timestamp", 0) / 1000, headers=headers)
