"""People whom only the text knows: their country is told by their office, by their name before, or by the story."""

import pytest

from tests.unit.agents.extraction.reading import read

OPENING = "Paraguay sealed its border on Monday. "


def country(body: str, name: str) -> str | None:
    """The country of the first mention with these words in it."""
    return next(actor.country for actor in read(body).actors if name in actor.text)


@pytest.mark.parametrize(
    ("body", "name"),
    [
        (OPENING + "President Evaristo Quiroz Leiva addressed soldiers in the capital.", "Quiroz"),
        (OPENING + "The judge, Nélida Bareiro, freed two farmers.", "Bareiro"),
        (OPENING + "Interior Minister Tomás Riquelme Ayala thanked the police.", "Riquelme"),
    ],
)
def test_an_office_without_a_country_gives_its_bearer_that_of_the_story(body: str, name: str) -> None:
    assert country(body, name) == "PRY"


def test_a_name_that_comes_again_keeps_its_country() -> None:
    body = OPENING + "Governor Abelino Caceres fled to Brazil. Brazil arrested Caceres on Tuesday."
    found = [actor for actor in read(body).actors if actor.text.endswith("Caceres")]
    assert [actor.country for actor in found] == ["PRY", "PRY"]


def test_a_country_that_is_only_likely_is_not_given_as_certain() -> None:
    (found,) = [
        a for a in read(OPENING + "The judge, Nélida Bareiro, freed two farmers.").actors if "Bareiro" in a.text
    ]
    assert found.confidence < 0.9


def test_who_is_described_with_a_country_is_of_that_one() -> None:
    body = OPENING + "Uruguay's ambassador, Rosalba Techera, left Asuncion."
    assert country(body, "Techera") == "URY"


@pytest.mark.parametrize(
    "body",
    [
        "Mali's minister met Sunniva Haugland, his Norwegian colleague.",
        "Mali welcomed Sunniva Haugland, a Norwegian cellist, to Bamako.",
    ],
)
def test_a_nationality_in_the_description_beside_a_name_is_the_bearer_s(body: str) -> None:
    assert country(body, "Haugland") == "NOR"


@pytest.mark.parametrize(
    "body",
    ["The rebels held the airport at Bukavu, and Kenya sent a mediator.", "The governor fled to Kalemie, Kenya said."],
)
def test_a_town_that_looks_like_a_name_is_where_and_nobody_of_elsewhere(body: str) -> None:
    towns = [one for one in read(body).actors if one.text in ("Bukavu", "Kalemie")]
    assert {one.country for one in towns} <= {"COD"}
    assert "COD" in {one.country for one in read(body).actors}


def test_a_namesake_of_a_leader_is_somebody_else_of_the_same_country() -> None:
    found = read("Brussels put Abdelrahim Dagalo, the RSF's deputy commander, on its list.")
    who = next(actor for actor in found.actors if "Abdelrahim" in actor.text)
    assert (who.name, who.country, who.sector, who.actor_id) == ("Abdelrahim Dagalo", "SDN", "REB", None)


def test_a_leader_may_be_named_by_any_of_his_first_names() -> None:
    found = read("Recep Erdogan met Vladimir V. Putin.")
    assert [actor.name for actor in found.actors] == ["Recep Tayyip Erdogan", "Vladimir Putin"]
