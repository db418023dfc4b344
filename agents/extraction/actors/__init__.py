"""Actors as dated data, and the matcher that finds them: countries, people, organisations, groups and roles.

The data are CSV files in ``data/``, each with a header that says what a row means. ``ActorIndex`` finds names of
actors, ``RoleIndex`` role nouns and titles; both read a text once, whatever the size of the data. ``settle`` decides
ambiguous names by the other names of the same article.
"""

from agents.extraction.actors.context import settle
from agents.extraction.actors.entry import Entry, Kind, Resolution, Term
from agents.extraction.actors.index import ActorHit, ActorIndex
from agents.extraction.actors.roles import Role, RoleHit, RoleIndex

__all__ = [
    "ActorHit", "ActorIndex", "Entry", "Kind", "Resolution", "Role", "RoleHit", "RoleIndex", "Term", "settle",
]  # fmt: skip
