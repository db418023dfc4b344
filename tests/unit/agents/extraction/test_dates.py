"""Date expressions by themselves; what they date is tested with the circumstances."""

from datetime import date

from agents.extraction.dates import MAX_DATES, find_dates


def test_impossible_dates_are_no_dates() -> None:
    (found,) = find_dates("on February 31, 2024")
    assert found.read(date(2025, 5, 15), future=False) is None


def test_the_dates_of_a_sentence_are_bounded() -> None:
    assert len(find_dates("two weeks after " * 5_000)) == MAX_DATES
