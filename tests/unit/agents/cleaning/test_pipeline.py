"""The whole stage: what becomes of a message's fields, bounds, ids, the map, and single sentences."""

from datetime import UTC, datetime
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

import pytest

from agents.cleaning import article_id_of, as_raw, clean, lines_of, raw_span
from agents.cleaning.bounds import MAX_CLEAN_BYTES, MAX_RAW_BYTES, MAX_REMOVED
from agents.cleaning.identity import BODY_NAMESPACE
from agents.errors import Dropped, Rejected
from schemas import RawArticle, SuppliedEntity

STORY = "Peru expelled the ambassador of Ecuador on Wednesday, and Ecuador protested."
PAGE = (
    "<html><head><title>Ambassador expelled | Gazette</title></head><body><h1>Ambassador expelled</h1>"
    f"<p>{STORY}</p></body></html>"
)


def test_fields_are_passed_on() -> None:
    raw = RawArticle(
        article_id="a1", url="https://gazette.example/1", source="Gazette", title="Ambassador expelled", body=STORY,
    language="en-GB",
        published_at=datetime(2025, 3, 4, tzinfo=UTC), fetched_at=datetime(2025, 3, 5, tzinfo=UTC),
        entities=(SuppliedEntity(text="Peru", country="PER", sector="GOV"),),
    )  # fmt: skip
    article = clean(raw)
    assert (article.article_id, article.url, article.publisher, article.title) == (
        raw.article_id,
        raw.url,
        raw.source,
        raw.title,
    )
    assert (article.published_at, article.published_basis, article.fetched_at) == (
        raw.published_at,
        "message",
        raw.fetched_at,
    )
    assert article.entities == raw.entities
    assert (article.language.code, article.body, article.removed) == ("en", STORY, ())


def test_ids() -> None:
    assert article_id_of(RawArticle(body="x", url="https://a.example/")) == str(
        uuid5(NAMESPACE_URL, "https://a.example/")
    )
    assert article_id_of(RawArticle(body="x")) == str(uuid5(BODY_NAMESPACE, "x"))
    assert article_id_of(RawArticle(body="x", article_id="7", url="https://a.example/")) == "7"


@pytest.mark.parametrize("text", [
    STORY, "SAYS IT ALL IN CAPITALS: PERU EXPELS AMBASSADOR OF ECUADOR", "Peru expels ambassador",
    "Read more Russian novels, the minister said.",
    "\u201cWe will not sign,\u201d he said.", "By Monday both armies must withdraw.",
    "Follow-up talks are planned.", "Iran rejects offer",
    "Ukraine has received tanks from Poland. Photo: AP", "Subscribe to peace, the envoy told both sides.",
    "Comments by the minister angered Ankara.",
    "He said: \"No.\"", "U.S. - Iran talks fail",
])  # fmt: skip
def test_a_single_sentence_passes_unharmed(text: str) -> None:
    assert clean(RawArticle(body=text)).body == text


@pytest.mark.parametrize(
    "body", ["Read more", "  \n ", "<p></p>", "<html><body><nav><a href=x>Home</a></nav></body></html>", "***"]
)
def test_nothing_of_a_story_is_dropped_with_its_reason(body: str) -> None:
    with pytest.raises(Dropped) as caught:
        clean(RawArticle(body=body))
    assert caught.value.reason == "no_story"


@pytest.mark.parametrize("body", [
    "x" * (MAX_RAW_BYTES + 1), "\u00e9" * (MAX_RAW_BYTES // 2 + 1), "<p>" + "<i></i>" * 40_000,
    "<div>" * 300 + STORY, "<b>" * 300 + STORY,
], ids=["long", "long in bytes", "many tags", "deep", "deep inline"])  # fmt: skip
def test_bombs_are_too_large(body: str) -> None:
    with pytest.raises(Rejected) as caught:
        clean(RawArticle(body=body))
    assert caught.value.reason == "too_large"


def test_a_long_story_is_cut_at_a_paragraph_and_says_so() -> None:
    paragraphs = [f"Paragraph {number} says that {STORY}" for number in range(4_000)]
    article = clean(RawArticle(body="\n\n".join(paragraphs)))
    assert article.truncated
    assert MAX_CLEAN_BYTES - 200 < len(article.body.encode()) <= MAX_CLEAN_BYTES
    assert article.body.split("\n\n") == paragraphs[: len(article.paragraphs)]


def test_one_endless_paragraph_is_cut_at_a_word() -> None:
    article = clean(RawArticle(body="gar\u00e7on " * 60_000))
    assert article.truncated
    assert len(article.body.encode()) <= MAX_CLEAN_BYTES
    assert set(article.body.split()) == {"gar\u00e7on"}


def test_what_is_listed_as_removed_is_bounded() -> None:
    article = clean(RawArticle(body="\n".join([STORY, *(f"Tags: topic {n}" for n in range(2_000))])))
    assert article.body == STORY
    assert len(article.removed) == MAX_REMOVED


def test_the_map_finds_words_of_a_page() -> None:
    raw = RawArticle(body=PAGE.replace("Ecuador on", "<b>Ecua&#100;or</b>\n on"))
    article = clean(raw)
    assert article.body == STORY
    start, end = raw_span(article, *_span(article.body, "ambassador"))
    assert raw.body[start:end] == "ambassador"
    start, end = raw_span(article, *_span(article.body, "Ecuador on"))
    assert raw.body[start:end] == "Ecua&#100;or</b>\n on"
    with pytest.raises(ValueError, match="does not lie within"):
        raw_span(article, 0, len(article.body) + 1)


def _span(text: str, part: str) -> tuple[int, int]:
    return text.index(part), text.index(part) + len(part)


def test_the_message_outweighs_the_page_and_the_page_the_dateline() -> None:
    page = PAGE.replace("<title>", '<meta name="date" content="2024-02-03"><title>').replace(
        STORY, f"LIMA, 1 March 2023 (AP) - {STORY}"
    )
    said = datetime(2025, 3, 4, tzinfo=UTC)
    assert clean(RawArticle(body=page, published_at=said)).published_at == said
    found = clean(RawArticle(body=page))
    assert (found.published_at, found.published_basis) == (datetime(2024, 2, 3, tzinfo=UTC), "page")


@pytest.mark.parametrize(("body", "content_type", "expected"), [
    ("<p>" + STORY + "</p>", None, STORY), ("<p>" + STORY + "</p>", "text/plain", "<p>" + STORY + "</p>"),
    ("Trade of 3 < 5 and 7 > 2: " + STORY, None, "Trade of 3 < 5 and 7 > 2: " + STORY), (STORY, "text/html", STORY),
])  # fmt: skip
def test_html_is_told_from_text(body: str, content_type: str | None, expected: str) -> None:
    assert clean(RawArticle.model_validate({"body": body, "content_type": content_type})).body == expected


def test_cleaning_again_changes_nothing() -> None:
    article = clean(RawArticle(body=PAGE))
    assert clean(as_raw(article)).body == article.body


def test_lines_of_a_page_are_what_a_reader_sees() -> None:
    assert [text for _, text in lines_of(RawArticle(body=PAGE))] == ["Ambassador expelled", STORY]


def test_the_seed_article_loses_its_first_and_last_line() -> None:
    text = (
        "ZMedia\n\nMinister Slams Neighbour for Snubbing Talks\n\n"
        + STORY
        + "\n\n"
        + STORY.replace("Peru", "Chile")
        + "\n\nRead more"
    )
    article = clean(RawArticle(body=text))
    assert article.title == "Minister Slams Neighbour for Snubbing Talks"
    assert article.body == STORY + "\n\n" + STORY.replace("Peru", "Chile")


def test_no_file_of_data_is_missing_from_the_package() -> None:
    names = {path.name for path in (Path(clean.__code__.co_filename).parent / "data").glob("*.yaml")}
    assert names == {"rules.yaml", "element_rules.yaml", "elements.yaml", "words.yaml"}
