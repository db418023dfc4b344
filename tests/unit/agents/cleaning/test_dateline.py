"""Datelines: taken off where they leave no doubt, and never a sentence's own words."""

from datetime import UTC, date, datetime

import pytest

from agents.cleaning import clean, dateline
from agents.cleaning.dateline import resolved
from schemas import RawArticle

STORY = "The two foreign ministers agreed on Monday to reopen the border."


@pytest.mark.parametrize(("head", "place", "day", "agency"), [
    ("ISTANBUL, May 15 (Reuters) - ", "ISTANBUL", "2025-05-15", "Reuters"),
    ("SAN FRANCISCO - ", "SAN FRANCISCO", None, None),
    ("PARIS (AP) \u2014 ", "PARIS", None, "AP"),
    ("MOSCOW, 15 May 2025 /TASS/. ", "MOSCOW", "2025-05-15", "TASS"),
    ("MOSCOW, October 2. /TASS/. ", "MOSCOW", "2024-10-02", "TASS"),
    ("BEIJING, Aug. 22 (Xinhua) -- ", "BEIJING", "2024-08-22", "Xinhua"),
    ("KYIV/MOSCOW, May 3 (Reuters) - ", "KYIV/MOSCOW", "2025-05-03", "Reuters"),
    ("Kyiv, Ukraine \u2014 ", "Kyiv, Ukraine", None, None),
    ("Geneva, 12 March 2025 \u2013 ", "Geneva", "2025-03-12", None),
    ("PORT-AU-PRINCE, Haiti (AP) _ ", "PORT-AU-PRINCE, Haiti", None, "AP"),
    ("NEW DELHI: ", "NEW DELHI", None, None),
    ("NOVI SAD (Beta) - ", "NOVI SAD", None, "Beta"),
    ("LA PAZ (Altiplano News of the South) \u2014 ", "LA PAZ", None, "Altiplano News of the South"),
    ("(Reuters) - ", None, None, "Reuters"),
    ("(CNN)", None, None, "CNN"),
    ("WASHINGTON, D.C. -- ", "WASHINGTON, D.C.", None, None),
    ("WASHINGTON\u2014", "WASHINGTON", None, None),
])  # fmt: skip
def test_a_dateline_is_taken_off(head: str, place: str | None, day: str | None, agency: str | None) -> None:
    article = clean(RawArticle(body=head + STORY, published_at=datetime(2025, 5, 16, tzinfo=UTC)))
    assert article.body == STORY
    assert article.dateline is not None
    assert (article.dateline.place, article.dateline.date, article.dateline.agency) == (place, day, agency)
    assert [piece.reason for piece in article.removed] == ["dateline"]


@pytest.mark.parametrize("text", [
    "Turkey - once an ally - has refused to sign.", "NATO - The alliance that Peru praised - met.",
    "IRAN - The president left.", "MINSK (the old town) - The army left.", "Lima (Andina) - The army left.",
    "RUSSIA: Putin will not come to the talks.", "President Obama, May 5 - A man was arrested.",
    "On May 15 - The army left.",
    "BREAKING - Israel struck a port.", "The president (AP) said - The talks failed.",
    "Paris: The city was quiet on Monday.",
    "LEBANON - The army withdrew.", "U.N. - The council met.", "OPINION - Kenya should leave.", "PARIS -",
    "PARIS (AP) -",
])  # fmt: skip
def test_a_sentence_keeps_its_words(text: str) -> None:
    assert clean(RawArticle(body=text)).body == text


def test_a_dateline_on_a_line_of_its_own() -> None:
    article = clean(RawArticle(body=f"Ministers of Peru and Chile meet\n\nLIMA, 3 March 2025 (AFP)\n\n{STORY}"))
    assert article.body == STORY
    assert article.dateline is not None
    assert (article.dateline.place, article.dateline.date, article.dateline.agency) == ("LIMA", "2025-03-03", "AFP")


def test_only_the_first_of_several_counts_and_all_go() -> None:
    article = clean(RawArticle(body=f"PARIS (AP) - LONDON, May 3 (Reuters) - {STORY}"))
    assert article.body == STORY
    assert article.dateline is not None
    assert article.dateline.place == "PARIS"


def test_the_dateline_dates_an_article_that_nothing_else_dates() -> None:
    article = clean(RawArticle(body=f"MOSCOW, 15 May 2025 /TASS/. {STORY}"))
    assert (article.published_at, article.published_basis) == (datetime(2025, 5, 15, tzinfo=UTC), "dateline")


def test_nothing_that_dates_it_is_allowed_and_said() -> None:
    article = clean(RawArticle(body=f"MOSCOW, May 15 (AP) - {STORY}"))
    assert (article.published_at, article.published_basis) == (None, "none")


@pytest.mark.parametrize(("known", "found"), [
    (date(2025, 5, 16), date(2025, 5, 15)), (date(2025, 5, 14), date(2025, 5, 15)), (date(2025, 1, 2), date(2024, 5,
    15)), (None, None),
])  # fmt: skip
def test_a_day_without_a_year_is_the_last_one_near_the_publication(known: date | None, found: date | None) -> None:
    assert resolved((None, 5, 15), known) == found


def test_the_turn_of_the_year() -> None:
    assert resolved((None, 12, 31), date(2025, 1, 1)) == date(2024, 12, 31)
    assert resolved((None, 1, 1), date(2024, 12, 31)) == date(2025, 1, 1)
    assert resolved((None, 2, 29), date(2025, 3, 1)) == date(2024, 2, 29)
    assert resolved((2025, 2, 29), date(2025, 3, 1)) is None


def test_a_run_never_takes_all_of_a_text() -> None:
    assert dateline.run("PARIS (AP) - ") == []
