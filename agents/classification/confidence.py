"""How sure a mention is: tables of its signs, fitted on gold (``confidence.yaml`` says how and on what).

The confidence is the probability, from 0 to 1, that pair and type of the mention are right. A text that is not as sure
as ``first`` to tell any act tells none; of any other, acts are published from ``least`` on: over-generation is a
defect, and beside an act that is sure others are likelier than in a text that may be of something else altogether.

Each table asks for a few signs at once and adds to the log-odds what the answers together say: what a sign is worth
depends on others ("the target is in another sentence" says one thing of a refusal, and another of a raid).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import exp
from pathlib import Path
from typing import Final

import numpy as np
import yaml
from numpy.typing import NDArray

from agents.classification.codebook import DATA

CONFIDENCE_FILE: Final = DATA / "confidence.yaml"


@dataclass(frozen=True, slots=True)
class Table:
    """The signs that are asked for, and the log-odds for each set of answers: none of them, the last alone, ... all.

    Answers are read as a binary number, the first sign its highest digit.
    """

    signs: tuple[str, ...]
    odds: tuple[float, ...]

    @classmethod
    def parse(cls, line: str) -> "Table":
        """A table from its line in the file: its signs, an equals sign, the log-odds."""
        signs, _, odds = line.partition(" = ")
        return cls(tuple(signs.split()), tuple(map(float, odds.split())))

    def __str__(self) -> str:
        return f"{' '.join(self.signs)} = {' '.join(f'{one:.3f}' for one in self.odds)}"


@dataclass(frozen=True, slots=True)
class Confidence:
    """Tables of equally many signs: the log-odds of a mention are the bias and what each table adds."""

    tables: tuple[Table, ...]
    bias: float
    least: float
    first: float = 0.0
    """How sure it must be that a text tells any act (``of_any``) for one to be published; under ``least``, nothing."""
    _rows: dict[str, int] = field(init=False, repr=False, compare=False)
    _asked: NDArray[np.intp] = field(init=False, repr=False, compare=False)
    _places: NDArray[np.intp] = field(init=False, repr=False, compare=False)
    _digits: NDArray[np.uint8] = field(init=False, repr=False, compare=False)
    _odds: NDArray[np.float64] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Lay the tables side by side, so that one look-up answers all of them.

        Raises:
            ValueError: the tables do not ask for equally many signs, or lack an answer.
        """
        depth = len(self.tables[0].signs) if self.tables else 0
        if any(len(one.signs) != depth or len(one.odds) != 1 << depth for one in self.tables):
            raise ValueError("every table of confidence must ask for equally many signs and answer all their sets")
        rows = {sign: row for row, sign in enumerate(sorted({sign for one in self.tables for sign in one.signs}))}
        laid = {
            "_rows": rows,
            "_asked": np.array(
                [[rows[one.signs[place]] for one in self.tables] for place in range(depth)], dtype=np.intp
            ),
            "_places": np.arange(len(self.tables), dtype=np.intp) << depth,
            "_digits": 1 << np.arange(depth, dtype=np.uint8)[::-1, None],
            "_odds": np.array([one.odds for one in self.tables], dtype=np.float64).ravel(),
        }
        for name, value in laid.items():
            object.__setattr__(self, name, value)

    @classmethod
    def load(cls, path: Path = CONFIDENCE_FILE) -> "Confidence":
        """Read the tables.

        Raises:
            KeyError: the file lacks a part; ``python -m tests.gold.calibration --write`` makes it again.
        """
        raw = yaml.safe_load(path.read_text(encoding="utf-8"))
        return cls(tuple(map(Table.parse, raw["tables"])), raw["bias"], raw["least"], raw["first"])

    def of(self, signs: Iterable[str]) -> float:
        """The probability that a mention with these signs is right; rounded, so that no order of a sum shows."""
        return self.of_each([signs])[0]

    def of_each(self, mentions: Sequence[Iterable[str]]) -> list[float]:
        """The probability of each mention by its signs; asked for together, they are told in a fraction of the time."""
        return [_probability(one) for one in self._log_odds(mentions)]

    def shares(self, signs: Iterable[str]) -> dict[str, float]:
        """For each sign that weighs, the natural log-odds that a mention with these signs would lose without it.

        Shares do not add up to the log-odds, as tables ask for several signs at once.
        """
        told = dict.fromkeys(signs)
        whole, *rest = self._log_odds([list(told), *([one for one in told if one != sign] for sign in told)])
        found = {sign: round(whole - without, 2) for sign, without in zip(told, rest, strict=True)}
        return {sign: share for sign, share in found.items() if share}

    def _log_odds(self, mentions: Sequence[Iterable[str]]) -> list[float]:
        """The natural log-odds of mentions: for each table what their signs answer it, added to the bias."""
        if not self.tables or not mentions:
            return [self.bias] * len(mentions)
        rows, width = self._rows, len(self._rows)
        # Bytes: a text has tens of thousands of answers, which as whole words would fill the processor's cache.
        seen = np.zeros((len(mentions), width), dtype=np.uint8)
        places = zip(range(0, seen.size, width), mentions, strict=True)
        seen.ravel()[[start + row for start, signs in places for row in map(rows.get, signs) if row is not None]] = 1
        answers = np.add.reduce(seen.take(self._asked, axis=1) * self._digits, axis=1, dtype=np.uint8)
        odds = np.add.reduce(self._odds.take(answers + self._places), axis=1)
        return [self.bias + one for one in odds.tolist()]


def of_any(sure: Iterable[float]) -> float:
    """The probability that a text tells an act, by the two surest of those it may tell, as if each were told alone.

    More than two say no more, by cross-validation: the many doubtful acts of a long text err together.
    """
    first = second = 0.0
    for one in sure:
        if one > first:
            first, second = one, first
        elif one > second:
            second = one
    return round(1.0 - (1.0 - first) * (1.0 - second), 3)


def _probability(odds: float) -> float:
    return round(1.0 / (1.0 + exp(-odds)), 3)
