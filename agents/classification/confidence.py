"""How sure a mention is: the weights of its signs, fitted on the gold of development (``confidence.yaml`` says how).

The confidence is the probability, from 0 to 1, that pair and type of the mention are right. A mention less sure than
``least`` is not published: over-generation is a defect.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import exp
from pathlib import Path
from typing import Final

import yaml

from agents.classification.codebook import DATA

CONFIDENCE_FILE: Final = DATA / "confidence.yaml"


@dataclass(frozen=True, slots=True)
class Confidence:
    """A table of weights: the log-odds of a mention are the sum of the weights of its signs."""

    weights: Mapping[str, float]
    bias: float
    least: float

    @classmethod
    def load(cls, path: Path = CONFIDENCE_FILE) -> "Confidence":
        """Read the table.

        Raises:
            KeyError: the file lacks a part; ``python -m tests.gold.calibration --write`` makes it again.
        """
        raw = yaml.safe_load(path.read_text(encoding="utf-8"))
        return cls(raw["weights"], raw["bias"], raw["least"])

    def of(self, signs: Iterable[str]) -> float:
        """The probability that a mention with these signs is right; rounded, so that no order of a sum shows."""
        weights = self.weights
        return round(1.0 / (1.0 + exp(-self.bias - sum([weights.get(sign, 0.0) for sign in signs]))), 3)
