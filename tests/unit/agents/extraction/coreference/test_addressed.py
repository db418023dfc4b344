"""Forms of address before leaders' names, descriptions of countries and bodies, and names that countries share."""

import pytest

from schemas import ActorMention
from tests.unit.agents.extraction.reading import read


def last(body: str, text: str) -> ActorMention:
    """The last mention whose words end with this text."""
    found = [one for one in read(body).actors if one.text.lower().endswith(text.lower())]
    assert found, f"{text!r} is not found"
    return found[-1]


@pytest.mark.parametrize(
    ("body", "text", "name"),
    [
        ("Mr Putin called Mr. Netanyahu late on Sunday.", "Mr Putin", "Vladimir Putin"),
        ("Mr Putin called Mr. Netanyahu late on Sunday.", "Netanyahu", "Benjamin Netanyahu"),
        ("Dr Jaishankar flew to Muscat for talks.", "Jaishankar", "S. Jaishankar"),
        ("The delegates cheered as Comrade Xi thanked Laos.", "Xi", "Xi Jinping"),
    ],
)
def test_a_form_of_address_leaves_a_leader_who_he_is(body: str, text: str, name: str) -> None:
    found = last(body, text)
    assert (found.name, found.sector) == (name, "GOV")


@pytest.mark.parametrize(
    ("body", "text", "expected"),
    [
        ("Albania jailed four Ukrainians. The Balkan country said they were spies.", "Balkan country", "ALB"),
        ("Tuvalu asked China for a loan. The Pacific nation needs a harbour.", "Pacific nation", "TUV"),
        ("France trained police in Benin. The West African country thanked Paris.", "West African country", "BEN"),
        ("The WHO warned Uganda about Ebola. The agency sent Uganda doctors.", "agency", "UNO"),
        ("EUFOR sent patrols to Mostar. The mission said Bosnia's police had helped.", "mission", "EUR"),
        ("Human Rights Watch accused Eritrea. The group wrote to Eritrea's president.", "group", "NGO"),
    ],
)
def test_a_description_is_of_whom_it_fits(body: str, text: str, expected: str) -> None:
    assert last(body, text).country == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("The Congress of Paraguay rejected the treaty.", "PRY"),
        ("Honduras waited all night. The Congress dismissed the judges at dawn.", "HND"),
        ("Congress approved arms for Taiwan.", "USA"),
        ("Americans are divided, and the Congress too: it cut aid to Peru.", "USA"),
    ],
)
def test_the_congress_is_that_of_whoever_is_spoken_of(body: str, expected: str) -> None:
    assert last(body, "Congress").country == expected


@pytest.mark.parametrize(
    ("body", "text", "expected"),
    [
        ("A hospital in Isfara said that Kyrgyzstan's army had shot a boy.", "hospital", "TJK"),
        ("Rwanda sells tea. Dockers in Mombasa refused to load it.", "Dockers", "KEN"),
    ],
)
def test_civilians_are_of_the_town_in_which_they_are(body: str, text: str, expected: str) -> None:
    assert last(body, text).country == expected


def test_a_direction_in_a_name_is_not_the_west() -> None:
    found = read("A West African leader met the Chinese president.").actors
    assert "West" not in [one.text for one in found]


def test_who_holds_people_is_not_of_their_country() -> None:
    body = "Somalia's coast guard searched the bay. The captors of the Danish crew asked for money."
    assert last(body, "captors").country != "DNK"


def test_a_region_of_one_country_with_a_name_like_another() -> None:
    assert last("The South Tyrolean governor rebuked Vienna.", "governor").country == "ITA"


@pytest.mark.parametrize(
    ("body", "text", "expected"),
    [
        ("The Commonwealth dispatched monitors to Zambia. The monitors praised Zambia's voters.", "monitors", "IGO"),
        (
            "Rwanda deployed troops in Mozambique. Militants shot at the troops near a Mozambican gas field.",
            "troops",
            "RWA",
        ),
        ("Mozambique's minister flew home. The troops of Rwanda stayed in Mozambique.", "troops", "RWA"),
    ],
)
def test_who_is_sent_is_the_senders(body: str, text: str, expected: str) -> None:
    assert last(body, text).country == expected


def test_a_towns_name_in_another_language_is_no_clue() -> None:
    body = "A nurse in Komo hid from the raiders. Papua New Guinea's police came by helicopter."
    assert last(body, "nurse").country == "PNG"


def test_a_nuncio_is_not_of_where_he_is() -> None:
    assert last("The nuncio in Managua was expelled by Nicaragua.", "nuncio").country == "VAT"


def test_a_country_behind_a_given_name_is_a_surname() -> None:
    body = "The mine's manager, Carlos Montenegro, accused Bolivia's miners. Montenegro then left Bolivia."
    assert last(body, "Carlos Montenegro").country != "MNE"
    assert last(body, "Montenegro").country != "MNE"
    assert last("Montenegro recalled its envoy from Bolivia.", "Montenegro").country == "MNE"


def test_guards_with_a_capital_are_those_named_in_full() -> None:
    body = "Iran's Revolutionary Guards seized a ship. The Guards said an American jet had turned away."
    assert last(body, "Guards").sector == "MIL"
