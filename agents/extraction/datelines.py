"""The country from which an article is sent: that of its dateline, "SUVA, Fiji, May 21 -"."""

from collections.abc import Collection
from typing import Final

from agents.extraction.actors import ActorIndex
from agents.extraction.gazetteer import Gazetteer
from schemas import Dateline

LANDS: Final = frozenset({"country", "region", "capital", "abbreviation"})


def sent_from(dateline: Dateline | None, actors: ActorIndex, gazetteer: Gazetteer, near: Collection[str]) -> str | None:
    """ISO 3166 alpha-3 of a dateline, given the countries spoken of; None where it has none or may be several.

    What stands after a comma is the country, or a part of it; a town alone is looked up.
    """
    parts = [part.strip() for part in (dateline.place or "").split(",") if part.strip()] if dateline is not None else []
    if not parts:
        return None
    after = next((country for part in parts[:0:-1] if (country := _land(part, actors))), None)
    return after or gazetteer.hint(parts[0], near) or _land(parts[0], actors)


def _land(name: str, actors: ActorIndex) -> str | None:
    """The country that a name is of by the actor data, where it is beyond doubt."""
    hits = [hit for hit in actors.find(name) if hit.end - hit.start == len(name) and not hit.needs_context]
    return next((hit.entry.country for hit in hits if hit.entry.kind in LANDS), None)
