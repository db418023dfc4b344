"""Dead letters read back: what their headers tell, which ones are meant, and which are still to be dealt with."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from kafka import KafkaConsumer, TopicPartition

from schemas import rfc3339
from streams.audit import Settled
from streams.dead_letters import PREFIX
from streams.headers import last
from streams.problems import UsageProblem
from streams.records import Record
from streams.replay.reading import read, whole
from streams.topology import STAGES, Stage, stage_named

REDRIVES = "communique_redrives"
"""How often a message was sent again; it travels with the message, so that a dead letter that returns has it."""
STAGE_OF = {stage.source.dead_letters().name: stage for stage in STAGES}
"""The stage that writes a dead-letter topic."""


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """A dead letter. ``record`` is its place in the dead-letter topic, with the original key, bytes and headers."""

    record: Record
    stage: Stage

    @property
    def id(self) -> str:
        """Stage, partition and offset, as commands take it."""
        return f"{self.stage.name}:{self.record.partition}:{self.record.offset}"

    def told(self, name: str) -> str:
        """What a ``dlq_`` header says; empty where it is missing."""
        return (last(self.record.headers, PREFIX + name) or b"").decode("utf-8", "replace")

    @property
    def reason(self) -> str:
        """Why it is here; ``unknown`` where nothing tells."""
        return self.told("reason") or "unknown"

    @property
    def redrives(self) -> int:
        """How often it has been sent again."""
        return _number((last(self.record.headers, REDRIVES) or b"").decode("utf-8", "replace")) or 0

    @property
    def failed_at(self) -> datetime:
        """When it failed; where no header tells, when the dead letter was written."""
        try:
            found = datetime.fromisoformat(self.told("failed_at"))
        except ValueError:
            return datetime.fromtimestamp(self.record.timestamp, UTC)
        return found if found.tzinfo else found.replace(tzinfo=UTC)

    @property
    def origin(self) -> tuple[str, int | None]:
        """The topic and the partition that it came from; the stage's source where no header tells."""
        topic = self.told("original_topic") or self.stage.source.name
        return topic, _number(self.told("original_partition"))

    def as_json(self) -> dict[str, Any]:
        """What is known of it, without its bytes."""
        names = ("original_topic", "original_partition", "original_offset", "original_timestamp", "attempts")
        return {
            "id": self.id, "stage": self.stage.name, "reason": self.reason, "failed_at": rfc3339(self.failed_at),
            "error": self.told("exception_class"), "message": self.told("exception_message"),
            "redrives": self.redrives, **{name: self.told(name) for name in names},
            "pipeline_version": self.told("pipeline_version"), "bytes": len(self.record.value or b""),
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Choice:
    """Which dead letters are meant: those that meet all that is given."""

    stage: str | None = None
    reason: str | None = None
    since: datetime | None = None
    ids: frozenset[str] | None = None

    def meets(self, letter: DeadLetter) -> bool:
        """Whether a letter is meant."""
        return (
            self.stage in {None, letter.stage.name}
            and self.reason in {None, letter.reason}
            and (self.since is None or letter.failed_at >= self.since)
            and (self.ids is None or letter.id in self.ids)
        )

    def topics(self) -> list[str]:
        """The dead-letter topics that it can be about."""
        return [topic for topic, stage in STAGE_OF.items() if self.stage in {None, stage.name}]

    def as_text(self) -> dict[str, str]:
        """What was asked for, by option, for the audit."""
        since = None if self.since is None else rfc3339(self.since)
        named = {"stage": self.stage, "reason": self.reason, "since": since}
        ids = {} if self.ids is None else {"letters": str(len(self.ids))}
        return {name: value for name, value in named.items() if value is not None} | ids


def waiting(client: KafkaConsumer, settled: Settled, choice: Choice) -> Iterator[DeadLetter]:
    """The meant letters that nobody has dealt with yet, up to the end of the topics as it is now."""
    for record in read(client, whole(client, *choice.topics())):
        letter = DeadLetter(record, STAGE_OF[record.topic])
        if record not in settled and choice.meets(letter):
            yield letter


def one(client: KafkaConsumer, letter_id: str) -> DeadLetter:
    """The letter of that id, dealt with or not.

    Raises:
        UsageProblem: it is no id, or there is no such letter; the message says which there are.
    """
    topic, partition, offset = place_of(letter_id)
    here = TopicPartition(topic, partition)
    held = whole(client, topic).get(here)
    if held is None or not held[0] <= offset < held[1]:
        span = "has no such partition" if held is None else f"holds offsets {held[0]} to {held[1] - 1} there"
        span = "holds nothing there" if held is not None and held[0] == held[1] else span
        raise UsageProblem(f"there is no dead letter {letter_id}: {topic} {span}")
    for record in read(client, {here: (offset, offset + 1)}):
        return DeadLetter(record, STAGE_OF[topic])
    raise UsageProblem(f"there is no dead letter {letter_id}: the broker has deleted it")


def place_of(letter_id: str) -> tuple[str, int, int]:
    """The dead-letter topic, partition and offset of an id.

    Raises:
        UsageProblem: it is no id, or its stage is unknown.
    """
    stage, _, place = letter_id.partition(":")
    partition, _, offset = place.partition(":")
    numbers = _number(partition), _number(offset)
    if numbers[0] is None or numbers[1] is None:
        raise UsageProblem(f"{letter_id!r} is no dead letter's id: STAGE:PARTITION:OFFSET is expected, cleaning:3:17")
    return stage_named(stage).source.dead_letters().name, numbers[0], numbers[1]


def counts(letters: Iterable[DeadLetter]) -> list[dict[str, Any]]:
    """How many there are by stage and reason, the time of the newest beside it."""
    found: Counter[tuple[str, str]] = Counter()
    newest: dict[tuple[str, str], datetime] = {}
    for letter in letters:
        kind = (letter.stage.name, letter.reason)
        found[kind] += 1
        newest[kind] = max(letter.failed_at, newest.get(kind, letter.failed_at))
    order = [stage.name for stage in STAGES]
    return [
        {"stage": kind[0], "reason": kind[1], "letters": found[kind], "newest": rfc3339(newest[kind])}
        for kind in sorted(found, key=lambda kind: (order.index(kind[0]), kind[1]))
    ]


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else None
