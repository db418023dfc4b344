"""How sure a mention is: for each kind of rule the share that was right on the gold sentences of development.

Measured on the 323 texts of ``tests/gold/sentences``: a mention is right where its type and the country
of its source are. There are too few of the model's for a share of their own; its probability is taken for what it is
worth on held-out training sentences (see ``model.json``).
"""

from typing import Final

from agents.classification.reading import Reading

BARE: Final = 0.55
"""A head alone, without conditions on its arguments."""
FITTED: Final = 0.7
"""A head whose conditions on its arguments hold."""
COMPOSED: Final = 0.7
"""An operator over an act."""


def rule_confidence(reading: Reading) -> float:
    """The prior of the kind of rule that decided, from 0 to 1."""
    if len(reading.entries) > 1:
        return COMPOSED
    return FITTED if reading.score > 1 else BARE


def model_confidence(probability: float) -> float:
    """The model's own probability, rounded so that it does not depend on the order of a sum."""
    return round(probability, 3)
