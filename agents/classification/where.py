"""Where an act happened when the text names no place: what the act itself makes certain of one of its sides.

An attack happens where its target is, an arrest and an expulsion in the country that makes it, a visit in the
country that is visited. ``data/places.csv`` says so by CAMEO code (the longest prefix of a code counts): ``source`` and
``target`` name the side whose country it is, ``shared`` asks that both sides be of one country. With ``lemmas`` ("shoot
down", with its particle) a row holds only for these predicates; of the rows of one code the first that holds counts.

What members of one country do to each other is done in it, whatever it is, unless rebels meet a government, and what is
done to an envoy, or by one, is done where he is posted; a council or a court acts at its seat. ``speaker`` is the
country of a person or a body in office there, who says or decides something at home unless the account has him abroad
(``speakers``). Before all these, what is said or agreed between those who meet is said where they meet (``scenes``).
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, Literal, cast

import pycountry

from agents.classification import words
from agents.classification.codebook import DATA
from agents.classification.coded import Coded
from agents.classification.scenes import Scenes
from agents.classification.speakers import has_role, is_afield, speaks_at_home
from schemas import ActorMention, Location, Predicate

Side = Literal["source", "target", "shared", "speaker"]

PLACES_FILE: Final = DATA / "places.csv"
SEATS_FILE: Final = DATA / "seats.csv"
FIGHTERS: Final = frozenset({"REB", "UAF", "PRM", "CRM", "OPP"})
"""Sectors that fight where they are: soldiers whom they attack are in their country, whatever flag those carry."""
SEATED: Final = frozenset({"GOV", "LEG", "JUD", "PTY"})
"""Sectors that sit in their own country; of others that are attacked abroad the nationality tells no place."""
ABROAD: Final = frozenset({"BUS", "MED", "JRN", "REL", "EDU", "LAB", "SOC", "REF", "CVL", "AGR", "ELI", "SPY"})
"""Sectors whose members travel: a Turkish engineer is not seized in Turkey by somebody of another country."""
MEETINGS: Final = "04"
ABDUCTION: Final = "181"
DEEDS: Final = ("06", "07", "15", "18", "19", "20")
"""Codes, by prefix, of what is done on the ground: a council that does it does not do so from its seat."""
REFUSAL: Final = "12"
PRAISE: Final = "05"
COUNCIL: Final = "org:unsc"
UNITED_NATIONS: Final = "UNO"
CHAMBERS: Final = ("Council", "Assembly")
"""How the United Nations' chambers are called once they have been named."""
AT_COUNCIL: Final = ("to the UN", "to the United Nations", "UN ambassador")
HOST: Final = "host"
BODIES: Final = frozenset({"UNO", "EUR", "IGO", "NGO"})
"""Sources without a country of their own: their men act on the ground of those to whom it is done."""
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


@cache
def load_seats(path: Path = SEATS_FILE) -> Mapping[str, str]:
    """The country in which a council or a court sits, by the id of the body.

    Raises:
        FileNotFoundError: the table is missing.
    """
    with path.open(encoding="utf-8", newline="") as rows:
        return {row["id"]: row["country"] for row in csv.DictReader(rows)}


def where(coded: Coded, scenes: Scenes) -> Location | None:
    """The stated place of an act; else that of its meeting, its envoy, or the side that its code points at."""
    given = coded.predicate.location
    if given is not None and given.basis != "actor":
        return given
    scene = scenes.of(coded)
    if scene is not None:
        return scene
    post = _post(coded) or _seat(coded)
    if post is not None:
        return _at(post)
    rule = next((rule for rule in _rules(coded.code.cameo) if rule.holds(coded.predicate)), None)
    if rule is None and coded.code.cameo.startswith(MEETINGS) and _may_be_abroad(coded):
        return given
    if rule is not None and rule.side == "speaker":
        return _at(_shared(coded) or (coded.source.country if speaks_at_home(coded, scenes) else None)) or given
    return _at(_country(rule.side if rule is not None else "shared", coded)) or given


def _seat(coded: Coded) -> str | None:
    """Where a council or a court sits that says or decides something."""
    source, code = coded.source, coded.code.cameo
    if code.startswith(DEEDS):
        return None
    votes = code.startswith(REFUSAL) and coded.predicate.lemma in words.shipped().voting
    if votes and _tells_of(coded.predicate, words.shipped().resolutions):
        return load_seats()[COUNCIL]
    nameless = source.country == UNITED_NATIONS and source.text.endswith(CHAMBERS)
    return load_seats().get(COUNCIL if nameless else source.actor_id or "")


def _tells_of(predicate: Predicate, lemmas: frozenset[str]) -> bool:
    """Whether one of the arguments of a predicate has one of these words."""
    return any(not lemmas.isdisjoint((one.lemma, *one.lemmas)) for one in predicate.arguments)


def _may_be_abroad(coded: Coded) -> bool:
    """Whether compatriots may have met abroad, as rebels and a government do."""
    sides = [coded.source, coded.target] if coded.target is not None else [coded.source]
    return any(side.sector in FIGHTERS or is_afield(side) for side in sides)


def _post(coded: Coded) -> str | None:
    """The country in which one of the two stands for the other's."""
    source, target = coded.source, coded.target
    if (source.role or "").endswith(AT_COUNCIL):
        return load_seats()[COUNCIL]
    if target is None or source.country is None or source.country == target.country:
        return None
    if (_is_posted(target) and source.sector in SEATED) or _is_called(target, words.shipped().guests):
        return source.country
    if _is_called(target, words.shipped().hosts) or _thanks_host(coded):
        return target.country
    visits = coded.code.cameo.startswith((MEETINGS, PRAISE)) and has_role(source, words.shipped().visiting)
    return target.country if visits or (_is_posted(source) and target.sector in SEATED) else None


def _thanks_host(coded: Coded) -> bool:
    """'thanked Egypt for hosting the talks', "for its hospitality"."""
    thanks = coded.code.cameo.startswith(PRAISE)
    hosts = thanks and any(one.lemma == HOST for one in coded.sentence.predicates)
    return hosts or (thanks and _tells_of(coded.predicate, words.shipped().hosting))


def _is_called(mention: ActorMention, nouns: frozenset[str]) -> bool:
    """Whether the last word of a mention is one of these: "his host"."""
    return mention.text.rpartition(" ")[2].lower() in nouns


def _is_posted(mention: ActorMention) -> bool:
    return mention.country is not None and has_role(mention, words.shipped().posted)


@cache
def _rules(cameo: str) -> tuple[Rule, ...]:
    """The rows of a code, those of its longest prefix first."""
    table = load_places()
    return tuple(rule for end in range(len(cameo), 1, -1) for rule in table.get(cameo[:end], ()))


def _shared(coded: Coded) -> str | None:
    return coded.source.country if coded.target is not None and coded.source.country == coded.target.country else None


def _country(side: Side, coded: Coded) -> str | None:
    """The country of one side, where the act is done on its ground; None where nothing is certain."""
    source, target = coded.source, coded.target
    if side == "source" and target is not None and _acts_on_others_ground(source, target):
        return target.country
    if side == "source" or (target is not None and source.country == target.country):
        return source.country
    if side == "target" and target is not None and not coded.reciprocal:
        return _of_target(source, target, coded.code.cameo)
    return None


def _acts_on_others_ground(source: ActorMention, target: ActorMention) -> bool:
    """Whether peacekeepers or soldiers hold those who are at home: "French commandos seized Somali pirates"."""
    return source.country in BODIES or (source.sector == "MIL" and target.sector in FIGHTERS)


def _of_target(source: ActorMention, target: ActorMention, cameo: str) -> str | None:
    """The target's country, unless the target may be anywhere."""
    if cameo.startswith(ABDUCTION) and target.sector in ABROAD and source.country is not None:
        return source.country if source.sector in FIGHTERS else None
    if source.sector in FIGHTERS and target.sector not in SEATED:
        return source.country if target.sector == "MIL" else None
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
