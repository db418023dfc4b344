"""What every message on the wire has in common: strict for writers, tolerant for readers.

A message is UTF-8 JSON, snake_case, without nulls: an absent value is omitted. ``$schema`` names the exact version of
the schema it was written with. Readers ignore fields that they do not know, so that a minor version can add some.
"""

from datetime import UTC, datetime
from typing import Annotated, Any, ClassVar, Self

import orjson
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PlainSerializer

SCHEMA_PREFIX = "urn:communique:schema:"


def _in_utc(moment: datetime) -> datetime:
    """The same moment in UTC; a moment without an offset is taken to be in UTC already."""
    if moment.tzinfo is UTC:
        return moment
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def rfc3339(moment: datetime) -> str:
    """A moment as RFC 3339 text in UTC with a ``Z``, without a fraction where that is zero."""
    return _in_utc(moment).isoformat().replace("+00:00", "Z")


Moment = Annotated[datetime, AfterValidator(_in_utc), PlainSerializer(rfc3339, return_type=str, when_used="json")]
Confidence = Annotated[float, Field(ge=0.0, le=1.0)]
Offset = Annotated[int, Field(ge=0)]


class Part(BaseModel):
    """A piece of a message. Immutable; unknown fields are ignored (readers outlive writers)."""

    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True, ser_json_inf_nan="null")


class Span(Part):
    """A half-open range ``[start, end)`` of characters in an article's clean body."""

    start: Offset
    end: Offset


class Message(Part):
    """A whole message. ``noun`` and ``version`` give the schema's identity, ``topic`` is where it travels."""

    noun: ClassVar[str]
    version: ClassVar[str]
    topic: ClassVar[str]

    schema_uri: str = Field(default="", alias="$schema", description="Exact version of the schema, as a URN.")

    @classmethod
    def uri(cls) -> str:
        """The URN of this message's schema version, for instance ``urn:communique:schema:clean-article:1.0.0``."""
        return f"{SCHEMA_PREFIX}{cls.noun}:{cls.version}"

    def to_wire(self) -> dict[str, Any]:
        """The message as JSON-ready values: ``$schema`` first, absent values left out."""
        body = self.model_dump(mode="json", by_alias=True, exclude_none=True, exclude={"schema_uri"})
        return {"$schema": self.uri(), **body}

    def to_bytes(self) -> bytes:
        """The message as it travels: UTF-8 JSON by orjson."""
        return orjson.dumps(self.to_wire())

    @classmethod
    def from_bytes(cls, value: bytes) -> Self:
        """Read a message.

        Raises:
            orjson.JSONDecodeError: the bytes are not UTF-8 JSON.
            pydantic.ValidationError: they are JSON of another shape.
        """
        return cls.model_validate(orjson.loads(value))
