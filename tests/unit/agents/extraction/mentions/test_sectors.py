"""Of what kind an actor is: government, army, rebels, a union, by whom it leads or speaks for."""

import pytest

from schemas import ExtractedArticle
from tests.unit.agents.extraction.reading import article, extractor, read


def sector(body: str, words: str) -> str | None:
    """The main sector of the first mention with these words in it."""
    return next(actor.sector for actor in read(body).actors if words in actor.text)


@pytest.mark.parametrize(
    ("body", "words", "expected"),
    [
        ("Colombia received a guerrilla spokesman in Bogota.", "spokesman", "REB"),
        ("Bolivia jailed the trade union's leaders.", "leaders", "LAB"),
        ("Uganda expelled the leader of the rebels.", "leader", "REB"),
        ("Nepal invited opposition representatives to talks.", "representatives", "OPP"),
        ("Colombia received the government's spokesman in Bogota.", "spokesman", "GOV"),
        ("Colombia received a ministry spokesman in Bogota.", "spokesman", "GOV"),
    ],
)
def test_who_leads_or_speaks_for_others_is_of_their_kind(body: str, words: str, expected: str) -> None:
    assert sector(body, words) == expected


@pytest.mark.parametrize(
    "body",
    [
        "Prime Minister Manasseh Sogavare received envoys from Fiji.",
        "Envoys from Fiji met the finance minister, Manasseh Sogavare.",
    ],
)
def test_whom_the_data_know_in_no_office_then_holds_the_one_that_the_text_gives(body: str) -> None:
    long_ago = article(f"{body} Later Sogavare thanked Australia.", published="1990-03-02T09:00:00Z")
    (found,) = extractor().extract([long_ago])
    assert isinstance(found, ExtractedArticle)
    assert [actor.sector for actor in found.actors if "Sogavare" in actor.text] == ["GOV", "GOV"]


@pytest.mark.parametrize(
    ("body", "words", "country"),
    [
        ("Serbia jailed ethnic Hungarians in Subotica.", "Hungarians", "SRB"),
        ("Kosovo Serbs blocked a road.", "Serbs", "XKX"),
    ],
)
def test_descent_is_no_citizenship(body: str, words: str, country: str) -> None:
    found = next(actor for actor in read(body).actors if words in actor.text)
    assert (found.country, found.sector) == (country, "CVL")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Rwandan officers crossed into Congo.", "MIL"),
        ("Rwanda arrested two officers.", "COP"),
    ],
)
def test_the_officers_of_a_country_are_its_army(body: str, expected: str) -> None:
    assert sector(body, "officers") == expected


@pytest.mark.parametrize(
    ("body", "words", "expected"),
    [
        ("Oman warned the Iranians that the strait must stay open.", "Iranians", "GOV"),
        ("Norway appealed to the Danes to reopen the bridge.", "Danes", "GOV"),
        ("Oman sheltered forty Iranians.", "Iranians", "REF"),
        ("Norway deported the Danes who had blocked the bridge.", "Danes", "CVL"),
    ],
)
def test_a_nation_with_nothing_but_its_article_is_its_government(body: str, words: str, expected: str) -> None:
    assert sector(body, words) == expected


@pytest.mark.parametrize(
    "body",
    [
        "Chile followed a Peruvian corvette to the border.",
        "Togo praised the Ghanaian contingent.",
        "Rebels overran a Chadian outpost.",
    ],
)
def test_what_belongs_to_an_army_is_military(body: str) -> None:
    assert "MIL" in {actor.sector for actor in read(body).actors}


HEADED = """Briefing by the spokesman of the Slovenian foreign ministry

Question: Did you get an answer from Zagreb?

Spokesman: We got a letter. We have rejected it.

Question: Will you publish it?

Spokesman: We will not."""


def test_a_heading_tells_for_whom_a_briefing_speaks() -> None:
    assert {actor.country for actor in read(HEADED).actors if actor.text == "We"} == {"SVN"}


def test_a_heading_with_two_countries_tells_nothing() -> None:
    body = HEADED.replace("Slovenian foreign ministry", "Slovenian and Croatian foreign ministries")
    assert {actor.country for actor in read(body).actors if actor.text == "We"} != {"SVN"}


@pytest.mark.parametrize(
    ("body", "words", "expected"),
    [
        ("Laos thanked Vietnam. Laos sent rice to its neighbour.", "neighbour", "VNM"),
        ("Senegal and Gambia reopened the ferry. Senegal praised its ally.", "ally", "GMB"),
        ("Laos replaced its envoy. Laos sent rice to its neighbour.", "neighbour", None),
    ],
)
def test_a_neighbour_or_an_ally_is_not_of_its_owner(body: str, words: str, expected: str | None) -> None:
    assert next(actor.country for actor in read(body).actors if words in actor.text) == expected


def test_who_fell_this_week_is_still_told_as_the_holder() -> None:
    body = "Protesters chased Gotabaya Rajapaksa from Colombo."
    given = {day: _read_on(body, day) for day in ("2022-07-16T09:00:00Z", "2022-09-16T09:00:00Z")}
    assert list(given.values()) == ["GOV", "ELI"]


def _read_on(body: str, published: str) -> str | None:
    (found,) = extractor().extract([article(body, published=published)])
    assert isinstance(found, ExtractedArticle)
    return next(actor.sector for actor in found.actors if "Rajapaksa" in actor.text)


@pytest.mark.parametrize(
    ("body", "stranger"),
    [
        ("Police in Lagos broke up an anti-French march.", "FRA"),
        ("Indonesia forbade anti-Chinese demonstrations on Saturday.", "CHN"),
        ("Montenegro's pro-Russian parties rejected the treaty.", "RUS"),
        ("Anti-American crowds in Karachi, Pakistan, burned tyres.", "USA"),
        ("The pro-Western premier of Georgia thanked Poland for anti-Soviet films.", "RUS"),
    ],
)
def test_for_or_against_whom_others_are_is_no_actor(body: str, stranger: str) -> None:
    assert stranger not in [one.country for one in read(body).actors]


@pytest.mark.parametrize(
    ("body", "words", "expected"),
    [
        ("The regional police chief was dismissed by the president.", "chief", "COP"),
        ("Two police directors were arrested over the theft of fuel.", "directors", "COP"),
        ("Cartel members kidnapped two journalists.", "members", "CRM"),
        ("The Maritime Workers Federation accused the ministry of neglect.", "Federation", "LAB"),
        ("The students' council rejected the offer.", "council", "EDU"),
    ],
)
def test_a_post_or_a_body_is_of_the_kind_that_the_word_beside_it_says(body: str, words: str, expected: str) -> None:
    assert sector(body, words) == expected


@pytest.mark.parametrize(
    ("body", "name", "expected"),
    [
        ("Rosa Cruz, a nurse, was abducted by gunmen in Zamboanga.", "Rosa Cruz", "MED"),
        ("A local radio director, Moussa Diallo, was arrested in Niamey.", "Moussa Diallo", "JRN"),
    ],
)
def test_a_name_beside_a_word_for_one_of_many_is_what_the_word_says(body: str, name: str, expected: str) -> None:
    assert sector(body, name) == expected


@pytest.mark.parametrize(
    ("body", "words", "expected"),
    [
        ("Hanoi offered the Burmese talks on fishing.", "Burmese", "GOV"),
        ("Norway urged the Sri Lankans and the Indians to hold talks.", "Sri Lankans", "GOV"),
        ("Police arrested the Pakistani on Monday.", "Pakistani", "CVL"),
    ],
)
def test_a_nation_that_takes_part_is_its_government(body: str, words: str, expected: str) -> None:
    assert sector(body, words) == expected


@pytest.mark.parametrize(
    ("body", "words", "country"),
    [
        ("Israeli aircraft pounded the strip overnight.", "aircraft", "ISR"),
        ("Two Russian bombers were intercepted off Finnmark.", "bombers", "RUS"),
        ("Two Sudanese MiGs bombed Kutum.", "MiGs", "SDN"),
        ("HMS Argyll escorted three tankers through the strait.", "Argyll", "GBR"),
    ],
)
def test_what_flies_and_sails_for_a_country_is_its_forces(body: str, words: str, country: str) -> None:
    found = next(actor for actor in read(body).actors if words in actor.text)
    assert (found.country, found.sector) == (country, "MIL")


@pytest.mark.parametrize(
    ("body", "words", "expected"),
    [
        ("Mexico sent back 160 Guatemalans in four buses.", "Guatemalans", "REF"),
        ("Malta took in 59 people from a dinghy.", "people", "REF"),
        ("Villagers who fled the shelling begged for water.", "Villagers", "REF"),
        ("Malta thanked the villagers.", "villagers", "CVL"),
    ],
)
def test_who_fled_or_is_sent_back_is_displaced(body: str, words: str, expected: str) -> None:
    assert sector(body, words) == expected


def test_a_name_that_only_places_somebody_is_part_of_the_mention() -> None:
    actors = read("The editor of Al-Sabil was jailed for insulting the king.").actors
    assert [actor.text for actor in actors] == ["editor of Al-Sabil", "king"]
