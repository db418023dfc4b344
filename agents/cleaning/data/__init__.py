"""The cleaning stage's facts and rules, read once: word lists and the rules of removal (YAML beside this file)."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent


@cache
def read(file: str) -> Any:  # noqa: ANN401 - each file has a shape of its own, which its reader knows
    """A YAML file of this folder."""
    return yaml.safe_load((FOLDER / file).read_text(encoding="utf-8"))


@cache
def words(name: str) -> frozenset[str]:
    """A list of ``words.yaml``, folded."""
    return frozenset(str(word).casefold() for word in read("words.yaml")[name])


@cache
def elements(name: str) -> frozenset[str]:
    """A list of ``elements.yaml``."""
    return frozenset(read("elements.yaml")[name])
