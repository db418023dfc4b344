"""Times as people type them."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas import rfc3339
from streams.problems import UsageProblem
from streams.replay import times

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("30d", NOW - timedelta(days=30)),
        ("90m", NOW - timedelta(minutes=90)),
        ("0s", NOW),
        ("2026-03-01", datetime(2026, 3, 1, tzinfo=UTC)),
        ("2026-03-01T10:00:00+02:00", datetime(2026, 3, 1, 8, tzinfo=UTC)),
    ],
)
def test_a_moment_or_how_long_ago(text: str, meant: datetime) -> None:
    assert times.since(text, NOW) == meant


@pytest.mark.parametrize("text", ["yesterday", "", "30", "-3d", "2026-13-01", "999999w"])
def test_what_is_neither_is_refused(text: str) -> None:
    with pytest.raises(UsageProblem, match=r"is no time|longer ago"):
        times.since(text, NOW)


def test_a_span_of_another_form_is_refused() -> None:
    with pytest.raises(UsageProblem, match="30d for instance"):
        times.span("month")


@given(st.datetimes(datetime(1971, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001 - bounds of an aware strategy must be naive
def test_a_moment_comes_back_as_it_was_written(when: datetime) -> None:
    assert times.moment(rfc3339(when)) == when
    assert times.milliseconds(when) == when.microsecond // 1000 + int(when.replace(microsecond=0).timestamp()) * 1000


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(None, "-"), (0, "0 s"), (89, "89 s"), (90, "2 min"), (5400, "1.5 h"), (172800, "2.0 days")],
)
def test_a_length_of_time_for_people(seconds: float | None, text: str) -> None:
    assert times.length(seconds) == text
