"""The language of a body, and what is refused because no model serves it."""

import pytest

from agents.cleaning.language import declared_code, found, language_of
from agents.errors import Rejected

ENGLISH = (
    "The two foreign ministers met in the capital on Monday and agreed to reopen the border before the summer. " * 6
)
FRENCH = (
    "Les deux ministres des affaires \u00e9trang\u00e8res se sont rencontr\u00e9s lundi et ont d\u00e9cid\u00e9 de "
    "rouvrir la fronti\u00e8re. "
) * 6


def test_a_whole_article_in_another_language_is_refused() -> None:
    with pytest.raises(Rejected) as caught:
        language_of(FRENCH, None)
    assert caught.value.reason == "unsupported_language"


def test_even_where_the_message_says_english() -> None:
    with pytest.raises(Rejected):
        language_of(FRENCH, "en")


@pytest.mark.parametrize(
    "text", [FRENCH[:120], FRENCH[:240] + "\n\n" + ENGLISH[:400], "\u5916\u4ea4\u90e8", "123", "?"]
)
def test_short_and_mixed_texts_are_kept(text: str) -> None:
    assert 0 <= language_of(text, None).confidence <= 1


def test_a_wrong_declaration_does_not_send_english_away() -> None:
    assert language_of(ENGLISH, "fr").code == "en"


def test_a_short_text_is_in_the_language_that_the_message_says() -> None:
    assert language_of("Peru expels envoy", "en-GB").code == "en"
    assert language_of("Peru expels envoy", "en-GB").confidence == 1


def test_without_a_declaration_it_is_found() -> None:
    assert (language_of(ENGLISH, None).code, found(ENGLISH).confidence > 0.9) == ("en", True)


@pytest.mark.parametrize(("tag", "code"), [
    ("en", "en"), ("EN-us", "en"), ("pt_BR", "pt"), (" de ", "de"), ("english", None), ("", None), (None, None),
    ("x1", None), ("zh-Hant", "zh"),
])  # fmt: skip
def test_tags(tag: str | None, code: str | None) -> None:
    assert declared_code(tag) == code
