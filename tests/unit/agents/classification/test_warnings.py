"""Warnings: of what one will do oneself they are threats, of what others do they are charges."""

import pytest

from tests.support.coding import coded

Told = tuple[str, str | None, str | None]


def told(text: str) -> set[Told]:
    return {(one.event_type, one.source.country, one.target.country if one.target else None) for one in coded(text)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kyiv warned that Belarus had massed troops at the border.", ("ACCUSE", "UKR", "BLR")),
        ("Poland warned of the risk of Russian sabotage.", ("ACCUSE", "POL", "RUS")),
        ("The Dutch intelligence service warned that Chinese spies had targeted a network.", ("ACCUSE", "NLD", "CHN")),
        ("Seoul warned that North Korea was preparing a nuclear test.", ("ACCUSE", "KOR", "PRK")),
    ],
)
def test_a_warning_of_what_others_do_charges_them_with_it(text: str, expected: Told) -> None:
    assert told(text) == {expected}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Iran warned the United States of consequences.", ("THREATEN", "IRN", "USA")),
        ("Oman warned that it would shoot down Yemeni drones.", ("THREATEN", "OMN", "YEM")),
        ("Japan warned China against using force.", ("THREATEN", "JPN", "CHN")),
    ],
)
def test_a_warning_to_somebody_or_of_ones_own_deeds_is_a_threat(text: str, expected: Told) -> None:
    assert expected in told(text)
