"""Names as the recogniser gives them."""

from dataclasses import dataclass
from typing import Literal

Label = Literal["PERSON", "ORG", "GPE", "NORP"]
"""Labels (OntoNotes) of names that can act."""
PLACE = frozenset({"in", "at", "near", "around", "outside", "inside", "across", "within", "through", "along", "off"})
"""What follows these is a place, and the gazetteer's business."""


@dataclass(frozen=True, slots=True)
class Name:
    """A recognised name at ``[start, end)`` of the body."""

    start: int
    end: int
    label: Label
