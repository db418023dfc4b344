"""The pattern language of the lexicon."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.classification.features import View, fit, words
from agents.classification.patterns import Condition, PatternError, bare, parse, spellings

CLASSES = {"TROOPS": frozenset({"troop", "special force"}), "ACTOR": frozenset({"@actor"})}


def test_a_particle_holds_for_the_heads_before_it() -> None:
    heads = set(parse("pull|draw/out|fall/back|leave", CLASSES).heads)
    assert heads == {("pull", "out"), ("draw", "out"), ("fall", "back"), ("leave", None)}


def test_a_head_may_be_a_class_of_verbs() -> None:
    classes = {**CLASSES, "VOICE": frozenset({"express", "voice"})}
    assert set(parse("VOICE|make/up", classes).heads) == {("express", "up"), ("voice", "up"), ("make", "up")}


def test_conditions_name_slots_classes_and_words() -> None:
    pattern = parse("withdraw {TROOPS|convoy} from{^ACTOR} !{talk}", CLASSES)
    assert pattern.conditions == (
        Condition(("object",), frozenset({"troop", "special force", "convoy"})),
        Condition(("from",), frozenset({"@actor"}), strict=True),
        Condition(("object",), frozenset({"talk"}), forbidden=True),
    )


def test_nominals_are_marked() -> None:
    assert parse("n:withdrawal by|of", CLASSES).nominal
    assert parse("n:withdrawal by|of", CLASSES).conditions[0].slots == ("by", "of")


@pytest.mark.parametrize("line", ["withdraw {NOTHERE}", "withdraw from(Syria)"])
def test_what_cannot_be_read_is_refused_with_the_line(line: str) -> None:
    with pytest.raises(PatternError, match="withdraw"):
        parse(line, CLASSES)


def test_both_spellings_are_understood() -> None:
    assert {"mobilize", "mobilise"} <= spellings("mobilize")
    assert {"defense", "defence"} <= spellings("defence")


def test_phrases_lose_their_function_words() -> None:
    assert bare("state of emergency") == "state emergency"
    assert bare("on") == "on"


@given(st.lists(st.sampled_from(["pull", "draw", "fall", "leave"]), min_size=1, max_size=4, unique=True))
def test_heads_without_particles_come_out_as_they_went_in(heads: list[str]) -> None:
    assert {head for head, particle in parse("|".join(heads), CLASSES).heads if particle is None} == set(heads)


def test_a_head_fits_better_than_a_word_inside_and_that_better_than_a_slot() -> None:
    seen = View("withdraw")
    seen.put("object", words("troop", ("foreign", "troop")))
    assert fit(Condition(("object",), frozenset({"troop"})), seen) == 3
    assert fit(Condition(("object",), frozenset({"foreign"})), seen) == 2
    assert fit(Condition(("object",), frozenset({"foreign troop"})), seen) == 3
    assert fit(Condition(("object",), frozenset()), seen) == 1
    assert fit(Condition(("from",), frozenset()), seen) == 0
    assert fit(Condition(("object",), frozenset({"foreign"}), strict=True), seen) == 0
