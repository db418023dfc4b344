"""Short lists of words that the coder asks for outside the lexicon, from ``data/words.yaml``."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from agents.classification.codebook import DATA


@dataclass(frozen=True, slots=True)
class Words:
    """The lists; each is said in the file to be what it is."""

    meetings: frozenset[str]
    sending: frozenset[str]
    consisting: frozenset[str]
    empty: frozenset[str]
    posted: frozenset[str]
    visiting: frozenset[str]
    travelling: frozenset[str]
    hosts: frozenset[str]
    guests: frozenset[str]
    hosting: frozenset[str]
    voting: frozenset[str]
    resolutions: frozenset[str]
    prepositional: frozenset[str]
    addressing: frozenset[str]
    speech: frozenset[str]
    light: frozenset[str]
    homelands: frozenset[str]
    warning: frozenset[str]
    enduring: frozenset[str]

    @classmethod
    def load(cls, path: Path = DATA / "words.yaml") -> "Words":
        """Read the lists.

        Raises:
            TypeError: a list is missing, or there is one that nobody asks for.
        """
        raw: dict[str, list[str]] = yaml.safe_load(path.read_text(encoding="utf-8"))
        return cls(**{name: frozenset(words) for name, words in raw.items()})


@cache
def shipped() -> Words:
    """The lists that ship with the project."""
    return Words.load()
