"""What the actor data find in a text, before the grammar is asked: names of actors, role nouns, supplied entities."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import islice
from typing import NamedTuple

from agents.extraction.actors import ActorHit, ActorIndex, RoleHit, RoleIndex
from schemas import SuppliedEntity

_QUOTES = str.maketrans({"\u2019": "'", "\u2018": "'", "\u201c": '"', "\u201d": '"', "\u00a0": " "})
STANCES = frozenset({"anti", "pro"})
"""Words before a name that only tells for or against whom others are: "anti-French marchers", "a pro-Russian party"."""
MAX_OCCURRENCES = 200
"""Places of one supplied entity that are looked at, in an article."""


class Mark(NamedTuple):
    """A range of body characters with what it is known to be."""

    start: int
    end: int
    actor: ActorHit | None = None
    role: RoleHit | None = None
    entity: SuppliedEntity | None = None


class Marker:
    """Marks texts by the actor data; holds nothing of any one text."""

    def __init__(self, actors: ActorIndex, roles: RoleIndex) -> None:
        self._actors = actors
        self._roles = roles

    def mark(self, text: str) -> list[Mark]:
        """The names and roles of a text, sorted."""
        actors = [hit for hit in self._actors.find(text) if hit.joined_before not in STANCES]
        marks = [Mark(hit.start, hit.end, actor=hit) for hit in actors]
        starts = [hit.start for hit in actors]
        for hit in self._roles.find(text):
            before = bisect_right(starts, hit.start)
            if not before or actors[before - 1].end < hit.end:  # the "union" of "European Union" is no trade union
                marks.append(Mark(hit.start, hit.end, role=hit))
        return sorted(marks, key=lambda mark: (mark.start, -mark.end))


def supplied_marks(body: str, entities: Sequence[SuppliedEntity]) -> list[Mark]:
    """Where the publisher's entities stand in a body. A longer one covers the shorter ones inside it."""
    if not entities:
        return []
    folded = body.translate(_QUOTES)
    found: list[Mark] = []
    for entity in sorted(entities, key=lambda entity: -len(entity.text)):
        for start, end in _places(folded, entity.text.translate(_QUOTES)):
            if not any(mark.start < end and start < mark.end for mark in found):
                found.append(Mark(start, end, entity=entity))
    return sorted(found, key=lambda mark: mark.start)


def _places(body: str, text: str) -> list[tuple[int, int]]:
    """The ranges of an entity's words, whatever the white space; without regard to case only where nothing else is."""
    words = text.split()
    if not words:
        return []
    pattern = r"\s+".join(re.escape(word) for word in words)
    pattern = (r"(?<!\w)" if words[0][0].isalnum() else "") + pattern + (r"(?!\w)" if words[-1][-1].isalnum() else "")
    for flags in (re.NOFLAG, re.IGNORECASE):
        places = [match.span() for match in islice(re.finditer(pattern, body, flags), MAX_OCCURRENCES)]
        if places:
            return places
    return []


class MarkList:
    """Marks of a body, asked for by range."""

    def __init__(self, marks: Sequence[Mark]) -> None:
        self._marks = sorted(marks, key=lambda mark: (mark.start, -mark.end))
        self._starts = [mark.start for mark in self._marks]

    def within(self, start: int, end: int) -> list[Mark]:
        """The marks that start inside a range, in text order."""
        return self._marks[bisect_left(self._starts, start) : bisect_left(self._starts, end)]
