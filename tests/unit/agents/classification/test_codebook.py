"""The codebook: complete, consistent, and in words of its own."""

from collections import Counter

from agents.classification.codebook import QUAD_CLASS, Codebook, only_said
from agents.classification.composition import KEEP, NONE, Composition

BOOK = Codebook.load()
LEAVES = 291
"""Codes of CAMEO 1.1b3."""


def test_every_code_is_there_with_a_meaning_of_its_own() -> None:
    assert len(BOOK.codes) == LEAVES
    meanings = Counter(code.meaning for code in BOOK.codes.values())
    assert all(meanings)
    assert max(meanings.values()) == 1


def test_roots_are_coded_as_plover_types() -> None:
    assert BOOK["036"].event_type == "AGREE"
    assert BOOK["042"].mode == "visit"
    assert BOOK["0841"].quad_class == 2
    assert BOOK["163"].event_type == "SANCTION"
    assert "042" in BOOK
    assert "999" not in BOOK


def test_what_is_only_said_is_a_statement_and_no_other_code_is() -> None:
    assert all(only_said(code.cameo) == (code.event_type == "STATEMENT") for code in BOOK.codes.values())


def test_goldstein_values_stay_on_the_scale() -> None:
    assert all(-10.0 <= code.goldstein <= 10.0 for code in BOOK.codes.values())
    assert all(code.quad_class == QUAD_CLASS[code.event_type] for code in BOOK.codes.values())


def test_whatever_is_composed_is_in_the_codebook() -> None:
    composition = Composition.load()
    results = {result for table in composition.families.values() for result in table.values()}
    assert results - {KEEP, NONE} <= set(BOOK.codes)


def test_every_code_composes_under_every_family_or_to_nothing() -> None:
    composition = Composition.load()
    for family in composition.families:
        for code in BOOK.codes:
            result = composition.compose(family, code)
            assert result is None or result in BOOK


def test_operators_turn_acts_as_the_design_says() -> None:
    composition = Composition.load()
    assert composition.compose("reject", "085") == "1244"
    assert composition.compose("demand", "085") == "1054"
    assert composition.compose("agree", "085") == "0354"
    assert composition.compose("halt", "071") == "1621"
    assert composition.compose("threaten", "163") == "1312"
