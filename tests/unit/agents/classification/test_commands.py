"""What somebody has his own people do he does himself; what he asks of others he asks."""

import pytest

from tests.support.coding import coded

Told = tuple[str, str | None, str | None]


def told(text: str) -> set[Told]:
    return {(one.event_type, one.source.country, one.target.country if one.target else None) for one in coded(text)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Colombian President Gustavo Petro ordered his police to stop sharing intelligence with the United States.",
         ("SANCTION", "COL", "USA")),
        ("Hungary's premier directed his minister to summon the Ukrainian ambassador.", ("ACCUSE", "HUN", "UKR")),
        ("The prime minister of Oman instructed the foreign ministry to recall the ambassador to Syria.",
         ("SANCTION", "OMN", "SYR")),
        ("Trump ordered the State Department to revoke the visas of Iranian officials.", ("COERCE", "USA", "IRN")),
        ("Macron asked his defence minister to send two frigates to Lebanon.", ("AID", "FRA", "LBN")),
    ],
)  # fmt: skip
def test_what_ones_own_people_are_told_to_do_is_ones_own_act(text: str, expected: Told) -> None:
    assert expected in told(text)
    assert "REQUEST" not in {kind for kind, _, _ in told(text)}


@pytest.mark.parametrize(
    "text",
    [
        "Germany asked the police of Poland to arrest two Russians.",
        "Moldova ordered Russia to withdraw its troops.",
        "Belgium told Rwanda that its troops should leave Congo.",
    ],
)
def test_what_others_are_told_to_do_is_asked_of_them(text: str) -> None:
    assert {kind for kind, _, _ in told(text)} == {"REQUEST"}


def test_an_order_that_is_not_given_is_no_act() -> None:
    assert "ASSAULT" not in {kind for kind, _, _ in told("Trump did not order the navy to attack Iran.")}


def test_what_a_leader_does_in_his_countrys_name_is_not_done_to_it() -> None:
    found = told("Egyptian President Abdel Fattah al-Sisi reaffirmed his country's support for Sudan's unity.")
    assert found == {("SUPPORT", "EGY", "SDN")}
