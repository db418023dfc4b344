"""Turns the data files into entries and the names under which a text may speak of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from sys import intern
from typing import cast, get_args

from agents.extraction.actors.entry import Entry, Kind, Term
from agents.extraction.actors.spellings import respelt
from agents.extraction.actors.tables import day, items, rows
from schemas import Sector


@dataclass(frozen=True, slots=True)
class Name:
    """A name of an entry as texts write it. A weak one counts only where the context supports it.

    A derived one is another spelling of a listed name, and gives way to whatever the data list.
    """

    text: str
    entry: Entry
    weak: bool = False
    short: bool = False
    derived: bool = False


def all_names() -> Iterator[Name]:
    """Every name of every entry of the data."""
    yield from country_names()
    yield from region_names()
    yield from group_names("organisations", "organisation")
    yield from group_names("armed_groups", "armed_group")
    yield from group_names("parties", "party")
    yield from group_names("institutions", "institution")
    yield from person_names()


@cache
def sectors(cell: str) -> tuple[Sector, ...]:
    """The sectors of a cell, the main one first.

    Raises:
        ValueError: one of them is not in the closed list of sectors.
    """
    found = items(cell)
    unknown = set(found) - set(get_args(Sector))
    if unknown:
        raise ValueError(f"not a sector: {sorted(unknown)}")
    return cast("tuple[Sector, ...]", found)


_COUNTRY_COLUMNS: tuple[tuple[str, Kind, tuple[Sector, ...]], ...] = (
    ("name", "country", ("GOV",)),
    ("official_name", "country", ("GOV",)),
    ("other_names", "country", ("GOV",)),
    ("adjectives", "adjective", ()),
    ("people", "people", ("CVL",)),
    ("capitals", "capital", ("GOV",)),
    ("seats", "seat", ("GOV",)),
    ("abbreviations", "abbreviation", ("GOV",)),
)


def country_names() -> Iterator[Name]:
    """Countries, what their people and things are called, and the places that stand for their governments."""
    for row in rows("countries"):
        entries: dict[str, Entry] = {}
        for column, kind, sector in _COUNTRY_COLUMNS:
            suffix = "" if kind == "country" else f".{kind}"
            entry = entries.setdefault(kind, Entry(row["iso3"] + suffix, kind, row["name"], row["iso3"], sector))
            yield from (Name(text, entry) for text in items(row[column]))


def region_names() -> Iterator[Name]:
    """Parts of countries and territories without a code of their own."""
    for row in rows("regions"):
        entry = Entry(row["id"], "region", row["name"], row["country"] or None, sectors(row["sectors"]))
        adjective = Entry(f"{row['id']}.adjective", "adjective", row["name"], row["country"] or None)
        yield from (Name(text, entry) for text in (row["name"], *items(row["other_names"])))
        yield from (Name(text, adjective) for text in items(row["adjectives"]))


def group_names(table: str, kind: Kind) -> Iterator[Name]:
    """Organisations, armed groups, parties or institutions: they share one shape."""
    for row in rows(table):
        entry = Entry(
            row["id"], kind, row["name"], row["country"] or None, sectors(row["sectors"]), row["role"] or None,
            _terms().get(row["id"], ()), items(row["members"]),
        )  # fmt: skip
        yield from (Name(text, entry) for text in (row["name"], *items(row["aliases"])))


def person_names() -> Iterator[Name]:
    """People under their full names, and under the short ones by which news texts go on to speak of them."""
    for row in rows("people"):
        entry = Entry(
            row["id"], "person", row["name"], row["country"], sectors(row["sectors"]), terms=_terms().get(row["id"], ())
        )
        full = (row["name"], *items(row["aliases"]))
        yield from (Name(text, entry) for text in full)
        yield from (Name(text, entry, derived=True) for name in full for text in respelt(name))
        yield from (Name(text, entry, short=True) for text in items(row["short_names"]))
        yield from (Name(text, entry, weak=True, short=True) for text in items(row["weak_names"]))


def forget() -> None:
    """Let go of what is remembered while the data are read: equal cells share their values, and have them by then."""
    for remembered in (items, day, _terms):
        remembered.cache_clear()


@cache
def _terms() -> dict[str, tuple[Term, ...]]:
    found: dict[str, tuple[Term, ...]] = {}
    for row in rows("terms"):
        (sector,) = sectors(row["sector"])
        country, office, role = (intern(row[column]) for column in ("country", "office", "role"))
        term = Term(country, office, role, sector, day(row["start"]), day(row["end"]))
        found[row["person"]] = (*found.get(row["person"], ()), term)
    return found
