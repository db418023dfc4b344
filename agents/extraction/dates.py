"""When it happened: date expressions read against the day of the article, with the precision that they give.

Weekdays are the last such day up to publication, the next one where the predicate lies in the future.
"""

import re
from calendar import monthrange
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from typing import Literal

import ahocorasick

from agents.extraction.trusted import trusted
from schemas import EventDate
from schemas.coded import DatePrecision

_new_date = trusted(EventDate)

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
NUMBERS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "few": 3, "several": 3, "couple of": 2, "a couple of": 2, "a few": 3,
}  # fmt: skip
WEEKS = {"week": 1, "fortnight": 2}
PARTS_OF_DAY = frozenset({"night", "evening", "afternoon", "morning"})

MAX_DATES = 60
"""Expressions of one kind that are read in a sentence; real ones have a handful."""

_DAY = "|".join(WEEKDAYS)
_MONTH = "|".join(MONTHS)
_SHORT = "jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec"
_COUNT = r"a couple of|a few|couple of|\d{1,3}|" + "|".join(
    sorted((n for n in NUMBERS if " " not in n), key=len, reverse=True)
)
_PART = r"(?:start|beginning|middle|end|course) of "
"""What a month has, or a week: "at the end of April" is in April."""
_YEAR = r"(?:1[5-9]|20)\d\d"

Reader = Callable[[re.Match[str], date, bool], tuple[date, DatePrecision] | None]
Anchor = Literal["publication", "scene", "before", "clause"]
"""What an expression counts from: the day of the article, the date that the account has reached ("five days later"),
that one or else the day of the article ("the evening before"), or the date of the clause around it ("a day after Seoul
had suspended the accord")."""

Clue = Literal["unit", "day", "month", "month and digit", "digit"]
"""What a text must have some of for a pattern to be tried on it: a unit of time, a word for a day, a month's name."""


@dataclass(frozen=True, slots=True)
class Found:
    """A date expression at ``[start, end)`` of a sentence; ``read`` gives its day once the direction is known."""

    start: int
    end: int
    match: re.Match[str]
    reader: Reader
    after_since: bool = False
    """Whether "since" stands before it: it says from when on, not when."""
    of_noun: bool = False
    """Whether "of" stands before it: "the attack of 8 July" dates the attack, and nothing else."""
    anchor: Anchor = "publication"

    def read(self, on: date, future: bool) -> EventDate | None:
        """The date against the day of the article; None where it cannot be."""
        try:
            found = self.reader(self.match, on, future)
        except (ValueError, OverflowError):
            return None
        if found is None:
            return None
        day, precision = found
        return _new_date(event_date=day.isoformat(), date_precision=precision, date_basis="stated")


def _weekday(match: re.Match[str], on: date, future: bool) -> tuple[date, DatePrecision]:
    """The last such day up to the day of the article; the next one where the predicate lies ahead, or after "next"."""
    wanted = WEEKDAYS.index(match["weekday"].lower())
    direction = (match["which"] or "").lower()
    back = (on.weekday() - wanted) % 7
    if direction == "next" or (future and direction != "last"):
        ahead = (wanted - on.weekday()) % 7
        return on + timedelta(days=ahead or 7 * (direction == "next")), "day"
    return on - timedelta(days=back or 7 * (direction == "last")), "day"


def _full(match: re.Match[str], on: date, future: bool) -> tuple[date, DatePrecision]:
    month = _month(match["month"])
    if match["year"]:
        return date(int(match["year"]), month, int(match["day"])), "day"
    return _nearest(on, month, int(match["day"]), future), "day"


def _of_month(match: re.Match[str], on: date, future: bool) -> tuple[date, DatePrecision]:
    """'on the 24th': of this month, or of the one beside it on the side that is meant."""
    day = int(match["day"])
    step = (day < on.day) if future else -(day > on.day)
    months = on.year * 12 + on.month - 1 + step
    return date(months // 12, months % 12 + 1, day), "day"


def _nearest(on: date, month: int, day: int, future: bool) -> date:
    """A day without its year: the last one up to publication, or the next one ahead."""
    this = date(on.year, month, min(day, monthrange(on.year, month)[1]))
    if future:
        return this if this >= on else date(on.year + 1, month, day)
    return this if this <= on + timedelta(days=31) else date(on.year - 1, month, day)


def _month_year(match: re.Match[str], on: date, future: bool) -> tuple[date, DatePrecision]:
    """A month without a year is the nearest one behind, or ahead where the predicate lies ahead."""
    month = _month(match["month"])
    if match["year"]:
        return date(int(match["year"]), month, 1), "month"
    year = on.year
    if (match["which"] or "").lower() == "last" and month >= on.month:
        year -= 1
    elif future and month < on.month:
        year += 1
    elif not future and month > on.month:
        year -= 1
    return date(year, month, 1), "month"


def _month(name: str) -> int:
    return next(index for index, month in enumerate(MONTHS, 1) if month.startswith(name.lower().rstrip(".")[:3]))


def _year(match: re.Match[str], _on: date, _future: bool) -> tuple[date, DatePrecision]:
    return date(int(match["year"]), 1, 1), "year"


def _relative(match: re.Match[str], on: date, _future: bool) -> tuple[date, DatePrecision]:
    word = match["day"].lower()
    shift = {"yesterday": -1, "day before yesterday": -2, "tomorrow": 1, "overnight": 0, "last night": -1}.get(word, 0)
    return on + timedelta(days=shift), "day"


def _away(step: int) -> Reader:
    """Reads so many units before the day (a step of -1) or after it (1)."""

    def read(match: re.Match[str], on: date, _future: bool) -> tuple[date, DatePrecision]:
        return _shifted(on, match["unit"].lower(), step * _number(match["count"]))

    return read


_unit_ago, _unit_later = _away(-1), _away(1)


def _unit_back(match: re.Match[str], on: date, _future: bool) -> tuple[date, DatePrecision]:
    """'shelled the town the evening before': a part of a day is that day's."""
    unit = match["unit"].lower()
    return _shifted(on, "day" if unit in PARTS_OF_DAY else unit, -1)


def _half_ago(match: re.Match[str], on: date, _future: bool) -> tuple[date, DatePrecision]:
    return _shifted(on, "month", -6) if match["unit"].lower() == "year" else _shifted(on, "year", -50)


def _part_of_unit(match: re.Match[str], on: date, _future: bool) -> tuple[date, DatePrecision] | None:
    """'at the beginning of the month': this one."""
    part = match["part"].lower()
    return None if part == "week" else _shifted(on, part, 0)


def _unit_ahead(match: re.Match[str], on: date, future: bool) -> tuple[date, DatePrecision] | None:
    """'will meet in two weeks'; but "for the first time in two years" says nothing of when."""
    return _unit_later(match, on, future) if future else None


def _unit_apart(match: re.Match[str], on: date, _future: bool) -> tuple[date, DatePrecision]:
    """Of 'X, a day after Y' the day of Y, counted from that of X."""
    step = -1 if match["way"].lower() in ("after", "since") else 1
    if not match["count"]:
        return on, "day"  # "hours after"
    return _shifted(on, match["unit"].lower(), step * _number(match["count"]))


def _next_to(match: re.Match[str], on: date, _future: bool) -> tuple[date, DatePrecision]:
    step = {"next": 1, "following": 1, "same": 0, "previous": -1}[match["which"].lower()]
    return _shifted(on, match["unit"].lower(), step)


def _unit(match: re.Match[str], on: date, _future: bool) -> tuple[date, DatePrecision] | None:
    """'last week' is a week ago; 'last month' begins on its first day; 'this year' says no more than the article."""
    if match["which"].lower() == "this":
        return None
    step = {"last": -1, "next": 1, "previous": -1, "coming": 1, "past": -1}.get(match["which"].lower(), 0)
    unit = match["unit"].lower()
    if unit == "week":
        return on + timedelta(weeks=step), "day"
    if unit == "weekend":
        sunday = on - timedelta(days=on.isoweekday() % 7)  # the last day by which it happened
        return sunday + timedelta(weeks=max(step, 0)), "day"
    return _shifted(on, unit, step)


def _week_of(match: re.Match[str], on: date, future: bool) -> tuple[date, DatePrecision]:
    """'in the second week of October' is known to the month."""
    return _month_year(match, on, future)[0], "month"


def _decade(match: re.Match[str], _on: date, _future: bool) -> tuple[date, DatePrecision]:
    return date(int(match["decade"]), 1, 1), "year"


def _number(word: str) -> int:
    return int(word) if word.isdigit() else NUMBERS[word.lower()]


def _shifted(on: date, unit: str, count: int) -> tuple[date, DatePrecision]:
    """The day some units away, no more exact than the unit: a month gives its first day, so does a year."""
    if unit == "day":
        return on + timedelta(days=count), "day"
    if unit in WEEKS:
        return on + timedelta(weeks=count * WEEKS[unit]), "day"
    if unit == "night":
        return on + timedelta(days=count), "day"
    if unit == "month":
        months = on.year * 12 + on.month - 1 + count
        return date(months // 12, months % 12 + 1, 1), "month"
    return date(on.year + count * (10 if unit == "decade" else 1), 1, 1), "year"


_APART = (
    rf"\b(?:(?P<count>{_COUNT}) (?P<unit>day|night|week|month|year|decade)|hour)s? "
    r"(?P<way>after|before)\b(?=[ ,]+\w)"
)
_UNIT_PARTS = r"(?:start|beginning|middle) of"
_ANY_MONTH = rf"{_MONTH}|(?:{_SHORT})\b\.?"
_PATTERNS: tuple[tuple[str, Reader, Clue], ...] = (
    (
        rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<month>{_ANY_MONTH})(?:,? (?P<year>{_YEAR}))?\b",
        _full,
        "month and digit",
    ),
    (
        rf"\b(?P<month>{_ANY_MONTH}) (?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?:, ?(?P<year>{_YEAR}))?",
        _full,
        "month and digit",
    ),
    (
        rf"(?:first|second|third|fourth|last) week of (?P<which>last )?(?P<month>{_MONTH})(?: (?P<year>{_YEAR}))?",
        _week_of,
        "month",
    ),
    (
        rf"(?P<which>last|this|next)? ?\b(?P<month>{_MONTH}|(?:{_SHORT})\.)(?: of)?,? (?P<year>{_YEAR})\b",
        _month_year,
        "month and digit",
    ),
    (
        r"\b(?:(?:in|since|until|from|by|during|early|late|mid|the month of) ?(?:early |late |mid-)?|(?=last|next|this)"
        rf"|{_PART})(?P<which>last|next|this)? ?(?P<month>{_MONTH})\b(?P<year>)",
        _month_year,
        "month",
    ),
    (rf"(?:(?P<which>last|next|this|on|by) )?(?P<weekday>{_DAY})\b", _weekday, "day"),
    (
        r"\b(?:on|since|until|by|(?:morning|afternoon|evening|night) of) the (?P<day>\d{1,2})(?:st|nd|rd|th)\b"
        r"(?! (?:century|anniversary|birthday|parallel|time|day|floor|regiment|brigade|division|amendment))",
        _of_month,
        "digit",
    ),
    (r"\b(?P<day>day before yesterday)\b", _relative, "day"),
    (r"\b(?P<day>today|yesterday|tomorrow|tonight|last night|overnight|earlier in the day)\b", _relative, "day"),
    (r"\bhalf a (?P<unit>year|century) ago\b", _half_ago, "unit"),
    (rf"\b(?P<count>{_COUNT}) (?P<unit>day|week|fortnight|month|year|decade)s? ago\b", _unit_ago, "unit"),
    (rf"\b(?P<unit>{_UNIT_PARTS}) the (?P<part>week|month|year)\b", _part_of_unit, "unit"),
    (
        rf"\b(?P<count>{_COUNT}) (?P<unit>day|week|month|year|decade)s? (?:earlier|before)\b(?= ?[.,;:]|$)",
        _unit_ago,
        "unit",
    ),
    (_APART, _unit_apart, "unit"),
    (rf"\b(?P<count>{_COUNT}) (?P<unit>day|night|week|month|year|decade)s? (?:later|on)\b", _unit_later, "unit"),
    (r"\bthe (?P<unit>day|night|evening|afternoon|morning|week|month|year) before\b(?= ?[.,;:]|$)", _unit_back, "unit"),
    (r"\bthe (?P<which>next|following|same|previous) (?P<unit>day|night|week|month|year)\b", _next_to, "unit"),
    (rf"\b(?:in|within) (?P<count>{_COUNT}) (?P<unit>day|week|month|year)s?\b", _unit_ahead, "unit"),
    (
        r"\b(?P<which>last|next|this|previous|coming|past|over the|at the) (?P<unit>weekend|week|month|year)\b",
        _unit,
        "unit",
    ),
    (r"\bthe (?:early |late |mid-)?(?P<decade>(?:19|20)\d0)s\b", _decade, "digit"),
    (
        rf"\b(?:in|since|during) the (?:early |late )?(?:spring|summer|autumn|fall|winter) of (?P<year>{_YEAR})\b",
        _year,
        "digit",
    ),
    (rf"\b(?:in|since|of|by|from|during|until|the)(?: early| late| mid)? (?P<year>{_YEAR})\b", _year, "digit"),
)
_COMPILED = tuple((re.compile(pattern, re.IGNORECASE), reader, clue) for pattern, reader, clue in _PATTERNS)
_UNITS = ("day", "week", "month", "year", "night", "evening", "morning", "afternoon", "decade", "century")
_UNIT = re.compile(
    r"\b(?:hour|day|night|evening|morning|afternoon|week|weekend|fortnight|month|year|decade|century)s?\b"
)
"""A unit as a word of its own: the "day" of "Monday" is none."""
_DAYS = ("day", "night", "tomorrow")
_SHORT_MONTHS = tuple(month[:3] for month in MONTHS)
_DIGIT = re.compile(r"\d")


def _any_of(parts: Iterable[str]) -> ahocorasick.Automaton:
    """A search for any of some words in one pass."""
    found = ahocorasick.Automaton()
    for part in parts:
        found.add_word(part, part)
    found.make_automaton()
    return found


_ANY = _any_of((*_UNITS, *_DAYS, *MONTHS, *"0123456789"))
"""What every text with a clue has some of."""


def _clues(text: str) -> set[Clue]:
    """What a text has of that which date expressions have some of; plain look-ups are much faster than patterns."""
    lowered = text.lower()
    found: set[Clue] = set()
    if _has_any(lowered, _UNITS) and _UNIT.search(lowered) is not None:
        found.add("unit")
    if _has_any(lowered, _DAYS):
        found.add("day")
    if _has_any(lowered, MONTHS):
        found.add("month")
    if _DIGIT.search(lowered) is not None:
        found.add("digit")
        if _has_any(lowered, _SHORT_MONTHS):
            found.add("month and digit")
    return found


def _has_any(text: str, parts: Sequence[str]) -> bool:
    return any(map(text.__contains__, parts))  # without a step of Python for each part: it is asked of every sentence


_ANCHORS: dict[Reader, Anchor] = {_unit_later: "scene", _next_to: "scene", _unit_back: "before", _unit_apart: "clause"}


_PARTS = re.compile(
    r"\b(?:most|much|part|rest|all|dawn|dusk|hours|morning|afternoon|evening|night|eve|start|beginning|middle|end"
    r"|month) of $"
)


def _found(text: str, match: re.Match[str], reader: Reader) -> Found:
    behind, ahead = text[: match.start()].lower(), text[match.end() : match.end() + 2]
    said = match.group().lower()
    parted = behind.endswith(" of ") and _PARTS.search(behind) is None  # "the dawn of Monday" is a part of it
    of_noun = ahead in ("'s", "\u2019s") or parted or said.startswith("of ")
    since = "since" in f"{behind[-7:]}{said[:6]}"
    return Found(match.start(), match.end(), match, reader, since, of_noun, _ANCHORS.get(reader, "publication"))


def find_dates(text: str) -> list[Found]:
    """The date expressions of a sentence in text order, the most telling one where several overlap."""
    found: list[Found] = []
    if next(_ANY.iter(text.lower()), None) is None:
        return found  # three sentences in four
    clues = _clues(text)
    for pattern, reader, clue in _COMPILED if clues else ():
        for match in islice(pattern.finditer(text), MAX_DATES) if clue in clues else ():
            if not any(item.start < match.end() and match.start() < item.end for item in found):
                found.append(_found(text, match, reader))
    return sorted(found, key=lambda item: item.start) if len(found) > 1 else found
