"""Subjects that the parser joins to the noun before them."""

import pytest

from tests.unit.agents.extraction.reading import predicate, read, who


@pytest.mark.parametrize(
    ("body", "lemma", "sources"),
    [
        ("Ghana is proud of Togo and Benin has recalled its ambassador to Mali.", "recall", "BEN"),
        ("Malta signed a treaty with Libya and Tunisia was accused by Egypt of fraud.", "accuse", "EGY"),
        ("Kenyan police beat the students and Uganda condemned the raid.", "condemn", "UGA"),
        ("Laos met envoys of Vietnam and China has not yet signed the pact with Laos.", "sign", "CHN"),
        ("Peru arrested two Chileans and deported them.", "deport", "PER"),
        ("Russian troops shelled Kherson and the villages around it and left Ukraine.", "leave", "RUS"),
    ],
)
def test_a_joined_verb_without_a_joint_of_its_own_has_its_own_subject(body: str, lemma: str, sources: str) -> None:
    found = read(body)
    assert who(found, predicate(found, lemma).sources) == sources


def test_who_acts_next_is_not_whom_the_verb_before_concerns() -> None:
    found = read("Tokyo thanked Seoul and Beijing warned both.")
    thanks = predicate(found, "thank")
    assert (who(found, thanks.sources), who(found, thanks.targets)) == ("JPN", "KOR")


@pytest.mark.parametrize(
    ("body", "lemma", "sources"),
    [
        ("Chile recalled its envoy two hours after a swarm of drones slammed into a Bolivian port.", "slam", ""),
        ("Oman on Monday sent ships, days after a volley of rockets hit a Yemeni base.", "hit", ""),
        ("Peru shut the road a week after Bolivian rebels seized the town.", "seize", "BOL"),
    ],
)
def test_what_happened_a_while_before_has_its_own_subject(body: str, lemma: str, sources: str) -> None:
    found = read(body)
    assert who(found, predicate(found, lemma).sources) == sources


def test_an_office_and_the_name_behind_it_are_one_subject() -> None:
    found = read("Sudan's army chief Abdel Fattah al-Burhan on Sunday rejected a truce proposed by Egypt.")
    assert len(predicate(found, "reject").sources) == 1


@pytest.mark.parametrize(
    ("body", "lemma", "sources"),
    [
        ("Niger accused Togo of having sold the ship to Gabon for a song and called on Ghana to act.", "call", "NER"),
        ("Niger accused Togo of arming rebels and expelled two Togolese envoys.", "expel", "NER"),
        ("Niger thanked Togo for sending rescuers and offered Gabon fuel.", "offer", "NER"),
        # what is no more finite than the gerund before it stays with it
        ("Niger accused Togo of arming rebels and training their chiefs.", "train", "TGO"),
    ],
)
def test_what_is_finite_is_joined_to_what_is_finite(body: str, lemma: str, sources: str) -> None:
    found = read(body)
    assert who(found, predicate(found, lemma).sources) == sources


@pytest.mark.parametrize(
    ("body", "lemma", "sources"),
    [
        ("Cook Islands Prime Minister Mark Brown criticised New Zealand.", "criticise", "COK"),
        ("Marshall Islands President Hilda Heine thanked Taiwan.", "thank", "MHL"),
    ],
)
def test_a_name_in_the_plural_before_an_office_is_a_part_of_it(body: str, lemma: str, sources: str) -> None:
    assert [who(found, [one]) for found in [read(body)] for one in predicate(found, lemma).sources] == [sources]


@pytest.mark.parametrize(
    ("body", "lemma", "pair"),
    [
        ("Mali declared five French embassy staff persona non grata in turn.", "declare", "MLI > FRA"),
        ("The Kenyan envoy was declared persona non grata by Chad.", "declare", "TCD > KEN"),
        ("Mali quit the regional bloc ECOWAS in January.", "quit", "MLI > IGO"),
    ],
)
def test_foreign_words_and_names_in_capitals_are_no_verbs(body: str, lemma: str, pair: str) -> None:
    found = read(body)
    one = predicate(found, lemma)
    assert f"{who(found, one.sources)} > {who(found, one.targets)}" == pair
