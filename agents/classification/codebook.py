"""The codebook: what every CAMEO code means and its PLOVER type, mode, contexts and Goldstein value.

``data/codebook.csv`` holds the facts, after CAMEO 1.1b3 and the Open Event Data Alliance's PLOVER conversion table of
2021; the wording is ours. Quad classes follow from the type.
"""

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Final, cast

from schemas import EventType

CODEBOOK_VERSION: Final = "1.0.0"
"""Version of codebook, lexicon and model together; newer mentions of one id replace older ones."""

DATA: Final = Path(__file__).parent / "data"

SAYING: Final = "01"
"""The root of the codes of what is said and no more (CAMEO)."""
QUAD_CLASS: Final[dict[str, int]] = {
    "AGREE": 1, "CONSULT": 1, "SUPPORT": 1,
    "COOPERATE": 2, "AID": 2, "CONCEDE": 2, "RETREAT": 2,
    "REQUEST": 3, "ACCUSE": 3, "REJECT": 3, "THREATEN": 3,
    "PROTEST": 4, "SANCTION": 4, "MOBILIZE": 4, "COERCE": 4, "ASSAULT": 4,
    "STATEMENT": 0,
}  # fmt: skip
"""Quad class of a type: 1 verbal and 2 material cooperation, 3 verbal and 4 material conflict, 0 a statement."""


@dataclass(frozen=True, slots=True)
class Code:
    """One row of the codebook; ``goldstein`` runs from -10 (conflict) to 10 (cooperation)."""

    cameo: str
    event_type: EventType
    mode: str | None
    contexts: tuple[str, ...]
    goldstein: float
    quad_class: int
    meaning: str


def only_said(cameo: str) -> bool:
    """Whether a code is of what is said and no more, that is of the type STATEMENT."""
    return cameo.startswith(SAYING)


class Codebook:
    """All codes by their CAMEO number."""

    def __init__(self, codes: dict[str, Code]) -> None:
        self.codes = codes

    @classmethod
    def load(cls, path: Path = DATA / "codebook.csv") -> "Codebook":
        """Read the codebook; raises KeyError where a row names an unknown type."""
        with path.open(encoding="utf-8", newline="") as rows:
            return cls({row["cameo"]: _code(row) for row in csv.DictReader(rows)})

    def __getitem__(self, cameo: str) -> Code:
        return self.codes[cameo]

    def __contains__(self, cameo: str) -> bool:
        return cameo in self.codes


def _code(row: dict[str, str]) -> Code:
    """One row as a code."""
    return Code(
        cameo=row["cameo"],
        event_type=cast("EventType", row["plover_type"]),
        mode=row["mode"] or None,
        contexts=tuple(filter(None, row["contexts"].split(";"))),
        goldstein=float(row["goldstein"]),
        quad_class=QUAD_CLASS[row["plover_type"]],
        meaning=row["meaning"],
    )
