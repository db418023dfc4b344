"""No mode and no root is left without sentences, and no committed score falls by more than a point."""

import csv
from collections import Counter

import orjson
import pytest

from agents.classification.codebook import Codebook
from agents.classification.train import read
from schemas import EventMention
from tests.gold.classification.score import FOLDER, SCORES, scores, wanted
from tests.support.coding import article, coder, extracted

LEAST = 5
"""Sentences for each type, each mode and each CAMEO root."""
ROOTS = [f"{root:02}" for root in range(1, 21)]
"""CAMEO's roots, 01 to 20."""
SLACK = 1.0
"""Points by which a committed overall score may fall."""


def test_every_mode_and_every_root_has_its_sentences() -> None:
    codes = Codebook.load().codes.values()
    modes = Counter((one.event_type, one.mode) for one in wanted())
    types = Counter(one.event_type for one in wanted())
    assert not [one for one in codes if one.mode and modes[one.event_type, one.mode] < LEAST]
    assert not [one for one in codes if types[one.event_type] < LEAST]


def test_every_cameo_root_is_read_in_its_sentences() -> None:
    rows = roots()
    counted = Counter(row["cameo"][:2] for row in rows)
    assert {root: counted[root] for root in ROOTS if counted[root] < LEAST} == {}
    given = [article(number, row["sentence"], (row["source"], row["target"])) for number, row in enumerate(rows)]
    read = [coder().code(one) for one in extracted(given)]
    assert [row["sentence"] for row, mentions in zip(rows, read, strict=True) if not is_read(row, mentions)] == []


def is_read(row: dict[str, str], mentions: list[EventMention]) -> bool:
    """Whether a mention has the row's code and its two sides."""
    wanted = row["cameo"], row["source"], row["target"]
    return any(wanted == (one.cameo_code, one.source.text, one.target and one.target.text) for one in mentions)


def roots() -> list[dict[str, str]]:
    """The sentences for each CAMEO root; columns cameo, source, target, sentence."""
    with (FOLDER / "roots.tsv").open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


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
