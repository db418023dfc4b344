"""To whom it is done: from a frame's arguments to its targets, the likeliest first.

A direct object that is a thing is never a target: the thing's owner or recipient is, if there is one.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import attrgetter

from agents.extraction.mentions import Mention
from agents.extraction.predicates.destinations import Destinations
from agents.extraction.predicates.frames import Frame, Slot
from agents.extraction.predicates.governance import IF_MARKERS
from agents.extraction.predicates.phrases import heads, inside, is_denial, is_own, owners, same_as_any, unique
from agents.extraction.predicates.sources import TOPIC, Sources
from agents.extraction.tree import Word

NAMING = frozenset({"call", "brand", "label", "deem", "dub"})
"""Verbs that judge only where they say as what: "called the move regrettable", but "called an election"."""
DEEDS = frozenset({"it", "this", "that"})
"""What is judged or answered is a deed, whatever the pronoun stands for: "called it theft", "turned it down"."""
PROMPTED = frozenset({"at", "after", "under", "following", "upon", "on", "through"})
"""Prepositions between what was done and what prompted it."""
DESPITE = frozenset({"despite", "amid", "after", "following"})
"""Prepositions between what was done and what had been said to those who did it."""
REPRESENTATION = frozenset({"embassy", "consulate", "legation"})
ENVOYS = frozenset({"ambassador", "envoy", "consul", "attache", "d'affaires", "diplomat", "representative"})
TOWARDS = frozenset({"against", "on", "upon", "to", "with", "toward", "towards"})
"""Prepositions behind a thing that say whom it is meant for."""
PEOPLE = frozenset({"him", "her", "them"})
THREATS = frozenset({"warn", "threaten", "vow"})
"""Verbs of speech about what one's own side may do: "Chad may close the road to Niger, the minister warned"."""
ANNOUNCING = frozenset({"will", "would", "shall", "'ll"})


class Targets(Destinations):
    """Decides to whom it is done."""

    def __init__(self, sources: Sources) -> None:
        super().__init__(sources.frames, sources.mentions, sources.lists)
        self._sources = sources
        self._asked: set[int] = set()
        self._ordered: dict[int, list[Slot]] = {}

    def of(self, frame: Frame, sources: list[Mention]) -> list[Mention]:
        """To whom it is done; nobody where the answer hangs on this same question, two clauses each in the other."""
        if id(frame) in self._asked:
            return []
        self._asked.add(id(frame))
        try:
            return self._chosen(frame, sources)
        finally:
            self._asked.discard(id(frame))

    def _chosen(self, frame: Frame, sources: list[Mention]) -> list[Mention]:
        own = [] if frame.passive or frame.inverse else [slot.head for slot in frame.subjects]
        for found in filter(None, self._candidates(frame, sources)):
            others = [one for one in found if not same_as_any(one, sources) and one.origin.head not in own]
            left = [one for one in others if not self._is_nowhere(one, frame) and not _is_at_home(one, sources)]
            left = [] if self._is_posting(frame, left, sources) else left
            left = [one for one in left if not self.is_mustered(one, frame, sources)]
            if left:
                return left
        return []

    def _moves(self, frame: Frame) -> bool:
        """Whether a place can be where someone goes, and with it a party."""
        if frame.lemma == "march":
            return False  # a march in a town goes nowhere
        return frame.lemma in self.lists.motion or (frame.noun is not None and frame.noun.lemma in self.lists.motion)

    def _parties(self, frame: Frame, slots: Iterable[Slot]) -> list[Mention]:
        return self.heads(slots, moving=self._moves(frame)) if slots else []

    def _is_nowhere(self, mention: Mention, frame: Frame) -> bool:
        """A place of no known country is no party, unless someone is sent there."""
        if not mention.place or mention.about.country is not None:
            return False
        return not self._moves(frame) and frame.lemma not in self.lists.dispatching

    def _is_posting(self, frame: Frame, found: list[Mention], sources: list[Mention]) -> bool:
        """'deployed guns around the university', "patrol the harbour": where one's own are posted at home."""
        if frame.lemma not in self.lists.posting or frame.kind == "noun" or frame.passive:
            return False
        own = {one.origin.about.country for one in sources} - {None}
        faced = any(slot.preposition == "against" for slot in self._by_preposition(frame))
        return not faced and bool(own) and all(one.origin.about.country in own for one in found)

    def _others(self, frame: Frame, sources: list[Mention]) -> list[Mention]:
        """Actors that are the object, those of the source's own left out: "withdrew its ambassador from Y"."""
        found = self._parties(frame, frame.slots_of("object"))
        sent = self._dispatches(frame)
        if found and (self._is_answer(frame) or frame.head.child("prt") is not None):
            found = [one for one in found if one.head.lower not in DEEDS]
        return [one for one in found if not self._belongs_to(one, sources) and not (sent and is_own(one, sources))]

    def _is_answer(self, frame: Frame) -> bool:
        """Whether a predicate judges or answers a deed."""
        return frame.lemma in self.lists.judging or frame.lemma in NAMING or frame.lemma in self.lists.replies

    def _seat(self, objects: Sequence[Slot], sources: list[Mention]) -> list[Mention]:
        """'reopened its embassy in Y': the host, of whatever is done with a representation of one's own."""
        own = {one.origin.about.country for one in sources} - {None}
        seats = [slot.head for slot in objects if slot.head.lemma in REPRESENTATION]
        seats = [seat for seat in seats if not own or self._country_of(seat) in (None, *own)]
        if not seats:
            return []
        behind = [child for seat in seats for prep in seat.having("prep") for child in prep.having("pobj")]
        return unique(one for child in behind for one in heads(child, self.mentions) if one.about.country)

    def _country_of(self, word: Word) -> str | None:
        """The country that a phrase names itself, and not by a mere "its"."""
        owner = word.child("poss")
        mention = self.mentions.at(word) if owner is None or owner.tag != "PRP$" else None
        return mention.about.country if mention is not None and not mention.guessed else None

    def _of_what_was_done(self, frame: Frame) -> list[Mention]:
        """'talks hosted by Y', 'the raid was denounced by Y': those who talk, who raided."""
        done = [deed for slot in frame.subjects if (deed := self.frames.at(slot.head)) and deed.kind == "noun"]
        judged = frame.lemma in self.lists.condemning
        sides = [one for deed in done for one in (*self._sources.of(deed), *([] if judged else self.of(deed, [])))]
        return unique(sides)

    def _posted(self, objects: Sequence[Slot]) -> list[Mention]:
        """'recalled its envoy in Y': the country in which one's own envoy sits."""
        envoys = [slot.head for slot in objects if slot.head.lemma in ENVOYS]
        if not envoys:
            return []
        behind = [child for one in envoys for prep in one.having("prep") for child in prep.having("pobj")]
        return unique(one for child in behind for one in heads(child, self.mentions) if one.about.country)

    def _dispossessed(self, frame: Frame) -> list[Mention]:
        """'took the town from the rebels': who held a place, before the place."""
        behind = self.behind(frame, "from")
        if not behind or frame.lemma in self.lists.motion:
            return []
        objects = [one for slot in frame.slots_of("object") for one in heads(slot.head, self.mentions)]
        taken = (one.place or one.about.basis == "recogniser" or one.head.lemma in self.lists.struck for one in objects)
        if not objects or not all(taken):
            return []
        return [one for one in self.heads(behind) if not one.place]

    def _holders(self, frame: Frame, objects: Sequence[Slot]) -> list[Mention]:
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

    def _elsewhere(self, frame: Frame) -> list[Mention]:
        """'sued Y, accusing it of', 'praised Y and invited him': a pronoun that cannot be the subject is whom the verb
        above concerns."""
        above = frame.governor
        if above is None or frame.governance not in ("conjunct", "adverbial"):
            return []
        pronouns = [slot.head.lower for slot in frame.slots_of("object", "indirect_object") if not slot.implied]
        spoken = frame.lemma in self.lists.speaking
        wanted = any(one in PEOPLE or (one == "it" and spoken) for one in pronouns)
        return self.of(above, self._sources.of(above)) if wanted else []

    def _heeding(self, frame: Frame) -> list[Mention]:
        """'threatened to leave unless Y paid': who can still avert it."""
        if frame.lemma not in THREATS:
            return []
        return [
            one
            for below in self.frames.frames
            if below.marker in IF_MARKERS and below.governor is not None and not below.passive
            if below.governor is frame or below.governor.governor is frame
            for one in self._sources.of(below)
        ]

    def _averting(self, frame: Frame) -> list[Mention]:
        """'said that it would strike back if Y attacked': whose doing it is made to depend on."""
        conditions = [below for below in frame.below if below.marker in IF_MARKERS and not below.passive]
        if not conditions or ANNOUNCING.isdisjoint(child.lower for child in frame.head.having("aux")):
            return []
        return [one for below in conditions for one in self._sources.of(below)]

    def _rulers(self, deed: Frame) -> list[Mention]:
        """'condemned the coup in Y', 'deplored executions in Y': done by whoever rules there."""
        if deed.lemma not in self.lists.domestic:
            return []
        return [one for one in self.heads(self.behind(deed, "in"), moving=True) if one.about.country]

    def _dispatches(self, frame: Frame) -> bool:
        """'sent medics', but not 'ordered the state to pay' or 'promised the bloc that'."""
        if frame.lemma not in self.lists.dispatching:
            return False
        if frame.lemma in NAMING and len(frame.slots_of("object")) > 1:
            return False  # "called the rebel a crook"
        clause = frame.head.child("xcomp", "ccomp")
        return clause is None or clause.child("aux", "mark") is None

    def _belongs_to(self, mention: Mention, sources: list[Mention]) -> bool:
        owner = mention.head.child("poss")
        if owner is None or not sources or mention.head.lemma in self.lists.others:
            return False
        owned_by = self.mentions.at(owner)
        if owned_by is None or owned_by.about.country is None:
            ours = owner.lower in ("our", "my") and not any(one.head.lower in ("we", "i") for one in sources)
            return owner.tag == "PRP$" and not ours  # not resolved, but hardly another's
        return same_as_any(owned_by, sources) or any(same_as_any(one, sources) for one in owned_by.members)

    def _prompted(self, frame: Frame) -> list[Mention]:
        """'met at the request of Y', 'agreed after Omani mediation': those who then acted."""
        above = frame.governor
        if above is None or frame.governance != "argument":
            return []
        said = frame.lemma in self.lists.openings or frame.lemma in self.lists.pleas
        if frame.head.dep == "dobj" and said and above.lemma not in self.lists.judging:
            return self._sources.of(above)  # "shrugged off a warning from Y"
        plea = frame.marker in DESPITE and frame.lemma in self.lists.pleas
        if frame.lemma not in self.lists.prompting and not plea:
            return []
        preposition = frame.head.head
        behind = frame.head.dep == "pobj" and preposition is not None and preposition.lower in PROMPTED | DESPITE
        return self._sources.of(above) or self._parties(frame, above.subjects) if behind else []

    def _candidates(self, frame: Frame, sources: list[Mention]) -> Iterator[list[Mention]]:
        if is_denial(frame):
            return
        if frame.kind == "noun":
            yield self.between(frame)[1:]
            yield self._prompted(frame)
            if self.is_patient_owner(frame):
                yield self._parties(frame, frame.slots_of("possessor"))
        elif awaited := self.awaited_at(frame):
            yield self.heads(awaited, moving=True)
        elif frame.passive or frame.inverse:
            yield self._parties(frame, frame.subjects)
            yield from (self.owners(slot) for slot in frame.subjects)
            yield self._of_what_was_done(frame)
        else:
            yield self._parties(frame, frame.slots_of("indirect_object"))
            yield from self.seen_there(frame)
            yield self.at_the_door(frame)
            yield from self._of_objects(frame, sources)
            yield self._heeding(frame)
            yield self.asked_for(frame)
        yield from self._around(frame, sources)
        sent = self._dispatches(frame)
        deed = frame.lemma in NAMING  # "called it theft"
        yield self._parties(frame, frame.slots_of("object")) if frame.kind != "noun" and not sent and not deed else []
        yield self._averting(frame)

    def _of_objects(self, frame: Frame, sources: list[Mention]) -> Iterator[list[Mention]]:
        """Of what stands as the object: its host, who gets it, who had it, the object itself, who is meant by it."""
        objects = frame.slots_of("object")
        if objects:
            yield self._seat(objects, sources)
        if frame.lemma in self.lists.transfers:
            yield self._parties(frame, self.behind(frame, "to"))
            yield self.of_nationality(self.behind(frame, "to"))
        if objects:
            yield self._dispossessed(frame)
            yield self._holders(frame, objects)
            yield self._others(frame, sources)
            yield self._elsewhere(frame)
            yield self._posted(objects)

    def _around(self, frame: Frame, sources: list[Mention]) -> Iterator[list[Mention]]:
        """Obliques by preposition, then the owners of things, then those of whom something is demanded."""
        deeds = self._deeds(frame)
        if frame.lemma in self.lists.condemning and frame.kind != "noun":
            yield self._parties(frame, self.behind(frame, "by"))  # "denounced fraud by the ministry"
        if deeds:
            yield from (self._sources.of(deed) for deed in deeds)
            yield self._parties(frame, [*frame.slots_of("agent"), *self.behind(frame, "by", "from")])
            yield from (self._rulers(deed) for deed in deeds)
            return  # those who suffered what is judged are not judged
        behind, things = self._by_preposition(frame), frame.slots_of("object")
        if behind:
            yield from self._obliques(frame, behind)
        if frame.kind == "light":
            yield self._parties(frame, frame.slots_of("possessor"))
        if things:
            yield from self._in_things([slot for slot in things if not self._is_aside(slot, frame)])
        if frame.kind != "noun":
            yield from (self.owners(slot) for slot in behind)
            yield self._obliged(frame)
            yield from self._from_below(frame)
            yield self._spoken_of(frame)
            yield self._addressed(frame, sources)
        elif sources:
            yield from self._of_infinitive(frame)
            yield from self._beside(frame)

    def _addressed(self, frame: Frame, sources: list[Mention]) -> list[Mention]:
        """'told Y that it would plant its flag': whom one tells of what one will do oneself."""
        above = frame.governor
        if above is None or frame.governance != "complement" or above.lemma not in self.lists.say_verbs:
            return []
        if not any(same_as_any(one, sources) for one in self._sources.of(above)):
            return []
        told = [*above.slots_of("object", "indirect_object"), *self.behind(above, "to")]
        return self._parties(above, told)

    def _beside(self, frame: Frame) -> Iterator[list[Mention]]:
        """'renewed its appeal to Y': what the parser hung on the verb beside a noun is the noun's."""
        above = frame.governor
        if above is not None and frame.head.dep == "dobj" and frame.governance == "argument":
            for preposition in ("against", "on", "to", "with"):
                yield self._parties(frame, self.behind(above, preposition))

    def _of_infinitive(self, frame: Frame) -> Iterator[list[Mention]]:
        """'Y's refusal to arrest X', 'its threat to bomb X': whom the infinitive concerns."""
        for below in frame.below:
            if below.governance == "infinitive":
                yield self.of(below, self._sources.of(below))

    def _in_things(self, things: list[Slot]) -> Iterator[list[Mention]]:
        """The owners of things, then whoever else is in their phrases."""
        if things:
            yield unique(owner for slot in things for owner in owners(slot.head, self.mentions))
            yield unique(
                other
                for slot in things
                for other in inside(slot, self.mentions)
                if not (other.place and slot.head.lemma in self.lists.ways)
            )

    def _deeds(self, frame: Frame) -> list[Frame]:
        """What a predicate condemns or deplores, where that is an event: "condemned the raid on Y"."""
        if frame.kind == "noun" or not frame.is_one_of(self.lists.condemning):
            return []
        slots = [*frame.slots_of("object"), *(slot for slot in frame.slots_of("oblique") if slot.preposition in TOPIC)]
        found = (self.frames.at(slot.head) for slot in slots)
        return [deed for deed in found if deed is not None and deed is not frame and deed.kind == "noun"]

    def _obliques(self, frame: Frame, behind: Sequence[Slot]) -> Iterator[list[Mention]]:
        if len(behind) == 1:
            yield self._parties(frame, behind)
        else:
            yield from (self._parties(frame, slots) for _, slots in groupby(behind, key=attrgetter("preposition")))
        if frame.kind == "noun":
            yield from (self.owners(slot) for slot in behind)

    def _by_preposition(self, frame: Frame) -> list[Slot]:
        """Obliques that can be targets, the likeliest preposition first."""
        known = self._ordered.get(id(frame))
        if known is None:
            known = self._ordered[id(frame)] = self._in_order(frame)
        return known

    def _in_order(self, frame: Frame) -> list[Slot]:
        order = self.lists.target_prepositions
        behind = [*frame.slots_of("oblique"), *self._behind_objects(frame)]
        topics = TOPIC if (frame.noun or frame.head).lemma in self.lists.reciprocal else ()  # "met about Iraq"
        found = [
            slot
            for slot in behind
            if slot.preposition in order and slot.preposition not in topics and not self._is_aside(slot, frame)
        ]
        return sorted(found, key=lambda slot: order.index(slot.preposition or "")) if len(found) > 1 else found

    def _behind_objects(self, frame: Frame) -> list[Slot]:
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

    def _spoken_of(self, frame: Frame) -> list[Mention]:
        """'says Y is hiding rebels': whom the speaker speaks of."""
        if frame.lemma not in self.lists.say_verbs:
            return []
        clauses = [one for one in frame.below if one.governance == "complement"]
        speakers = self._sources.of(frame)
        own = {speaker.origin.about.country for speaker in speakers}
        untold = own == {None} or all(one.guessed for one in speakers)
        if untold and frame.lemma in THREATS and all(one.about.basis == "role" for one in speakers):
            return [one for clause in clauses[:1] for one in self.of(clause, self._sources.of(clause))]
        return [
            one
            for clause in clauses[:1]
            for one in self._sources.of(clause)
            if one.about.country is not None
            and (one.about.country not in own or (one.about.sort == "person" and not self._belongs_to(one, speakers)))
        ]

    def _is_aside(self, slot: Slot, frame: Frame) -> bool:
        """'at the request of Y': whoever prompted it is not whom it is done to; nor is where a blocked road leads."""
        mention = self.mentions.at(slot.head)
        if mention is not None and mention.place:
            return any(thing.head.lemma in self.lists.ways for thing in frame.slots_of("object"))
        if frame.lemma in self.lists.openings and slot.head.lemma in (*self.lists.patient_possessor, "return"):
            return True  # "asked for X's release": of those who hold X
        return slot.head.lemma == "behalf" or (slot.preposition == "at" and slot.head.lemma in self.lists.prompting)

    def _obliged(self, frame: Frame) -> list[Mention]:
        """'says Israel must end', 'demanded that Iran release': who is told what to do."""
        if frame.lemma not in self.lists.say_verbs:
            return []
        for below in frame.below:
            if below.governance == "complement" and self._is_demand(below):
                return self._parties(frame, below.subjects) or self._sources.of(below)
        return []

    def _from_below(self, frame: Frame) -> Iterator[list[Mention]]:
        """Of a predicate without a target: who is concerned by what it governs, "refused to take a call from Y"."""
        for below in frame.content:
            if frame.lemma in self.lists.openings and below.lemma in self.lists.patient_possessor:
                continue
            yield self._sources.of(below)
            yield self.of(below, [])
        for below in frame.below:
            bare = below.governance == "complement" and below.marker is None and not self._sources.of(below)
            if bare or below.governance in ("infinitive", "argument"):
                yield self.of(below, self._sources.of(below))
        yield from self._from_manner(frame)
        yield from self._doers_of_the_object(frame)
        clauses = [one for one in self.frames.frames if one is not frame and one.head.dep in ("acl", "relcl", "ccomp")]
        spanned = {word.index for slot in frame.slots_of("object") for word in slot.head.subtree()} if clauses else ()
        for below in clauses:
            if below.head.index in spanned:
                owed = _is_among(self.of(below, []), self._sources.of(frame))
                demanded = below.subjects if below.head.dep != "relcl" or owed or self._is_demand(below) else []
                yield self._parties(frame, (slot for slot in demanded if not slot.implied))
                yield self._users(frame, below)
                yield self.agents(below) if below.passive else []
                yield self.of(below, [])

    def _users(self, frame: Frame, below: Frame) -> list[Mention]:
        """'downed a drone that Y had launched', 'annulled the deed under which Y ran the port': whose thing it was."""
        if below.head.dep != "relcl" or below.lemma in self.lists.say_verbs:
            return []
        return self._parties(
            frame, [slot for slot in below.subjects if not slot.implied and slot.head.lower not in ("we", "i")]
        )

    def _doers_of_the_object(self, frame: Frame) -> Iterator[list[Mention]]:
        """'objected to a road that Y means to build': who does what is judged."""
        if frame.lemma not in self.lists.judging and frame.lemma not in self.lists.answering:
            return
        slots = [*frame.slots_of("object"), *frame.slots_of("oblique")]
        spanned = {word.index for slot in slots for word in slot.head.subtree()}
        for below in self.frames.frames:
            if below.head.dep == "relcl" and below.head.index in spanned:
                yield self._sources.of(below)

    def _from_manner(self, frame: Frame) -> Iterator[list[Mention]]:
        """'shelled a market, killing villagers', 'struck to shame Y': whom the participle or the purpose concerns."""
        for below in frame.below:
            manner = below.head.tag == "VBG" or below.marker == "to"
            if manner and below.governance == "adverbial" and not _has_subject(below):
                yield self.of(below, self._sources.of(below))

    def _is_demand(self, frame: Frame) -> bool:
        auxiliaries = {child.lower for child in frame.head.having("aux")}
        if auxiliaries:
            return bool(auxiliaries & {"must", "should", "ought"})
        subject = frame.head.child("nsubj")
        singular = subject is not None and subject.tag in ("NN", "NNP") and not subject.having("conj")
        return frame.head.lemma != "be" and (frame.head.tag == "VB" or (frame.head.tag == "VBP" and singular))


def _is_among(mentions: list[Mention], others: list[Mention]) -> bool:
    """Whether one of some mentions is one of others: "the money that Y owed it"."""
    return any(same_as_any(one, others) for one in mentions)


def _is_at_home(mention: Mention, sources: list[Mention]) -> bool:
    """Whether a place, no capital that may be its government, lies in the country of those who act in it."""
    country = mention.about.country
    if not mention.place or country is None or "GOV" in mention.about.sectors:
        return False
    return all(one.origin.about.country == country for one in sources)


def _has_subject(frame: Frame) -> bool:
    return frame.head.child("nsubj", "nsubjpass") is not None
