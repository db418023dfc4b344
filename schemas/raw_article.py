"""RawArticle: a news article as it was found, text or HTML. Only ``body`` is required."""

from typing import ClassVar, Literal

from pydantic import Field

from schemas.base import Message, Moment, Part
from schemas.coded import Sector


class SuppliedEntity(Part):
    """An actor that the publisher already knows to be in the text; it wins over what we would find."""

    text: str = Field(min_length=1, max_length=1000)
    country: str | None = Field(default=None, max_length=3)
    sector: Sector | None = None
    name: str | None = Field(default=None, max_length=1000)


class RawArticle(Message):
    """An article as it arrives. Sizes are characters; the message itself is bounded in bytes by the topic."""

    noun: ClassVar[str] = "raw-article"
    version: ClassVar[str] = "1.0.0"
    topic: ClassVar[str] = "news.articles.raw.v1"

    article_id: str | None = Field(
        default=None, min_length=1, max_length=512, description="Else uuid5 of the url, else of the body."
    )
    url: str | None = Field(default=None, max_length=4096)
    source: str | None = Field(default=None, max_length=512, description="The publisher.")
    title: str | None = Field(default=None, max_length=4096)
    body: str = Field(min_length=1, description="Plain text or HTML.")
    content_type: Literal["text/plain", "text/html"] | None = Field(default=None, description="Else sniffed.")
    language: str | None = Field(default=None, max_length=35, description="BCP 47 tag; else found.")
    published_at: Moment | None = None
    fetched_at: Moment | None = None
    entities: tuple[SuppliedEntity, ...] = Field(default=(), max_length=200)
