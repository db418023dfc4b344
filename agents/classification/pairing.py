"""Who did it to whom: the actors of a reading, from its predicate or, where that has none, from what it governs."""

from collections.abc import Iterable, Sequence

from agents.classification.reading import Reading
from schemas import ActorMention, Predicate

OTHERS = frozenset({"appeal", "demand", "accuse", "condemn", "praise"})
"""Families whose target is the one who does what stands below the operator."""
MAX_PAIRS = 12
"""Pairs of one predicate that are coded; more than that is a list, not an act."""


def sources(index: int, predicates: Sequence[Predicate]) -> tuple[int, ...]:
    """The actors that do it; where extraction gives none, those of the predicate above."""
    for _ in range(len(predicates)):
        predicate = predicates[index]
        if predicate.sources or predicate.governor is None:
            return predicate.sources
        index = predicate.governor
    return ()


def targets(reading: Reading, predicates: Sequence[Predicate], doers: tuple[int, ...]) -> tuple[int, ...]:
    """The actors it is done to: the first of the places where they may stand that has any."""
    for place in _places(reading, predicates):
        found = tuple(dict.fromkeys(actor for actor in place if actor not in doers))
        if found:
            return found
    return ()


def _places(reading: Reading, predicates: Sequence[Predicate]) -> Iterable[tuple[int, ...]]:
    predicate = predicates[reading.index]
    content = predicates[reading.content] if reading.content is not None else None
    yield predicate.targets
    if content is not None:
        pair = (content.sources, content.targets)
        yield from pair if reading.family in OTHERS else reversed(pair)
    yield _mentioned(predicate)
    if content is not None:
        yield _mentioned(content)
    for child in sorted(reading.consumed):
        yield predicates[child].targets
        yield _mentioned(predicates[child])


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
