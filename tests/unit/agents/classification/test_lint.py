"""The lint of the lexicon finds what it says it finds."""

from agents.classification import lint
from agents.classification.codebook import Codebook
from agents.classification.lexicon import Entry, Example

CLASSES = {"AID": frozenset({"aid"}), "IDLE": frozenset({"idle"})}


def entry(name: str, code: str, *patterns: str) -> Entry:
    return Entry(name, "A meaning.", code, None, patterns, {}, Example("Yes.", "No."))


def test_shadowed_patterns_name_both_entries() -> None:
    found = list(lint.shadowed([entry("one", "070", "give {AID}"), entry("two", "170", "give {AID}")], CLASSES))
    assert found == ["shadowed: 'give' of 'give {AID}' in two is already one"]


def test_the_same_code_shadows_nothing() -> None:
    assert not list(lint.shadowed([entry("one", "070", "give {AID}"), entry("two", "070", "give {AID}")], CLASSES))


def test_light_verbs_need_more() -> None:
    assert list(lint.too_broad([entry("one", "070", "give")], CLASSES))
    assert not list(lint.too_broad([entry("one", "070", "give {AID}", "give/up", "n:give")], CLASSES))


def test_unknown_codes_and_repeated_ids() -> None:
    assert list(lint.unknown_codes([entry("one", "999", "help")], Codebook.load()))
    assert list(lint.repeated([entry("one", "070", "help"), entry("one", "071", "fund")]))


def test_unused_classes_are_listed() -> None:
    assert list(lint.unused_classes([entry("one", "070", "give {AID}")], CLASSES)) == ["unused class: IDLE"]


def test_the_lexicon_has_no_unknown_codes_and_no_repeated_ids() -> None:
    assert not [line for line in lint.findings() if line.startswith(("unknown code", "repeated id"))]
