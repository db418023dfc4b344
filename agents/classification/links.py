"""Which actors a reading links, pair by pair: who acts together, who sent whom, of whom something is demanded."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import combinations
from typing import Final, NamedTuple

from agents.classification import signs, words
from agents.classification.coded import Pair
from agents.classification.commands import carried_out
from agents.classification.composition import Composition
from agents.classification.pairing import Cast, Sides
from agents.classification.reading import Reader, Reading

MUTUAL: Final = ("030", "031", "033", "035", "036", "037", "04", "056", "057", "06", "0871", "120")
"""Codes, by prefix, of what several actors do with one another: 'France and Chad agreed', 'they met'."""
OBLIGATION: Final = "obligation"
"""The operator that says nothing unless somebody says it of another."""

Pairs = list[Pair]


class Linked(NamedTuple):
    """The pairs of a reading; ``reciprocal`` where neither side began, ``lent`` where its purpose gave the target."""

    pairs: Pairs
    sides: Sides
    reciprocal: bool = False
    lent: bool = False


def linked(reading: Reading, cast: Cast) -> Linked:
    """Source and target, one by one; whether neither began; and whether its purpose lent the act its target."""
    sides = cast.pair(reading, ())
    lent = not sides.others and bool(reading.purposes)
    if lent:
        sides = cast.pair(reading, reading.purposes)
    doers, others = sides.doers, sides.others
    together = reading.entry.together and reading.family in (None, "keep")
    if len(doers) > 1 and (together or (not others and reading.code.startswith(MUTUAL))):
        return Linked(list(combinations(doers, 2)), sides, reciprocal=True, lent=lent)
    if not others and not cast.predicates[reading.index].sources:
        return Linked([], sides)
    targets: Iterable[int | None] = others or (None,)
    both = [
        (sent_by, for_whom)
        for doer in doers
        for other in targets
        for sent_by in _senders(doer, cast)
        for for_whom in ((None,) if other is None else _senders(other, cast))
        if sent_by != for_whom
    ]
    return Linked(both, sides, reciprocal=cast.predicates[reading.index].reciprocal, lent=lent)


def ordered(reader: Reader, reading: Reading, cast: Cast) -> tuple[Reading, Linked] | None:
    """The act that somebody has his own people do, as his own; None where it is no such order."""
    found = carried_out(reader, reading, cast)
    if found is None:
        return None
    done, sides = found
    return done, Linked([(doer, other) for doer in sides.doers for other in sides.others or (None,)], sides)


def _senders(actor: int, cast: Cast) -> Sequence[int]:
    """'The team sent by Kenya': who sent, led or proposed an actor of whom no more is known; else the actor itself."""
    if cast.actors[actor].country is not None and cast.actors[actor].confidence >= signs.LIKELY:
        return (actor,)
    start = cast.actors[actor].start
    for index, predicate in enumerate(cast.predicates):
        if predicate.governance == "relative" and any(one.start <= start < one.end for one in predicate.arguments):
            senders = [one for one in _sent_by(index, cast) if one != actor]
            if senders:
                return senders
    return (actor,)


def _sent_by(index: int, cast: Cast) -> Sequence[int]:
    """Who sent them, by a clause that says so of them, or of those of whom they consist."""
    predicate = cast.predicates[index]
    if predicate.lemma in words.shipped().sending:
        return cast.single(predicate.sources)
    if predicate.lemma not in words.shipped().consisting:
        return ()
    below = (one for one in cast.predicates if one.governor == index and one.governance == "relative")
    return next((cast.single(one.sources) for one in below if one.lemma in words.shipped().sending), ())


def obliged(composition: Composition, reading: Reading, pairs: Pairs, cast: Cast) -> tuple[Reading, Pairs]:
    """The reading and its pairs under an obligation: 'France said that Chad must hold elections', asking it of Chad."""
    governor = cast.predicates[reading.index].governor
    if not reading.modality.obligation:
        return reading, pairs
    if governor is None:
        return reading, [] if reading.entry.id == OBLIGATION else pairs
    unnamed = cast.predicates[reading.index].passive or not cast.predicates[reading.index].sources
    bound = [] if unnamed else [doer for doer, _ in pairs]
    bound = bound or [other for _, other in pairs if other is not None]
    speakers = _speakers(governor, frozenset(bound), cast)
    asked: Pairs = [(speaker, doer) for speaker in speakers for doer in dict.fromkeys(bound) if speaker != doer]
    code = composition.compose("demand", reading.code)
    if not asked or code is None:
        return reading, [] if reading.entry.id == OBLIGATION else pairs
    return replace(reading, code=code, modality=replace(reading.modality, family="demand", hypothetical=False)), asked


def _speakers(index: int | None, obliged: frozenset[int], cast: Cast) -> Sequence[int]:
    """Who says what somebody has to do: the nearest above who is not that somebody."""
    for _ in cast.predicates:
        speakers = () if index is None else cast.single(cast.predicates[index].sources)
        if index is None or not obliged.issuperset(speakers):
            return speakers
        index = cast.predicates[index].governor
    return ()
