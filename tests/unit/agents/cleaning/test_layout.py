"""What the place of a line says: wrapped lines, headline, lines above and below the story, repeated lines."""

import pytest

from agents.cleaning.layout import shaped, unwrapped
from agents.cleaning.traced import Traced

FIRST = "Peru expelled the ambassador of Ecuador on Wednesday."
SECOND = "Ecuador protested and recalled its own ambassador."


def lines(*texts: str) -> list[Traced]:
    return [Traced.of(text) for text in texts]


def story(*texts: str, title: str | None = None) -> list[str]:
    return [line.text for line in shaped(lines(*texts), title).lines]


def test_hard_wrapped_lines_are_joined() -> None:
    text = (
        "Bulgaria has refused to extend the lease of a Russian radar\n"
        "post near Varna, the defence ministry in the capital said\n"
        "today.\n\nThe lease ends in June. Moscow asked for five more years\n"
        "and offered to pay in gas."
    )
    joined = unwrapped(Traced.of(text)).text.split("\n\n")
    assert [part.count("\n") for part in joined] == [0, 0]
    assert joined[0].endswith("radar post near Varna, the defence ministry in the capital said today.")


def test_a_single_wrapped_paragraph_is_joined_where_its_sentence_goes_on() -> None:
    text = "Peru's foreign minister met her colleague in\nQuito. Neither named the date that\nthey will meet on again."
    assert "\n" not in unwrapped(Traced.of(text)).text


def test_a_full_line_before_a_name_is_joined_where_its_paragraph_is_wrapped() -> None:
    text = f"{FIRST}\n\nOn Thursday Peru asked for help in talks\nand for a meeting with President Daniel\nNoboa."
    assert unwrapped(Traced.of(text)).text.count("\n") == 2


@pytest.mark.parametrize(
    "text",
    [
        "Peru and Ecuador go to court\nChile votes on Sunday\nTalks on fishing rights stall in Lima",
        "By Ana Quispe in Lima\npublished on Wednesday",
        f"{FIRST}\nand that is all.",
    ],
)
def test_headlines_bylines_and_ended_sentences_are_not_joined(text: str) -> None:
    assert unwrapped(Traced.of(text)).text == text


def test_lines_that_are_paragraphs_are_not_joined() -> None:
    text = "\n".join([FIRST * 3, SECOND * 3, FIRST * 3])
    assert unwrapped(Traced.of(text)).text == text


def test_a_list_of_short_lines_is_not_joined() -> None:
    text = "Home\nWorld\nPolitics\nMinisters of Peru and Chile meet in Lima today\nSport"
    assert unwrapped(Traced.of(text)).text == text


def test_the_headline_is_found_and_what_stands_around_the_story_goes() -> None:
    found = shaped(
        lines("Gazette", "World", "Peru expels envoy of Ecuador", FIRST, SECOND, "Chile votes on Sunday"), None
    )
    assert found.headline == "Peru expels envoy of Ecuador"
    assert [line.text for line in found.lines] == [FIRST, SECOND]
    assert [cut.rule for cut in found.cuts] == ["top-line", "top-line", "headline", "trailing-line"]


def test_subheadings_between_sentences_stay() -> None:
    assert story(FIRST, "Hospitals on generators", SECOND) == [FIRST, "Hospitals on generators", SECOND]


@pytest.mark.parametrize(
    "short", ["Lima agreed.", "Tehran welcomed the step.", "\u201cWe will not sign.\u201d", "A: We cannot accept."]
)
def test_short_sentences_at_either_end_stay(short: str) -> None:
    kept = short.count(" ") > 1
    assert story(short, FIRST, short + " Now.") == ([short] if kept else []) + [FIRST, short + " Now."]


def test_what_someone_said_stays_below_who_said_it() -> None:
    texts = ("Peru's foreign ministry said:", "\u201cWe will not sign.\u201d", "Ecuador answered within an hour.")
    assert story(*texts) == list(texts)


def test_a_list_that_a_colon_announces_stays() -> None:
    texts = (FIRST, "Ecuador named three conditions for its return:", "an apology", "a new visa rule")
    assert story(*texts) == list(texts)


def test_a_text_without_a_sentence_stays() -> None:
    assert story("Peru expels envoy", "Ecuador protests") == ["Peru expels envoy", "Ecuador protests"]


def test_the_title_again_and_a_paragraph_again_go() -> None:
    title = "Why did Peru expel the envoy of Ecuador?"
    assert story(title, FIRST, SECOND, FIRST, title=title) == [FIRST, SECOND]
    assert story(title, title=title) == [title]
