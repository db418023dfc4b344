"""CleanArticle: the story alone. Every later character span refers to its ``body``."""

from typing import ClassVar, Literal

from pydantic import Field

from schemas.base import Confidence, Message, Moment, Offset, Part, Span
from schemas.raw_article import SuppliedEntity


class Language(Part):
    """The language of the body."""

    code: str = Field(description="ISO 639-1.")
    confidence: Confidence = 1.0


class Dateline(Part):
    """What the dateline says, 'ISTANBUL, May 15 (Reuters) -': place, date as ISO 8601, agency."""

    text: str
    place: str | None = None
    date: str | None = None
    agency: str | None = None


class Removed(Part):
    """A piece that is not the story, and the id of the rule that says so."""

    text: str
    reason: str


class MappedSpan(Part):
    """``length`` characters at ``clean`` in the clean body come from ``raw_length`` at ``raw`` in the raw one."""

    clean: Offset
    raw: Offset
    length: Offset
    raw_length: Offset


class CleanArticle(Message):
    """An article reduced to its story. Keyed by ``fingerprint``, which copies of one story share."""

    noun: ClassVar[str] = "clean-article"
    version: ClassVar[str] = "1.0.0"
    topic: ClassVar[str] = "news.articles.clean.v1"

    article_id: str
    fingerprint: str = Field(description="Hex digest of the normalised content; equal for copies.")
    similarity: str | None = Field(default=None, description="Hex signature; near copies have near signatures.")
    body: str
    paragraphs: tuple[Span, ...] = ()
    url: str | None = None
    publisher: str | None = None
    author: str | None = None
    title: str | None = None
    language: Language
    published_at: Moment | None = None
    published_basis: Literal["message", "page", "dateline", "none"] = "none"
    fetched_at: Moment | None = None
    dateline: Dateline | None = None
    entities: tuple[SuppliedEntity, ...] = ()
    removed: tuple[Removed, ...] = ()
    source_map: tuple[MappedSpan, ...] = ()
    truncated: bool = Field(default=False, description="The body was longer than the bound and was cut.")
