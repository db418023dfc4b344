"""What the actor data says of one actor: who it is, and which offices it held from when to when."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

from schemas import Sector

Kind = Literal[
    "country", "abbreviation", "adjective", "people", "capital", "seat",
    "region", "person", "organisation", "armed_group", "party", "institution",
]  # fmt: skip
"""What the words are: the first six are ways of naming a country, the others are actors of their own."""


@dataclass(frozen=True, slots=True)
class Term:
    """An office held by a person. Open ends are None: since before the data begin, or still in office."""

    country: str
    office: str
    role: str
    sector: Sector
    start: date | None
    end: date | None

    def covers(self, on: date) -> bool:
        """Whether the office was held on that day, its first included and its last not."""
        return (self.start is None or self.start <= on) and (self.end is None or on < self.end)

    def over(self, on: date) -> bool:
        """Whether the office had been left by that day."""
        return self.end is not None and self.end <= on


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """An actor, or one way of naming a country. ``country`` is ISO 3166 alpha-3 or UNO EUR IGO NGO MNC ISM IMG.

    An index holds one object an id, so identity is equality; across processes, compare ids.
    """

    id: str
    kind: Kind
    name: str
    country: str | None
    sectors: tuple[Sector, ...] = ()
    role: str | None = None
    terms: tuple[Term, ...] = ()
    members: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Resolution:
    """What an entry stands for on a given day. ``former`` is true where its last office had ended by then."""

    name: str
    country: str | None
    sector: Sector | None
    sectors: tuple[Sector, ...]
    role: str | None
    actor_id: str
    former: bool = False


@lru_cache(maxsize=8_192)  # the actors of a day's news
def resolve(entry: Entry, on: date | None) -> Resolution:
    """Resolve an entry on a day; without a day, as the newest rows of the data have it."""
    if not entry.terms:
        return _resolution(entry, entry.country, entry.sectors, entry.role)
    held = [term for term in entry.terms if _held(term, on)]
    if held:
        return _in_office(entry, held)
    left = [term for term in entry.terms if on is None or term.over(on)]
    if left:
        return _out_of_office(entry, max(left, key=lambda term: term.end or date.min))
    return _resolution(entry, entry.country, entry.sectors, None)


def _held(term: Term, on: date | None) -> bool:
    return term.end is None if on is None else term.covers(on)


def _in_office(entry: Entry, held: list[Term]) -> Resolution:
    # Rows stand in order of weight, so that a president who also leads a party is the president.
    sectors = (*(term.sector for term in held), *entry.sectors)
    return _resolution(entry, held[0].country, sectors, held[0].role)


def _out_of_office(entry: Entry, last: Term) -> Resolution:
    # ELI, the elites: the field's sector for people who were in office and are still heard.
    main: Sector = "ELI" if entry.kind == "person" else (entry.sectors or (last.sector,))[0]
    return _resolution(entry, last.country, (main, last.sector), last.role, former=True)


def _resolution(
    entry: Entry, country: str | None, sectors: tuple[Sector, ...], role: str | None, *, former: bool = False
) -> Resolution:
    main = sectors[0] if sectors else None
    return Resolution(entry.name, country, main, tuple(dict.fromkeys(sectors)), role, entry.id, former)
