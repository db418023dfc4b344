"""Countries and sectors that a role does not give, but its predicate, its place or its bearer's past does."""

import pytest

from tests.unit.agents.extraction.reading import predicates, read


def who(body: str, words: str) -> tuple[str | None, str | None]:
    """Country and sector of the mention with these words."""
    found = next(actor for actor in read(body).actors if words in actor.text)
    return found.country, found.sector


@pytest.mark.parametrize(
    ("body", "words", "country"),
    [
        ("A Namibian court jailed two bloggers.", "bloggers", "NAM"),
        ("In Dakar, police fired tear gas at students.", "police", "SEN"),
        ("In Dakar, police fired tear gas at students.", "students", "SEN"),
        ("Malta went to the polls on Sunday. The opposition rejected the result.", "opposition", "MLT"),
        ("Tonga asked for help. The government declared an emergency.", "government", "TON"),
        ("Policemen in Yekaterinburg beat a student.", "Policemen", "RUS"),
        ("Russian drones hit Odesa.", "Odesa", "UKR"),
        ("The Secretary-General urged Haiti to hold elections.", "Secretary-General", "UNO"),
        ("The Commission criticised Hungary.", "Commission", "EUR"),
        ("The Council urged Chad and Niger to reopen their border.", "Council", "UNO"),
        ("With China abstaining, the Council condemned the raids by Mali.", "Council", "UNO"),
        ("The Agency handed out blankets to families in Latakia.", "Agency", "UNO"),
        ("The Mission opened an office in Gao.", "Mission", "UNO"),
    ],
)
def test_a_role_without_a_country_gets_the_likeliest_of_those_spoken_of(body: str, words: str, country: str) -> None:
    assert who(body, words)[0] == country


@pytest.mark.parametrize("body", ["The Dublin City Council closed a park.", "The Cork council met the Irish premier."])
def test_a_council_that_is_not_written_as_a_name_is_of_its_town(body: str) -> None:
    assert who(body, "ouncil")[0] == "IRL"


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("Norway expelled the ambassador.", "ambassador"),
        ("Slovenia summoned the envoy and protested.", "envoy"),
        ("The soldiers herded the villagers into a barn.", "soldiers"),
        ("The soldiers herded the villagers into a barn.", "villagers"),
    ],
)
def test_where_none_is_likely_none_is_given(body: str, words: str) -> None:
    assert who(body, words)[0] is None


@pytest.mark.parametrize(
    ("body", "words", "place"),
    [
        ("The embassy in Amman visited a Swedish nurse.", "embassy", "JOR"),
        ("The ambassador in Lima has asked Sweden for help.", "ambassador", "PER"),
    ],
)
def test_who_speaks_for_a_country_abroad_is_not_of_the_place(body: str, words: str, place: str) -> None:
    assert who(body, words)[0] != place


@pytest.mark.parametrize(
    ("body", "words", "sector"),
    [
        ("Three leaders of Hamas met Egyptian officials.", "leaders", "REB"),
        ("The Hezbollah delegation met Egyptian officials.", "delegation", "REB"),
        ("Peru's president met the Egyptian delegation.", "delegation", "GOV"),
        ("Chile stopped forty Peruvian lorries.", "Peruvian", "BUS"),
        ("A Swiss carmaker sued Peru.", "Swiss", "BUS"),
        ("A Peruvian cutter rammed a Chilean boat.", "Peruvian", "MIL"),
        ("Kenya boarded a French military aircraft.", "French", "MIL"),
        ("French military aid reached Kenya.", "French", "GOV"),
        ("The French have offered Peru a loan.", "French", "GOV"),
        ("Two Frenchmen insulted a Peruvian officer.", "Frenchmen", "CVL"),
        ("The protesters met the Peruvian president.", "protesters", "CVL"),
        ("The Peruvian coast guard thanked Chile.", "coast guard", "MIL"),
    ],
)
def test_sectors_by_what_one_belongs_to_or_runs(body: str, words: str, sector: str) -> None:
    assert who(body, words)[1] == sector


def test_who_has_left_office_holds_it_in_an_account_of_the_past() -> None:
    assert who("In May 1995 Bill Clinton met Russian officials in Moscow.", "Bill Clinton") == ("USA", "GOV")
    assert who("On Monday Bill Clinton met Russian officials in Moscow.", "Bill Clinton") == ("USA", "ELI")


def test_what_somebody_of_another_age_did_is_of_the_past() -> None:
    (telephoned,) = predicates(read("Leonid Brezhnev telephoned the Polish leader four times in one night."))
    assert telephoned.status.historical
    assert who("Leonid Brezhnev telephoned the Polish leader.", "Brezhnev") == ("RUS", "GOV")
    (met,) = predicates(read("Barack Obama telephoned the Polish leader."))
    assert not met.status.historical


@pytest.mark.parametrize(
    ("body", "country"),
    [
        ("Benghazi militias attacked the Italian consulate.", "LBY"),
        ("Nakuru police arrested two Ugandan traders.", "KEN"),
        ("Lahore lawyers boycotted the courts on Monday.", "PAK"),
        ("The Odesa mayor thanked Romanian medics.", "UKR"),
        ("Residents of Mombasa marched against the governor.", "KEN"),
        ("The traders of Myawaddy asked Thai officers to reopen the bridge.", "MMR"),
    ],
)
def test_those_with_a_town_before_or_behind_them_are_of_its_country(body: str, country: str) -> None:
    assert read(body).actors[0].country == country


@pytest.mark.parametrize("body", ["Badr militiamen shot a nurse.", "The dockers of Nowhere met the mayor."])
def test_a_name_that_may_be_of_no_town_or_of_many_tells_no_country(body: str) -> None:
    assert read(body).actors[0].country is None
