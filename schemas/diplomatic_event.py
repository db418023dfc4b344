"""DiplomaticEvent: a real-world event as all of its mentions together tell it. A pure function of their set."""

from typing import ClassVar, Literal

from pydantic import Field

from schemas.base import Confidence, Message, Moment, Part
from schemas.coded import Actor, DateBasis, DatePrecision, EventType, Location, Status

MAX_MENTIONS = 200
"""Mentions listed on an event; the counts go on beyond it."""


class MentionSummary(Part):
    """One mention as an event lists it."""

    mention_id: str
    article_id: str
    url: str | None = None
    publisher: str | None = None
    published_at: Moment | None = None
    sentence: str
    confidence: Confidence
    codebook_version: str


class DiplomaticEvent(Message):
    """Keyed by ``event_id`` on a compacted topic; a retracted event is followed by a tombstone."""

    noun: ClassVar[str] = "diplomatic-event"
    version: ClassVar[str] = "1.0.0"
    topic: ClassVar[str] = "diplomacy.events.v1"

    event_id: str
    revision: int = Field(ge=1, description="How much the event has taken in; grows with each change.")
    state: Literal["active", "retracted"] = Field(default="active", alias="status")
    event_type: EventType
    mode: str | None = None
    cameo_code: str = Field(pattern=r"^\d{2,4}$")
    quad_class: int = Field(ge=0, le=4)
    goldstein: float = Field(ge=-10.0, le=10.0)
    contexts: tuple[str, ...] = ()
    source: Actor
    target: Actor | None = None
    reciprocal: bool = False
    event_date: str = Field(pattern=r"^\d{4}-\d{2}-\d{2}$")
    date_precision: DatePrecision = "day"
    date_basis: DateBasis = "published"
    location: Location | None = None
    flags: Status = Field(default=Status(), description="A flag is set where every mention sets it.")
    confidence: Confidence
    first_reported_at: Moment | None = None
    last_reported_at: Moment | None = None
    mention_count: int = Field(ge=0)
    article_count: int = Field(ge=0)
    publisher_count: int = Field(ge=0)
    mentions: tuple[MentionSummary, ...] = Field(default=(), max_length=MAX_MENTIONS)
