"""The cleaning stage's facts and rules, read once: word lists and the rules of removal (YAML beside this file)."""

from functools import cache
from pathlib import Path

import yaml

FOLDER = Path(__file__).parent


@cache
def words(name: str, file: str = "words.yaml") -> frozenset[str]:
    """A list of a YAML file of this folder, folded."""
    lists: dict[str, list[str]] = yaml.safe_load((FOLDER / file).read_text(encoding="utf-8"))
    return frozenset(str(word).casefold() for word in lists[name])


def elements(name: str) -> frozenset[str]:
    """A list of ``elements.yaml``."""
    return words(name, "elements.yaml")
