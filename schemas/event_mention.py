"""EventMention: one coded predicate in one article. A pure function of the article and the codebook version."""

from typing import ClassVar

from pydantic import Field

from schemas.base import Confidence, Message, Moment
from schemas.coded import (
    Actor,
    Attribution,
    CameoCode,
    DateBasis,
    DatePrecision,
    Day,
    EventType,
    Evidence,
    Goldstein,
    Location,
    Method,
    Mode,
    QuadClass,
    Status,
)


class EventMention(Message):
    """Keyed by ``event_id``. Of the versions of one ``mention_id`` the newest codebook wins, then withdrawal."""

    noun: ClassVar[str] = "event-mention"
    version: ClassVar[str] = "1.0.0"
    topic: ClassVar[str] = "diplomacy.mentions.v1"

    mention_id: str = Field(
        description="uuid5 of article, sentence, predicate span, type, source and target: the same in every run."
    )
    event_id: str = Field(
        description="uuid5 of source, target, type, mode and date: one a day for one pair and one act."
    )
    article_id: str = Field(description="The article that says so.")
    fingerprint: str = Field(description="Digest of the article's content; copies of a story share it.")
    similarity: str | None = Field(default=None, description="64-bit signature in hex; near copies differ in few bits.")
    url: str | None = Field(default=None, description="Where the article stands.")
    publisher: str | None = Field(default=None, description="Who published the article.")
    published_at: Moment | None = Field(default=None, description="When the article was published.")
    event_type: EventType = Field(description="PLOVER event type, or STATEMENT (CAMEO 01).")
    mode: Mode = None
    cameo_code: CameoCode
    quad_class: QuadClass
    goldstein: Goldstein
    contexts: tuple[str, ...] = Field(
        default=(), description="PLOVER contexts: 'diplomatic', 'military', 'economic', 'territory'."
    )
    source: Actor = Field(description="Who did it.")
    target: Actor | None = Field(default=None, description="To whom; absent where the act has no target.")
    reciprocal: bool = Field(default=False, description="Neither side is the initiator: they met, they agreed.")
    event_date: Day
    date_precision: DatePrecision = Field(default="day", description="How much of the date is known.")
    date_basis: DateBasis = Field(
        default="published", description="Where the date comes from: the text, the dateline or the day of publication."
    )
    location: Location | None = Field(default=None, description="Where it happened.")
    status: Status = Field(
        default=Status(),
        description="Flags; a mention with none of them is a plain report of something that happened now.",
    )
    attribution: Attribution | None = Field(
        default=None, description="Who says so, when the text puts it in someone's mouth."
    )
    confidence: Confidence = Field(description="How likely the coding is right, calibrated on annotated text.")
    method: Method = Field(default="rule", description="What decided: a rule or the statistical model.")
    rule: str = Field(description="Id of what decided.")
    evidence: Evidence = Field(description="The sentence and the characters in it that the coding rests on.")
    codebook_version: str = Field(description="Version of the codebook that coded it.")
    pipeline_version: str = Field(description="Version of the software.")
    model: str = Field(description="Name and version of the language model that parsed it.")
    withdrawn: bool | None = Field(default=None, description="Only ever true; absent otherwise.")
