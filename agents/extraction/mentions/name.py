"""Names as the recogniser gives them."""

from dataclasses import dataclass
from typing import Literal

Label = Literal["PERSON", "ORG", "GPE", "NORP"]
"""Labels (OntoNotes) of names that can act."""


@dataclass(frozen=True, slots=True)
class Name:
    """A recognised name at ``[start, end)`` of the body."""

    start: int
    end: int
    label: Label
