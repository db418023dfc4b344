"""Who did the same as somebody else did, in another clause or sentence."""

import pytest

from tests.unit.agents.extraction.reading import pair, read


@pytest.mark.parametrize(
    ("body", "lemma", "expected"),
    [
        ("Denmark condemned the army of Mali, and so did Norway.", "condemn", "DNK+NOR > MLI"),
        ("Kenya thanked Japan for the rice, as did Uganda.", "thank", "KEN+UGA > JPN"),
        ("Peru recalled its ambassador from Israel. Chile did the same.", "recall", "PER+CHL > ISR"),
        ("Finland expelled a Russian diplomat on Friday, and Estonia did likewise.", "expel", "FIN+EST > RUS"),
        ("Spain sent tents to Turkey, as did Malta and Cyprus.", "send", "ESP+MLT+CYP > TUR"),
        ("Brazil praised China on Monday. Argentina did so too on Tuesday.", "praise", "BRA+ARG > CHN"),
    ],
)
def test_who_did_the_same_is_a_source_too(body: str, lemma: str, expected: str) -> None:
    assert pair(body, lemma) == expected


@pytest.mark.parametrize(
    ("body", "lemma", "expected"),
    [
        ("Canada arrested Canadian activists, and so did France.", "arrest", "CAN > CAN"),
        ("Togo attacked Benin, and Benin did the same.", "attack", "TGO > BEN"),
        ("Sweden recognised Kosovo, the last of the Nordic states to do so.", "recognise", "SWE > XKX"),
        ("Iraq criticised Iran. Jordan did its work.", "criticise", "IRQ > IRN"),
    ],
)
def test_nobody_else_is(body: str, lemma: str, expected: str) -> None:
    assert pair(body, lemma) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Denmark condemned the army of Mali, and so did Norway.", "NOR > MLI"),
        ("Peru recalled its ambassador from Israel. Chile did the same.", "CHL > ISR"),
    ],
)
def test_it_is_done_to_the_same(body: str, expected: str) -> None:
    assert pair(body, "do") == expected


def test_unknown_men_are_nobodys() -> None:
    found = read("Police in Kenya arrested a Kenyan editor. Unknown men burned his house in Nairobi.")
    assert [one.country for one in found.actors if one.text.lower().endswith("unknown men")] == [None]
