"""Actors as dated data, and the matcher that finds them: countries, people, organisations, groups and roles.

The data are CSV files in ``data/``, each with a header that says what a row means. ``ActorIndex`` finds names of
actors, ``RoleIndex`` role nouns and titles; both read a text once, whatever the size of the data.
"""

from agents.extraction.actors.entry import Entry, Kind, Resolution, Term
from agents.extraction.actors.hit import ActorHit
from agents.extraction.actors.index import ActorIndex
from agents.extraction.actors.roles import Role, RoleHit, RoleIndex

__all__ = [
    "ActorHit", "ActorIndex", "Entry", "Kind", "Resolution", "Role", "RoleHit", "RoleIndex", "Term",
]  # fmt: skip
