"""Subjects that the parser joins to the noun before them."""

import pytest

from tests.unit.agents.extraction.reading import predicates


@pytest.mark.parametrize(
    ("body", "lemma", "sources"),
    [
        ("Ghana is proud of Togo and Benin has recalled its ambassador to Mali.", "recall", ["Benin"]),
        ("Malta signed a treaty with Libya and Tunisia was accused by Egypt of fraud.", "accuse", ["Egypt"]),
        ("Kenyan police beat the students and the opposition condemned the raid.", "condemn", ["opposition"]),
        ("Laos met envoys of Vietnam and China has not yet signed the pact with Laos.", "sign", ["China"]),
        ("Peru arrested two Chileans and deported them.", "deport", ["Peru"]),
        ("Russian troops shelled Kherson and the villages around it and left Ukraine.", "leave", ["Russian troops"]),
    ],
)
def test_a_joined_verb_without_a_joint_of_its_own_has_its_own_subject(
    body: str, lemma: str, sources: list[str]
) -> None:
    assert predicates(body)[lemma][0] == sources


def test_who_acts_next_is_not_whom_the_verb_before_concerns() -> None:
    assert predicates("Tokyo thanked Seoul and Beijing warned both.")["thank"] == (["Tokyo"], ["Seoul"])
