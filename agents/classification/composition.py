"""Composition: what becomes of an act's code under an operator, by the longest prefix that the table knows."""

from collections.abc import Mapping
from pathlib import Path

import yaml

from agents.classification.codebook import DATA

KEEP = "keep"
"""In the table: the act keeps its own code."""
NONE = "none"
"""In the table: nothing comes of it."""

LIKE = "like"
"""In the table: the family whose rows hold where a family has none of its own."""


class Composition:
    """The table of operator families."""

    def __init__(self, families: Mapping[str, Mapping[str, str]]) -> None:
        self.families = families

    @classmethod
    def load(cls, path: Path = DATA / "composition.yaml") -> "Composition":
        """Read the table; a family that is ``like`` another has all of that one's rows and changes some."""
        raw: dict[str, dict[str, str]] = yaml.safe_load(path.read_text(encoding="utf-8"))["families"]
        return cls({name: {**raw.get(rows.pop(LIKE, ""), {}), **rows} for name, rows in raw.items()})

    def compose(self, family: str, code: str) -> str | None:
        """The code of ``family`` over an act coded ``code``; None where nothing comes of it."""
        table = self.families[family]
        for length in range(len(code), 0, -1):
            result = table.get(code[:length])
            if result is not None:
                return {KEEP: code, NONE: None}.get(result, result)
        return self.bare(family)

    def bare(self, family: str) -> str | None:
        """The code of an operator over something that the lexicon does not know."""
        result = self.families[family].get("bare")
        return None if result in (None, NONE) else result
