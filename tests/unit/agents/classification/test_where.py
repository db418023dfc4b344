"""The place of an act that names none: the country of the side that the act points at, and silence elsewhere."""

import pytest

from agents.classification.codebook import Codebook
from agents.classification.where import load_places
from tests.support.coding import coded


def place(text: str) -> tuple[str | None, str] | None:
    """Country and basis of the place of the first mention."""
    found = coded(text)[0].location
    return (found.country, found.basis) if found is not None else None


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("Kenya arrested two Turkish engineers.", "KEN"),
        ("Chad expelled two French diplomats.", "TCD"),
        ("Peru hosted the Chilean president.", "PER"),
        ("Chad summoned the French ambassador.", "TCD"),
        ("Polish troops shot down a Russian drone.", "POL"),
        ("Russian missiles struck a Ukrainian power station.", "UKR"),
        ("Rebels from Mali attacked French soldiers.", "MLI"),
        ("Peruvian police beat Peruvian miners.", "PER"),
        ("Chad handed the French ambassador a note of protest.", "TCD"),
        ("Peruvian miners urged Peruvian judges to resign.", "PER"),
        ("Libya's coast guard handed Egyptian fishermen back to Cairo.", "LBY"),
        ("Colombia extradited a Chilean banker to Chile.", "COL"),
        ("Peru refused to let the Chilean minister enter.", "PER"),
        ("Kenya's foreign minister accused Uganda of spying.", "KEN"),
        ("The Peruvian opposition denounced Chile.", "PER"),
        ("The Norwegian parliament ratified a treaty with Iceland.", "NOR"),
        ("Chad ratified a treaty with France.", "TCD"),
        ("Zambian ministers thanked Angola for hosting the talks.", "AGO"),
        ("The Kenyan president thanked his Ugandan hosts.", "UGA"),
        ("The Kenyan president praised his Ugandan guest.", "KEN"),
        ("A Swiss mediator met Colombian rebels.", "COL"),
        ("Somali gunmen kidnapped a German engineer.", "SOM"),
        ("The Security Council imposed an arms embargo on South Sudan.", "USA"),
        ("Russia vetoed a resolution drafted by Britain.", "USA"),
        ("The International Criminal Court accused a Sudanese general of murder.", "NLD"),
        ("French commandos captured Somali pirates.", "SOM"),
        ("Kenyan farmers met the Kenyan president.", "KEN"),
    ],
)
def test_an_act_says_on_whose_ground_it_was_done(text: str, country: str) -> None:
    assert place(text) == (country, "actor")


@pytest.mark.parametrize(
    "text",
    [
        "Chad phoned France.",
        "Chad criticised France.",
        "Chad imposed sanctions on France.",
        "Italy called on Chad to hold talks.",
        "Chad and France fought a war.",
        "Nairobi accused Uganda of spying.",
        "Kenyan negotiators accused Uganda of stalling.",
        "Kenya's foreign minister thanked the Ugandan president.",
        "Kenyan rebels met the Kenyan president.",
    ],
)
def test_an_act_that_could_be_anywhere_has_no_place(text: str) -> None:
    assert place(text) is None


def test_what_the_text_states_comes_first() -> None:
    assert place("Kenya arrested two Turkish engineers in Kampala.") == ("UGA", "stated")


def test_a_foreigner_seized_by_nobodys_men_is_not_at_home() -> None:
    assert place("Gunmen kidnapped two Turkish engineers.") is None


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("The Kenyan president met the Chadian president in Doha. He apologised to Chad.", "QAT"),
        ("Kenyan and Chadian ministers met in Doha on Monday. Kenya and Chad signed a treaty.", "QAT"),
        ("The summit in Doha lasted two days, and Paris sent nobody. Kenya and Chad signed a treaty.", "QAT"),
    ],
)
def test_what_is_said_at_a_meeting_is_said_where_it_is(text: str, country: str) -> None:
    location = coded(text)[-1].location
    assert location is not None
    assert (location.country, location.basis) == (country, "stated")


@pytest.mark.parametrize(
    "text",
    [
        "Kenyan and Chadian ministers met in Doha on Monday. Italy thanked Chad.",
        "Kenyan and Chadian ministers met in Doha on Monday. Kenya imposed sanctions on Chad.",
        "Kenyan and Chadian ministers never met in Doha. Kenya thanked Chad.",
        "Kenyan soldiers opened fire on Chadian soldiers near Goma. Chad blamed Kenya.",
    ],
)
def test_a_meeting_is_no_place_for_others_or_for_what_is_done_elsewhere(text: str) -> None:
    assert coded(text)[-1].location is None


def test_every_row_is_of_the_codebook() -> None:
    codes = Codebook.load().codes
    for prefix, rules in load_places().items():
        assert any(code.startswith(prefix) for code in codes), prefix
        assert all(rule.side in ("source", "target", "shared", "speaker") for rule in rules)
        assert all(rule.lemmas for rule in rules[:-1]), prefix
