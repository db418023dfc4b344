"""No mode and no root is left without sentences, and no committed score falls by more than a point."""

import csv
from collections import Counter

import orjson
import pytest

from agents.classification.codebook import Codebook
from agents.classification.train import read
from tests.gold.classification.score import FOLDER, SCORES, scores, wanted

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


def test_sentences_of_first_sight_are_not_trained_on() -> None:
    with (FOLDER / "first_sight.tsv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    known = {row.sentence for row in read()}
    assert rows
    assert not [row["sentence"] for row in rows if row["sentence"] in known]
    assert all(row["source"] in row["sentence"] and row["target"] in row["sentence"] for row in rows)


@pytest.fixture(scope="module")
def now() -> dict[str, dict[str, float]]:
    return scores()


@pytest.mark.parametrize("layer", ["types", "modes"])
def test_no_score_falls(layer: str, now: dict[str, dict[str, float]]) -> None:
    committed = orjson.loads(SCORES.read_bytes())
    assert now["all"][layer] >= committed["all"][layer] - SLACK
