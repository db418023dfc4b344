"""Parties behind a thing that is acted on: its host, its owner, who held it, who is to give it up, who is to get it.

A thing is nobody, and yet an act on it is done to somebody: to Mali where its embassy is closed, to the rebels where a
town is taken from them.
"""

from collections.abc import Iterator, Sequence

from agents.extraction.mentions import Mention
from agents.extraction.predicates.frames import Frame, Slot
from agents.extraction.predicates.phrases import heads, inside, owners, unique
from agents.extraction.predicates.sides import Sides
from agents.extraction.tree import Word

TOWARDS = frozenset({"against", "on", "upon", "to", "with", "toward", "towards"})
"""Prepositions behind a thing that say whom it is meant for."""


class Things(Sides):
    """Looks for the parties behind the things among a predicate's arguments."""

    def hosts(self, objects: Sequence[Slot], sources: list[Mention]) -> list[Mention]:
        """'reopened its embassy in Y': the host, of whatever is done with a representation of one's own."""
        own = {one.origin.about.country for one in sources} - {None}
        seats = [slot.head for slot in objects if slot.head.lemma in self.lists.legations]
        seats = [seat for seat in seats if not own or self._country_of(seat) in (None, *own)]
        if not seats:
            return []
        behind = [child for seat in seats for prep in seat.having("prep") for child in prep.having("pobj")]
        return unique(one for child in behind for one in heads(child, self.mentions) if one.about.country)

    def hosts_of_envoys(self, objects: Sequence[Slot]) -> list[Mention]:
        """'recalled its envoy in Y': the country in which one's own envoy sits."""
        envoys = [slot.head for slot in objects if slot.head.lemma in self.lists.resident_envoys]
        if not envoys:
            return []
        behind = [child for one in envoys for prep in one.having("prep") for child in prep.having("pobj")]
        return unique(one for child in behind for one in heads(child, self.mentions) if one.about.country)

    def dispossessed(self, frame: Frame) -> list[Mention]:
        """'took the town from the rebels': who held a place, before the place."""
        behind = self.behind(frame, "from")
        if not behind or frame.lemma in self.lists.motion:
            return []
        objects = [one for slot in frame.slots_of("object") for one in heads(slot.head, self.mentions)]
        taken = (one.place or one.about.basis == "recogniser" or one.head.lemma in self.lists.struck for one in objects)
        if not objects or not all(taken):
            return []
        return [one for one in self.heads(behind) if not one.place]

    def holders(self, frame: Frame, objects: Sequence[Slot]) -> list[Mention]:
        """'wants its banker back from Y', 'seeks a general's wife from Y': who is to give up what is wanted."""
        if frame.lemma not in self.lists.seeking:
            return []
        beside = [
            who
            for thing in objects
            for prep in thing.head.having("prep")
            if prep.lower == "from"
            for who in prep.having("pobj")
        ]
        behind = [*self.behind(frame, "from"), *(Slot("oblique", who, "from") for who in beside)]
        return self.heads(behind)

    def addressees(self, frame: Frame) -> list[Slot]:
        """'filed a case against Y', 'wrote a letter to Y': hung on the thing, but whom the act concerns."""
        things = [
            slot.head
            for slot in frame.slots_of("object")
            if slot.head is not frame.noun and self.mentions.at(slot.head) is None
        ]
        return [
            Slot("oblique", child, prep.lower)
            for thing in things
            for prep in thing.having("prep")
            if prep.lower in TOWARDS
            for child in prep.having("pobj")
        ]

    def concerned(self, things: list[Slot]) -> Iterator[list[Mention]]:
        """The owners of things, then whoever else is in their phrases."""
        if things:
            yield unique(owner for slot in things for owner in owners(slot.head, self.mentions))
            yield unique(
                other
                for slot in things
                for other in inside(slot, self.mentions)
                if not (other.place and slot.head.lemma in self.lists.ways)
            )

    def _country_of(self, word: Word) -> str | None:
        """The country that a phrase names itself, and not by a mere "its"."""
        owner = word.child("poss")
        mention = self.mentions.at(word) if owner is None or owner.tag != "PRP$" else None
        return mention.about.country if mention is not None and not mention.guessed else None
