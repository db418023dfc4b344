"""A replay of chosen messages: they are sent again to the stage's source, with the replay's id, while all else runs on.

A batch is sent, confirmed, and written to the audit, which is where an interrupted replay goes on. A kill in between
means that a batch is sent twice; ids are deterministic and merges idempotent, so nothing comes of that.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

from kafka import KafkaProducer, TopicPartition

from schemas import AuditEntry, AuditRange
from streams.audit import Audit
from streams.headers import REPLAY
from streams.problems import UsageProblem
from streams.records import Outgoing, Record
from streams.replay.batching import batches
from streams.replay.reading import Ranges
from streams.replay.selection import REPLAY_OF
from streams.replay.sending import deliver


def copy(record: Record, replay: str) -> Outgoing:
    """The message again, to the same partition, marked with the replay and the place of its original."""
    marks = {REPLAY, REPLAY_OF}
    kept = tuple(header for header in record.headers if header[0] not in marks)
    origin = f"{record.partition}:{record.offset}".encode()
    headers = (*kept, (REPLAY, replay.encode()), (REPLAY_OF, origin))
    return Outgoing(record.topic, record.key, record.value, headers, record.partition)


class Replay:
    """One run. ``counts`` holds how many were sent so far."""

    def __init__(
        self,
        client: KafkaProducer,
        audit: Audit,
        ranges: Ranges,
        *,
        on_progress: Callable[[int], None],
        stopping: Callable[[], bool],
    ) -> None:
        self.counts: Counter[str] = Counter(sent=0)
        self._client = client
        self._audit = audit
        self._reached = {tp: start for tp, (start, _) in ranges.items()}
        self._ends = {tp: end for tp, (_, end) in ranges.items()}
        self._on_progress = on_progress
        self._stopping = stopping

    def run(self, records: Iterable[Record]) -> bool:
        """Send the messages; false where somebody asked for an end before the last.

        Raises:
            NoBroker: the broker does not take one, or the audit. What was sent until then is written down.
        """
        self._audit.write("started", {}, self._left())
        for batch in batches(records, lambda record: len(record.value or b"")):
            if self._stopping():
                self._audit.write("interrupted", self.counts, self._left())
                return False
            self._batch(batch)
            self._on_progress(self.counts["sent"])
        self._audit.write("done", self.counts)
        return True

    def _batch(self, batch: Sequence[Record]) -> None:
        deliver(self._client, [copy(record, self._audit.operation_id) for record in batch])
        for record in batch:
            self._reached[TopicPartition(record.topic, record.partition)] = record.offset + 1
        self.counts["sent"] += len(batch)
        self._audit.write("progress", self.counts, self._left())

    def _left(self) -> list[AuditRange]:
        """What is still to be read."""
        return [
            AuditRange(topic=tp.topic, partition=tp.partition, start=start, end=self._ends[tp])
            for tp, start in sorted(self._reached.items())
            if start < self._ends[tp]
        ]


def begun(told: Iterable[AuditEntry], replay: str) -> tuple[AuditEntry, AuditEntry]:
    """The first and the last entry of a replay.

    Raises:
        UsageProblem: there is no replay of that id; the message names the latest ones.
    """
    replays = [entry for entry in told if entry.action == "replay" and "as" not in entry.selection]
    ours = [entry for entry in replays if entry.operation_id == replay]
    if not ours:
        latest = list(dict.fromkeys(entry.operation_id for entry in reversed(replays)))[:5]
        raise UsageProblem(f"there is no replay {replay!r}; the latest are {', '.join(latest) or 'none'}")
    return ours[0], ours[-1]


def ranges_in(entry: AuditEntry) -> dict[TopicPartition, tuple[int, int]]:
    """The ranges of an entry."""
    return {TopicPartition(one.topic, one.partition): (one.start, one.end) for one in entry.ranges}


def place(ranges: Mapping[TopicPartition, tuple[int, int]]) -> list[AuditRange]:
    """Ranges as an entry holds them."""
    return [
        AuditRange(topic=tp.topic, partition=tp.partition, start=start, end=end)
        for tp, (start, end) in sorted(ranges.items())
    ]
