"""The merge: adds a mention to what is known of its event. Commutative, associative, idempotent.

Of the versions of one mention the newest wins: codebook version, then withdrawal, then pipeline version, model and
content, so that any two versions have an order. Versions compare as people read them: 1.10 comes after 1.9.
"""

import hashlib
import re
from bisect import bisect_left
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from operator import attrgetter
from typing import Any

import orjson

from agents.publishing.state import MAX_DETAILED, MAX_RECORDS, MAX_SEEN, EventState, Record, Version
from schemas.event_mention import EventMention

CODED = (
    "event_type", "mode", "cameo_code", "quad_class", "goldstein", "contexts", "source", "target", "reciprocal",
    "event_date", "date_precision", "date_basis", "location", "status",
)  # fmt: skip
"""Fields of a mention that the event merges."""

SUMMARY = ("mention_id", "article_id", "url", "publisher", "published_at", "confidence")
"""Fields of a mention that the event lists as they are."""

ROOMY = 3_072
"""Bytes of a mention above which its long texts are cut, so that 200 of them stay well within a topic's bound."""

MAX_TEXT, MAX_SENTENCE, MAX_URL, MAX_LIST = 120, 600, 1_024, 32
"""Characters to which the texts of a large mention are cut, and items of a list. A longer URL is left out."""

SIGNATURE_DIGITS = 16
"""Hexadecimal digits of a signature of 64 bits."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_BY_RANK = attrgetter("rank")


def merge(state: EventState | None, mention: EventMention) -> EventState:
    """The state with the mention taken in; the very same object where that changes nothing.

    Raises:
        ValueError: the mention belongs to another event.
    """
    record = record_of(mention)
    if state is None:
        return EventState(mention.event_id, (record,))
    if state.event_id != mention.event_id:
        raise ValueError(f"mention {mention.mention_id} is of event {mention.event_id}, not of {state.event_id}")
    return _with(state, record)


def combine(left: EventState, right: EventState) -> EventState:
    """The state of all mentions of both, as if they had been merged one by one.

    Raises:
        ValueError: they are states of different events.
    """
    if left.event_id != right.event_id:
        raise ValueError(f"states of two events, {left.event_id} and {right.event_id}")
    for record in right.records:
        left = _with(left, record)
    return left


def record_of(mention: EventMention) -> Record:
    """What is kept of a mention, in full."""
    wire = mention.to_wire()
    raw = orjson.dumps(wire)
    digest = short_hash(raw)
    if len(raw) > ROOMY:
        wire = _clipped(wire)
    version = Version(
        mention.codebook_version, bool(mention.withdrawn), mention.pipeline_version, mention.model, digest
    )
    return Record(
        rank=short_hash(mention.mention_id.encode()),
        version=version,
        seen=(digest,),
        article=short_hash(mention.article_id.encode()),
        fingerprint=short_hash(mention.fingerprint.encode()),
        similarity=mention.similarity if mention.similarity and len(mention.similarity) == SIGNATURE_DIGITS else "",
        publisher=_publisher(mention.publisher),
        published=None if mention.published_at is None else (mention.published_at - _EPOCH) // _MICROSECOND,
        summary=_summary(wire),
        coded=_coded(wire),
    )


def _clipped(wire: dict[str, Any]) -> dict[str, Any]:
    """A mention whose texts are cut to a bound each; ids stay whole. Its digest was taken from the whole."""
    cut = {name: _cut(value) if name in CODED else value for name, value in wire.items()}
    evidence = {"sentence": wire["evidence"]["sentence"][:MAX_SENTENCE]}
    cut |= {"publisher": wire["publisher"][:MAX_TEXT]} if "publisher" in wire else {}
    if len(wire.get("url", "")) > MAX_URL:
        del cut["url"]
    return {**cut, "evidence": evidence}


def _cut(value: object) -> object:
    if isinstance(value, str):
        return value[:MAX_TEXT]
    if isinstance(value, dict):
        return {name: _cut(part) for name, part in value.items()}
    return [_cut(part) for part in value[:MAX_LIST]] if isinstance(value, list) else value


def short_hash(value: bytes) -> str:
    """64 bits of BLAKE2b as 16 hex digits: among 2,000 values two collide once in 10^13 cases."""
    return hashlib.blake2b(value, digest_size=8).hexdigest()


def _publisher(name: str | None) -> str:
    """Publishers are told apart without regard to case and spacing."""
    return short_hash(" ".join(name.casefold().split()).encode()) if name and name.strip() else ""


def _summary(wire: dict[str, Any]) -> dict[str, Any]:
    summary = {name: wire[name] for name in SUMMARY if name in wire}
    return {**summary, "sentence": wire["evidence"]["sentence"]}


def _coded(wire: dict[str, Any]) -> dict[str, Any]:
    coded = {name: wire[name] for name in CODED if name in wire}
    for side in ("source", "target"):
        if side in coded:
            coded[side] = {name: value for name, value in coded[side].items() if name != "text"}
    return coded


def _with(state: EventState, record: Record) -> EventState:
    records = state.records
    at = bisect_left(records, record.rank, key=_BY_RANK)
    if at < len(records) and records[at].rank == record.rank:
        both = _newest(records[at], record)
        kept = (*records[:at], _at(at, both), *records[at + 1 :])
    else:
        kept = _bounded((*records[:at], record, *records[at:]))
    return state if kept == records else EventState(state.event_id, kept)


def _bounded(records: tuple[Record, ...]) -> tuple[Record, ...]:
    if len(records) <= MAX_DETAILED:
        return records
    tail = tuple(_at(MAX_DETAILED, record) for record in records[MAX_DETAILED:MAX_RECORDS])
    return records[:MAX_DETAILED] + tail


def _at(place: int, record: Record) -> Record:
    """The record as it is kept at that place: without detail beyond the first ``MAX_DETAILED``."""
    if place < MAX_DETAILED or record.summary is None:
        return record
    return record._replace(summary=None, coded=None)


def _newest(one: Record, other: Record) -> Record:
    winner = max(one, other, key=_age)
    if one.seen == other.seen:
        return winner
    seen = tuple(sorted({*one.seen, *other.seen})[:MAX_SEEN])
    return winner._replace(seen=seen)


def _age(record: Record) -> tuple[object, ...]:
    version = record.version
    return (
        version_key(version.codebook), version.withdrawn, version_key(version.pipeline), version.model, version.digest,
        record.summary is not None,
    )  # fmt: skip


@lru_cache(maxsize=1024)
def version_key(version: str) -> tuple[tuple[int, int, str], ...]:
    """A key that sorts versions as Semantic Versioning does: 1.9 before 1.10, and 2.0-beta before 2.0."""
    parts = re.findall(r"[0-9]+|[^0-9.]+", version)
    return (*(_part_key(part) for part in parts), (1, 0, ""))


def _part_key(part: str) -> tuple[int, int, str]:
    """Text sorts before the end of a version, a further number after it."""
    return (2, int(part), "") if part.isdecimal() else (0, 0, part)
