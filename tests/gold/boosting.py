"""Grows tables of signs for ``agents.classification.confidence``: gradient boosting of oblivious trees, in numpy.

Every table asks for the same signs whatever was answered before, so it is a plain look-up by a few yes or no. Each is
fitted to what those before it leave over (Friedman 2001), with Newton's step and an L2 penalty (Chen and Guestrin 2016)
in its cells. Each sees a part of the mentions and of the signs only, drawn by a seeded generator: the same in, the same
out.
"""

import numpy as np
from numpy.typing import NDArray

TABLES = 300
DEPTH = 3
"""Signs that a table asks for."""
RATE = 0.1
"""The share of its step that a table takes."""
PENALTY = 8.0
SIGNS = 0.3
MENTIONS = 0.8
"""The shares of the signs and of the mentions that a table may see."""
SEED = 1

Numbers = NDArray[np.float64]
Grown = tuple[tuple[int, ...], Numbers]
"""The columns that a table asks for, and its log-odds by the answers, read as a binary number."""


def boosted(rows: NDArray[np.bool_], right: Numbers) -> tuple[float, list[Grown]]:
    """The bias and the tables for mentions (rows) by their signs (columns), where ``right`` is 1 or 0."""
    random = np.random.default_rng(SEED)
    share = (right.sum() + 1) / (len(right) + 2)
    bias = float(np.log(share / (1 - share)))
    odds, grown = np.full(len(right), bias), list[Grown]()
    columns = np.ascontiguousarray(rows.T, dtype=np.float64)
    for _ in range(TABLES if len(columns) >= DEPTH else 0):
        chance = 1 / (1 + np.exp(-odds))
        seen = random.random(len(right)) < MENTIONS
        open_to = np.flatnonzero(random.random(len(columns)) < SIGNS)
        slope, curve = (right - chance) * seen, chance * (1 - chance) * seen
        asked, cells = _asked(columns, open_to if len(open_to) else np.arange(len(columns)), slope, curve)
        values = RATE * _sums(cells, slope) / (_sums(cells, curve) + PENALTY)
        odds = odds + values[cells]
        grown.append((asked, values))
    return bias, grown


def _asked(
    columns: Numbers, open_to: NDArray[np.intp], slope: Numbers, curve: Numbers
) -> tuple[tuple[int, ...], NDArray[np.intp]]:
    """The signs to ask for, the most telling one first, and the cell into which each mention falls."""
    cells = np.zeros(len(slope), dtype=np.intp)
    asked: list[int] = []
    for depth in range(DEPTH):
        best = int(open_to[int(np.argmax(_gains(columns[open_to], cells, 1 << depth, slope, curve).round(9)))])
        asked.append(best)
        cells = cells * 2 + (columns[best] > 0)
    return tuple(asked), cells


def _gains(columns: Numbers, cells: NDArray[np.intp], count: int, slope: Numbers, curve: Numbers) -> Numbers:
    """How much asking for each sign would tell, beyond what the cells tell already."""
    parts = np.zeros((2 * count, len(cells)))
    parts[cells, np.arange(len(cells))] = slope
    parts[count + cells, np.arange(len(cells))] = curve
    whole, with_sign = parts.sum(axis=1), columns @ parts.T
    up, up_curve = with_sign[:, :count], with_sign[:, count:]
    down, down_curve = whole[:count] - up, whole[count:] - up_curve
    gains: Numbers = (up**2 / (up_curve + PENALTY) + down**2 / (down_curve + PENALTY)).sum(axis=1)
    return gains


def _sums(cells: NDArray[np.intp], values: Numbers) -> Numbers:
    sums: Numbers = np.bincount(cells, weights=values, minlength=1 << DEPTH).astype(np.float64)
    return sums
