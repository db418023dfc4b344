"""Who does it and to whom: from a frame's arguments to its sources and targets.

A direct object that is a thing is never a target: the thing's owner or recipient is, if there is one.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby

from agents.extraction.mentions import Mention, MentionMap
from agents.extraction.predicates.frames import Frame, FrameSet, Slot
from agents.extraction.predicates.phrases import (
    heads,
    inside,
    is_located,
    is_own,
    named_here,
    of_phrase,
    one_side,
    owners,
    same_as_any,
    unique,
)
from agents.extraction.words import WordLists

BETWEEN = frozenset({"between", "among", "amongst"})
WITH = frozenset({"with", *BETWEEN})
NAMING = frozenset({"call", "brand", "label", "deem", "dub"})
DEEDS = frozenset({"it", "this", "that"})
"""What is judged or denied is a deed, whatever the pronoun could stand for: "called it theft"."""
PROMPTED = frozenset({"at", "after", "under", "following", "upon", "on", "through"})
"""Prepositions between what was done and what prompted it."""
REPRESENTATION = frozenset({"embassy", "consulate", "legation"})
TOPIC = frozenset({"about", "over", "regarding", "concerning"})
"""Prepositions before what is only spoken of: who complains about a raid took no part in it."""
WHOSE = frozenset({"of", "in", "from", "among", "within"})
"""Prepositions before those to whom an unknown subject belongs: "nobody in the cabinet"."""
ALONGSIDE = frozenset({*WITH, "against", "on", "to", "from"})
"""Prepositions that bring in another side, to which those who act jointly are one."""
EXCHANGE = frozenset({"exchange", "swap", "trade"})
TOGETHER = frozenset({"together", "jointly"})
JOINT = frozenset({"joint", "common", "mutual", "bilateral", "shared"})


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
        self._known: dict[int, list[Mention]] = {}
        self._motion = False
        self._asked: set[int] = set()
        for frame in frames.frames:
            if frame.lemma in lists.receiving and not frame.passive and self._heads(self._with(frame, "from")):
                frame.inverse = True

    def of(self, frame: Frame) -> Parties:
        """The two sides of a frame; in a reciprocal one the first is the source and the others are targets."""
        sources = named_here(self._sources(frame))
        if len(sources) > 1 and self._is_joint(frame) and not one_side(sources):
            return Parties(sources[:1], sources[1:], reciprocal=True)
        if len(sources) < 2 and len(self._mentions.mentions) <= len(sources):
            return Parties(sources)
        targets = [one for one in named_here(self._targets(frame, sources)) if not same_as_any(one, sources)]
        if self._is_reciprocal(frame):
            if len(sources) > 1 and not targets:
                return Parties(sources[:1], sources[1:], reciprocal=True)
            return Parties(sources, targets, reciprocal=bool(targets) and self._is_mutual(frame))
        return Parties(sources, targets)

    def _is_reciprocal(self, frame: Frame) -> bool:
        words = {frame.lemma} if frame.noun is None else {frame.noun.lemma}
        each_other = any(slot.head.lower in ("other", "another") for slot in frame.slots if not slot.implied)
        return bool(words & self._lists.reciprocal) or each_other

    def _is_joint(self, frame: Frame) -> bool:
        """'together', 'a joint patrol', 'exchanged prisoners', 'restored relations', with nobody else beside them."""
        if frame.kind == "noun" or frame.passive:
            return False
        if any(heads(slot.head, self._mentions) for slot in frame.slots if slot.preposition in ALONGSIDE):
            return False
        things = [slot.head for slot in frame.slots_of("object")]
        if frame.lemma in EXCHANGE or any(child.lower in TOGETHER for child in frame.head.children):
            return True
        if any(self._mentions.at(thing) is not None for thing in things):
            return False
        things += [] if frame.noun is None else [frame.noun]
        shared = self._lists.shared_things
        return any(thing.lemma in shared or any(word.lower in JOINT for word in thing.subtree()) for thing in things)

    def _is_mutual(self, frame: Frame) -> bool:
        """'met (with) Y', 'talks with Y', 'a deal between X and Y'; but not 'agreed to Y's demand'."""
        return frame.lemma == "meet" or any(slot.preposition in WITH for slot in frame.slots)

    def _sources(self, frame: Frame) -> list[Mention]:
        known = self._known.get(id(frame))
        if known is None:
            known = self._known[id(frame)] = self._find_sources(frame)
        return known

    def _find_sources(self, frame: Frame) -> list[Mention]:
        if frame.kind == "noun":
            return self._nominal_sources(frame)
        if frame.inverse:
            return self._heads(self._with(frame, "from", "by", "of")) or self._heads(
                frame.slots_of("agent", "possessor")
            )
        if frame.passive:
            return self._agents(frame) or self._noun_owner(frame)
        found = self._heads(_unrepeated(frame.subjects)) or self._between(frame)[:1] or self._owned_subjects(frame)
        return found or self._of_sayer(frame)

    def _of_sayer(self, frame: Frame) -> list[Mention]:
        """'X said that prices rose and accused Y': a second verb of speech that no actor of the clause can have."""
        above = frame.governor
        beyond = above.governor if above is not None and frame.governance == "conjunct" else None
        if above is None or beyond is None:
            return []
        if above.governance == "relative" and frame.slots_of("object"):
            return self._sources(beyond)  # "shot two drones that crossed over and shut its border"
        said = beyond.lemma in self._lists.say_verbs and frame.lemma in self._lists.speaking
        return self._sources(beyond) if said and above.governance == "complement" else []

    def _agents(self, frame: Frame) -> list[Mention]:
        """Behind 'by', also where it hangs on the infinitive: "was forced to resign by the president"."""
        found = self._heads([*frame.slots_of("agent"), *self._with(frame, "by")])
        for below in self._frames.frames if not found else ():
            if below.governor is frame and below.governance == "infinitive" and not below.passive:
                found = found or self._heads([*below.slots_of("agent"), *self._with(below, "by")])
        return found

    def _owned_subjects(self, frame: Frame) -> list[Mention]:
        """'Moscow's troops', 'an Iranian missile hit', 'a mission of the Fund': the owner of the thing that did it."""
        found = unique(owner for slot in frame.subjects for owner in owners(slot.head, self._mentions))
        return found or unique(
            owner for slot in frame.subjects for owner in of_phrase(slot.head, self._mentions, WHOSE)
        )

    def _targets(self, frame: Frame, sources: list[Mention]) -> list[Mention]:
        """To whom it is done; nobody where the answer hangs on this same question, two clauses each in the other."""
        if id(frame) in self._asked:
            return []
        self._asked.add(id(frame))
        try:
            return self._chosen_targets(frame, sources)
        finally:
            self._asked.discard(id(frame))

    def _chosen_targets(self, frame: Frame, sources: list[Mention]) -> list[Mention]:
        self._motion = bool({frame.lemma, frame.noun.lemma if frame.noun else ""} & self._lists.motion)
        for found in self._target_candidates(frame, sources):
            left = [one for one in found if not same_as_any(one, sources) and not self._is_nowhere(one, frame)]
            if left:
                return left
        return []

    def _is_nowhere(self, mention: Mention, frame: Frame) -> bool:
        """A place of no known country is no party, unless someone is sent there."""
        unknown = mention.place and mention.about.country is None
        return unknown and not self._motion and frame.lemma not in self._lists.dispatching

    def _heads(self, slots: Iterable[Slot]) -> list[Mention]:
        """The actors at the heads of these phrases; "in Muscat" is a place and no one."""
        return unique(
            mention
            for slot in slots
            for mention in heads(slot.head, self._mentions)
            if self._motion or not is_located(mention, slot.preposition)
        )

    def _between(self, frame: Frame) -> list[Mention]:
        return self._heads(slot for slot in frame.slots if slot.preposition in BETWEEN)

    def _noun_owner(self, frame: Frame) -> list[Mention]:
        return self._heads(frame.slots_of("possessor", "modifier")) if frame.noun is not None else []

    def _nominal_sources(self, frame: Frame) -> list[Mention]:
        agent = self._heads([*frame.slots_of("agent"), *self._with(frame, "by")]) or self._between(frame)[:1]
        if agent:
            return agent
        owner = self._heads(frame.slots_of("possessor"))
        if owner and not self._is_patient_owner(frame):
            return owner
        if self._of_is_subject(frame):
            return self._heads(self._with(frame, "of"))
        return [] if owner else self._unowned_sources(frame)

    def _unowned_sources(self, frame: Frame) -> list[Mention]:
        """Of a noun without an owner: its nationality, 'from X', or the subject of a verb that it goes with."""
        return (
            self._heads(frame.slots_of("modifier")) or self._heads(self._with(frame, "from")) or self._companion(frame)
        )

    def _companion(self, frame: Frame) -> list[Mention]:
        """'said after a meeting with Y', 'announced on a visit to Y': the subject of the verb above took part."""
        above = frame.governor
        topic = frame.marker in TOPIC or (above is not None and above.lemma in self._lists.judging)
        if above is None or frame.governance != "argument" or topic or frame.lemma not in self._lists.accompanying:
            return []
        if any(slot.head is frame.head for slot in above.subjects):
            return []
        return self._sources(above)

    def _is_patient_owner(self, frame: Frame) -> bool:
        return frame.lemma in self._lists.patient_possessor and not self._with(frame, "of")

    def _of_is_subject(self, frame: Frame) -> bool:
        return frame.lemma in self._lists.subject_of and not frame.slots_of("possessor")

    def _others(self, frame: Frame, sources: list[Mention]) -> list[Mention]:
        """Actors that are the object, those of the source's own left out: "withdrew its ambassador from Y"."""
        found = self._heads(frame.slots_of("object"))
        sent = self._dispatches(frame)
        if frame.lemma in self._lists.judging or frame.lemma in NAMING or frame.lemma == "deny":
            found = [one for one in found if one.head.lower not in DEEDS]
        return [one for one in found if not self._belongs_to(one, sources) and not (sent and is_own(one, sources))]

    def _seat(self, frame: Frame) -> list[Mention]:
        """'reopened its embassy in Y': the host, of whatever is done with a representation."""
        seats = [slot.head for slot in frame.slots_of("object") if slot.head.lemma in REPRESENTATION]
        behind = [child for seat in seats for prep in seat.having("prep") for child in prep.having("pobj")]
        return unique(one for child in behind for one in heads(child, self._mentions) if one.about.country)

    def _dispatches(self, frame: Frame) -> bool:
        """'sent medics', but not 'ordered the state to pay' or 'promised the bloc that'."""
        clause = frame.head.child("xcomp", "ccomp")
        return frame.lemma in self._lists.dispatching and (clause is None or clause.child("aux", "mark") is None)

    def _belongs_to(self, mention: Mention, sources: list[Mention]) -> bool:
        owner = mention.head.child("poss")
        if owner is None or not sources or mention.head.lemma in self._lists.others:
            return False
        owned_by = self._mentions.at(owner)
        if owned_by is None:
            return owner.lower in ("its", "their")  # not resolved, but hardly another's
        return same_as_any(owned_by, sources) or any(same_as_any(one, sources) for one in owned_by.members)

    def _prompted(self, frame: Frame) -> list[Mention]:
        """'met at the request of Y', 'agreed after Omani mediation': those who then acted."""
        above = frame.governor
        if above is None or frame.lemma not in self._lists.prompting or frame.governance != "argument":
            return []
        preposition = frame.head.head
        behind = frame.head.dep == "pobj" and preposition is not None and preposition.lower in PROMPTED
        return self._sources(above) or self._heads(above.subjects) if behind else []

    def _target_candidates(self, frame: Frame, sources: list[Mention]) -> Iterator[list[Mention]]:
        if frame.kind == "noun":
            yield self._between(frame)[1:]
            yield self._prompted(frame)
            if self._is_patient_owner(frame):
                yield self._heads(frame.slots_of("possessor"))
        elif frame.passive or frame.inverse:
            yield self._heads(frame.subjects)
            yield from (self._owners(slot) for slot in frame.subjects)
        else:
            yield self._heads(frame.slots_of("indirect_object"))
            yield self._seat(frame)
            yield self._heads(self._with(frame, "to")) if frame.lemma in self._lists.transfers else []
            yield self._others(frame, sources)
        yield from self._around(frame)
        sent = self._dispatches(frame)
        yield self._heads(frame.slots_of("object")) if frame.kind != "noun" and not sent else []

    def _around(self, frame: Frame) -> Iterator[list[Mention]]:
        """Obliques by preposition, then the owners of things, then those of whom something is demanded."""
        deeds = self._deeds(frame)
        yield from (self._sources(deed) for deed in deeds)
        if deeds:
            yield self._heads([*frame.slots_of("agent"), *self._with(frame, "by", "from")])
            return  # those who suffered what is judged are not judged
        yield from self._obliques(frame)
        yield self._heads(frame.slots_of("possessor")) if frame.kind == "light" else []
        yield unique(owner for slot in frame.slots_of("object") for owner in owners(slot.head, self._mentions))
        yield unique(
            other
            for slot in frame.slots_of("object")
            for other in inside(slot, self._mentions)
            if not (other.place and slot.head.lemma in self._lists.ways)
        )
        if frame.kind != "noun":
            yield from (self._owners(slot) for slot in self._by_preposition(frame))
            yield self._obliged(frame)
            yield from self._from_below(frame)
            yield self._spoken_of(frame)

    def _deeds(self, frame: Frame) -> list[Frame]:
        """What a predicate condemns or deplores, where that is an event: "condemned the raid on Y"."""
        words = {word.lemma for word in frame.words}
        if not words & self._lists.condemning or frame.kind == "noun":
            return []
        slots = [*frame.slots_of("object"), *(slot for slot in frame.slots_of("oblique") if slot.preposition in TOPIC)]
        found = (self._frames.at(slot.head) for slot in slots)
        return [deed for deed in found if deed is not None and deed is not frame and deed.kind == "noun"]

    def _obliques(self, frame: Frame) -> Iterator[list[Mention]]:
        for _, slots in groupby(self._by_preposition(frame), key=lambda slot: slot.preposition):
            yield self._heads(slots)
        if frame.kind == "noun":
            yield from (self._owners(slot) for slot in self._by_preposition(frame))

    def _by_preposition(self, frame: Frame) -> list[Slot]:
        """Obliques that can be targets, the likeliest preposition first."""
        order = self._lists.target_prepositions
        found = [
            slot for slot in frame.slots_of("oblique") if slot.preposition in order and not self._is_aside(slot, frame)
        ]
        return sorted(found, key=lambda slot: order.index(slot.preposition or ""))

    def _spoken_of(self, frame: Frame) -> list[Mention]:
        """'says Y is hiding rebels': whom the speaker speaks of."""
        if frame.lemma not in self._lists.say_verbs:
            return []
        clauses = [one for one in self._frames.frames if one.governor is frame and one.governance == "complement"]
        speakers = self._sources(frame)
        own = {speaker.origin.about.country for speaker in speakers}
        return [
            one
            for clause in clauses[:1]
            for one in self._sources(clause)
            if one.about.country is not None
            and (one.about.country not in own or (one.about.sort == "person" and not self._belongs_to(one, speakers)))
        ]

    def _is_aside(self, slot: Slot, frame: Frame) -> bool:
        """'at the request of Y': whoever prompted it is not whom it is done to; nor is where a blocked road leads."""
        mention = self._mentions.at(slot.head)
        if mention is not None and mention.place:
            return any(thing.head.lemma in self._lists.ways for thing in frame.slots_of("object"))
        return slot.preposition == "at" and slot.head.lemma in self._lists.prompting

    def _obliged(self, frame: Frame) -> list[Mention]:
        """'says Israel must end', 'demanded that Iran release': who is told what to do."""
        if frame.lemma not in self._lists.say_verbs:
            return []
        for below in self._frames.frames:
            if below.governor is frame and below.governance == "complement" and self._is_demand(below):
                return self._heads(below.subjects)
        return []

    def _from_below(self, frame: Frame) -> Iterator[list[Mention]]:
        """Of a predicate without a target: who is concerned by what it governs, "refused to take a call from Y"."""
        for below in frame.content:
            yield self._sources(below)
            yield self._targets(below, [])
        for below in self._frames.frames:
            if below.governor is frame and below.governance in ("infinitive", "argument"):
                yield self._targets(below, self._sources(below))
        yield from self._from_manner(frame)
        yield from self._doers_of_the_object(frame)
        spanned = {word.index for slot in frame.slots_of("object") for word in slot.head.subtree()}
        for below in self._frames.frames:
            if below is not frame and below.head.index in spanned and below.head.dep in ("acl", "relcl", "ccomp"):
                demanded = below.subjects if below.head.dep != "relcl" or self._is_demand(below) else []
                yield self._heads(slot for slot in demanded if not slot.implied)
                yield self._agents(below) if below.passive else []
                yield self._targets(below, [])

    def _doers_of_the_object(self, frame: Frame) -> Iterator[list[Mention]]:
        """'objected to a road that Y means to build': who does what is judged."""
        if not {frame.lemma} & (self._lists.judging | self._lists.answering):
            return
        slots = [*frame.slots_of("object"), *frame.slots_of("oblique")]
        spanned = {word.index for slot in slots for word in slot.head.subtree()}
        for below in self._frames.frames:
            if below.head.dep == "relcl" and below.head.index in spanned:
                yield self._sources(below)

    def _from_manner(self, frame: Frame) -> Iterator[list[Mention]]:
        """'shelled a market, killing villagers', 'struck to shame Y': whom the participle or the purpose concerns."""
        for below in self._frames.frames:
            manner = below.head.tag == "VBG" or below.marker == "to"
            if manner and below.governor is frame and below.governance == "adverbial" and not _has_subject(below):
                yield self._targets(below, self._sources(below))

    def _is_demand(self, frame: Frame) -> bool:
        auxiliaries = {child.lower for child in frame.head.having("aux")}
        if auxiliaries:
            return bool(auxiliaries & {"must", "should", "ought"})
        subject = frame.head.child("nsubj")
        singular = subject is not None and subject.tag in ("NN", "NNP") and not subject.having("conj")
        return frame.head.lemma != "be" and (frame.head.tag == "VB" or (frame.head.tag == "VBP" and singular))

    def _owners(self, slot: Slot) -> list[Mention]:
        """The actors inside a thing's phrase: its owner before anyone else."""
        return owners(slot.head, self._mentions) or inside(slot, self._mentions)

    def _with(self, frame: Frame, *prepositions: str) -> list[Slot]:
        return [slot for slot in frame.slots_of("oblique") if slot.preposition in prepositions]


def _unrepeated(subjects: list[Slot]) -> list[Slot]:
    """One subject of two side by side, a description and its name that the parser did not join: "the bloc SADC"."""
    one = len(subjects) == 2 and subjects[0].head.index + 1 == subjects[1].head.index and subjects[1].head.is_proper
    return subjects[1:] if one else subjects


def _has_subject(frame: Frame) -> bool:
    return frame.head.child("nsubj", "nsubjpass") is not None
