"""Who does it and to whom: the two sides of each predicate of a sentence, and whether each does it to the other."""

from dataclasses import dataclass, field

from agents.extraction.mentions import Mention, MentionMap
from agents.extraction.predicates.frames import Frame, FrameSet
from agents.extraction.predicates.phrases import heads, named_here, one_camp, same_as_any
from agents.extraction.predicates.sides import BETWEEN
from agents.extraction.predicates.sources import Sources
from agents.extraction.predicates.targets import Targets
from agents.extraction.tree import Word
from agents.extraction.words import WordLists

WITH = frozenset({"with", *BETWEEN})
ALONGSIDE = frozenset({*WITH, "against", "on", "to", "from", "for"})
"""Prepositions that bring in another side, to which those who act jointly are one."""
TOGETHER = frozenset({"together", "jointly"})
OURS = frozenset({"common", "shared"})
ALSO = frozenset({"also", "too", "likewise"})
"""Adverbs for two who do as a third did: "Peru and Chile also shut crossings"."""
DECLINING = frozenset({"refuse", "decline"})
OTHERS = frozenset({"other", "another"})


@dataclass(slots=True)
class Parties:
    """The two sides of a predicate."""

    sources: list[Mention] = field(default_factory=list)
    targets: list[Mention] = field(default_factory=list)
    reciprocal: bool = False


class Participants:
    """Decides sources and targets of the frames of one sentence."""

    def __init__(self, frames: FrameSet, mentions: MentionMap, lists: WordLists) -> None:
        self._frames = frames
        self._mentions = mentions
        self._lists = lists
        self._sources = Sources(frames, mentions, lists)
        self._targets = Targets(self._sources)
        for frame in frames.frames:
            if frame.lemma in lists.receiving and not frame.passive:
                frame.inverse = frame.inverse or bool(self._sources.heads(self._sources.behind(frame, "from")))

    def of(self, frame: Frame) -> Parties:
        """The two sides of a frame; in a reciprocal one the first is the source and the others are targets."""
        sources = named_here(self._sources.of(frame))
        if len(sources) > 1 and (
            self._is_each_other(frame) or (self._is_joint(frame, sources) and not one_camp(sources))
        ):
            return Parties(sources[:1], sources[1:], reciprocal=True)
        if len(sources) < 2 and len(self._mentions.mentions) <= len(sources):
            return Parties(sources)
        targets = self._others(frame, sources)
        if len(sources) > 1 and not targets and (self._is_with_host(sources) or self._will_jointly(frame, sources)):
            return Parties(sources[:1], sources[1:], reciprocal=True)
        if self._is_reciprocal(frame):
            if len(sources) > 1 and not targets:
                return Parties(sources[:1], sources[1:], reciprocal=True)
            return Parties(sources, targets, reciprocal=bool(targets) and self._is_mutual(frame))
        return Parties(sources, targets)

    def _is_with_host(self, sources: list[Mention]) -> bool:
        """'the Polish president and his Lithuanian counterpart opened a pipeline': they do it together."""
        return len(sources) == 2 and sources[1].head.lemma in self._lists.opposite_numbers and not one_camp(sources)

    def _will_jointly(self, frame: Frame, sources: list[Mention]) -> bool:
        """'promised to open the border', 'plan to build a railway together': what they will do to each other."""
        if frame.passive or frame.kind == "noun" or one_camp(sources):
            return False
        meant = (below for below in frame.below if below.governance == "infinitive" and not below.passive)
        return any(self._is_joint(below, sources) for below in meant)

    def _is_reciprocal(self, frame: Frame) -> bool:
        return (frame.lemma if frame.noun is None else frame.noun.lemma) in self._lists.reciprocal

    def _others(self, frame: Frame, sources: list[Mention]) -> list[Mention]:
        """The targets; none are looked for where the sentence speaks of nobody but the sources."""
        if all(same_as_any(one, sources) for one in self._mentions.mentions):
            return []
        return [one for one in named_here(self._targets.of(frame, sources)) if not same_as_any(one, sources)]

    def _is_each_other(self, frame: Frame) -> bool:
        """'accused each other', 'fired at one another', 'closed each other's embassies'."""
        if OTHERS.isdisjoint(self._frames.tree.lowers):
            return False
        words = (word for slot in frame.slots if not slot.implied and slot.relation != "subject" for word in slot.words)
        others = (word for word in words if word.lower in OTHERS)
        return any(child.lower in ("each", "one") for other in others for child in other.children)

    def _is_joint(self, frame: Frame, sources: list[Mention]) -> bool:
        """'together', 'a joint patrol', 'exchanged prisoners', 'restored relations', with nobody else beside them."""
        if frame.kind == "noun" or frame.passive:
            return False
        countries = {one.origin.about.country for one in sources}
        behind = [slot.head for slot in frame.slots if slot.preposition in ALONGSIDE]
        behind += [
            who
            for slot in frame.slots_of("object")
            for prep in slot.head.having("prep")
            if prep.lower in ALONGSIDE
            for who in prep.having("pobj")
        ]
        beside = (one for who in behind for one in heads(who, self._mentions))
        if {one.origin.about.country for one in beside if not one.guessed} - {None, *countries}:
            return False
        if any(word.lower in OURS for slot in frame.slots_of("oblique") for word in slot.words):
            return True  # "massed troops on their common border"
        return self._is_of_both(frame, [slot.head for slot in frame.slots_of("object")])

    def _is_of_both(self, frame: Frame, things: list[Word]) -> bool:
        """Whether what is done, or the thing that it is done to, is of both doers alike."""
        near = (*frame.head.children, *(child for prep in frame.head.having("prep") for child in prep.children))
        together = frame.lemma not in self._lists.fighting and any(word.lower in TOGETHER for word in near)
        if _is_declined(frame) or frame.lemma in self._lists.mediating:
            return False
        if frame.lemma in self._lists.exchanging or frame.lemma in self._lists.signing or together:
            return True
        if any(_is_dispute_of_theirs(thing, self._lists) for thing in things):
            return True
        if frame.lemma in self._lists.reopening and any(_is_their_mission(thing, self._lists) for thing in things):
            return True  # "reopened their embassies"
        if any(self._mentions.at(thing) is not None for thing in things):
            return False
        things += [] if frame.noun is None else [frame.noun]
        shared = () if any(word.lower in ALSO for word in near) else self._lists.shared_things
        return any(thing.lemma in shared or any(self._is_shared(word) for word in thing.subtree()) for thing in things)

    def _is_shared(self, word: Word) -> bool:
        return word.lower in self._lists.joint or word.lemma in self._lists.exercises

    def _is_mutual(self, frame: Frame) -> bool:
        """'met (with) Y', 'talks with Y', 'a deal between X and Y'; but not 'agreed to Y's demand'."""
        return frame.lemma == "meet" or any(slot.preposition in WITH for slot in frame.slots)


def _is_declined(frame: Frame) -> bool:
    """'refused to sign', 'did not sign the accord': what two leave undone they do not do together."""
    above = frame.governor
    undone = above is not None and above.lemma in DECLINING and frame.governance == "infinitive"
    return undone or frame.lemma in DECLINING or frame.head.child("neg") is not None


def _is_dispute_of_theirs(thing: Word, lists: WordLists) -> bool:
    """'settled their dispute', 'ended their feud'."""
    return thing.lemma in lists.reciprocal and any(owner.lower == "their" for owner in thing.having("poss"))


def _is_their_mission(thing: Word, lists: WordLists) -> bool:
    return thing.lemma in lists.missions and any(owner.lower == "their" for owner in thing.having("poss"))
