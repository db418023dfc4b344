"""Parties that a predicate takes by its own kind of complement: of going, gathering, asking and handing over.

With most verbs the object of "in", "before" or "to" is a place or a topic. With these it is the other side: whom one
travels to see, at whose door a crowd stands, who is asked to do something, whose people are handed something.
"""

from collections.abc import Iterable, Iterator

from agents.extraction.grammar import PRONOUNS
from agents.extraction.mentions import Mention
from agents.extraction.predicates.frames import Frame, Slot
from agents.extraction.predicates.phrases import owners, unique
from agents.extraction.predicates.sides import Sides


class Destinations(Sides):
    """Finds the parties at which movement, crowds, requests and transfers are directed."""

    def awaited_at(self, frame: Frame) -> list[Slot]:
        """'is expected in Lima on Monday': where the subject goes, whoever awaits him; nothing for other verbs."""
        if not frame.passive or frame.lemma not in self.lists.awaiting or frame.slots_of("agent"):
            return []
        where = self.behind(frame, "in", "at")
        return where if where and all(below.head.index > where[0].head.index for below in frame.below) else []

    def at_the_door(self, frame: Frame) -> list[Mention]:
        """'gathered before the consulate', 'sat down in front of the ministry': before whom a crowd stands."""
        known = frame.lemma in self.lists.crowding or frame.lemma in self.lists.protesting
        if not known or frame.slots_of("object"):
            return []
        doors = [*self.behind(frame, "before", "outside")]
        for slot in self.behind(frame, "in"):
            if slot.head.lower == "front":
                doors += [Slot("oblique", who) for of in slot.head.having("prep") for who in of.having("pobj")]
        return [one for one in self.heads(doors, moving=True) if one.about.sort != "person"]

    def seen_there(self, frame: Frame) -> Iterator[list[Mention]]:
        """'flew to Lima to see the president', 'left for Oslo to meet him': whom one travels to see, not where."""
        if not frame.below or frame.slots_of("object") or not self.behind(frame, "to", "for"):
            return
        for below in frame.below:
            if below.marker == "to" and below.lemma in self.lists.seeing and not below.passive:
                yield self.heads([*below.slots_of("object"), *self.behind(below, "with", "to")])

    def asked_for(self, frame: Frame) -> list[Mention]:
        """'called for Uganda to leave', 'pleaded for the rebels to let him go': who is to do it."""
        clauses = [below for below in frame.below if below.marker == "for" and not below.passive]
        meant = [below for below in clauses if any(child.lower == "to" for child in below.head.having("aux"))]
        return self.heads([slot for below in meant for slot in below.subjects]) or self._imposing(frame)

    def _imposing(self, frame: Frame) -> list[Mention]:
        """'called for an end to the ban imposed by Y', 'asked for the release of X, held by Y': who can grant it."""
        if frame.lemma not in self.lists.openings and frame.lemma not in self.lists.seeking:
            return []
        wanted = [*frame.slots_of("object"), *self.behind(frame, "for")]
        spanned = {word.index for slot in wanted for word in slot.head.subtree() if slot.head.is_noun}
        imposed = (one for one in self.frames.frames if one.head.dep == "acl" and one.head.index in spanned)
        return self.heads([slot for one in imposed if one.passive for slot in one.slots_of("agent")])

    def of_nationality(self, slots: Iterable[Slot]) -> list[Mention]:
        """'handed him to its Chinese colleagues': people whom no word but their nationality makes a party."""
        owned = (one for slot in slots for one in owners(slot.head, self.mentions))
        return unique(one for one in owned if one.head.tag not in PRONOUNS)
