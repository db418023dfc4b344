"""Boosted tables: they find what only signs together tell, and the same in gives the same out."""

import numpy as np
from numpy.typing import NDArray

from tests.gold.boosting import DEPTH, TABLES, Grown, boosted


def rows() -> NDArray[np.bool_]:
    """Eight mentions of each of the eight sets of three signs, and one that tells nothing."""
    each = np.array([[bool(n & 1), bool(n & 2), bool(n & 4), n % 3 == 0] for n in range(8)])
    return np.repeat(each, 40, axis=0)


def told(bias: float, tables: list[Grown]) -> list[float]:
    seen = rows()
    digits = 1 << np.arange(DEPTH)[::-1]
    odds = bias + sum(values[seen[:, list(asked)] @ digits] for asked, values in tables)
    return [round(float(one), 3) for one in 1 / (1 + np.exp(-odds))]


def test_what_only_two_signs_together_tell_is_found() -> None:
    seen = rows()
    either = seen[:, 0] != seen[:, 1]
    chances = np.array(told(*boosted(seen, either.astype(np.float64))))
    assert chances[either].min() > 0.8
    assert chances[~either].max() < 0.2


def test_the_same_mentions_give_the_same_tables() -> None:
    seen = rows()
    right = seen[:, 2].astype(np.float64)
    assert told(*boosted(seen, right)) == told(*boosted(seen, right))


def test_every_table_answers_all_sets_and_too_few_signs_make_none() -> None:
    right = rows()[:, 0].astype(np.float64)
    _, tables = boosted(rows(), right)
    assert len(tables) == TABLES
    assert all(len(asked) == DEPTH and len(values) == 1 << DEPTH for asked, values in tables)
    assert boosted(rows()[:, :1], right) == (0.0, [])
