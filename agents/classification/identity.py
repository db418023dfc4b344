"""Identity of mentions and events: pure functions of what they are, never of when or how they were coded."""

from hashlib import sha1
from typing import Final
from uuid import UUID

from schemas import Actor, ActorMention, Span

NAMESPACE: Final = UUID("6f0d9a53-6c1e-5f0b-9c39-2f4a4d1f7d10")
"""Namespace of all mention and event ids of this project."""
_NAMESPACE_BYTES: Final = NAMESPACE.bytes
STATE: Final = frozenset({"GOV", "LEG", "JUD", "MIL", "SPY", "COP"})
"""Sectors in which a country is one actor: reports name the office, the person or the capital as they please."""


def actor_key(actor: Actor | ActorMention) -> str:
    """The actor as events are told apart: ``UKR GOV`` for a state, else the actor's id, its name or its words."""
    country, sector = actor.country, actor.sector
    if country and (sector is None or sector in STATE):
        return f"{country} {sector or 'GOV'}"
    name = actor.actor_id or actor.name or actor.text or ""
    return f"{country or ''} {sector or ''} {name.casefold()}".strip()


def mention_id(article_id: str, ordinal: int, span: Span, event_type: str, pair: tuple[str, str]) -> str:
    """The id of one coded predicate (its span in the clean body) in one article; actors by their keys."""
    parts = (article_id, str(ordinal), str(span.start), str(span.end), event_type, *pair)
    return _named("\n".join(("mention", *parts)))


def event_id(pair: tuple[str, str], event_type: str, mode: str | None, date: str) -> str:
    """The id of the real-world event: one a day for a pair, a type and a mode; actors by their keys."""
    return _named("\n".join(("event", *pair, event_type, mode or "", date)))


def _named(name: str) -> str:
    """The version 5 UUID (RFC 9562) of a name, written out without the object that ``uuid.uuid5`` builds."""
    digest = sha1(_NAMESPACE_BYTES + name.encode(), usedforsecurity=False).hexdigest()
    variant = "89ab"[int(digest[16], 16) & 3]
    return f"{digest[:8]}-{digest[8:12]}-5{digest[13:16]}-{variant}{digest[17:20]}-{digest[20:32]}"
