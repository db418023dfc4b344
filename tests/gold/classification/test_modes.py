"""No mode and no root is left without sentences, and no committed score falls by more than a point."""

from collections import Counter

import orjson
import pytest

from agents.classification.codebook import Codebook
from tests.gold.classification.score import SCORES, scores, wanted

LEAST = 5
"""Sentences for each type and each mode."""
SLACK = 1.0
"""Points by which a committed overall score may fall."""


def test_every_mode_and_every_root_has_its_sentences() -> None:
    codes = Codebook.load().codes.values()
    modes = Counter((one.event_type, one.mode) for one in wanted())
    types = Counter(one.event_type for one in wanted())
    assert not [one for one in codes if one.mode and modes[one.event_type, one.mode] < LEAST]
    assert not [one for one in codes if types[one.event_type] < LEAST]


def test_sentences_hold_their_actors() -> None:
    assert all(one.source in one.sentence and one.target in one.sentence for one in wanted())


@pytest.fixture(scope="module")
def now() -> dict[str, dict[str, float]]:
    return scores()


@pytest.mark.parametrize("layer", ["types", "modes"])
def test_no_score_falls(layer: str, now: dict[str, dict[str, float]]) -> None:
    committed = orjson.loads(SCORES.read_bytes())
    assert now["all"][layer] >= committed["all"][layer] - SLACK
