"""Who did it to whom: the actors of a reading, from its predicate or, where that has none, from what it governs."""

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from agents.classification.identity import actor_key
from agents.classification.reading import OTHERS, Reading
from agents.classification.words import shipped
from schemas import ActorMention, Argument, Predicate, Sentence

RECIPIENT = {
    word: rank
    for rank, words in enumerate(
        (("to", "against", "toward"), ("into", "onto", "from"), ("for", "on", "with"), ("in", "at", "inside"))
    )
    for word in words
}
"""Prepositions before the one to whom something is given or sent, the surer ones first."""
GIVERS = frozenset({"from", "by", "of"})
"""Prepositions before the one who acts, where the subject is the one acted upon."""
PLACES = frozenset({"in", "by", "from", "at"})
"""Prepositions before the place whose authorities acted."""
MOBILISED = "15"
"""Acts, by the root of their code, whose direct object is who or what is made ready, not against whom."""
FORCES = frozenset({"MIL", "COP", "GOV"})
"""Sectors of what a country makes ready, or where: its reservists, a garrison, the streets of its own capital."""
VIOLENT = ("18", "19", "20")
"""Acts of violence, by the root of their code."""
FOUGHT = frozenset({"REB", "UAF", "PRM", "CRM"})
"""Sectors of those whom forces report to have killed: "the army said that twenty rebels were killed"."""
CAUSAL = frozenset({"when", "after", "as"})
"""Markers of the clause that tells how a harm came about."""
ACCUSING = "accuse"
"""The family of operators that lay an act at somebody's door."""
BLAMING = "11"
"""Acts, by the root of their code, that judge what somebody did."""
MAX_PAIRS = 12
"""Pairs of one predicate that are coded; more than that is a list, not an act."""

Indexes = tuple[int, ...]
Place = tuple[str, Indexes]
"""A place where actors may stand, and the actors there."""


class Sides(NamedTuple):
    """Who did it and to whom, and where in the sentence each side was found ('own' is the predicate itself)."""

    doers: Indexes
    others: Indexes
    doers_from: str = "own"
    others_from: str = "own"


class Cast:
    """The actors of a sentence: pronouns stand for whom they mean, compounds for their members.

    ``signs`` keeps what is known of each as source or target, so that it is told once.
    """

    def __init__(self, sentence: Sentence, actors: Sequence[ActorMention]) -> None:
        self.sentence = sentence
        self.actors = actors
        self.predicates = sentence.predicates
        self.signs: dict[tuple[str, int], Sequence[str]] = {}
        self._told: dict[int, str] = {}

    def pair(self, reading: Reading, purposes: Indexes) -> Sides:
        """Who did it, and to whom; ``purposes`` are predicates that may lend a target."""
        predicate = self.predicates[reading.index]
        if reading.entry.spoken:
            return self._spoken(reading)
        if reading.entry.of_subject and not predicate.sources and (act := self._subject(predicate)) is not None:
            return Sides(self.single(act.sources), self.single(act.targets), "act", "act")
        givers = _oblique(predicate, PLACES if reading.entry.authority else GIVERS) if reading.entry.inverse else ()
        if givers and not set(givers) & set(predicate.sources):
            return Sides(self.single(givers), self.single(predicate.sources or predicate.targets), "giver", "turned")
        doers_from, doers = self._doers(reading, predicate)
        doers = self.single(doers)
        others_from, others = self._targets(reading, doers, purposes)
        if reading.entry.experienced:
            return Sides(others, doers, "turned", doers_from)
        return Sides(doers, others, doers_from, others_from)

    def _subject(self, predicate: Predicate) -> Predicate | None:
        """The predicate that is the subject of another."""
        subjects = (one.predicate for one in predicate.arguments if one.relation == "subject")
        return next((self.predicates[one] for one in subjects if one is not None), None)

    def _spoken(self, reading: Reading) -> Sides:
        """Whoever says it does it to the subject; where nobody says it, nobody does."""
        governor = self.predicates[reading.index].governor
        said = self.single(self.predicates[reading.act or reading.index].sources)
        known = {self._root(actor) for actor in said}
        if governor is None:
            return Sides((), said)
        speakers = self.above(governor)
        if known == {self._root(one) for one in speakers}:
            return Sides(
                speakers, tuple(one for one in self.addressed(governor) if one not in speakers), "above", "own"
            )
        return Sides(tuple(one for one in speakers if self._root(one) not in known), said, "above", "turned")

    def linked(self, index: int) -> list[tuple[int, int]]:
        """The pairs of actors that a predicate links, as far as that can be told without knowing what it means."""
        predicate = self.predicates[index]
        doers = self.single(predicate.sources)
        known = {self._root(doer) for doer in doers}
        done = self.single(predicate.targets) or self.single(_mentioned(predicate))
        return [(doer, other) for doer in doers for other in done if self._root(other) not in known]

    def addressed(self, index: int) -> Indexes:
        """The actors that something is said to or about in the predicate's own words, not in a clause below it."""
        predicate = self.predicates[index]
        spoken_to = (
            actor
            for argument in predicate.arguments
            if argument.relation not in ("subject", "agent") and self._is_phrase(argument)
            for actor in (*argument.actors, *argument.inner)
        )
        return self.single(spoken_to)

    def _is_phrase(self, argument: Argument) -> bool:
        return argument.predicate is None or self.predicates[argument.predicate].kind == "noun"

    def _doers(self, reading: Reading, predicate: Predicate) -> Place:
        act = self.predicates[reading.act] if reading.act is not None else predicate
        own = (act.sources or predicate.sources) if reading.family == "keep" else predicate.sources
        if own:
            return "own", own
        if act.sources and reading.family not in OTHERS:
            return "act", act.sources
        if reading.entry.authority and (rulers := _oblique(predicate, PLACES)):
            return "place", rulers
        if not reading.code.startswith(VIOLENT):
            return "above", self.above(reading.index)
        beneath = self._doers_of_cause(reading.index)
        return ("around", beneath) if beneath else ("above", self._reporting(reading.index))

    def _doers_of_cause(self, index: int) -> Indexes:
        """Who acts in the clause that tells how a harm came about: "two were killed when rebels shelled their post"."""
        done = {self._root(one) for one in self.predicates[index].targets}
        ways = (one.sources for one in self.predicates if one.governor == index and one.marker in CAUSAL)
        found = (tuple(doer for doer in doers if self._root(doer) not in done) for doers in ways)
        return next(filter(None, found), ())

    def _reporting(self, index: int) -> Indexes:
        """Whoever reports a harm may have done it to those it fights, but not to others of its own country."""
        hurt = {
            self.actors[one].country for one in self.predicates[index].targets if self.actors[one].sector not in FOUGHT
        }
        return tuple(one for one in self.above(index) if self.actors[one].country not in hurt)

    def above(self, index: int) -> Indexes:
        """The sources of a predicate; where extraction gives none, those of the predicate above."""
        for _ in self.predicates:
            predicate = self.predicates[index]
            if predicate.sources or predicate.governor is None:
                return self.single(predicate.sources)
            index = predicate.governor
        return ()

    def _targets(self, reading: Reading, doers: Indexes, purposes: Indexes) -> Place:
        """The actors it is done to: the first of the places where they may stand that has any."""
        known = {self._root(doer) for doer in doers}
        names = set(map(self.told, doers))
        own, hearers = self._own_forces(reading, doers), self._hearers(reading, known)
        last: Place = ("nowhere", ())
        for name, place in self._places(reading, purposes):
            found = [
                actor
                for actor in (self.single(place) if place else ())
                if self._root(actor) not in known
                and actor not in own
                and self.told(actor) not in names
                and actor not in hearers
            ]
            abroad = tuple(one for one in found if not self._is_own_state(one, doers))
            if abroad:
                return name, abroad
            last = (name, tuple(found)) if found and not last[1] else last
        return last

    def _hearers(self, reading: Reading, doers: Collection[int]) -> frozenset[int]:
        """'He told parliament that Chad arms rebels': the charge is against Chad, not against those who hear it.

        ``doers`` are those who speak, pronouns taken back to their names.
        """
        told = self.predicates[reading.index].targets
        if reading.family != ACCUSING and not reading.code.startswith(BLAMING):
            return frozenset()
        below = (self.predicates[one] for one in reading.consumed)
        charged = (one.sources for one in below if one.governance == "complement" and one.governor == reading.index)
        if any(self._root(one) not in doers and one not in told for sources in charged for one in sources):
            return frozenset(told)
        return frozenset(one for one in told if reading.family == ACCUSING and self.actors[one].sector == "JRN")

    def _is_own_state(self, actor: int, doers: Collection[int]) -> bool:
        """'reaffirmed his country's support for Chad': what a leader does in his country's name is not done to it."""
        who = self.actors[actor]
        if who.country is None or who.role not in shipped().homelands:
            return False
        return any(one.country == who.country and one.sector == "GOV" for one in map(self.actors.__getitem__, doers))

    def _own_forces(self, reading: Reading, doers: Indexes) -> frozenset[int]:
        """'called up reservists', "put its garrisons on alert": nobody is made ready against himself."""
        if not reading.code.startswith(MOBILISED) or reading.family in OTHERS:
            return frozenset()
        home = {self.actors[doer].country for doer in doers}
        act = self.predicates[reading.index if reading.act is None else reading.act]
        return frozenset(
            one
            for one in (*act.targets, *_mentioned(act))
            if self.actors[one].sector in FORCES
            and (self.actors[one].country in home or (one in _objects(act) and self.actors[one].sector == "MIL"))
        )

    def _places(self, reading: Reading, purposes: Indexes) -> Iterable[Place]:
        predicate = self.predicates[reading.index]
        act = self.predicates[reading.act] if reading.act is not None else predicate
        given = _objects(act) if reading.given else frozenset()
        if reading.given and reading.family not in OTHERS:
            yield from (("recipient", place) for place in _recipients(act))
        yield "own", _without(predicate.targets, given)
        if act is not predicate:
            both = (("doer", _without(act.sources, given)), ("act", _without(act.targets, given)))
            yield from both if reading.family in OTHERS else reversed(both)
        yield "mentioned", _without(_mentioned(predicate), given)
        yield "mentioned", _without(_mentioned(act), given)
        if reading.given:
            yield "given", self._foreign(given, reading.index)
        for place in self._around((*sorted(reading.consumed), *purposes), predicate, given, reading.code):
            yield "around", place

    def _foreign(self, given: frozenset[int], index: int) -> Indexes:
        """Of those who are sent or moved, the ones of another country than who does it: an envoy who is expelled."""
        home = {self.actors[doer].country for doer in self.above(index)}
        return tuple(one for one in sorted(given) if self.actors[one].country not in home | {None})

    def _around(self, children: Indexes, predicate: Predicate, given: frozenset[int], code: str) -> Iterable[Indexes]:
        """Whoever stands below, in its purpose, or above where the predicate only says how."""
        for child in children:
            below = self.predicates[child]
            sides: Sequence[Indexes] = (below.targets, below.sources, _mentioned(below))
            if code.startswith(BLAMING) and below.governance == "complement":
                sides = (below.sources, *sides)  # "complained that Mali had let them pass"
            yield from (_without(place, given) for place in sides)
        if predicate.governance == "adverbial" and predicate.governor is not None and not predicate.sources:
            yield self.predicates[predicate.governor].targets

    def told(self, index: int) -> str:
        """The actor as its sentence tells it from another; put together once."""
        known = self._told.get(index)
        if known is None:
            known = self._told[index] = told(self.actors[index])
        return known

    def single(self, indexes: Iterable[int]) -> Indexes:
        """Compound actors as their members, pronouns as those whom the same sentence names."""
        found: dict[int, None] = {}
        for index in indexes:
            for one in self.actors[index].members or (index,):
                found[self._named(one)] = None
        return tuple(found)

    def _named(self, index: int) -> int:
        for _ in self.actors:
            above = self.actors[index].antecedent
            if above is None or not self.sentence.start <= self.actors[above].start < self.sentence.end:
                return index
            index = above
        return index

    def _root(self, index: int) -> int:
        for _ in self.actors:
            above = self.actors[index].antecedent
            if above is None:
                return index
            index = above
        return index


def told(actor: ActorMention) -> str:
    """The actor as one sentence tells it from another: two offices of one government are two."""
    return f"{actor_key(actor)} {actor.name or actor.text}"


def _without(indexes: Indexes, others: frozenset[int]) -> Indexes:
    return tuple(index for index in indexes if index not in others) if others else indexes


def _oblique(predicate: Predicate, prepositions: frozenset[str]) -> Indexes:
    """The actors of the first argument with one of the prepositions."""
    for argument in predicate.arguments:
        if argument.preposition in prepositions and (argument.actors or argument.inner):
            return argument.actors or argument.inner
    return ()


def _objects(predicate: Predicate) -> frozenset[int]:
    """The actors that are the direct object itself."""
    return frozenset(
        actor for argument in predicate.arguments if argument.relation == "object" for actor in argument.actors
    )


def _recipients(predicate: Predicate) -> Iterable[Indexes]:
    """Actors in the prepositional arguments, the likeliest preposition first, then the owners of the object."""
    obliques = [argument for argument in predicate.arguments if argument.preposition in RECIPIENT]
    for argument in sorted(obliques, key=lambda argument: RECIPIENT[argument.preposition or ""]):
        yield argument.actors or argument.inner
    for argument in predicate.arguments:
        if argument.relation == "indirect_object":
            yield argument.actors
    for argument in predicate.arguments:
        if argument.relation == "object":
            yield argument.inner


def _mentioned(predicate: Predicate) -> Indexes:
    """Actors anywhere in the arguments that are not its subject."""
    found: Indexes = ()
    for argument in predicate.arguments:
        if argument.relation not in ("subject", "agent"):
            found += argument.actors + argument.inner
    return found
