"""What is asked of a frame again and again: which actors stand at the heads of its phrases, and behind which words."""

from collections.abc import Iterable

from agents.extraction.grammar import LOCATIVE
from agents.extraction.mentions import Mention, MentionMap
from agents.extraction.predicates.frames import Frame, FrameSet, Slot
from agents.extraction.predicates.phrases import heads, inside, is_located, is_own, owners, same_as_any, unique
from agents.extraction.words import WordLists

MUSTERING = frozenset({"GOV", "MIL", "COP"})
"""Sectors of those who have soldiers."""
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
            if moving or slot.preposition not in LOCATIVE:
                found += known
            else:
                found += [one for one in known if not is_located(one, slot.preposition)]
        return unique(found) if len(found) > 1 else found

    def moves(self, frame: Frame) -> bool:
        """Whether a place can be where someone goes, and with it a party."""
        if frame.lemma == "march":
            return False  # a march in a town goes nowhere
        return frame.lemma in self.lists.motion or (frame.noun is not None and frame.noun.lemma in self.lists.motion)

    def parties(self, frame: Frame, slots: Iterable[Slot]) -> list[Mention]:
        """The actors at the heads of a predicate's phrases; places among them where it is one of motion."""
        return self.heads(slots, moving=self.moves(frame)) if slots else []

    def belongs_to(self, mention: Mention, sources: list[Mention]) -> bool:
        """Whether a possessive makes somebody the source's own: "its ambassador", "the king's guard"."""
        owner = mention.head.child("poss")
        if owner is None or not sources or mention.head.lemma in self.lists.others:
            return False
        owned_by = self.mentions.at(owner)
        if owned_by is None or owned_by.about.country is None:
            ours = owner.lower in ("our", "my") and not any(one.head.lower in ("we", "i") for one in sources)
            return owner.tag == "PRP$" and not ours  # not resolved, but hardly another's
        return same_as_any(owned_by, sources) or any(same_as_any(one, sources) for one in owned_by.members)

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
        found = faced or owners(slot.head, self.mentions) or inside(slot, self.mentions)
        if not faced and slot.head.lemma in self.lists.barriers:
            return [one for one in found if one.about.sort != "body"]  # "U.N. sanctions" are not against the U.N.
        return found

    def is_patient_owner(self, frame: Frame) -> bool:
        """Whether the possessor of a noun is whom it is done to: "Navalny's arrest"."""
        return frame.lemma in self.lists.patient_possessor and not self.behind(frame, "of")

    def is_mustered(self, mention: Mention, frame: Frame, sources: list[Mention]) -> bool:
        """'reinforced it with 80 men', 'announced a camp for 200 soldiers': a number of men of the state that acts."""
        about, lists = mention.about, self.lists
        if about.basis != "role" or mention.head.child("nummod") is None or not is_own(mention, sources):
            return False
        above = mention.head.head
        if above is not None and above.lower == "against":
            return False
        if about.sectors[:1] != ("MIL",) and mention.head.lemma != "man":
            return False
        if any(frame.is_one_of(words) for words in (lists.fighting, lists.harming, lists.striking, lists.enforcing)):
            return False
        acting = {sector for one in sources for sector in one.origin.about.sectors[:1]}
        return bool(acting) and acting <= MUSTERING and not frame.is_one_of(lists.speaking)
