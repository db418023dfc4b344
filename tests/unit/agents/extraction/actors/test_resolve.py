"""Resolving actors on a date: who held which office when, and who is a former one."""

from datetime import date

import pytest

from agents.extraction.actors import ActorIndex, Entry, Resolution, Term


def on(name: str, day: str | None) -> Resolution:
    index = ActorIndex.load()
    return index.resolve(index.find(name)[0].entry, date.fromisoformat(day) if day else None)


@pytest.mark.parametrize(
    ("day", "president"),
    [
        ("2000-06-01", "Bill Clinton"),
        ("2001-01-19", "Bill Clinton"),
        ("2001-01-20", "George W. Bush"),
        ("2010-03-04", "Barack Obama"),
        ("2017-01-20", "Donald Trump"),
        ("2021-01-20", "Joe Biden"),
        ("2025-01-20", "Donald Trump"),
    ],
)
def test_the_american_president_of_a_day(day: str, president: str) -> None:
    everyone = ["Bill Clinton", "George W. Bush", "Barack Obama", "Donald Trump", "Joe Biden"]
    holding = [name for name in everyone if on(name, day).role == "president" and not on(name, day).former]
    assert holding == [president]


@pytest.mark.parametrize(
    ("name", "day", "role", "former"),
    [
        ("Medvedev", "2010-01-01", "president", False),
        ("Medvedev", "2015-01-01", "prime minister", False),
        ("Putin", "2010-01-01", "prime minister", False),
        ("Boris Johnson", "2017-01-01", "foreign minister", False),
        ("Boris Johnson", "2023-01-01", "prime minister", True),
        ("Angela Merkel", "2024-01-01", "chancellor", True),
        ("Mark Rutte", "2020-01-01", "prime minister", False),
        ("Kaja Kallas", "2025-01-01", "EU foreign policy chief", False),
        ("Lavrov", "2022-02-24", "foreign minister", False),
        ("László Sólyom", "2009-08-21", "president", False),
        ("Kumba Yala", "2003-05-01", "president", False),
        ("Maaouya Ould Taya", "2005-09-01", "president", True),
        ("Afonso Dhlakama", "1991-02-01", "rebel leader", False),
        ("Ibrahim Gambari", "2008-03-08", "special representative", False),
        ("Lakshman Kadirgamar", "2002-01-15", "foreign minister", True),
    ],
)
def test_roles_change_with_time(name: str, day: str, role: str, former: bool) -> None:
    resolution = on(name, day)
    assert (resolution.role, resolution.former) == (role, former)


def test_who_is_out_of_office_is_of_the_elites() -> None:
    resolution = on("Barack Obama", "2020-01-01")
    assert resolution.sectors == ("ELI", "GOV")
    assert resolution.country == "USA"


def test_who_serves_an_organisation_speaks_for_it() -> None:
    assert on("Antonio Guterres", "2020-01-01").country == "UNO"
    assert on("Ursula von der Leyen", "2024-01-01").country == "EUR"
    assert on("Ursula von der Leyen", "2015-01-01").country == "DEU"


def test_who_has_no_office_yet_has_only_a_country() -> None:
    resolution = on("Emmanuel Macron", "1999-01-01")
    assert (resolution.country, resolution.sector, resolution.role, resolution.former) == ("FRA", None, None, False)


def test_without_a_day_the_newest_rows_count() -> None:
    assert on("Vladimir Putin", None).role == "president"
    assert on("Tony Blair", None).former


def test_a_country_is_its_government_and_its_people_are_civilians() -> None:
    assert on("Kremlin", None).sector == "GOV"
    assert on("Russians", None).sector == "CVL"
    assert on("Russian", None).sector is None
    assert on("NATO", None).country == "IGO"


@pytest.mark.parametrize(("day", "sector"), [("2000-06-01", "GOV"), ("2015-06-01", "REB"), ("2024-06-01", "GOV")])
def test_rebels_may_come_to_power(day: str, sector: str) -> None:
    assert on("the Taliban", day).sector == sector


def test_a_group_that_is_no_more_is_not_of_the_elites() -> None:
    resolution = on("National Transitional Council", "2020-01-01")
    assert (resolution.former, resolution.sector) == (True, "REB")


START, END = date(2010, 1, 1), date(2014, 1, 1)
HOLDER = Entry(
    "person:xxx.someone", "person", "Someone", "XXX", terms=(Term("XXX", "Mayor", "mayor", "GOV", START, END),)
)


@pytest.mark.parametrize(("day", "former"), [(START, False), (date(2013, 12, 31), False), (END, True)])
def test_the_first_day_is_in_and_the_end_is_out(day: date, former: bool) -> None:
    resolution = ActorIndex({}).resolve(HOLDER, day)
    assert resolution.role == "mayor"
    assert resolution.former is former
