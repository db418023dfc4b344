"""Where an act happened when the text names no place: what the act itself makes certain of one of its sides.

An attack happens where its target is, an arrest and an expulsion in the country that makes it, a visit in the
country that is visited. ``data/places.csv`` says so by CAMEO code (the longest prefix of a code counts): ``source`` and
``target`` name the side whose country it is, ``shared`` asks that both sides be of one country. With ``lemmas`` ("shoot
down", with its particle) a row holds only for these predicates; of the rows of one code the first that holds counts.

What members of one country do to each other is done in it, whatever it is, and what is done to an envoy, or by one,
is done where he is posted. Before all these, what is said or agreed between those who meet is said where they meet
(``scenes``).
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, Literal, cast

import pycountry

from agents.classification.codebook import DATA
from agents.classification.deciding import Coded
from agents.classification.scenes import Scenes
from schemas import ActorMention, Location, Predicate

Side = Literal["source", "target", "shared"]

PLACES_FILE: Final = DATA / "places.csv"
FIGHTERS: Final = frozenset({"REB", "UAF", "PRM", "CRM", "OPP"})
"""Sectors that fight where they are: soldiers whom they attack are in their country, whatever flag those carry."""
SEATED: Final = frozenset({"GOV", "LEG", "JUD", "PTY"})
"""Sectors that sit in their own country; of others that are attacked abroad the nationality tells no place."""
ABROAD: Final = frozenset({"BUS", "MED", "JRN", "REL", "EDU", "LAB", "SOC", "REF", "CVL", "AGR", "ELI", "SPY"})
"""Sectors whose members travel: a Turkish engineer is not seized in Turkey by somebody of another country."""
POSTED: Final = ("ambassador", "charge d'affaires", "embassy", "high commissioner", "consul", "consulate", "attache")
"""Roles, as the role data have them, of those who stay in the country that they deal with."""
MEETINGS: Final = "04"
ABDUCTION: Final = "181"
KOSOVO: Final = "XKX"


@dataclass(frozen=True, slots=True)
class Rule:
    """A row of the table."""

    side: Side
    lemmas: frozenset[str]

    def holds(self, predicate: Predicate) -> bool:
        """Whether the row speaks of acts with this predicate."""
        whole = f"{predicate.lemma} {predicate.particle or predicate.noun or ''}".rstrip()
        return not self.lemmas or predicate.lemma in self.lemmas or whole in self.lemmas


@cache
def load_places(path: Path = PLACES_FILE) -> Mapping[str, tuple[Rule, ...]]:
    """The table by CAMEO code.

    Raises:
        FileNotFoundError: the table is missing.
    """
    found: dict[str, tuple[Rule, ...]] = {}
    with path.open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            rule = Rule(cast("Side", row["place"]), frozenset(filter(None, row["lemmas"].split(";"))))
            found[row["cameo"]] = (*found.get(row["cameo"], ()), rule)
    return found


def where(coded: Coded, scenes: Scenes) -> Location | None:
    """The stated place of an act; else that of its meeting, its envoy, or the side that its code points at."""
    given = coded.predicate.location
    if given is not None and given.basis != "actor":
        return given
    scene = scenes.of(coded)
    if scene is not None:
        return scene
    post = _post(coded.source, coded.target)
    if post is not None:
        return _at(post)
    rule = next((rule for rule in _rules(coded.code.cameo) if rule.holds(coded.predicate)), None)
    if rule is None and coded.code.cameo.startswith(MEETINGS):
        return given  # compatriots meet abroad too
    return _at(_country(rule.side if rule is not None else "shared", coded)) or given


def _post(source: ActorMention, target: ActorMention | None) -> str | None:
    """The country in which one of the two stands for the other's."""
    if target is None or source.country is None or source.country == target.country:
        return None
    if _is_posted(target) and source.sector in SEATED:
        return source.country
    return target.country if _is_posted(source) and target.sector in SEATED else None


def _is_posted(mention: ActorMention) -> bool:
    return mention.country is not None and (mention.role or "").endswith(POSTED)


@cache
def _rules(cameo: str) -> tuple[Rule, ...]:
    table = load_places()
    return next((table[cameo[:end]] for end in range(len(cameo), 1, -1) if cameo[:end] in table), ())


def _country(side: Side, coded: Coded) -> str | None:
    source, target = coded.source, coded.target
    if side == "source" or (target is not None and source.country == target.country):
        return source.country
    if side == "target" and target is not None and not coded.reciprocal:
        return _of_target(source, target, coded.code.cameo)
    return None


def _of_target(source: ActorMention, target: ActorMention, cameo: str) -> str | None:
    """The target's country, unless the target may be anywhere."""
    if source.sector in FIGHTERS and target.sector not in SEATED:
        taken = cameo.startswith(ABDUCTION) and target.sector in ABROAD
        return source.country if target.sector == "MIL" or taken else None
    return None if target.sector in ABROAD and source.country is None else target.country


@cache
def _at(country: str | None) -> Location | None:
    name = _name(country) if country else None
    return Location(name=name, country=country, basis="actor") if name else None


def _name(country: str) -> str | None:
    """The usual name of a country; None for what is none ("UNO", "EUR")."""
    if country == KOSOVO:
        return "Kosovo"
    found = pycountry.countries.get(alpha_3=country)
    return str(getattr(found, "common_name", found.name)) if found is not None else None
