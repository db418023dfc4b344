"""Headlines: told by their capitals, recased, and read like sentences."""

import pytest

from agents.extraction.casing import is_headline, names_in, recase
from tests.unit.agents.extraction.reading import pair, read


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Turkey Slams Greece for Snubbing Istanbul Talks", True),
        ("TURKEY SLAMS GREECE OVER AIRSPACE", True),
        ("Turkey has criticised Greece over the use of its airspace by jets.", False),
        ("Envoys from Iran and Oman met in Istanbul on Friday.", False),
        ("Oman", False),
    ],
)
def test_headlines_are_told_by_their_capitals(line: str, *, expected: bool) -> None:
    assert is_headline(line) is expected


def test_recasing_keeps_names_and_length() -> None:
    line = "Turkey Slams Kaplan at NATO Talks"
    recased = recase(line, [(0, 6)], names_in("The minister, Omer Kaplan, left."))
    assert recased == "Turkey slams Kaplan at NATO talks"


@pytest.mark.parametrize("line", ["Turkey Slams Greece Over Airspace", "TURKEY SLAMS GREECE OVER AIRSPACE"])
def test_headlines_are_read_like_sentences(line: str) -> None:
    assert pair(line, "slam") == "TUR > GRC"
    assert read(line).sentences[0].kind == "headline"
    assert read(line).sentences[0].text == line
