"""What holds of any input: cleaning never raises but to refuse, is idempotent, and its map leads back."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agents.cleaning import clean, decode
from schemas import RawArticle
from tests.gold.cleaning.score import gold, raw_text
from tests.unit.agents.cleaning.checks import article_of, check, outcome
from tests.unit.agents.cleaning.fuzz import CORPUS

_FRAGMENTS = st.sampled_from([
    "The envoy said that both sides had agreed to meet again.", "PARIS (AP) - ", "Read more", "By Ann Lee", "\n",
    "\n\n", " ", "\u201c", '"', "''", "``",
    "&amp;", "&amp;amp;lt;", "&#38;lt;", "\u200b", "\u00ad", "\u00a0", "e\u0301", "\u2028", "\x00", "(Photo: X)",
    "3 Comments", "Related stories", "# ",
    "Share", "12:30 GMT", "LONDON, May 3 (Reuters) - ", "\u00c3\u00a9", "\u00e2\u20ac\u2122", "#a", "[Read more]",
    "Minister visits Oslo", "Enditem", ":",
])  # fmt: skip
_TAGS = st.sampled_from([
    "<p>", "</p>", "<div>", "</div>", "<b>", "<br>", "<table><tr><td>", "<th>", "<a href=x>", "</a>", "<!--", "-->",
    "<script>", "</script>", "<pre>", "<",
    "<h1>", "</h1>", "<ul><li>", "<li>", '<p class="caption">', '<div class="related">', "<title>", "<time>",
    '<a href="', "<svg>", "<article>", "<body>",
])  # fmt: skip
_RELAXED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@given(st.binary(min_size=1, max_size=400))
@_RELAXED
def test_arbitrary_bytes(data: bytes) -> None:
    raw = article_of(data)
    if raw is not None:
        check(raw)


@given(st.text(min_size=1, max_size=300))
@_RELAXED
def test_arbitrary_text(text: str) -> None:
    check(RawArticle(body=text, content_type="text/plain"))


@given(st.lists(_FRAGMENTS, min_size=1, max_size=30).map("".join))
@_RELAXED
def test_text_made_of_furniture(text: str) -> None:
    check(RawArticle(body=text))


@given(st.lists(_FRAGMENTS | _TAGS, min_size=1, max_size=40).map("".join))
@_RELAXED
def test_markup_in_any_order(text: str) -> None:
    check(RawArticle(body=text, content_type="text/html"))


@given(st.binary(max_size=300), st.none() | st.text(max_size=12))
@_RELAXED
def test_decoding_never_raises(data: bytes, declared: str | None) -> None:
    assert isinstance(decode(data, declared), str)


@pytest.mark.parametrize("path", sorted(CORPUS.iterdir()), ids=lambda path: path.name)
def test_corpus(path: Path) -> None:
    raw = article_of(path.read_bytes())
    assert raw is not None
    check(raw)


@pytest.mark.parametrize("row", gold(), ids=lambda row: row["id"])
def test_gold_documents(row: dict[str, str]) -> None:
    assert check(RawArticle(body=raw_text(row))) is not None


@pytest.mark.parametrize("row", gold()[::7], ids=lambda row: row["id"])
def test_a_pure_function_of_the_message(row: dict[str, str]) -> None:
    raw = RawArticle(body=raw_text(row))
    assert clean(raw).to_bytes() == clean(raw.model_copy()).to_bytes()


def test_a_refusal_is_no_fault() -> None:
    assert outcome(RawArticle(body="Read more")) is None
