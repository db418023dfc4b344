"""When an event is forgotten."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.publishing import KEEP_DAYS, expired, expires_on
from schemas import EventMention
from schemas.__main__ import HANDBOOK_FILE
from tests.unit.agents.publishing.mentions import MENTIONS, mention, merged


def test_an_event_is_kept_for_the_days_after_its_last_report() -> None:
    state = merged([mention(event_date="2026-01-02", published_at="2026-01-05T23:59:59Z")])
    assert not expired(state, date(2026, 1, 15), keep_days=10)
    assert expired(state, date(2026, 1, 16), keep_days=10)


def test_without_a_time_of_publication_its_own_day_counts() -> None:
    assert expires_on(merged([mention(event_date="2026-01-02")]), keep_days=0) == date(2026, 1, 3)


def test_an_event_that_is_still_to_come_is_kept_until_after_it() -> None:
    state = merged([mention(event_date="2027-06-01", published_at="2026-01-05T00:00:00Z")])
    assert not expired(state, date(2027, 6, 1), keep_days=0)


def test_keeping_for_less_than_no_days_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot be kept for -1 days"):
        expired(merged([mention()]), date(2026, 1, 1), keep_days=-1)


@given(mentions=MENTIONS, keep_days=st.integers(0, 1000))
def test_expiry_depends_on_the_set_alone(mentions: list[EventMention], keep_days: int) -> None:
    assert expires_on(merged(mentions), keep_days) == expires_on(merged(mentions[::-1]), keep_days)


@given(mentions=MENTIONS, keep_days=st.integers(0, 1000))
def test_what_has_expired_stays_so(mentions: list[EventMention], keep_days: int) -> None:
    state = merged(mentions)
    end = expires_on(state, keep_days)
    assert end is not None
    assert not expired(state, end - timedelta(days=1), keep_days)
    assert expired(state, end, keep_days)
    assert expired(state, end + timedelta(days=1), keep_days)


def test_the_page_states_how_long_events_are_kept() -> None:
    assert f"({KEEP_DAYS} days by" in HANDBOOK_FILE.read_text(encoding="utf-8")
