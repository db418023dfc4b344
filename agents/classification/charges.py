"""Charges: what is an accusation as soon as somebody says it of another ('Chad says that Sudan is behind the raid')."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from agents.classification.codebook import DATA
from agents.classification.features import view
from agents.classification.lexicon import Entry, Index, Match, entry_of
from schemas import Predicate


@dataclass(frozen=True, slots=True)
class Charges:
    """Verbs of saying, and what is a charge below one.

    Attributes:
        speech: lemmas of the verbs of saying.
        wrongs: what is wrong to do.
        failings: what is wrong not to do.
    """

    speech: frozenset[str]
    wrongs: Index
    failings: Index

    @classmethod
    def load(cls, classes: Mapping[str, frozenset[str]], path: Path = DATA / "charges.yaml") -> "Charges":
        """Read the charges that ship with the project."""
        speech, wrongs, failings = _read(path)
        return cls(speech, Index(wrongs, classes), Index(failings, classes))

    def best(self, predicate: Predicate) -> Match | None:
        """The charge that a predicate is once it is said of somebody, or None."""
        index = self.failings if predicate.negated else self.wrongs
        return index.best(view(predicate)) if index.knows(predicate) else None


def load_charges(path: Path = DATA / "charges.yaml") -> list[Entry]:
    """All entries, of both kinds."""
    _, wrongs, failings = _read(path)
    return [*wrongs, *failings]


def _read(path: Path) -> tuple[frozenset[str], list[Entry], list[Entry]]:
    """The verbs of saying, the wrongs and the failings; raises LexiconError where an entry lacks something."""
    raw: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    wrongs, failings = ([entry_of(one) for one in raw[key]] for key in ("wrongs", "failings"))
    return frozenset(raw["speech"]), wrongs, failings
