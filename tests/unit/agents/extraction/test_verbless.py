"""Verbs of headlines that the parser has taken for nouns, and rows of nouns that have no verb."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.extraction.reattachment import reattach
from agents.extraction.tree import NO_CHILDREN, Word
from tests.unit.agents.extraction.reading import predicate, read, who


@pytest.mark.parametrize(
    ("body", "lemma", "sources", "targets"),
    [
        ("Soldiers storm Gambian radio station in Banjul", "storm", None, "GMB"),
        ("Riga pledges aid to Moldova", "pledge", "LVA", "MDA"),
        ("Hungary arms Serbia with rockets", "arm", "HUN", "SRB"),
        ("Taliban ban UNESCO teachers", "ban", "AFG", "UNO"),
        ("Macron phones Modi over grain", "phone", "FRA", "IND"),
        ("Tunisia shuts last Libyan crossing in south, citing raids", "shut", "TUN", "LBY"),
        ("SADC LIFTS SANCTIONS ON MADAGASCAR", "lift", "IGO", "MDG"),
        ("Cairo fires flares at Greek trawlers; Athens silent", "fire", "EGY", "GRC"),
    ],
)
def test_a_line_without_a_verb_has_one_all_the_same(body: str, lemma: str, sources: str | None, targets: str) -> None:
    found = read(body)
    act = predicate(found, lemma)
    assert who(found, act.targets) == targets
    assert sources is None or who(found, act.sources) == sources


@pytest.mark.parametrize(
    ("body", "lemma", "parties"),
    [
        ("Hanoi, Vientiane resume talks on dams", "resume", {"VNM", "LAO"}),
        ("Belgrade, Pristina trade insults over licence plates", "trade", {"SRB", "XKX"}),
    ],
)
def test_two_names_side_by_side_act_together(body: str, lemma: str, parties: set[str]) -> None:
    found = read(body)
    act = predicate(found, lemma)
    assert {found.actors[index].country for index in (*act.sources, *act.targets)} == parties


@pytest.mark.parametrize(
    "body",
    [
        "Peace talks with the Taliban in Doha",
        "Border clash between Tajik and Kyrgyz guards",
        "US sanctions relief for Iran",
        "French arms sales to Egypt",
        "Rebel attacks on Malian army",
        "Kenya police reforms in Nairobi",
        "Israeli air strikes on Gaza",
        "Opposition protest rally in Tbilisi",
        "Rwanda genocide suspects trial in Paris",
    ],
)
def test_a_row_of_nouns_stays_one(body: str) -> None:
    assert [act for sentence in read(body).sentences for act in sentence.predicates if act.kind == "verb"] == []


LABELS = st.sampled_from(["compound", "pobj", "prep", "conj", "npadvmod", "punct"])


@given(st.lists(st.integers(0, 30), min_size=3, max_size=12), st.data())
def test_a_reattached_clause_is_still_a_tree(numbers: list[int], data: st.DataObject) -> None:
    words = [_word(index, data.draw(st.sampled_from(["NN", "NNP", "IN", "VB"]))) for index in range(len(numbers))]
    for word, number in zip(words[1:], numbers[1:], strict=True):  # each hangs on one before it: always a tree
        word.head, word.dep = words[number % word.index], data.draw(LABELS)
        word.head.children = [*word.head.children, word]
    first = data.draw(st.integers(0, len(words) - 2))
    part = words[first : data.draw(st.integers(first + 2, len(words)))]
    reattach(part, data.draw(st.sampled_from(part)))
    assert [word for word in words if word.head is None] == [word for word in words if word.dep == "ROOT"]
    assert all(len(list(zip(word.ancestors(), words, strict=False))) < len(words) for word in words)
    assert all(word in word.head.children for word in words if word.head is not None)


def _word(index: int, tag: str) -> Word:
    kinds = (tag == "VB", tag == "NN", tag == "NNP")
    return Word(index, "w", "w", "w", tag, "ROOT", index * 2, index * 2 + 1, *kinds, True, None, NO_CHILDREN)


@pytest.mark.parametrize(
    ("body", "lemma", "sources", "targets"),
    [
        ("Tbilisi ready to reopen talks with Moscow", "reopen", "GEO", "RUS"),
        ("Bolivia due to sign lithium deal with China", "sign", "BOL", "CHN"),
        ("Mali: Togo, Benin press Algeria on rebels", "press", "TGO BEN", "DZA"),
        ("Breaking: Saudi jets bomb Sanaa", "bomb", "SAU", "YEM"),
    ],
)
def test_an_adjective_without_its_copula_and_a_label_leave_the_parties(
    body: str, lemma: str, sources: str, targets: str
) -> None:
    found = read(body)
    act = predicate(found, lemma)
    assert sources.split() == [found.actors[index].country for index in act.sources]
    assert who(found, act.targets) == targets


def test_the_colon_after_a_speaker_says() -> None:
    found = read("Macron: Serbia must free Kosovan policemen")
    act = predicate(found, "free")
    assert act.attribution is not None
    assert act.attribution.country == "FRA"
    assert who(found, act.sources) == "SRB"


@pytest.mark.parametrize("bullet", ["- ", "* ", "\u2022 ", "(2) ", "3. ", "  -  "])
def test_what_opens_an_item_of_a_list_is_no_part_of_it(bullet: str) -> None:
    found = read(f"{bullet}Burkina Faso expels French diplomats")
    assert [actor.text for actor in found.actors] == ["Burkina Faso", "French diplomats"]


def test_a_number_that_counts_opens_no_list() -> None:
    assert read("24 Chadian soldiers left Mali.").actors[0].text == "24 Chadian soldiers"


@pytest.mark.parametrize(
    ("body", "lemma", "sources", "targets"),
    [
        ("Tripoli militias attack Italian consulate", "attack", "LBY", "ITA"),
        ("Kyrgyz guards fire on Tajik herders", "fire", "KGZ", "TJK"),
        ("Dutch seize Russian yachts", "seize", "NLD", "RUS"),
        ("France, together with Britain, bombed Houthi depots.", "bomb", "FRA", "YEM"),
    ],
)
def test_no_verb_is_looked_for_among_those_who_act(body: str, lemma: str, sources: str, targets: str) -> None:
    found = read(body)
    act = predicate(found, lemma)
    assert (who(found, act.sources), who(found, act.targets)) == (sources, targets)
