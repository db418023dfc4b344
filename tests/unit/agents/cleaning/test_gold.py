"""The gold set's scores: the promised floors, no page below plain trafilatura, and the facts beside the body."""

from functools import cache

import pytest

from tests.gold.cleaning.score import Row, gold, mean, scored, table

DUMP_FLOOR, PAGE_FLOOR = 0.97, 0.95
REACHED = {"dump": 1.0, "page": 0.9998}
"""What was reached (tests/gold/cleaning/README.md); a fall by more than a point fails."""
POINT = 0.01


@cache
def rows() -> dict[str, Row]:
    return {row["id"]: scored(row) for row in gold()}


@pytest.mark.parametrize(("kind", "floor"), [("dump", DUMP_FLOOR), ("page", PAGE_FLOOR)])
def test_the_promised_scores(kind: str, floor: float) -> None:
    f1 = mean(row.score for row in rows().values() if row.gold["kind"] == kind).f1
    assert f1 >= max(floor, REACHED[kind] - POINT), table(list(rows().values()))


@pytest.mark.parametrize("name", [row["id"] for row in gold() if row["kind"] == "page"])
def test_no_page_is_worse_than_plain_trafilatura(name: str) -> None:
    row = rows()[name]
    assert row.plain is not None
    assert row.score.f1 >= row.plain.f1


@pytest.mark.parametrize("row", [row for row in gold() if "title" in row], ids=lambda row: row["id"])
def test_the_title(row: dict[str, str]) -> None:
    article = rows()[row["id"]].article
    assert article is not None
    assert article.title == row["title"]


@pytest.mark.parametrize("row", [row for row in gold() if "place" in row], ids=lambda row: row["id"])
def test_the_place_of_the_dateline(row: dict[str, str]) -> None:
    article = rows()[row["id"]].article
    assert article is not None
    assert article.dateline is not None
    assert (article.dateline.place or "").split(",")[0] == row["place"]


@pytest.mark.parametrize("row", [row for row in gold() if "published" in row], ids=lambda row: row["id"])
def test_the_date_of_publication(row: dict[str, str]) -> None:
    article = rows()[row["id"]].article
    assert article is not None
    assert article.published_at is not None
    assert (article.published_at.date().isoformat(), article.published_basis) == (row["published"], "page")


@pytest.mark.parametrize("row", [row for row in gold() if "author" in row], ids=lambda row: row["id"])
def test_the_author(row: dict[str, str]) -> None:
    article = rows()[row["id"]].article
    assert article is not None
    assert article.author == row["author"]


def test_the_set_is_large_and_a_third_of_it_was_held_out() -> None:
    held_out = [row for row in gold() if row["held_out"]]
    assert len(gold()) >= 60
    assert len(held_out) * 3 >= len(gold())
