"""Verbs left out the second time."""

import pytest

from tests.unit.agents.extraction.reading import predicate, read, who


@pytest.mark.parametrize(
    ("body", "lemma", "targets"),
    [
        ("Kinshasa thanked Lilongwe for its sacrifice and Pretoria for staying on.", "thank", "MWI+ZAF"),
        ("Peru blamed Chile for the delay and Bolivia for the leak.", "blame", "CHL+BOL"),
        ("Paris accused Mali of arming rebels and Niger of sheltering them.", "accuse", "MLI+NER"),
        ("Peru thanked Chile for its help and Bolivia in a letter.", "thank", "CHL"),
        ("Peru thanked Chile for its troops and tents for the poor.", "thank", "CHL"),
    ],
)
def test_whom_the_verb_that_is_left_out_concerns(body: str, lemma: str, targets: str) -> None:
    found = read(body)
    assert who(found, predicate(found, lemma).targets) == targets
