"""What is asked of a frame again and again: which actors stand at the heads of its phrases, and behind which words."""

from collections.abc import Iterable

from agents.extraction.mentions import Mention, MentionMap
from agents.extraction.predicates.frames import Frame, FrameSet, Slot
from agents.extraction.predicates.phrases import PLACE, heads, inside, is_located, owners, unique
from agents.extraction.words import WordLists

BETWEEN = frozenset({"between", "among", "amongst"})


class Sides:
    """Looks for actors around the frames of one sentence."""

    def __init__(self, frames: FrameSet, mentions: MentionMap, lists: WordLists) -> None:
        self.frames = frames
        self.mentions = mentions
        self.lists = lists

    def heads(self, slots: Iterable[Slot], *, moving: bool = False) -> list[Mention]:
        """The actors at the heads of these phrases; "in Muscat" is a place and no one, but for someone who moves."""
        found: list[Mention] = []
        for slot in slots:
            known = heads(slot.head, self.mentions)
            if moving or slot.preposition not in PLACE:
                found += known
            else:
                found += [one for one in known if not is_located(one, slot.preposition)]
        return unique(found) if len(found) > 1 else found

    def agents(self, frame: Frame) -> list[Mention]:
        """Behind 'by', also where it hangs on the infinitive: "was forced to resign by the president"."""
        found = self.heads([*frame.slots_of("agent"), *self.behind(frame, "by")])
        found = found or self.heads(
            Slot("agent", who, "by")
            for slot in self.behind(frame, "with")
            for by in slot.head.children
            if by.lower == "by"
            for who in by.having("pobj")
        )
        for below in frame.below if not found else ():
            if below.governance == "infinitive" and not below.passive:
                found = found or self.heads([*below.slots_of("agent"), *self.behind(below, "by")])
        return found

    def between(self, frame: Frame) -> list[Mention]:
        """Those behind 'between': both sides."""
        slots = [slot for slot in frame.slots if slot.preposition in BETWEEN]
        return self.heads(slots) if slots else []

    def behind(self, frame: Frame, *prepositions: str) -> list[Slot]:
        """The phrases behind one of these prepositions."""
        return [slot for slot in frame.slots_of("oblique") if slot.preposition in prepositions]

    def owners(self, slot: Slot) -> list[Mention]:
        """The actors inside a thing's phrase: whom it is against, its owner, then anyone else."""
        against = [who for prep in slot.head.having("prep") if prep.lower == "against" for who in prep.having("pobj")]
        faced = [one for who in against for one in heads(who, self.mentions)]
        return faced or owners(slot.head, self.mentions) or inside(slot, self.mentions)

    def is_patient_owner(self, frame: Frame) -> bool:
        """Whether the possessor of a noun is whom it is done to: "Navalny's arrest"."""
        return frame.lemma in self.lists.patient_possessor and not self.behind(frame, "of")
