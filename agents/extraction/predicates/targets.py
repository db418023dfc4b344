"""To whom it is done: from a frame's arguments to its targets, the likeliest first.

A direct object that is a thing is never a target: the thing's owner or recipient is, if there is one.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import attrgetter

from agents.extraction.mentions import Mention
from agents.extraction.predicates.deeds import Deeds
from agents.extraction.predicates.destinations import Destinations
from agents.extraction.predicates.frames import Frame, Slot
from agents.extraction.predicates.phrases import is_denial, is_own, same_as_any, unique
from agents.extraction.predicates.sources import TOPIC, Sources
from agents.extraction.predicates.speech import Speech
from agents.extraction.predicates.things import Things

DEED_PRONOUNS = frozenset({"it", "this", "that"})
"""What is judged or answered is a deed, whatever the pronoun stands for: "called it theft", "turned it down"."""
PERSON_PRONOUNS = frozenset({"him", "her", "them"})
COUNTRY = "country"
"""The role of "the country" and "the nation"."""


class Targets(Destinations):
    """Decides to whom it is done."""

    def __init__(self, sources: Sources) -> None:
        super().__init__(sources.frames, sources.mentions, sources.lists)
        self._sources = sources
        self._things = Things(sources.frames, sources.mentions, sources.lists)
        self._speech = Speech(sources)
        self._deeds = Deeds(sources)
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
        """The first candidates of whom some are left without the doers themselves, their own men, and mere places."""
        own = [] if frame.passive or frame.inverse else [slot.head for slot in frame.subjects]
        for found in filter(None, self._candidates(frame, sources)):
            others = [one for one in found if not same_as_any(one, sources) and one.origin.head not in own]
            left = [one for one in others if not self._is_nowhere(one, frame) and not _is_at_home(one, sources)]
            if not left or self._is_posting(frame, left, sources):
                continue
            left = [one for one in left if not self._is_no_party(one, frame, sources)]
            if left:
                return left
        return []

    def _is_no_party(self, mention: Mention, frame: Frame, sources: list[Mention]) -> bool:
        """One's own men who are called up, one's own state, and one's own people whom another is to give back."""
        return (
            self.is_mustered(mention, frame, sources)
            or _is_own_state(mention, frame, sources)
            or self._is_claimed_back(mention, frame, sources)
        )

    def _is_nowhere(self, mention: Mention, frame: Frame) -> bool:
        """A place of no known country is no party, unless someone is sent there."""
        if not mention.place or mention.about.country is not None:
            return False
        return not self.moves(frame) and frame.lemma not in self.lists.dispatching

    def _is_posting(self, frame: Frame, found: list[Mention], sources: list[Mention]) -> bool:
        """'deployed guns around the university', "patrol the harbour": where one's own are posted at home."""
        if frame.lemma not in self.lists.posting or frame.kind == "noun" or frame.passive:
            return False
        own = {one.origin.about.country for one in sources} - {None}
        faced = any(slot.preposition == "against" for slot in self._by_preposition(frame))
        return not faced and bool(own) and all(one.origin.about.country in own for one in found)

    def _is_claimed_back(self, mention: Mention, frame: Frame, sources: list[Mention]) -> bool:
        """'demanded the release of its crew': wanted of whoever holds them, not of those who are held."""
        if frame.lemma not in self.lists.openings or not sources or mention.about.country is None:
            return False
        deeds = (slot.head.lemma for slot in (*frame.slots_of("object"), *self.behind(frame, "for")))
        held = any(deed in self.lists.handing_back for deed in deeds)
        return held and all(one.origin.about.country == mention.origin.about.country for one in sources)

    def _others(self, frame: Frame, sources: list[Mention]) -> list[Mention]:
        """Actors that are the object, those of the source's own left out: "withdrew its ambassador from Y"."""
        objects = frame.slots_of("object")
        if frame.lemma in self.lists.naming:
            objects = objects[:1]  # "called the ICC a political court"
        found = self.parties(frame, objects)
        sent = self._dispatches(frame)
        if found and (self._is_answer(frame) or frame.head.child("prt") is not None):
            found = [one for one in found if one.head.lower not in DEED_PRONOUNS]
        return [one for one in found if not self.belongs_to(one, sources) and not (sent and is_own(one, sources))]

    def _is_answer(self, frame: Frame) -> bool:
        """Whether a predicate judges or answers a deed."""
        return any(frame.lemma in words for words in (self.lists.judging, self.lists.naming, self.lists.replies))

    def _of_what_was_done(self, frame: Frame) -> list[Mention]:
        """'talks hosted by Y', 'the raid was denounced by Y': those who talk, who raided."""
        done = [deed for slot in frame.subjects if (deed := self.frames.at(slot.head)) and deed.kind == "noun"]
        judged = frame.lemma in self.lists.condemning
        sides = [one for deed in done for one in (*self._sources.of(deed), *([] if judged else self.of(deed, [])))]
        return unique(sides)

    def _of_pronoun_object(self, frame: Frame) -> list[Mention]:
        """'sued Y, accusing it of', 'praised Y and invited him': the pronoun is the target of the verb above."""
        above = frame.governor
        if above is None or frame.governance not in ("conjunct", "adverbial"):
            return []
        pronouns = [slot.head.lower for slot in frame.slots_of("object", "indirect_object") if not slot.implied]
        spoken = frame.lemma in self.lists.speaking
        wanted = any(one in PERSON_PRONOUNS or (one == "it" and spoken) for one in pronouns)
        return self.of(above, self._sources.of(above)) if wanted else []

    def _dispatches(self, frame: Frame) -> bool:
        """'sent medics', but not 'ordered the state to pay' or 'promised the bloc that'."""
        if frame.lemma not in self.lists.dispatching:
            return False
        if frame.lemma in self.lists.naming and len(frame.slots_of("object")) > 1:
            return False  # "called the rebel a crook"
        clause = frame.head.child("xcomp", "ccomp")
        return clause is None or clause.child("aux", "mark") is None

    def _candidates(self, frame: Frame, sources: list[Mention]) -> Iterator[list[Mention]]:
        """All who may be meant, a group at a time, the likeliest first; kind and voice say where they stand."""
        if is_denial(frame):
            return
        if frame.kind == "noun":
            yield self.between(frame)[1:]
            yield self._deeds.prompted(frame)
            if self.is_patient_owner(frame):
                yield self.parties(frame, frame.slots_of("possessor"))
        elif awaited := self.awaited_at(frame):
            yield self.heads(awaited, moving=True)
        elif frame.passive or frame.inverse:
            yield self.parties(frame, frame.subjects)
            yield from (self.owners(slot) for slot in frame.subjects)
            yield self._of_what_was_done(frame)
        else:
            yield self.parties(frame, frame.slots_of("indirect_object"))
            yield from self.seen_there(frame)
            yield self.at_the_door(frame)
            yield from self._of_objects(frame, sources)
            yield self._speech.heeding(frame)
            yield self.asked_for(frame)
        yield from self._around(frame, sources)
        sent = self._dispatches(frame)
        deed = frame.lemma in self.lists.naming  # "called it theft"
        yield self.parties(frame, frame.slots_of("object")) if frame.kind != "noun" and not sent and not deed else []
        yield self._speech.averting(frame)

    def _of_objects(self, frame: Frame, sources: list[Mention]) -> Iterator[list[Mention]]:
        """Of what stands as the object: its host, who gets it, who had it, the object itself, who is meant by it."""
        objects = frame.slots_of("object")
        if objects:
            yield self._things.hosts(objects, sources)
        if frame.lemma in self.lists.transfers:
            yield self.parties(frame, self.behind(frame, "to"))
            yield self.of_nationality(self.behind(frame, "to"))
        if objects:
            yield self._things.dispossessed(frame)
            yield self._things.holders(frame, objects)
            yield self._others(frame, sources)
            yield self._of_pronoun_object(frame)
            yield self._things.hosts_of_envoys(objects)

    def _around(self, frame: Frame, sources: list[Mention]) -> Iterator[list[Mention]]:
        """Obliques by preposition, then the owners of things, then those of whom something is demanded."""
        deeds = self._deeds.judged(frame)
        if frame.lemma in self.lists.condemning and frame.kind != "noun":
            yield self.parties(frame, self.behind(frame, "by"))  # "denounced fraud by the ministry"
        if deeds:
            yield from (self._sources.of(deed) for deed in deeds)
            yield self.parties(frame, [*frame.slots_of("agent"), *self.behind(frame, "by", "from")])
            yield from (self._deeds.rulers(deed) for deed in deeds)
            return  # those who suffered what is judged are not judged
        behind, things = self._by_preposition(frame), frame.slots_of("object")
        if behind:
            yield from self._obliques(frame, behind)
        if frame.kind == "light":
            yield self.parties(frame, frame.slots_of("possessor"))
        if things:
            yield from self._things.concerned([slot for slot in things if not self._is_aside(slot, frame)])
        if frame.kind != "noun":
            yield from (self.owners(slot) for slot in behind)
            yield self._speech.obliged(frame)
            yield from self._from_below(frame)
            yield self._spoken_of(frame)
            yield self._speech.addressed(frame, sources)
        elif sources:
            yield from self._of_infinitive(frame)
            yield from self._beside(frame)

    def _beside(self, frame: Frame) -> Iterator[list[Mention]]:
        """'renewed its appeal to Y': what the parser hung on the verb beside a noun is the noun's."""
        above = frame.governor
        if above is not None and frame.head.dep == "dobj" and frame.governance == "argument":
            for preposition in ("against", "on", "to", "with"):
                yield self.parties(frame, self.behind(above, preposition))

    def _of_infinitive(self, frame: Frame) -> Iterator[list[Mention]]:
        """'Y's refusal to arrest X', 'its threat to bomb X': whom the infinitive concerns."""
        for below in frame.below:
            if below.governance == "infinitive":
                yield self.of(below, self._sources.of(below))

    def _obliques(self, frame: Frame, behind: Sequence[Slot]) -> Iterator[list[Mention]]:
        if len(behind) == 1:
            yield self.parties(frame, behind)
        else:
            yield from (self.parties(frame, slots) for _, slots in groupby(behind, key=attrgetter("preposition")))
        if frame.kind == "noun":
            yield from (self.owners(slot) for slot in behind)

    def _by_preposition(self, frame: Frame) -> list[Slot]:
        """Obliques that can be targets, the likeliest preposition first."""
        known = self._ordered.get(id(frame))
        if known is None:
            known = self._ordered[id(frame)] = self._in_order(frame)
        return known

    def _in_order(self, frame: Frame) -> list[Slot]:
        """The prepositional complements that can be a party, by the rank of their prepositions in the list."""
        order = self.lists.target_prepositions
        behind = [*frame.slots_of("oblique"), *self._things.addressees(frame)]
        topics = TOPIC if (frame.noun or frame.head).lemma in self.lists.reciprocal else ()  # "met about Iraq"
        found = [
            slot
            for slot in behind
            if slot.preposition in order and slot.preposition not in topics and not self._is_aside(slot, frame)
        ]
        return sorted(found, key=lambda slot: order.index(slot.preposition or "")) if len(found) > 1 else found

    def _spoken_of(self, frame: Frame) -> list[Mention]:
        """'says Y is hiding rebels': of whom it is said; of a threat by nobody in particular, whom its act concerns."""
        clause = self._speech.told_of(frame)
        if clause is None:
            return []
        if self._speech.is_nobodys_threat(frame):
            return self.of(clause, self._sources.of(clause))
        return self._speech.spoken_of(frame, clause)

    def _is_aside(self, slot: Slot, frame: Frame) -> bool:
        """'at the request of Y': whoever prompted it is not whom it is done to; nor is where a blocked road leads."""
        mention = self.mentions.at(slot.head)
        if mention is not None and mention.place:
            return any(thing.head.lemma in self.lists.ways for thing in frame.slots_of("object"))
        if frame.lemma in self.lists.openings and slot.head.lemma in (*self.lists.patient_possessor, "return"):
            return True  # "asked for X's release": of those who hold X
        return slot.head.lemma in self.lists.settings or (
            slot.preposition == "at" and slot.head.lemma in self.lists.prompting
        )

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
        yield from self._deeds.doers_of_the_object(frame)
        yield from self._from_clauses_of_objects(frame)

    def _from_clauses_of_objects(self, frame: Frame) -> Iterator[list[Mention]]:
        """'repaid the money that Y had lent', 'seized arms meant for Y': whom a clause within the object concerns."""
        clauses = [one for one in self.frames.frames if one is not frame and one.head.dep in ("acl", "relcl", "ccomp")]
        spanned = {word.index for slot in frame.slots_of("object") for word in slot.head.subtree()} if clauses else ()
        for below in clauses:
            if below.head.index in spanned and below.lemma not in self.lists.opposing:
                owed = _is_among(self.of(below, []), self._sources.of(frame))
                demanded = below.subjects if below.head.dep != "relcl" or owed or self._speech.is_demand(below) else []
                yield self.parties(frame, (slot for slot in demanded if not slot.implied))
                yield self._users(frame, below)
                yield self.agents(below) if below.passive else []
                yield self.of(below, [])

    def _users(self, frame: Frame, below: Frame) -> list[Mention]:
        """'downed a drone that Y had launched', 'annulled the deed under which Y ran the port': whose thing it was."""
        if below.head.dep != "relcl" or below.lemma in self.lists.say_verbs:
            return []
        named = (slot for slot in below.subjects if not slot.implied and slot.head.lower not in ("we", "i"))
        return self.parties(frame, named)

    def _from_manner(self, frame: Frame) -> Iterator[list[Mention]]:
        """'shelled a market, killing villagers', 'struck to shame Y': whom the participle or the purpose concerns."""
        for below in frame.below:
            manner = below.head.tag == "VBG" or below.marker == "to"
            if manner and below.governance == "adverbial" and not _has_subject(below):
                yield self.of(below, self._sources.of(below))


def _is_among(mentions: list[Mention], others: list[Mention]) -> bool:
    """Whether one of some mentions is one of others: "the money that Y owed it"."""
    return any(same_as_any(one, others) for one in mentions)


def _is_at_home(mention: Mention, sources: list[Mention]) -> bool:
    """Whether a place, no capital that may be its government, lies in the country of those who act in it."""
    country = mention.about.country
    if not mention.place or country is None or "GOV" in mention.about.sectors:
        return False
    return all(one.origin.about.country == country for one in sources)


def _is_own_state(mention: Mention, frame: Frame, sources: list[Mention]) -> bool:
    """ "Y's envoy rejected claims that Y had lied": what a clause below says of one's own state is done to nobody."""
    if not sources or (mention.about.sort != "state" and mention.about.role != COUNTRY):
        return False
    near = next((above for above in mention.head.ancestors() if above.is_verb), None)
    ruling = all(one.origin.about.sectors[:1] == ("GOV",) for one in sources)
    below = near is not None and near is not frame.head and frame.head in near.ancestors()
    return below and ruling and all(one.origin.about.country == mention.about.country for one in sources)


def _has_subject(frame: Frame) -> bool:
    return frame.head.child("nsubj", "nsubjpass") is not None
