"""Which messages a selection means, at the edges of times, and that the audit keeps it as it was."""

from datetime import UTC, datetime, timedelta

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.cleaning import article_id_of
from schemas import RawArticle
from streams.problems import UsageProblem
from streams.records import Record
from streams.replay.selection import Selection, known, offsets_of, told_by
from streams.topology import EXTRACTED, RAW

START = datetime(2026, 3, 4, tzinfo=UTC)
moments = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - as hypothesis has it
names = st.frozensets(st.text(max_size=8), max_size=3)
spans = st.tuples(st.integers(0, 99), st.one_of(st.none(), st.integers(100, 200)))


def record(value: bytes, topic: str = EXTRACTED.name, at: datetime = START, key: bytes = b"k") -> Record:
    return Record(topic, 0, 0, at.timestamp(), key, value)


@given(st.none() | moments, st.none() | moments, st.dictionaries(st.integers(0, 7), spans), names, names)
def test_the_audit_keeps_a_selection(
    start: datetime | None,
    end: datetime | None,
    offsets: dict[int, tuple[int, int | None]],
    articles: frozenset[str],
    publishers: frozenset[str],
) -> None:
    selection = Selection(start, end, offsets, articles, publishers)
    assert Selection.from_text(selection.as_text()) == selection


@given(st.integers(-5, 5), st.integers(0, 3))
def test_the_first_millisecond_is_in_and_the_last_is_out(after: int, length: int) -> None:
    selection = Selection(START, START + timedelta(milliseconds=length))
    at = START + timedelta(milliseconds=after)
    assert selection.meets(record(b"", at=at)) == (0 <= after < length)


@pytest.mark.parametrize(
    ("topic", "value", "article", "publisher"),
    [
        (EXTRACTED.name, {"article_id": "a", "publisher": "P"}, "a", "P"),
        (EXTRACTED.name, {"article_id": 3}, "", ""),
        (EXTRACTED.name, [], "k", ""),
        (RAW.name, {"article_id": "a", "source": "P", "body": "b"}, "a", "P"),
        (RAW.name, {"source": {"name": "P"}}, "k", ""),
    ],
)
def test_a_message_tells_its_article_and_publisher(topic: str, value: object, article: str, publisher: str) -> None:
    assert told_by(record(orjson.dumps(value), topic)) == (article, publisher)


def test_a_raw_article_without_an_id_has_the_one_that_cleaning_gives_it() -> None:
    value = {"url": "https://example.org/1", "body": "Peru expelled the ambassador of Ecuador."}
    expected = article_id_of(RawArticle.model_validate(value))
    assert told_by(record(orjson.dumps(value), RAW.name)).article_id == expected
    assert Selection(articles=frozenset({expected})).meets(record(orjson.dumps(value), RAW.name))


@given(st.binary(max_size=30))
def test_no_bytes_are_too_odd_to_be_looked_at(value: bytes) -> None:
    assert not Selection(articles=frozenset({"nobody"})).meets(record(value))


@pytest.mark.parametrize("texts", [["3"], ["3:5"], ["3:5-5"], ["3:5-4"], ["a:1-2"], ["3:1-2", "3:4-5"], ["-1:0-1"]])
def test_offsets_of_another_form_are_refused(texts: list[str]) -> None:
    with pytest.raises(UsageProblem, match="--offsets"):
        offsets_of(texts)


def test_a_long_list_of_publishers_is_cut() -> None:
    assert known(["a", "", "b"]) == "a, b"
    assert known(str(number) for number in range(12)).endswith("9 and 2 more")
    assert known([]) == "none that name themselves"
