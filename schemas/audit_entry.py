"""AuditEntry: what somebody did to the pipeline's data, a replay or a redrive, and how far it went."""

from typing import ClassVar, Literal

from pydantic import Field

from schemas.base import Message, Moment, Offset, Part

Action = Literal["replay", "sweep", "redrive", "drop"]
Outcome = Literal["started", "progress", "done", "interrupted", "failed"]


class AuditRange(Part):
    """Messages ``[start, end)`` of a partition."""

    topic: str
    partition: Offset
    start: Offset
    end: Offset
    until: Moment | None = Field(
        default=None, description="When the newest of them was written: a topic made anew counts from 0 again."
    )


class AuditEntry(Message):
    """Keyed by ``operation_id``: one entry when it starts, some on the way, one at the end."""

    noun: ClassVar[str] = "audit-entry"
    version: ClassVar[str] = "1.0.0"
    topic: ClassVar[str] = "communique.audit.v1"

    operation_id: str = Field(description="One run of one command; a replay's id is in the messages that it caused.")
    action: Action = Field(description="What was done; a sweep withdraws what a newer codebook no longer finds.")
    outcome: Outcome = Field(description="How far it has come.")
    at: Moment
    by: str = Field(description="Who did it: user and host.")
    stage: str | None = Field(default=None, description="The stage whose messages were handled; absent where all were.")
    selection: dict[str, str] = Field(default={}, description="What was asked for, by option.")
    counts: dict[str, int] = Field(default={}, description="Messages by what became of them, so far.")
    ranges: tuple[AuditRange, ...] = Field(default=(), description="Messages that this entry speaks of.")
    detail: str | None = Field(default=None, description="Why it failed or stopped.")
    pipeline_version: str
