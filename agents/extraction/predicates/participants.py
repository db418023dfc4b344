"""Who does it and to whom: from a frame's arguments to its sources and targets.

A direct object that is a thing is never a target: the thing's owner or recipient is, if there is one.
"""

from collections.abc import Iterable

from agents.extraction.mentions import Mention, MentionMap
from agents.extraction.predicates.arguments import coordinated
from agents.extraction.predicates.frames import Frame, FrameSet, Slot
from agents.extraction.tree import Word
from agents.extraction.words import WordLists
from schemas.extracted_article import Relation


class Participants:
    """Decides sources and targets of the frames of one sentence."""

    def __init__(self, frames: FrameSet, mentions: MentionMap, lists: WordLists) -> None:
        self._frames = frames
        self._mentions = mentions
        self._lists = lists

    def sources(self, frame: Frame) -> list[Mention]:
        """Who does it."""
        if frame.kind == "noun":
            return self._nominal_sources(frame)
        if frame.passive:
            return self._heads(frame.slots_of("agent")) or self._noun_owner(frame)
        return self._heads(frame.subjects)

    def targets(self, frame: Frame) -> list[Mention]:
        """To whom it is done; never one of the sources."""
        sources = self.sources(frame)
        for found in self._target_candidates(frame):
            left = [actor for actor in found if actor not in sources]
            if left:
                return left
        return []

    def _heads(self, slots: Iterable[Slot]) -> list[Mention]:
        return _unique(actor for slot in slots for actor in heads(slot.head, self._mentions))

    def _noun_owner(self, frame: Frame) -> list[Mention]:
        return self._heads(frame.slots_of("possessor")) if frame.noun is not None else []

    def _nominal_sources(self, frame: Frame) -> list[Mention]:
        agent = self._heads(frame.slots_of("agent"))
        if agent:
            return agent
        owner = self._heads(frame.slots_of("possessor"))
        if owner and not self._is_patient_owner(frame):
            return owner
        if self._of_is_subject(frame):
            return self._heads(self._with_preposition(frame, "of"))
        return [] if owner else self._heads(frame.slots_of("modifier"))

    def _is_patient_owner(self, frame: Frame) -> bool:
        return frame.lemma in self._lists.patient_possessor and not self._with_preposition(frame, "of")

    def _of_is_subject(self, frame: Frame) -> bool:
        return frame.lemma in self._lists.subject_of and not frame.slots_of("possessor")

    def _target_candidates(self, frame: Frame) -> Iterable[list[Mention]]:
        if frame.kind == "noun":
            if self._is_patient_owner(frame):
                yield self._heads(frame.slots_of("possessor"))
        elif frame.passive:
            yield self._heads(frame.subjects)
            yield from (self._owners(slot) for slot in frame.subjects)
        else:
            yield self._heads(frame.slots_of("indirect_object"))
            yield self._heads(frame.slots_of("object"))
        yield from self._obliques(frame)
        yield self._heads(frame.slots_of("possessor")) if frame.kind == "light" else []
        yield from (self._owners(slot) for slot in frame.slots_of("object"))

    def _obliques(self, frame: Frame) -> Iterable[list[Mention]]:
        for preposition in self._lists.target_prepositions:
            yield self._heads(self._with_preposition(frame, preposition))
        for preposition in self._lists.target_prepositions[:-1]:
            for slot in self._with_preposition(frame, preposition):
                yield self._owners(slot)

    def _owners(self, slot: Slot) -> list[Mention]:
        """The actors inside a thing's phrase: its owner before anyone else."""
        return owners(slot.head, self._mentions) or inside(slot, self._mentions)

    def _with_preposition(self, frame: Frame, preposition: str, relation: Relation = "oblique") -> list[Slot]:
        return [slot for slot in frame.slots_of(relation) if slot.preposition == preposition]


def heads(word: Word, mentions: MentionMap) -> list[Mention]:
    """The actors that a phrase is: the mention at its head, and those joined to it."""
    found = (mentions.at(item) for item in coordinated(word))
    return _unique(mention for mention in found if mention is not None)


def owners(word: Word, mentions: MentionMap) -> list[Mention]:
    """The actors that own a thing: its possessor, or a nationality before it."""
    near = [child for child in word.children if child.dep in ("poss", "amod", "compound", "nmod")]
    return _unique(mention for child in near for mention in heads(child, mentions))


def inside(slot: Slot, mentions: MentionMap) -> list[Mention]:
    """All actors in a phrase, its head's left out."""
    return [mention for mention in mentions.of_words(slot.words) if mention not in heads(slot.head, mentions)]


def _unique(mentions: Iterable[Mention]) -> list[Mention]:
    return list(dict.fromkeys(mentions))
