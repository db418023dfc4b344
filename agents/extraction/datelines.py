"""The country from which an article is sent: that of its dateline, "SUVA, Fiji, May 21 -", or of who publishes it."""

from collections.abc import Collection
from functools import lru_cache
from typing import Final
from urllib.parse import urlsplit

import pycountry

from agents.extraction.actors import ActorIndex
from agents.extraction.gazetteer import Gazetteer
from agents.extraction.words import load_words
from schemas import Dateline

LANDS: Final = frozenset({"country", "region", "capital", "abbreviation"})

ADDRESSES: Final = 4_096
"""Publishers remembered."""

NAMES: Final = frozenset({*LANDS, "adjective"})


def sent_from(dateline: Dateline | None, actors: ActorIndex, gazetteer: Gazetteer, near: Collection[str]) -> str | None:
    """ISO 3166 alpha-3 of a dateline, given the countries spoken of; None where it has none or may be several.

    What stands after a comma is the country, or a part of it; a town alone is looked up.
    """
    parts = [part.strip() for part in (dateline.place or "").split(",") if part.strip()] if dateline is not None else []
    if not parts:
        return None
    after = next((country for part in parts[:0:-1] if (country := _land(part, actors))), None)
    return after or gazetteer.hint(parts[0], near) or _land(parts[0], actors)


def published_in(publisher: str | None, url: str | None, actors: ActorIndex) -> str | None:
    """ISO 3166 alpha-3 of the one country that a publisher's name speaks of, else of the domain; None where neither.

    What "Times of Malta" writes of "the mayor" is of Malta where the text names no country: to be asked only then.
    """
    named = _of_publisher(publisher, actors) if publisher else None
    return named or (_of_address(url) if url else None)


def _of_publisher(publisher: str, actors: ActorIndex) -> str | None:
    hits = [hit.entry.country for hit in actors.find(publisher) if not hit.needs_context and hit.entry.kind in NAMES]
    return hits[0] if hits and len(set(hits)) == 1 else None


@lru_cache(maxsize=ADDRESSES)
def _of_domain(host: str) -> str | None:
    code = host.rpartition(".")[2]
    if len(code) != len("ke") or code in load_words().sold_domains:
        return None
    country = pycountry.countries.get(alpha_2="GB" if code == "uk" else code.upper())
    return None if country is None else str(country.alpha_3)


def _of_address(url: str) -> str | None:
    try:
        return _of_domain((urlsplit(url).hostname or "").lower())
    except ValueError:  # no address at all
        return None


def _land(name: str, actors: ActorIndex) -> str | None:
    """The country that a name is of by the actor data, where it is beyond doubt."""
    hits = [hit for hit in actors.find(name) if hit.end - hit.start == len(name) and not hit.needs_context]
    return next((hit.entry.country for hit in hits if hit.entry.kind in LANDS), None)
