"""Who does it and to whom: from a frame's arguments to its sources and targets.

A direct object that is a thing is never a target: the thing's owner or recipient is, if there is one.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from agents.extraction.mentions import Mention, MentionMap
from agents.extraction.predicates.arguments import coordinated
from agents.extraction.predicates.frames import Frame, FrameSet, Slot
from agents.extraction.tree import Word
from agents.extraction.words import WordLists

BETWEEN = frozenset({"between", "among", "amongst"})
WITH = frozenset({"with", *BETWEEN})
ALONGSIDE = frozenset({*WITH, "against", "on", "to", "from"})
"""Prepositions that bring in another side, to which those who act jointly are one."""
EXCHANGE = frozenset({"exchange", "swap", "trade"})
TOGETHER = frozenset({"together", "jointly"})
JOINT = frozenset({"joint", "common", "mutual", "bilateral", "shared"})
PLACE = frozenset({"in", "at", "near", "outside", "inside", "around", "across", "within", "through", "along", "off"})
"""Prepositions after which a capital or region is where it happens."""


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

    def of(self, frame: Frame) -> Parties:
        """The two sides of a frame; in a reciprocal one the first is the source and the others are targets."""
        sources = named_here(self._sources(frame))
        if len(sources) > 1 and self._is_joint(frame) and not _one_side(sources):
            return Parties(sources[:1], sources[1:], reciprocal=True)
        if len(sources) < 2 and len(self._mentions.mentions) <= len(sources):
            return Parties(sources)
        targets = [one for one in named_here(self._targets(frame, sources)) if not _same_as_any(one, sources)]
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
        if frame.kind == "noun" or frame.passive or any(slot.preposition in ALONGSIDE for slot in frame.slots):
            return False
        things = [slot.head for slot in frame.slots_of("object")]
        if frame.lemma in EXCHANGE or any(child.lower in TOGETHER for child in frame.head.children):
            return True
        if any(self._mentions.at(thing) is not None for thing in things):
            return False
        shared = self._lists.shared_things
        return any(thing.lemma in shared or any(c.lower in JOINT for c in thing.children) for thing in things)

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
        return self._heads(frame.subjects) or self._between(frame)[:1] or self._owned_subjects(frame)

    def _agents(self, frame: Frame) -> list[Mention]:
        """Behind 'by', also where it hangs on the infinitive: "was forced to resign by the president"."""
        found = self._heads([*frame.slots_of("agent"), *self._with(frame, "by")])
        for below in self._frames.frames if not found else ():
            if below.governor is frame and below.governance == "infinitive" and not below.passive:
                found = found or self._heads([*below.slots_of("agent"), *self._with(below, "by")])
        return found

    def _owned_subjects(self, frame: Frame) -> list[Mention]:
        """'Moscow's troops', 'an Iranian missile hit', 'a mission of the Fund': the owner of the thing that did it."""
        found = _unique(owner for slot in frame.subjects for owner in owners(slot.head, self._mentions))
        return found or _unique(owner for slot in frame.subjects for owner in _of_phrase(slot.head, self._mentions))

    def _targets(self, frame: Frame, sources: list[Mention]) -> list[Mention]:
        self._motion = bool({frame.lemma, frame.noun.lemma if frame.noun else ""} & self._lists.motion)
        for found in self._target_candidates(frame, sources):
            left = [mention for mention in found if not _same_as_any(mention, sources)]
            if left:
                return left
        return []

    def _heads(self, slots: Iterable[Slot]) -> list[Mention]:
        """The actors at the heads of these phrases; "in Muscat" is a place and no one."""
        return _unique(
            mention
            for slot in slots
            for mention in heads(slot.head, self._mentions)
            if not (mention.place and slot.preposition in PLACE and not self._motion)
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
        if above is None or frame.governance != "argument" or frame.lemma not in self._lists.accompanying:
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
        return [one for one in found if not self._belongs_to(one, sources) and not (sent and _is_own(one, sources))]

    def _dispatches(self, frame: Frame) -> bool:
        """'sent medics', but not 'ordered the state to pay' or 'promised the bloc that'."""
        return frame.lemma in self._lists.dispatching and frame.head.child("xcomp", "ccomp") is None

    def _belongs_to(self, mention: Mention, sources: list[Mention]) -> bool:
        owner = mention.head.child("poss")
        if owner is None or not sources:
            return False
        owned_by = self._mentions.at(owner)
        if owned_by is None:
            return owner.lower in ("its", "their")  # not resolved, but hardly another's
        return _same_as_any(owned_by, sources) or any(_same_as_any(one, sources) for one in owned_by.members)

    def _target_candidates(self, frame: Frame, sources: list[Mention]) -> Iterator[list[Mention]]:
        if frame.kind == "noun":
            yield self._between(frame)[1:]
            if self._is_patient_owner(frame):
                yield self._heads(frame.slots_of("possessor"))
        elif frame.passive or frame.inverse:
            yield self._heads(frame.subjects)
            yield from (self._owners(slot) for slot in frame.subjects)
        else:
            yield self._heads(frame.slots_of("indirect_object"))
            yield self._heads(self._with(frame, "to")) if frame.lemma in self._lists.transfers else []
            yield self._others(frame, sources)
        yield from self._around(frame)
        sent = self._dispatches(frame)
        yield self._heads(frame.slots_of("object")) if frame.kind != "noun" and not sent else []

    def _around(self, frame: Frame) -> Iterator[list[Mention]]:
        """Obliques by preposition, then the owners of things, then those of whom something is demanded."""
        yield from self._obliques(frame)
        yield self._heads(frame.slots_of("possessor")) if frame.kind == "light" else []
        yield _unique(owner for slot in frame.slots_of("object") for owner in owners(slot.head, self._mentions))
        yield _unique(other for slot in frame.slots_of("object") for other in inside(slot, self._mentions))
        if frame.kind != "noun":
            yield from (self._owners(slot) for slot in self._by_preposition(frame))
            yield self._obliged(frame)
            yield from self._from_below(frame)

    def _obliques(self, frame: Frame) -> Iterator[list[Mention]]:
        for _, slots in groupby(self._by_preposition(frame), key=lambda slot: slot.preposition):
            yield self._heads(slots)
        if frame.kind == "noun":
            yield from (self._owners(slot) for slot in self._by_preposition(frame))

    def _by_preposition(self, frame: Frame) -> list[Slot]:
        """Obliques that can be targets, the likeliest preposition first."""
        order = self._lists.target_prepositions
        found = [slot for slot in frame.slots_of("oblique") if slot.preposition in order]
        return sorted(found, key=lambda slot: order.index(slot.preposition or ""))

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
        spanned = {word.index for slot in frame.slots_of("object") for word in slot.head.subtree()}
        for below in self._frames.frames:
            if below is not frame and below.head.index in spanned and below.head.dep in ("acl", "relcl", "ccomp"):
                demanded = below.subjects if below.head.dep != "relcl" or self._is_demand(below) else []
                yield self._heads(slot for slot in demanded if not slot.implied)
                yield self._agents(below) if below.passive else []
                yield self._targets(below, [])

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


def heads(word: Word, mentions: MentionMap) -> list[Mention]:
    """The actors that a phrase is: the mention at its head, and those joined to it."""
    known = mentions.heads.get(word.index)
    if known is None:
        found = (mention for item in coordinated(word) for mention in _spelt_out(item, mentions))
        known = mentions.heads[word.index] = _unique(found)
    return known


def _spelt_out(word: Word, mentions: MentionMap) -> list[Mention]:
    """The mention of a word; for "the two ministers, X and Y" X and Y."""
    mention = mentions.at(word)
    beside = word.child("appos") if mention is not None and mention.plural else None
    named = [other for item in coordinated(beside) if (other := mentions.at(item))] if beside is not None else []
    if mention is not None and not named:
        named = _bearer(mention, word, mentions)
    return named or ([*mention.partners, mention] if mention is not None else [])


def _bearer(mention: Mention, word: Word, mentions: MentionMap) -> list[Mention]:
    """The person named beside an office: "its president, X"."""
    beside = word.child("appos")
    other = mentions.at(beside) if beside is not None and mention.head is word else None
    person = other is not None and other is not mention and other.about.sort == mention.about.sort == "person"
    return [other] if other is not None and person and other.head.is_proper else []


def owners(word: Word, mentions: MentionMap) -> list[Mention]:
    """The actors that own a thing: its possessor, or a nationality before it."""
    near = [child for child in word.children if child.dep in ("poss", "amod", "compound", "nmod")]
    own = mentions.at(word)
    return _unique(mention for child in near for mention in heads(child, mentions) if mention is not own)


def _of_phrase(word: Word, mentions: MentionMap) -> list[Mention]:
    """The actors in the 'of' phrase of a thing."""
    of = [child for prep in word.having("prep") if prep.lower == "of" for child in prep.having("pobj")]
    return _unique(mention for child in of for mention in heads(child, mentions) if not mention.place)


def inside(slot: Slot, mentions: MentionMap) -> list[Mention]:
    """All actors in a phrase, its head's left out."""
    of_head = heads(slot.head, mentions)
    return [mention for mention in mentions.of_words(slot.words) if mention not in of_head and not is_place(mention)]


def is_place(mention: Mention) -> bool:
    """Whether a mention says where something is: "a market in El Obeid"."""
    above = mention.head.head
    return mention.place and mention.head.dep == "pobj" and above is not None and above.lower in PLACE


def named_here(mentions: Iterable[Mention]) -> list[Mention]:
    """Mentions, those that refer back within their sentence replaced by what they refer to."""
    return _unique(one for mention in mentions for one in _each(_named(mention)))


def _each(mention: Mention) -> list[Mention]:
    """The members of a group that the same sentence names: "they" after "X, Y and Z"."""
    members = [member.origin for member in mention.members]
    return members if members and all(member.tree is mention.tree for member in members) else [mention]


def _named(mention: Mention) -> Mention:
    origin = mention.antecedent
    return _named(origin) if origin is not None and origin.tree is mention.tree else mention


def _same_as_any(mention: Mention, others: Iterable[Mention]) -> bool:
    """Whether a mention is one of these, or a reference to one of them."""
    return any(
        mention is other
        or _named(mention) is other
        or mention.origin is other.origin
        or _same_state(mention, other)
        or (other.head.dep == "appos" and other.head.head is mention.head)
        for other in others
    )


def _is_own(mention: Mention, sources: Iterable[Mention]) -> bool:
    """Whether those who are sent are the sender's: nothing in their phrase says that they are another's."""
    if any(word.text[0].isupper() for word in mention.words):
        country = mention.about.country
        return country is not None and any(country == source.origin.about.country for source in sources)
    return mention.about.basis == "role" and mention.head.child("poss") is None


def _same_state(mention: Mention, other: Mention) -> bool:
    """ "Rwanda denies Rwandan involvement": one state under two names."""
    about, known = mention.about, other.about
    return about.sort == known.sort == "state" and about.country is not None and about.country == known.country


def _one_side(mentions: Sequence[Mention]) -> bool:
    """Whether all are of one country."""
    countries = {mention.origin.about.country for mention in mentions}
    return len(countries) == 1 and None not in countries


def _unique(mentions: Iterable[Mention]) -> list[Mention]:
    return list(dict.fromkeys(mentions))
