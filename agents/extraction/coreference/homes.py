"""Which country a role belongs to that names none: "the police", "the prime minister", "rescuers" (``homes.yaml``).

Every country spoken of close by is a candidate, and so is none at all. The signs of a candidate add up to its odds
against the others; the likeliest is taken where it is likely enough.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import exp
from operator import mul
from typing import Final, Self

import yaml

from agents.extraction.coreference.home_signs import Case, SignReader, Signs
from agents.extraction.coreference.sightings import Sightings
from agents.extraction.mentions import Mention
from agents.extraction.words import WordLists

TABLE: Final = "homes.yaml"
NATURES: Final = "natures.yaml"


@dataclass(frozen=True, slots=True)
class Home:
    """A country with the probability, 0 to 1, that it is the one."""

    country: str
    probability: float


class Known(dict[str, float]):
    """Weights by sign; a sign that has none weighs nothing."""

    def __missing__(self, _: str) -> float:
        return 0.0


@dataclass(frozen=True, slots=True)
class Weights:
    """The weights of the signs, and the least probability with which a country is given."""

    weights: Known
    least: float

    @classmethod
    @cache
    def load(cls) -> Self:
        """Read ``homes.yaml``.

        Raises:
            KeyError: the file lacks a part; ``python -m tests.gold.homes --write`` makes it again.
        """
        raw = yaml.safe_load(_text(TABLE))
        return cls(Known(raw["weights"]), raw["least"])

    def likeliest(self, candidates: Mapping[str, Signs], nobody: Signs) -> Home | None:
        """The likeliest candidate, where it is likely enough; equal ones by the alphabet."""
        if not candidates:
            return None
        weight = self.weights.__getitem__
        odds = {
            country: exp(sum(map(mul, map(weight, signs), signs.values())))
            for country, signs in sorted(candidates.items())
        }
        best = max(odds, key=odds.__getitem__)
        against = exp(sum(map(mul, map(weight, nobody), nobody.values())))
        probability = round(odds[best] / (sum(odds.values()) + against), 3)
        return Home(best, probability) if probability >= self.least else None


class Homes:
    """Weighs the candidates; holds nothing of any one article."""

    def __init__(self, weights: Weights, lists: WordLists) -> None:
        self._weights = weights
        self._lists = lists
        natures = yaml.safe_load(_text(NATURES))
        self._roles: Mapping[str, str] = natures["roles"]
        self._written: Mapping[str, str] = natures["written"]
        self._foreign: frozenset[str] = frozenset(natures["foreign"])
        self._outside: frozenset[str] = frozenset(natures["outside"])

    def of(self, ordinal: int, mention: Mention, sightings: Sightings) -> Home | None:
        """The country of a role that names none; None where it is in doubt."""
        if not mention.about.sectors and mention.about.sort != "person":
            return None
        foreign = mention.about.role in self._foreign or self._is_outside(mention)
        case = Case(ordinal, mention, self._lists, self._nature(mention), foreign=foreign)
        signs = SignReader(case, sightings)
        return self.choose(case, signs.candidates(), signs.of_nobody())

    def choose(self, case: Case, candidates: Mapping[str, Signs], nobody: Signs) -> Home | None:  # noqa: ARG002 - for those who listen
        """What the weights say of a case (``tests.gold.homes`` listens here)."""
        return self._weights.likeliest(candidates, nobody)

    def _nature(self, mention: Mention) -> str | None:
        known = self._written.get(mention.head.text)
        if known is not None and mention.head.child("compound", "amod", "nmod") is None:
            return known  # "the Council", but not "the Electoral Council"
        return self._roles.get(mention.about.role or "")

    def _is_outside(self, mention: Mention) -> bool:
        """ "Foreign troops", "multinational forces"; the foreign minister is of a country."""
        told = (child.lemma in self._outside for child in mention.head.children if child.dep == "amod")
        return mention.about.sort == "group" and any(told)


def _text(name: str) -> str:
    return files("agents.extraction.coreference").joinpath(name).read_text(encoding="utf-8")
