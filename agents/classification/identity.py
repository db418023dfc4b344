"""Identity of mentions and events: pure functions of what they are, never of when or how they were coded."""

from typing import Final
from uuid import UUID, uuid5

from schemas import Actor, ActorMention, Span

NAMESPACE: Final = UUID("6f0d9a53-6c1e-5f0b-9c39-2f4a4d1f7d10")
"""Namespace of all mention and event ids of this project."""
STATE: Final = frozenset({"GOV", "LEG", "JUD", "MIL", "SPY", "COP"})
"""Sectors in which a country is one actor: reports name the office, the person or the capital as they please."""


def actor_key(actor: Actor | ActorMention) -> str:
    """The actor as events are told apart: ``UKR GOV`` for a state, else the actor's id, its name or its words."""
    if actor.country and (actor.sector is None or actor.sector in STATE):
        return f"{actor.country} {actor.sector or 'GOV'}"
    name = actor.actor_id or actor.name or actor.text or ""
    return f"{actor.country or ''} {actor.sector or ''} {name.casefold()}".strip()


def mention_id(article_id: str, ordinal: int, span: Span, event_type: str, pair: tuple[str, str]) -> str:
    """The id of one coded predicate (its span in the clean body) in one article; actors by their keys."""
    parts = (article_id, str(ordinal), str(span.start), str(span.end), event_type, *pair)
    return str(uuid5(NAMESPACE, "\n".join(("mention", *parts))))


def event_id(pair: tuple[str, str], event_type: str, mode: str | None, date: str) -> str:
    """The id of the real-world event: one a day for a pair, a type and a mode; actors by their keys."""
    return str(uuid5(NAMESPACE, "\n".join(("event", *pair, event_type, mode or "", date))))
