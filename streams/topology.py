"""The whole pipeline on one page. Faust apps, topic creation, the in-process run and the docs all come from here."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from schemas import (
    AuditEntry,
    CleanArticle,
    DiplomaticEvent,
    EventMention,
    ExtractedArticle,
    Heartbeat,
    Message,
    RawArticle,
)
from streams import bindings
from streams.problems import UsageProblem

MEBIBYTE = 1024 * 1024
DEAD_LETTER_SUFFIX = ".dlq"
DEAD_LETTER_HEADROOM = 64 * 1024
"""Bytes that a dead letter's own headers may add to the message that it carries."""
STATE_TABLE = "state"


@dataclass(frozen=True, slots=True)
class TopicSpec:
    """A topic as declared: what it carries, under which key (a field of the message), and how it is kept."""

    name: str
    key: str
    message: type[Message] | None = None
    partitions: int = 8
    cleanup: Literal["delete", "compact"] = "delete"
    retention: timedelta | None = None
    max_message_bytes: int = 4 * MEBIBYTE

    def dead_letters(self) -> "TopicSpec":
        """Where messages of this topic go that can never succeed: as many partitions, as large a message."""
        return TopicSpec(
            name=self.name + DEAD_LETTER_SUFFIX,
            key=self.key,
            partitions=self.partitions,
            retention=timedelta(days=30),
            max_message_bytes=self.max_message_bytes + DEAD_LETTER_HEADROOM,
        )


@dataclass(frozen=True, slots=True)
class Stage:
    """A step of the pipeline. A map turns one message into messages; a merge folds it into the state of its key."""

    name: str
    kind: Literal["map", "merge"]
    source: TopicSpec
    agent: bindings.Binding
    sink: TopicSpec

    @property
    def group(self) -> str:
        """The consumer group, which is the id of the Faust app too."""
        return f"communique-{self.name}"

    @property
    def changelog(self) -> TopicSpec | None:
        """The topic that a merge's state is restored from, as Faust names it; a map has none."""
        if self.kind == "map":
            return None
        name = f"{self.group}-{STATE_TABLE}-changelog"
        return TopicSpec(name, key=self.source.key, partitions=self.source.partitions, cleanup="compact")


RAW = TopicSpec(
    RawArticle.topic, "article_id", RawArticle, retention=timedelta(days=14), max_message_bytes=8 * MEBIBYTE
)
CLEAN = TopicSpec(CleanArticle.topic, "fingerprint", CleanArticle, retention=timedelta(days=14))
EXTRACTED = TopicSpec(ExtractedArticle.topic, "fingerprint", ExtractedArticle, retention=timedelta(days=90))
MENTIONS = TopicSpec(EventMention.topic, "event_id", EventMention, retention=timedelta(days=90))
EVENTS = TopicSpec(DiplomaticEvent.topic, "event_id", DiplomaticEvent, cleanup="compact")
HEARTBEATS = TopicSpec(Heartbeat.topic, "stage", Heartbeat, partitions=1, retention=timedelta(hours=1))
AUDIT = TopicSpec(AuditEntry.topic, "operation_id", AuditEntry, partitions=1, retention=timedelta(days=365))
"""Kept longer than dead letters, for it tells which of those have been dealt with."""

STAGES = (
    Stage("cleaning", "map", RAW, bindings.cleaning, CLEAN),
    Stage("extraction", "map", CLEAN, bindings.extraction, EXTRACTED),
    Stage("classification", "map", EXTRACTED, bindings.classification, MENTIONS),
    Stage("publishing", "merge", MENTIONS, bindings.publishing, EVENTS),
)


class UnknownStage(UsageProblem):
    """There is no stage of that name; the message lists those that there are."""


def stage_named(name: str) -> Stage:
    """The stage of that name.

    Raises:
        UnknownStage: there is none.
    """
    for stage in STAGES:
        if stage.name == name:
            return stage
    known = ", ".join(stage.name for stage in STAGES)
    raise UnknownStage(f"there is no stage {name!r}; the stages are {known}")


def topics() -> Iterator[TopicSpec]:
    """Every topic of the pipeline in the order of the flow, each once: sources and sinks, dead letters, changelogs."""
    yield RAW
    for stage in STAGES:
        yield stage.source.dead_letters()
        if stage.changelog is not None:
            yield stage.changelog
        yield stage.sink
    yield HEARTBEATS
    yield AUDIT
