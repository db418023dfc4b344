"""DiplomaticEvent: a real-world event as all of its mentions together tell it. A pure function of their set."""

from typing import ClassVar, Literal

from pydantic import Field

from schemas.base import Confidence, Message, Moment, Part
from schemas.coded import (
    Actor,
    CameoCode,
    DateBasis,
    DatePrecision,
    Day,
    EventType,
    Goldstein,
    Location,
    Mode,
    QuadClass,
    Status,
)

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

    event_id: str = Field(description="The key. The same real-world event has the same id in every run.")
    revision: int = Field(ge=1, description="How much the event has taken in; grows with each change.")
    state: Literal["active", "retracted"] = Field(
        default="active", alias="status", description="Retracted: no report of it stands any more. A tombstone follows."
    )
    event_type: EventType = Field(description="PLOVER event type, or STATEMENT (CAMEO 01).")
    mode: Mode = None
    cameo_code: CameoCode
    quad_class: QuadClass
    goldstein: Goldstein
    contexts: tuple[str, ...] = Field(
        default=(), description="PLOVER contexts that at least half of the reports, by weight, give it."
    )
    source: Actor = Field(description="Who did it.")
    target: Actor | None = Field(default=None, description="To whom; absent where the act has no target.")
    reciprocal: bool = Field(
        default=False, description="Neither side is the initiator, by every report: they met, they agreed."
    )
    event_date: Day
    date_precision: DatePrecision = Field(default="day", description="How much of the date is known.")
    date_basis: DateBasis = Field(
        default="published", description="Where the date comes from: the text, the dateline or the day of publication."
    )
    location: Location | None = Field(default=None, description="The most specific place that a report gives.")
    flags: Status = Field(default=Status(), description="A flag is set where every mention sets it.")
    confidence: Confidence = Field(
        description="That of the most confident mention; the counts say how well it is corroborated."
    )
    first_reported_at: Moment | None = Field(default=None, description="Publication of the earliest report.")
    last_reported_at: Moment | None = Field(default=None, description="Publication of the latest report.")
    mention_count: int = Field(ge=0, description="Mentions, those in copies and near copies of a story counted once.")
    article_count: int = Field(ge=0, description="Stories: copies and near copies count once.")
    publisher_count: int = Field(ge=0, description="Publishers, those of copies included.")
    mentions: tuple[MentionSummary, ...] = Field(
        default=(),
        max_length=MAX_MENTIONS,
        description="The mentions, earliest first; at most 200, while the counts go on.",
    )
