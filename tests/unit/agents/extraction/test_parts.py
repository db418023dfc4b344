"""The parts by themselves: lemmas, headlines, quotations, dates, reuse, word lists and the fast path."""

from dataclasses import asdict
from datetime import date

import pytest
import spacy

from agents.extraction import DEFAULT_MODEL, Extractor, ModelMissing
from agents.extraction.casing import is_headline, names_in, recase
from agents.extraction.dates import MAX_DATES, find_dates
from agents.extraction.gazetteer import Gazetteer
from agents.extraction.lemmas import Lemmas
from agents.extraction.nlp import load_model
from agents.extraction.quotes import Quotes
from agents.extraction.reuse import Reuse, adapted, key_of
from agents.extraction.words import load_words
from schemas import ExtractedArticle
from tests.unit.agents.extraction.reading import article, pair, predicates, read

STORY = (
    "Togo criticised Benin on Monday, a day after Benin's army had shelled a village, officials said. "
    "The ministers were expected to meet in Accra, but Ghana, which hosts the talks, has not invited them yet."
)


@pytest.mark.parametrize(
    ("form", "tag", "lemma"),
    [
        ("attacked", "VBD", "attack"), ("hoped", "VBD", "hope"), ("staged", "VBN", "stage"), ("stopped", "VBD", "stop"),
        ("met", "VBD", "meet"), ("agreed", "VBD", "agree"), ("forces", "NNS", "force"), ("talks", "NNS", "talk"),
        ("is", "VBZ", "be"), ("wo", "MD", "will"), ("n't", "RB", "not"), ("moscow", "NNP", "moscow"),
        ("forgave", "VBP", "forgive"), ("decreed", "VB", "decree"), ("readmitted", "VBD", "readmit"),
        ("tear-gassed", "VBD", "tear-gas"), ("bleed", "VB", "bleed"), ("greenlight", "VB", "greenlight"),
    ],
)  # fmt: skip
def test_lemmas(form: str, tag: str, lemma: str) -> None:
    assert Lemmas(load_model())(form, tag) == lemma


def test_the_fast_path_parses_as_the_model_does_when_installed_as_it_is() -> None:
    plain, fast = spacy.load(DEFAULT_MODEL)(STORY), load_model()(STORY)
    assert [(t.tag_, t.dep_, t.head.i) for t in plain] == [(t.tag_, t.dep_, t.head.i) for t in fast]


def test_the_fast_path_extracts_what_the_slow_one_does() -> None:
    (slow,) = Extractor(fast=False).extract([article(STORY)])
    assert isinstance(slow, ExtractedArticle)
    assert slow.to_bytes() == read(STORY).to_bytes()


def test_a_missing_model_is_named() -> None:
    with pytest.raises(ModelMissing, match="pip install no-such-model"):
        load_model("no_such_model")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Turkey Slams Greece for Snubbing Istanbul Talks", True),
        ("TURKEY SLAMS GREECE OVER AIRSPACE", True),
        ("Turkey has criticised Greece over the use of its airspace by jets.", False),
        ("Envoys from Iran and Oman met in Istanbul on Friday.", False),
        ("Oman", False),
    ],
)
def test_headlines_are_told_by_their_capitals(line: str, *, expected: bool) -> None:
    assert is_headline(line) is expected


def test_recasing_keeps_names_and_length() -> None:
    line = "Turkey Slams Kaplan at NATO Talks"
    recased = recase(line, [(0, 6)], names_in("The minister, Omer Kaplan, left."))
    assert recased == "Turkey slams Kaplan at NATO talks"


@pytest.mark.parametrize("line", ["Turkey Slams Greece Over Airspace", "TURKEY SLAMS GREECE OVER AIRSPACE"])
def test_headlines_are_read_like_sentences(line: str) -> None:
    assert pair(line, "slam") == "TUR > GRC"
    assert read(line).sentences[0].kind == "headline"
    assert read(line).sentences[0].text == line


@pytest.mark.parametrize(
    ("body", "quoted"),
    [
        ('He said "we go" and left.', ["we go"]),
        ("He said \u201cwe go\u201d and left.", ["we go"]),
        ("'We will go,' he said, 'in the ministers' car.'", ["We will go,"]),
        ("The ministers' plans and Iran's plans failed.", []),
    ],
)
def test_quotations(body: str, quoted: list[str]) -> None:
    found = [body[start:end] for start, end in Quotes(body).spans]
    assert found[: len(quoted) or None] == quoted


def test_impossible_dates_are_no_dates() -> None:
    (found,) = find_dates("on February 31, 2024")
    assert found.read(date(2025, 5, 15), future=False) is None


def test_a_city_is_chosen_by_context_or_size_or_not_at_all() -> None:
    gazetteer = Gazetteer.load()
    paris, texan = gazetteer.resolve("Paris", ()), gazetteer.resolve("Tripoli", {"LBN"})
    assert paris is not None
    assert paris.country == "FRA"
    assert texan is not None
    assert texan.country == "LBN"
    assert gazetteer.resolve("Springfield", ()) is None


def test_copies_share_a_key_only_with_the_same_body_day_and_entities() -> None:
    first = article(STORY)
    assert key_of(first) == key_of(first.model_copy(update={"article_id": "b", "url": "urn:b"}))
    others = [
        article(f"{STORY} "), article(STORY, ["Togo"]), article(STORY, published="2025-05-16T00:00:00Z"),
        article(STORY, name="another fingerprint"),
    ]  # fmt: skip
    assert len({key_of(first), *map(key_of, others)}) == 5


def test_reuse_is_bounded_by_entries_and_characters() -> None:
    found = read(STORY)
    by_entries, by_size = Reuse(max_entries=2), Reuse(max_characters=100)
    for memory in (by_entries, by_size):
        for key in (b"a", b"b", b"c"):
            memory.keep(key, found, 40)
        assert (len(memory), memory.get(b"a"), memory.get(b"c")) == (2, None, found)
    by_size.keep(b"d", found, 101)
    assert by_size.get(b"d") is None
    assert adapted(found, article(STORY, name="copy")).reused


def test_word_lists_are_lower_case_and_without_doubles() -> None:
    for name, words in asdict(load_words()).items():
        assert words, name
        assert all(word == word.lower() and word.strip() == word for word in words), name


def test_the_two_supplied_actors_are_linked_whatever_the_sentence() -> None:
    body = "With the border closed, a convoy of the red lorries waited while the customs house at Kapija slept."
    found = read(body, ["the red lorries", "the customs house at Kapija"])
    linked = next(one for one in predicates(found) if one.sources and one.targets)
    texts = {found.actors[i].text for i in (*linked.sources, *linked.targets)}
    assert texts >= {"the red lorries", "the customs house at Kapija"}


def test_supplied_actors_win() -> None:
    found = read("Russian tanks entered the camp.", ["Russian tanks"])
    first = found.actors[0]
    assert (first.text, first.basis, first.country) == ("Russian tanks", "publisher", "RUS")


def test_the_dates_of_a_sentence_are_bounded() -> None:
    assert len(find_dates("two weeks after " * 5_000)) == MAX_DATES


@pytest.mark.parametrize(
    ("name", "near", "country"),
    [
        ("Cumbria", (), "GBR"), ("Oaxaca", (), "MEX"), ("Tripoli", ("LBN",), "LBN"),
        ("Santa Cruz", (), None), ("Cordoba", ("ESP",), "ESP"), ("Nowhere", (), None),
    ],
)  # fmt: skip
def test_a_small_place_hints_at_a_country_where_no_other_has_its_name(
    name: str, near: tuple[str, ...], country: str | None
) -> None:
    assert Gazetteer.load().hint(name, near) == country
