"""What is told to somebody, and what is said of somebody: promises, refusals, demands and charges."""

import pytest

from schemas import EventMention
from tests.support.coding import coded

Told = tuple[str, str | None, str | None]


def told(mention: EventMention) -> Told:
    return mention.event_type, mention.source.country, mention.target.country if mention.target else None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Norway told Denmark that it would not lend its icebreaker.", ("REJECT", "NOR", "DNK")),
        ("Kenya has informed the United States that it will not extend the mission.", ("REJECT", "KEN", "USA")),
        ("Hungary told the European Commission it would not take in migrants.", ("REJECT", "HUN", "EUR")),
        ("Turkey told Sweden that it would ratify its accession.", ("AGREE", "TUR", "SWE")),
        ("France told Armenia that it would deliver radars.", ("AGREE", "FRA", "ARM")),
        ("China told Japan that it would respond with countermeasures.", ("THREATEN", "CHN", "JPN")),
        ("Egypt told Ethiopia that it must share data on the dam.", ("REQUEST", "EGY", "ETH")),
        ("Belgium told Rwanda that its troops should leave Congo.", ("REQUEST", "BEL", "RWA")),
        ("Italy told Tunisia to stop the boats.", ("REQUEST", "ITA", "TUN")),
    ],
)
def test_what_is_told_is_what_was_done(text: str, expected: Told) -> None:
    assert [told(mention) for mention in coded(text)][:1] == [expected]


def test_what_is_told_to_the_press_is_between_those_it_is_about() -> None:
    found = [told(mention) for mention in coded("Denmark told Swiss reporters that it had attacked Iran.")]
    assert ("ASSAULT", "DNK", "IRN") in found


@pytest.mark.parametrize(
    ("text", "source", "target"),
    [
        ("Ukraine said Russia was behind the blackout.", "UKR", "RUS"),
        ("Algeria said Morocco was responsible for the wildfires.", "DZA", "MAR"),
        ("Lithuania claims that Belarus is smuggling migrants over the border.", "LTU", "BLR"),
        ("Zelensky said Putin was lying.", "UKR", "RUS"),
        ("Donald Trump posted that Canada had cheated American farmers.", "USA", "CAN"),
        ("Poland said Belarus was not serious about the talks.", "POL", "BLR"),
        ("Peru insisted that Ecuador was harbouring smugglers and other criminals.", "PER", "ECU"),
        ("Mali wrote that Algeria had not honoured the treaty.", "MLI", "DZA"),
    ],
)
def test_what_is_said_of_another_may_be_a_charge(text: str, source: str, target: str) -> None:
    assert ("ACCUSE", source, target) in [told(mention) for mention in coded(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Poland said Belarus was serious about the talks.",
        "Poland said Belarus was not lying.",
        "Mali wrote that Algeria had honoured the treaty.",
        "Ghana said Togo was beside the sea.",
    ],
)
def test_what_is_said_well_of_another_is_no_charge(text: str) -> None:
    assert "ACCUSE" not in {mention.event_type for mention in coded(text)}
