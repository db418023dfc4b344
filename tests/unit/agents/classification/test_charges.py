"""What is told to somebody, and what is said of somebody: promises, refusals, demands and charges."""

import pytest

from agents.classification.composition import Composition
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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Polish president said Berlin needs to send more tanks.", ("REQUEST", "POL", "DEU")),
        ("Kenya's president said that Uganda has to withdraw its troops.", ("REQUEST", "KEN", "UGA")),
        ("Mexico persuaded Cuba to release the sailors.", ("REQUEST", "MEX", "CUB")),
        ("Japan is expected to sign a defence pact with Australia.", ("SUPPORT", "JPN", "AUS")),
        ("The Irish premier is set to arrive in Warsaw on Friday.", ("CONSULT", "IRL", "POL")),
        ("Marco Rubio failed to meet the Mexican president.", ("CONSULT", "USA", "MEX")),
    ],
)
def test_what_somebody_has_to_do_is_asked_of_him_and_what_is_due_is_his_own(text: str, expected: Told) -> None:
    assert [told(mention) for mention in coded(text)][:1] == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sudan rejected the low-level team sent by Ethiopia.", ("REJECT", "SDN", "ETH")),
        ("Colombia refused the envoys whom Venezuela had sent.", ("REJECT", "COL", "VEN")),
        ("Armenia turned down the mediators proposed by Russia.", ("REJECT", "ARM", "RUS")),
        ("Jordan met a delegation led by the Syrian foreign minister.", ("CONSULT", "JOR", "SYR")),
    ],
)
def test_whom_somebody_sent_stands_for_who_sent_him(text: str, expected: Told) -> None:
    assert expected in [told(mention) for mention in coded(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Serbia called the Kosovan proposal unacceptable.", ("REJECT", "SRB", "XKX")),
        ("Tehran dismissed the American accusation as a fairy tale.", ("REJECT", "IRN", "USA")),
        ("Turkey described Israel's offensive as genocide.", ("ACCUSE", "TUR", "ISR")),
        ("Viktor Orban called the deal with Turkey a triumph.", ("SUPPORT", "HUN", "TUR")),
        ("Iran's president has invited the Saudi king to Tehran.", ("CONSULT", "IRN", "SAU")),
        ("Uruguay invited Argentina to join the port project.", ("REQUEST", "URY", "ARG")),
        ("Argentina reopened its embassy in Tripoli.", ("SUPPORT", "ARG", "LBY")),
        ("Japan gave the Philippines two patrol ships.", ("AID", "JPN", "PHL")),
        ("Mexico turned back a plane carrying American deportees.", ("REJECT", "MEX", "USA")),
        ("Tunisia put forty Malians on a plane to Bamako.", ("COERCE", "TUN", "MLI")),
        ("Estonia passed the names of the suspects to Finland.", ("COOPERATE", "EST", "FIN")),
        ("Vietnam took delivery of six cutters from Japan.", ("AID", "JPN", "VNM")),
        ("India matched the American tariffs.", ("COERCE", "IND", "USA")),
        ("Russia forbade the import of Moldovan wine.", ("COERCE", "RUS", "MDA")),
        ("Norway lifted a ban on imports of Ghanaian cocoa.", ("RETREAT", "NOR", "GHA")),
        ("Emmanuel Macron rang Vladimir Putin on Sunday.", ("CONSULT", "FRA", "RUS")),
        ("Kenya walked out on the Ethiopian delegation.", ("REJECT", "KEN", "ETH")),
        (
            "The International Criminal Court's prosecutor sought a warrant for the Libyan general.",
            ("ACCUSE", "IGO", "LBY"),
        ),
        ("The foreign ministry in Hanoi protested in a letter to China.", ("ACCUSE", "VNM", "CHN")),
        ("Palau ditched Taiwan for China.", ("SANCTION", "PLW", "TWN")),
        ("Spain pulled its diplomats out of Niger.", ("SANCTION", "ESP", "NER")),
        ("French officers help Ghanaian detectives look for the gold.", ("COOPERATE", "FRA", "GHA")),
        ("Cuban police dragged an American editor from his flat.", ("COERCE", "CUB", "USA")),
        ("The king of Spain gave a dinner for the president of Peru.", ("CONSULT", "ESP", "PER")),
    ],
)
def test_light_words_mean_what_their_objects_say(text: str, expected: Told) -> None:
    assert expected in [told(mention) for mention in coded(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sudan sent its foreign minister to Cairo.", ("CONSULT", "SDN", "EGY")),
        ("The Irish premier was heading towards Warsaw.", ("CONSULT", "IRL", "POL")),
        ("The president of Serbia repeated his request for a meeting with Kosovo.", ("REQUEST", "SRB", "XKX")),
        ("Sudan rejected the team comprising clerks sent by Ethiopia.", ("REJECT", "SDN", "ETH")),
        ("Macron phoned, and Lavrov dismissed him as naive for trying to persuade China.", ("ACCUSE", "RUS", "FRA")),
    ],
)
def test_words_around_a_verb_of_motion_or_refusal(text: str, expected: Told) -> None:
    assert expected in [told(mention) for mention in coded(text)]


def test_what_is_said_to_the_press_is_no_statement_between_two() -> None:
    assert "STATEMENT" not in {
        mention.event_type for mention in coded("Norway told Danish reporters that it was cold.")
    }


def test_what_is_expected_lies_ahead() -> None:
    assert coded("The Irish premier is expected to visit Warsaw.")[0].status.future


def test_a_joint_work_on_a_stated_day_is_itself_and_aid_a_promise() -> None:
    table = Composition.load()
    assert (table.compose("will", "062"), table.compose("will", "072")) == ("062", "0332")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The minister of Chad told Kenya that Mali had armed the rebels.", ("ACCUSE", "TCD", "MLI")),
        ("Chad told Mali that it was sheltering terrorists.", ("ACCUSE", "TCD", "MLI")),
        ("Minister Khawaja Asif told parliament that Kabul was sheltering militants.", ("ACCUSE", "PAK", "AFG")),
        ("Chad complained to the United Nations that Mali was sheltering terrorists.", ("ACCUSE", "TCD", "MLI")),
    ],
)
def test_a_charge_is_against_whom_it_speaks_of_not_against_who_hears_it(text: str, expected: Told) -> None:
    found = [told(mention) for mention in coded(text)]
    assert {mention for mention in found if mention[0] == "ACCUSE"} == {expected}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Maria Zakharova said the West was encouraging Pristina's provocations.", ("ACCUSE", "RUS", "IGO")),
        ("Chad's decision irked Mali.", ("ACCUSE", "MLI", "TCD")),
        ("Cairo has deployed troops to Somalia, angering Ethiopia.", ("ACCUSE", "ETH", "EGY")),
        ("France threatened to restore U.N. sanctions on Iran by August.", ("THREATEN", "FRA", "IRN")),
    ],
)
def test_who_is_moved_judges_and_who_is_moved_against_is_meant(text: str, expected: Told) -> None:
    assert expected in [told(mention) for mention in coded(text)]
