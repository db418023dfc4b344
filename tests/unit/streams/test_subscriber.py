"""What the subscriber decides without a broker: which messages it takes, and from when."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

import streams
from streams.problems import UsageProblem
from streams.subscriber import Selection, moment_of

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
HEADERS = {"event_type": "ACCUSE", "source_country": "RUS", "quad_class": "3", "cameo_root": "11"}


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("2h", NOW - timedelta(hours=2)),
        ("1.5d", NOW - timedelta(hours=36)),
        ("90 s", NOW - timedelta(seconds=90)),
        ("3w", NOW - timedelta(days=21)),
        (timedelta(minutes=5), NOW - timedelta(minutes=5)),
        ("2026-03-01", datetime(2026, 3, 1, tzinfo=UTC)),
        ("2026-03-01T10:00:00+02:00", datetime(2026, 3, 1, 8, tzinfo=UTC)),
        (datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 3, 1, tzinfo=UTC)),
        ("earliest", None),
        ("latest", None),
    ],
)
def test_a_start_is_understood(start: str | timedelta, expected: datetime | None) -> None:
    assert moment_of(start, NOW) == expected


@pytest.mark.parametrize("start", ["", "yesterday", "2 fortnights", "-2h", "2h30m", "99999999999d"])
def test_what_is_no_start_is_said(start: str) -> None:
    with pytest.raises(UsageProblem, match="is no start"):
        moment_of(start, NOW)


def test_a_selection_of_nothing_takes_everything() -> None:
    assert Selection().takes({})


def test_all_conditions_must_hold() -> None:
    assert Selection(types={"ACCUSE", "REJECT"}, sources={"RUS"}, quad_classes={3}, roots={"11"}).takes(HEADERS)
    assert not Selection(types={"ACCUSE"}, sources={"USA"}).takes(HEADERS)


def test_an_absent_header_is_not_selected() -> None:
    assert not Selection(targets={"UKR"}).takes(HEADERS)


@given(st.sets(st.sampled_from(["ACCUSE", "AID"])), st.sets(st.integers(0, 4)))
def test_more_conditions_never_take_more(types: set[str], quad_classes: set[int]) -> None:
    both = Selection(types=types, quad_classes=quad_classes)
    assert not both.takes(HEADERS) or (Selection(types=types).takes(HEADERS))


def test_the_package_offers_the_subscriber_and_nothing_unknown() -> None:
    assert streams.Subscriber.__name__ == "Subscriber"
    with pytest.raises(AttributeError, match="no attribute 'Publisher'"):
        getattr(streams, "Publisher")  # noqa: B009 - mypy would refuse the plain attribute, which is the point
