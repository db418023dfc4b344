"""Actors without a name, a nationality or a role: things that are struck, numbers that stand for people, the Koreas."""

import pytest

from tests.unit.agents.extraction.reading import pair, read


@pytest.mark.parametrize(
    ("body", "lemma", "expected"),
    [
        ("Chad's rebels burned two hamlets in Niger.", "burn", "TCD > NER"),
        ("A Russian missile hit a hospital in Odesa.", "hit", "RUS > UKR"),
        ("Hezbollah fired a rocket at an outpost in northern Israel.", "fire", "LBN > ISR"),
        ("A Russian missile killed three children in Odesa.", "kill", "RUS > UKR"),
        ("Gunmen attacked a convoy near Mogadishu.", "attack", "SOM > SOM"),
        ("Thousands rallied in Tbilisi.", "rally", "GEO > "),
        ("Syrian police arrested dozens in Homs.", "arrest", "SYR > SYR"),
        ("Gambian police arrested the signalman of Banjul.", "arrest", "GMB > GMB"),
        ("Serbian troops stormed the mill, killing nine bagpipers.", "kill", "SRB > SRB"),
        ("Seoul suspended its accord with the North.", "suspend", "KOR > PRK"),
        ("Pyongyang shelled an island of the South.", "shell", "PRK > KOR"),
    ],
)
def test_who_suffers_or_acts_without_a_name(body: str, lemma: str, expected: str) -> None:
    assert pair(body, lemma) == expected.strip()


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("Turkey and Georgia signed a treaty in a village.", "village"),
        ("France spent hundreds of millions on Niger.", "hundreds"),
        ("Poland bought a tanker from Greece.", "tanker"),
        ("Russia fired 85 drones at Odesa.", "drones"),
        ("The Kenyan army moved to the North.", "North"),
        ("Kenyan police arrested nobody.", "nobody"),
        ("Kenyan deputies killed the clause.", "clause"),
        ("Poland shot down two drones that crossed from Belarus.", "drones"),
    ],
)
def test_what_takes_no_part_is_no_actor(body: str, words: str) -> None:
    assert all(words not in actor.text for actor in read(body).actors)


def test_a_thing_of_nobody_has_no_country() -> None:
    (convoy,) = (actor for actor in read("French soldiers attacked a convoy.").actors if actor.text == "convoy")
    assert (convoy.country, convoy.sector) == (None, "MIL")


def test_a_weapon_without_a_hand_behind_it_is_the_one_that_kills() -> None:
    found = read("A roadside bomb killed two Chadian peacekeepers.")
    (bomb,) = (actor for actor in found.actors if "bomb" in actor.text)
    assert (bomb.country, bomb.sector) == (None, "UAF")
