"""Who says something at home: people and bodies in office, unless the account has them abroad.

A minister accuses, refuses and promises in his own country, where nothing says that he is elsewhere. A country or a
capital alone tells of no place: its note may be handed over anywhere. Nor do those whose work is abroad, and what is
said to somebody's face may be said in either country.
"""

import re
from functools import cache
from typing import Final

from agents.classification.coded import Coded
from agents.classification.scenes import Scenes
from agents.classification.words import shipped
from schemas import ActorMention

SPEAKING: Final = frozenset({"GOV", "LEG", "JUD", "PTY", "OPP", "MIL", "COP"})
"""Sectors that speak in their own country, of what their country or their party does."""
TO_THE_FACE: Final = ("02", "03", "05", "10")
"""Codes, by prefix, of what may be said face to face: with a person from another country, in either country."""
BODY: Final = "org:"
LAND: Final = re.compile(r"[A-Z]{3}(\.|$)")
"""How the ids of countries, capitals, nationalities and peoples begin in the actor data."""


def speaks_at_home(coded: Coded, scenes: Scenes) -> bool:
    """Whether the source of an act says or decides it in its own country."""
    source, target = coded.source, coded.target
    if source.sector not in SPEAKING or source.former or _is_land(source) or is_afield(source):
        return False
    if target is not None and _is_person(target) and coded.code.cameo.startswith(TO_THE_FACE):
        return False
    return not scenes.has_abroad(coded)


def is_afield(mention: ActorMention) -> bool:
    """Whether somebody's work is to be elsewhere: an envoy, a delegation, a mediator."""
    lists = shipped()
    return any(has_role(mention, roles) for roles in (lists.posted, lists.visiting, lists.travelling))


def has_role(mention: ActorMention, roles: frozenset[str]) -> bool:
    """Whether the role of a mention ends in one of these words."""
    return mention.role is not None and mention.role.endswith(_endings(roles))


@cache
def _endings(roles: frozenset[str]) -> tuple[str, ...]:
    """The words as ``str.endswith`` takes them."""
    return tuple(sorted(roles))


def _is_land(mention: ActorMention) -> bool:
    return LAND.match(mention.actor_id or "") is not None


def _is_person(mention: ActorMention) -> bool:
    """Whether it is one of another country's office-holders, and no country, body or people."""
    named = mention.actor_id or ""
    return not _is_land(mention) and not named.startswith(BODY) and mention.sector in SPEAKING
