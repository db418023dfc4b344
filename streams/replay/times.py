"""Moments and spans as people type them: ``2026-03-04``, ``2026-03-04T18:00:00Z``, ``30d``."""

import re
from datetime import UTC, datetime, timedelta

from schemas import rfc3339
from streams.problems import UsageProblem

UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_SPAN = re.compile(r"([0-9]{1,6})([smhdw])")


def span(text: str) -> timedelta:
    """A length of time, ``90m`` or ``30d``.

    Raises:
        UsageProblem: it is not of that form.
    """
    found = _SPAN.fullmatch(text.strip())
    if found is None:
        raise UsageProblem(
            f"{text!r} is no length of time: a number and s, m, h, d or w are expected, 30d for instance"
        )
    return timedelta(**{UNITS[found[2]]: int(found[1])})


def moment(text: str) -> datetime:
    """A moment in UTC: RFC 3339, or a date for its first instant; one without an offset is in UTC.

    Raises:
        UsageProblem: it is neither.
    """
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError as error:
        message = f"{text!r} is no time: 2026-03-04 or 2026-03-04T18:00:00Z is expected"
        raise UsageProblem(message) from error
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


def since(text: str, now: datetime) -> datetime:
    """A moment, or how long ago: ``2026-03-04`` or ``30d``.

    Raises:
        UsageProblem: it is neither, or lies before the first of all dates.
    """
    if _SPAN.fullmatch(text.strip()) is None:
        return moment(text)
    try:
        return now - span(text)
    except OverflowError as error:
        raise UsageProblem(f"{text!r} is longer ago than there are dates") from error


def milliseconds(when: datetime) -> int:
    """A moment as Kafka has it: whole milliseconds since 1970, cut, not rounded."""
    return (when - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)


def shown(timestamp: float | None) -> str:
    """A timestamp in seconds since 1970 as text to the second; ``-`` where there is none."""
    return "-" if timestamp is None else rfc3339(datetime.fromtimestamp(int(timestamp), UTC))


def length(seconds: float | None) -> str:
    """A length of time for people: ``45 s``, ``3 min``, ``2.5 h``, ``4.0 days``; ``-`` where it is not known."""
    if seconds is None:
        return "-"
    if seconds < 90:
        return f"{seconds:.0f} s"
    if seconds < 90 * 60:
        return f"{seconds / 60:.0f} min"
    return f"{seconds / 3600:.1f} h" if seconds < 48 * 3600 else f"{seconds / 86400:.1f} days"
