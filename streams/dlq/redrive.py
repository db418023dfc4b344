"""Sends dead letters to where they came from, counts how often, and writes down which have been dealt with.

It works in batches: a batch is sent, confirmed, and then written to the audit topic. A kill in between means that a
batch is sent twice, which the pipeline bears: ids are deterministic and merges idempotent. Nothing is ever lost.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from kafka import KafkaProducer
from kafka.errors import KafkaError

from schemas import rfc3339
from streams.audit import Audit, ranges_of
from streams.dead_letters import PREFIX
from streams.dlq.letters import REDRIVES, DeadLetter
from streams.headers import utc_now
from streams.problems import BadRecord, NoBroker
from streams.records import Headers, Outgoing
from streams.replay.batching import batches
from streams.replay.sending import failure, send

OnFailure = Literal["stop", "skip", "send-back"]
MOST_REDRIVES = 3
"""A letter that has come back so often is not mended by sending it again."""


class CannotSend(Exception):
    """A letter that cannot be sent to where it came from; the text says why."""


@dataclass(frozen=True, slots=True)
class Policy:
    """How often a letter is sent again, and what is done with one that cannot be sent."""

    most_redrives: int = MOST_REDRIVES
    on_failure: OnFailure = "stop"
    corrected: Mapping[str, bytes] = field(default_factory=dict)
    """By id of a letter the value to send in place of its own."""

    def allows(self, letter: DeadLetter) -> bool:
        """Whether it may be sent once more."""
        return letter.redrives < self.most_redrives


def again(letter: DeadLetter, value: bytes | None) -> Outgoing:
    """The message as it came to the stage, to the same partition, and how often it has been sent.

    Raises:
        CannotSend: its headers name a topic that is not the source of its stage.
    """
    topic, partition = letter.origin
    if topic != letter.stage.source.name:
        raise CannotSend(f"it comes from {topic}, which {letter.stage.name} does not read")
    if partition is not None and partition >= letter.stage.source.partitions:
        partition = None
    headers = (*_kept(letter.record.headers), (REDRIVES, str(letter.redrives + 1).encode()))
    return Outgoing(topic, letter.record.key, value, headers, partition)


def sent_back(letter: DeadLetter, why: str) -> Outgoing:
    """The letter for the end of its own topic, with why it could not be sent."""
    replaced = {f"{PREFIX}exception_class", f"{PREFIX}exception_message", f"{PREFIX}failed_at", REDRIVES}
    kept = tuple(header for header in letter.record.headers if header[0] not in replaced)
    told = (
        (f"{PREFIX}exception_class", CannotSend.__name__.encode()),
        (f"{PREFIX}exception_message", why.encode()),
        (f"{PREFIX}failed_at", rfc3339(utc_now()).encode()),
        (REDRIVES, str(letter.redrives + 1).encode()),
    )
    record = letter.record
    return Outgoing(record.topic, record.key, record.value, (*kept, *told), record.partition)


class Redrive:
    """One run. ``counts`` holds what became of the letters so far."""

    def __init__(
        self,
        client: KafkaProducer,
        audit: Audit,
        policy: Policy,
        *,
        on_progress: Callable[[int], None],
        stopping: Callable[[], bool],
    ) -> None:
        self.counts: Counter[str] = Counter()
        self._client = client
        self._audit = audit
        self._policy = policy
        self._on_progress = on_progress
        self._stopping = stopping

    def run(self, letters: Iterable[DeadLetter]) -> bool:
        """Send the letters; false where somebody asked for an end before the last.

        Raises:
            BadRecord: one cannot be sent, and the policy is to stop.
            NoBroker: the audit, or a letter sent back, is not taken.
        """
        self._audit.write("started", {})
        for batch in batches(letters, _size):
            if self._stopping():
                self._audit.write("interrupted", self.counts)
                return False
            self._batch(batch)
            self._on_progress(self.counts.total())
        self._audit.write("done", self.counts)
        return True

    def _batch(self, batch: Sequence[DeadLetter]) -> None:
        """Send a batch, see it confirmed, write down what has been dealt with, and only then stop on a failure."""
        allowed = [letter for letter in batch if self._policy.allows(letter)]
        self.counts["at_limit"] += len(batch) - len(allowed)
        under_way = [(letter, self._started(letter)) for letter in allowed]
        failed = {letter.id: why for letter, started in under_way if (why := failure(started)) is not None}
        settled = [letter for letter in allowed if letter.id not in failed]
        self.counts["sent"] += len(settled)
        settled += self._failed([letter for letter in allowed if letter.id in failed], failed)
        ranges = ranges_of(letter.record for letter in settled)
        self._audit.write("progress", self.counts, ranges)
        if failed and self._policy.on_failure == "stop":
            first, why = next(iter(failed.items()))
            self._audit.write("failed", self.counts, detail=f"{first}: {why}")
            raise BadRecord(f"stopped: {first} cannot be sent: {why}; --on-failure skip leaves such letters")

    def _failed(self, letters: list[DeadLetter], why: Mapping[str, str]) -> list[DeadLetter]:
        """Treat letters that could not be sent as the policy says; gives those that are dealt with by it."""
        if self._policy.on_failure != "send-back":
            self.counts["failed"] += len(letters)
            return []
        started = [send(self._client, sent_back(letter, why[letter.id])) for letter in letters]
        refused = next(filter(None, map(failure, started)), None)
        if refused is not None:
            raise NoBroker(f"a letter could not be sent back: {refused}")
        self.counts["sent_back"] += len(letters)
        return letters

    def _started(self, letter: DeadLetter) -> Any:  # noqa: ANN401 - a future of kafka-python, or why there is none
        try:
            return send(self._client, again(letter, self._policy.corrected.get(letter.id, letter.record.value)))
        except (CannotSend, KafkaError) as error:
            return error


def drop(
    letters: Iterable[DeadLetter], audit: Audit, *, on_progress: Callable[[int], None], stopping: Callable[[], bool]
) -> Counter[str]:
    """Set letters aside: they count as dealt with, and their bytes go when the topic's retention takes them.

    Raises:
        NoBroker: the audit cannot be written.
    """
    counts: Counter[str] = Counter()
    audit.write("started", counts)
    for batch in batches(letters, _size):
        if stopping():
            audit.write("interrupted", counts)
            return counts
        counts["dropped"] += len(batch)
        audit.write("progress", counts, ranges_of(letter.record for letter in batch))
        on_progress(counts.total())
    audit.write("done", counts)
    return counts


def _size(letter: DeadLetter) -> int:
    return len(letter.record.value or b"")


def _kept(headers: Headers) -> Headers:
    """What came with the message before it failed."""
    return tuple(header for header in headers if not header[0].startswith(PREFIX) and header[0] != REDRIVES)
