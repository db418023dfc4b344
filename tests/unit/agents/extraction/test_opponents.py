"""Whom those face who are at odds with others of their own country."""

import pytest

from tests.unit.agents.extraction.reading import pair


@pytest.mark.parametrize(
    ("body", "lemma", "expected"),
    [
        # one clause depends on the other
        ("The Bolivian premier stepped down after miners had stormed his palace.", "step", "BOL > BOL"),
        ("Peruvian dockers walked out because the port ministry had cut their pay.", "walk", "PER > PER"),
        ("Latvian nurses sang until the health minister came down to them.", "sing", "LVA > LVA"),
        ("The Gambian president dropped the levy as farmers filled the square.", "drop", "GMB > GMB"),
        # one stands beside the other, or in the sentence before
        ("Chilean students occupied the hall; police fired tear gas.", "fire", "CHL > CHL"),
        ("Togo's teachers sat down on the bridge. Togolese police cleared the road.", "clear", "TGO > TGO"),
        (
            "Ghana's finance minister doubled the tax on cocoa. Ghanaian farmers barricaded the port.",
            "barricade",
            "GHA > GHA",
        ),
    ],
)
def test_the_other_side(body: str, lemma: str, expected: str) -> None:
    assert pair(body, lemma) == expected


@pytest.mark.parametrize(
    ("body", "lemma", "expected"),
    [
        # what is compared, not what made them act
        ("Nepalese porters burned their tents, as the minister had asked.", "burn", "NPL >"),
        # who comes after a protest is not whom it was meant for
        ("Chilean students occupied the hall; police fired tear gas.", "occupy", "CHL >"),
        # neither protest nor force nor giving way
        ("Ghana's finance minister spoke. Ghanaian farmers planted trees.", "plant", "GHA >"),
        # both on one side
        ("Malian officers relented after the Malian army minister had called.", "relent", "MLI >"),
        # another country's
        ("The Greek police minister slept. Turkish students marched.", "march", "TUR >"),
    ],
)
def test_nobody_faces_them(body: str, lemma: str, expected: str) -> None:
    assert pair(body, lemma) == expected
