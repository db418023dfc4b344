"""How sure a mention is: a prior for each kind of rule, to be calibrated on gold."""

from typing import Final

from agents.classification.reading import Reading

BARE: Final = 0.7
"""A head alone, without conditions on its arguments."""
FITTED: Final = 0.85
"""A head whose conditions on its arguments hold."""
COMPOSED: Final = 0.8
"""An operator over an act."""


def rule_confidence(reading: Reading) -> float:
    """The prior of the kind of rule that decided, from 0 to 1."""
    if len(reading.entries) > 1:
        return COMPOSED
    return FITTED if reading.score > 1 else BARE


def model_confidence(probability: float) -> float:
    """The model's own probability, rounded so that it does not depend on the order of a sum."""
    return round(probability, 3)
