"""Finding role nouns and titles: longest match, number, case, and the sectors they lead to."""

import pytest

from agents.extraction.actors import RoleIndex


def found(text: str) -> list[tuple[str, str, str, bool]]:
    hits = RoleIndex.load().find(text)
    return [(text[hit.start : hit.end], hit.entry.role, hit.entry.sector, hit.plural) for hit in hits]


@pytest.mark.parametrize(
    ("text", "words", "role", "sector", "plural"),
    [
        (
            "a foreign ministry spokesperson",
            "foreign ministry spokesperson",
            "foreign ministry spokesperson",
            "GOV",
            False,
        ),
        ("Foreign Ministry spokeswoman", "Foreign Ministry spokeswoman", "foreign ministry spokesperson", "GOV", False),
        ("two peacekeepers", "peacekeepers", "peacekeeper", "MIL", True),
        ("the opposition leader", "opposition leader", "opposition leader", "OPP", False),
        ("protesters", "protesters", "protester", "CVL", True),
        ("opposition protesters", "opposition protesters", "protester", "OPP", True),
        ("Rebels", "Rebels", "rebel", "REB", True),
        ("a court", "court", "court", "JUD", False),
        ("prosecutors", "prosecutors", "prosecutor", "JUD", True),
        ("police", "police", "police", "COP", True),
        ("troops", "troops", "soldier", "MIL", True),
        ("an envoy", "envoy", "envoy", "GOV", False),
        ("lawmakers", "lawmakers", "lawmaker", "LEG", True),
        ("Secretary of State", "Secretary of State", "foreign minister", "GOV", False),
        ("secretaries of state", "secretaries of state", "foreign minister", "GOV", True),
        ("Defense Minister", "Defense Minister", "defence minister", "GOV", False),
        ("FM", "FM", "foreign minister", "GOV", False),
        ("PM", "PM", "prime minister", "GOV", False),
        ("refugees", "refugees", "refugee", "REF", True),
        ("nine ratepayers", "ratepayers", "ratepayer", "CVL", True),
        ("Steelworkers", "Steelworkers", "steelworker", "LAB", True),
        ("guerrilla fighters", "guerrilla fighters", "guerrilla fighter", "REB", True),
        ("fighter jets", "fighter jets", "fighter jet", "MIL", True),
        ("a haulage federation", "haulage federation", "haulage federation", "BUS", False),
        ("the municipality", "municipality", "municipality", "GOV", False),
        ("the Mission", "Mission", "mission", "GOV", False),
        ("DEFENCE MINISTER", "DEFENCE MINISTER", "defence minister", "GOV", False),
    ],
)
def test_a_role_leads_to_its_sector(text: str, words: str, role: str, sector: str, plural: bool) -> None:
    assert found(text) == [(words, role, sector, plural)]


@pytest.mark.parametrize("text", ["at 5 pm", "fm radio", "courtyard", "policemanly", ""])
def test_other_words_are_no_roles(text: str) -> None:
    assert found(text) == []


def test_several_in_a_row() -> None:
    assert [words for words, *_ in found("The prime minister told reporters and MPs")] == [
        "prime minister", "reporters", "MPs",
    ]  # fmt: skip
