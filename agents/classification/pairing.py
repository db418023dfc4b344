"""Who did it to whom: the actors of a reading, from its predicate or, where that has none, from what it governs."""

from collections.abc import Iterable, Sequence

from agents.classification.reading import Reading
from schemas import ActorMention, Predicate

OTHERS = frozenset({"appeal", "demand", "accuse", "condemn", "praise", "threaten"})
"""Families whose target is the one who does what stands below the operator."""
RECIPIENT = {
    word: rank
    for rank, words in enumerate(
        (
            ("to", "against", "toward", "towards"),
            ("into", "onto", "from"),
            ("for", "on", "with"),
            ("in", "at", "inside"),
        )
    )
    for word in words
}
"""Prepositions before the one to whom something is given or sent, the surer ones first."""
GIVERS = frozenset({"from", "by", "of"})
"""Prepositions before the one who acts, where the subject is the one acted upon."""
PLACES = frozenset({"in", "by", "from", "at"})
"""Prepositions before the place whose authorities acted."""
MAX_PAIRS = 12
"""Pairs of one predicate that are coded; more than that is a list, not an act."""


def pair(reading: Reading, predicates: Sequence[Predicate]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Who did it, and to whom."""
    predicate = predicates[reading.index]
    if reading.entry.inverse:
        given = _oblique(predicate, GIVERS)
        return given, predicate.sources or predicate.targets
    doers = predicate.sources
    if not doers and reading.entry.authority:
        doers = _oblique(predicate, PLACES)
    doers = doers or above(reading.index, predicates)
    return doers, _targets(reading, predicates, doers)


def above(index: int, predicates: Sequence[Predicate]) -> tuple[int, ...]:
    """Where extraction gives a predicate no source: those of the predicate above."""
    for _ in range(len(predicates)):
        predicate = predicates[index]
        if predicate.sources or predicate.governor is None:
            return predicate.sources
        index = predicate.governor
    return ()


def _oblique(predicate: Predicate, prepositions: frozenset[str]) -> tuple[int, ...]:
    """The actors of the first argument with one of the prepositions."""
    for argument in predicate.arguments:
        if argument.preposition in prepositions and (argument.actors or argument.inner):
            return argument.actors or argument.inner
    return ()


def _targets(reading: Reading, predicates: Sequence[Predicate], doers: tuple[int, ...]) -> tuple[int, ...]:
    """The actors it is done to: the first of the places where they may stand that has any."""
    for place in _places(reading, predicates):
        found = tuple(dict.fromkeys(actor for actor in place if actor not in doers))
        if found:
            return found
    return ()


def _places(reading: Reading, predicates: Sequence[Predicate]) -> Iterable[tuple[int, ...]]:
    predicate = predicates[reading.index]
    act = predicates[reading.act] if reading.act is not None else predicate
    if reading.given and reading.family not in OTHERS:
        yield from _recipients(act)
    yield predicate.targets
    if act is not predicate:
        both = (act.sources, act.targets)
        yield from both if reading.family in OTHERS else reversed(both)
    yield _mentioned(predicate)
    yield _mentioned(act)
    for child in (*sorted(reading.consumed), *reading.purposes):
        yield predicates[child].targets
        yield predicates[child].sources
        yield _mentioned(predicates[child])


def _recipients(predicate: Predicate) -> Iterable[tuple[int, ...]]:
    """Actors in the prepositional arguments, the likeliest preposition first, then the owners of the object."""
    obliques = [argument for argument in predicate.arguments if argument.preposition in RECIPIENT]
    for argument in sorted(obliques, key=lambda argument: RECIPIENT[argument.preposition or ""]):
        yield argument.actors or argument.inner
    for argument in predicate.arguments:
        if argument.relation in ("object", "indirect_object"):
            yield argument.inner


def _mentioned(predicate: Predicate) -> tuple[int, ...]:
    """Actors anywhere in the arguments that are not its subject."""
    return tuple(
        actor
        for argument in predicate.arguments
        if argument.relation not in ("subject", "agent")
        for actor in (*argument.actors, *argument.inner)
    )


def single(indexes: Iterable[int], actors: Sequence[ActorMention]) -> tuple[int, ...]:
    """Compound actors as their members."""
    return tuple(dict.fromkeys(one for index in indexes for one in (actors[index].members or (index,))))
