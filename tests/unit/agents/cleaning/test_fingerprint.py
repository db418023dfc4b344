"""Fingerprints: equal for copies of one story, different for different ones; signatures near for near copies."""

import itertools
import random

import ftfy.bad_codecs  # noqa: F401 - registers the codec with which the copies with mojibake are made
import pytest

from agents.cleaning import clean, near
from agents.cleaning.fingerprint import content_of, fingerprint, signature
from schemas import CleanArticle, RawArticle
from tests.unit.agents.cleaning import variants

PAIRS = 200
DISTINCT = 100_000


def cleaned(body: str) -> CleanArticle:
    return clean(RawArticle(body=body))


@pytest.mark.parametrize("number", range(PAIRS))
def test_a_copy_has_the_fingerprint_of_its_story(number: int) -> None:
    chance = random.Random(number)
    story = variants.story(chance)
    copy = variants.COPIES[number % len(variants.COPIES)]
    assert cleaned(copy(story)).fingerprint == cleaned(variants.plain(story)).fingerprint, copy.__name__


@pytest.mark.parametrize("number", range(PAIRS))
def test_another_figure_or_name_is_another_story(number: int) -> None:
    chance = random.Random(number)
    story = variants.story(chance)
    change = variants.other_figure if number % 2 else variants.other_name
    other = change(chance, story)
    assert other != story
    assert cleaned(variants.plain(other)).fingerprint != cleaned(variants.plain(story)).fingerprint


def test_no_collision_among_distinct_texts() -> None:
    chance = random.Random(0)
    texts = {variants.plain(variants.story(chance)) for _ in range(DISTINCT + 5_000)}
    distinct = list(itertools.islice(sorted(texts), DISTINCT))
    assert len(distinct) == DISTINCT
    assert len(set(map(fingerprint, distinct))) == DISTINCT


@pytest.mark.parametrize(("first", "second"), [
    ("It fell by 1.5%.", "It fell by 15%."), ("It fell by 1,5%.", "It fell by 1.5%."), ("A sum of $5",
    "A sum of \u20ac5"),
    ("5% of it", "5 of it"), ("at -3 degrees", "at 3 degrees"), ("at 1 2 3", "at 123"), ("Iran", "Iraq"), ("Mali",
    "Malawi"),
    ("\u041c\u043e\u0441\u043a\u0432\u0430", "\u041c\u0438\u043d\u0441\u043a"), ("\u0915\u093e", "\u0915\u0940"),
])  # fmt: skip
def test_what_counts(first: str, second: str) -> None:
    assert fingerprint(first) != fingerprint(second)


@pytest.mark.parametrize(("first", "second"), [
    ("Orb\u00e1n", "Orban"), ("ISTANBUL", "Istanbul"), ("at -3", "at \u22123"), ("2020\u20132021", "2020-2021"),
    ("\u201cNo,\u201d he said.", '"No", he said.'), ("end.Next", "end. Next"), ("co-operate", "cooperate"),
    ("\ufb01ne", "fine"),
])  # fmt: skip
def test_what_does_not_count(first: str, second: str) -> None:
    assert fingerprint(first) == fingerprint(second)


def test_content_keeps_letters_and_figures_only() -> None:
    assert content_of("A \u201cB\u201d, 5 % \u2013 c!") == "ab5%c"


@pytest.mark.parametrize("number", range(50))
def test_an_added_paragraph_leaves_the_signature_near(number: int) -> None:
    chance = random.Random(number)
    story = [text for _ in range(4) for text in variants.story(chance)]
    longer = [*story, "The two delegations will meet again in spring, a spokesman added."]
    assert near(signature(variants.plain(story)), signature(variants.plain(longer)))


def test_other_stories_have_far_signatures() -> None:
    texts = [
        "Norway expelled three diplomats of a neighbouring country after the cyber attack on its parliament in August.",
        "Farmers blocked the motorway near Lyon with tractors and demanded higher prices for milk and for wheat.",
        "The central bank of Kenya raised its interest rate by half a point because maize has become so expensive.",
        "Divers found the wreck of a steamship off Trieste that sank in the first winter of the war of 1914.",
    ]
    assert not any(near(signature(a), signature(b)) for a, b in itertools.combinations(texts, 2))
