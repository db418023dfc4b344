"""What travels beside a message: trace, first sight, replay; CloudEvents and filter headers on mentions and events."""

import re
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime

from schemas import DiplomaticEvent, EventMention, Message, rfc3339
from streams.records import Headers

TRACEPARENT = "traceparent"
INGESTED_AT = "communique_ingested_at"
REPLAY = "communique_replay"
CANARY = "communique_canary"
"""When a canary was sent (RFC 3339); no other message has it. See ``streams.canaries``."""
_TRACEPARENT = re.compile(rb"(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-([0-9a-f]{2})(?:-.*)?")
"""W3C trace context, https://www.w3.org/TR/trace-context/: version, trace id, parent id, flags."""
JSON = b"application/json"
POOL = 4096
"""Bytes of chance asked of the system at a time: asked for each message, it takes as long as merging one."""


class Chance:
    """Random bytes from the system, drawn in pools."""

    def __init__(self) -> None:
        self._pool, self._used = b"", 0

    def hex(self, size: int) -> bytes:
        """So many bytes, each given once, as hexadecimal digits. At most ``POOL``."""
        if self._used + size > len(self._pool):
            self._pool, self._used = secrets.token_bytes(POOL), 0
        start, self._used = self._used, self._used + size
        return self._pool[start : self._used].hex().encode()


_chance = Chance()


class OwnSpan(bytes):
    """The traceparent of the very work on a message, where spans are recorded: what is sent on names it as it is."""

    __slots__ = ()


def last(headers: Headers, name: str) -> bytes | None:
    """The value of a header; of repeated ones the last."""
    for known, value in reversed(headers):
        if known == name:
            return value
    return None


def carried(headers: Headers, now: datetime) -> Headers:
    """What a stage passes on from the message that it read: the trace, the time of first sight, the replay's id."""
    ingested_at = last(headers, INGESTED_AT) or rfc3339(now).encode()
    kept = ((TRACEPARENT, next_traceparent(last(headers, TRACEPARENT))), (INGESTED_AT, ingested_at))
    names = (REPLAY,) if canary_sent_at(headers) is None else (REPLAY, CANARY)
    marks = ((name, last(headers, name)) for name in names)
    return (*kept, *((name, value) for name, value in marks if value is not None))


def next_traceparent(known: bytes | None) -> bytes:
    """The same trace with this stage as parent; a new trace where there is none or it cannot be read.

    Where spans are recorded, the parent is the span of the message at hand.
    """
    if isinstance(known, OwnSpan):
        return bytes(known)
    found = None if known is None else _TRACEPARENT.fullmatch(known)
    trace, flags = found.groups() if found else (_chance.hex(16), b"01")
    return b"00-%b-%b-%b" % (trace, _chance.hex(8), flags)


def ingested_at(headers: Headers) -> datetime | None:
    """When the article was first seen; None where that is not told or cannot be read."""
    return _moment(last(headers, INGESTED_AT))


def canary_sent_at(headers: Headers) -> datetime | None:
    """When a canary was sent; None for every other message, and where the mark cannot be read."""
    return _moment(last(headers, CANARY))


def _moment(value: bytes | None) -> datetime | None:
    if value is None:
        return None
    try:
        moment = datetime.fromisoformat(value.decode("ascii"))
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)


def describing(message: Message, stage: str, now: datetime) -> Headers:
    """Headers that tell what a message is, without decoding it."""
    if isinstance(message, EventMention | DiplomaticEvent):
        return (*_cloud_event(message, stage, now), *_filters(message))
    return (("content-type", JSON),)


def _cloud_event(message: EventMention | DiplomaticEvent, stage: str, now: datetime) -> Iterator[tuple[str, bytes]]:
    """CloudEvents 1.0 attributes in Kafka's binary mode."""
    yield "ce_specversion", b"1.0"
    yield "ce_id", _identity(message).encode()
    yield "ce_type", f"communique.{message.noun}.v{message.version.split('.')[0]}".encode()
    yield "ce_source", f"/communique/{stage}".encode()
    yield "ce_time", rfc3339(now).encode()
    yield "ce_subject", message.event_id.encode()
    yield "content-type", JSON


def _identity(message: EventMention | DiplomaticEvent) -> str:
    """Unique for what is said: the revision of an event; the codebook's version of a mention, or its withdrawal."""
    if isinstance(message, DiplomaticEvent):
        return f"{message.event_id}/{message.revision}"
    withdrawn = "/withdrawn" if message.withdrawn else ""
    return f"{message.mention_id}/{message.codebook_version}{withdrawn}"


def _filters(message: EventMention | DiplomaticEvent) -> Iterator[tuple[str, bytes]]:
    """What subscribers choose by; the CAMEO root is the code's first two digits."""
    yield "event_type", message.event_type.encode()
    yield "cameo_root", message.cameo_code[:2].encode()
    yield "quad_class", str(message.quad_class).encode()
    if message.source.country:
        yield "source_country", message.source.country.encode()
    if message.target is not None and message.target.country:
        yield "target_country", message.target.country.encode()


def utc_now() -> datetime:
    """The clock. Only headers and metrics may depend on it, never a key or a value."""
    return datetime.now(UTC)
