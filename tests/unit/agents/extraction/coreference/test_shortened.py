"""Short names of bodies named in full before, names that many countries' bodies share, and names like places'."""

import pytest

from tests.unit.agents.extraction.reading import read


def country(body: str, text: str) -> str | None:
    """Of the last mention whose words end with this text."""
    found = [one.country for one in read(body).actors if one.text.lower().endswith(text.lower())]
    assert found, f"{text!r} is not found"
    return found[-1]


@pytest.mark.parametrize(
    ("body", "text", "expected"),
    [
        (
            "The United Nations Security Council met on Iran. Iran's minister flew home. The Council condemned Iran.",
            "Council",
            "UNO",
        ),
        (
            "Israel bombed Rafah. Hamas freed a hostage. Israel's army shot at the movement's leaders in Israel.",
            "movement's leaders",
            "PSE",
        ),
        ("NATO sent pilots to Hungary. Hungary owes the alliance three planes.", "alliance", "IGO"),
        (
            "Peruvian judges met. The African Union sent observers to Peru. Peru thanked the Union.",
            "Union",
            "IGO",
        ),
    ],
)
def test_a_short_name_is_the_body_named_before(body: str, text: str, expected: str) -> None:
    assert country(body, text) == expected


def test_a_council_with_words_of_its_own_is_another() -> None:
    body = "The Security Council met. Chad's military council arrested the minister of Chad."
    assert country(body, "military council") == "TCD"


@pytest.mark.parametrize(
    ("body", "text", "expected"),
    [
        (
            "Police in Ecuador arrested an Ecuadorean mayor. Ecuador's president resigned. "
            "The National Electoral Council has ordered an inquiry.",
            "Electoral Council",
            "ECU",
        ),
        (
            "Venezuela's opposition protested. The National Electoral Council rejected the demand. "
            "Chile and Peru condemned it; Chile recalled its envoy and Chilean students marched.",
            "Electoral Council",
            "VEN",
        ),
    ],
)
def test_a_shared_name_is_the_body_of_the_country_spoken_of(body: str, text: str, expected: str) -> None:
    assert country(body, text) == expected


@pytest.mark.parametrize(
    ("body", "text", "expected"),
    [
        ("Police in Uruguay questioned Mayor Washington Ferreira. Uruguay's parliament met.", "Ferreira", "URY"),
        ("Brazil's army searched the house of Governor Jordan Teixeira. Brazil's judges protested.", "Teixeira", "BRA"),
        (
            "The United States recalled Ambassador Edwin Kemper. Russia expelled Washington envoy Dan Fried.",
            "Fried",
            "USA",
        ),
    ],
)
def test_a_place_between_title_and_surname_is_a_given_name(body: str, text: str, expected: str) -> None:
    assert country(body, text) == expected


def test_a_surname_is_who_was_named_in_full_and_no_province() -> None:
    body = "Guinea-Bissau's army arrested President Kumba Yala on Sunday. Yala accused the army."
    assert country(body, "Yala") == "GNB"
    assert country("Soldiers from Thailand searched houses in Yala.", "Thailand") == "THA"


def test_an_office_beside_a_name_makes_it_a_persons() -> None:
    body = "Venezuela's police shot at marchers. The mayor, Alfredo Quiroga, accused the police. Quiroga wept."
    assert country(body, "Quiroga") == "VEN"
