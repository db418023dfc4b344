"""EventMention: one coded predicate in one article. A pure function of the article and the codebook version."""

from typing import ClassVar

from pydantic import Field

from schemas.base import Confidence, Message, Moment
from schemas.coded import Actor, Attribution, DateBasis, DatePrecision, EventType, Evidence, Location, Method, Status


class EventMention(Message):
    """Keyed by ``event_id``. Of the versions of one ``mention_id`` the newest codebook wins, then withdrawal."""

    noun: ClassVar[str] = "event-mention"
    version: ClassVar[str] = "1.0.0"
    topic: ClassVar[str] = "diplomacy.mentions.v1"

    mention_id: str
    event_id: str
    article_id: str
    fingerprint: str
    similarity: str | None = None
    url: str | None = None
    publisher: str | None = None
    published_at: Moment | None = None
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
    status: Status = Status()
    attribution: Attribution | None = None
    confidence: Confidence
    method: Method = "rule"
    rule: str
    evidence: Evidence
    codebook_version: str
    pipeline_version: str
    model: str
    withdrawn: bool | None = Field(default=None, description="Only ever true; absent otherwise.")
