"""Deciding what a sentence reports: its readings, in order, each between its actors."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from agents.classification import apart, signs
from agents.classification.codebook import Code, Codebook, only_said
from agents.classification.coded import Coded, Lexicon, Pair
from agents.classification.flags import governors, status_of
from agents.classification.guessing import PUBLISHER, asked, guessed
from agents.classification.links import linked, obliged, ordered
from agents.classification.model import CODE_OF
from agents.classification.pairing import MAX_PAIRS, Cast, told
from agents.classification.reading import Reader, Reading
from agents.classification.warnings import charged
from schemas import ActorMention, Predicate, Sentence

PAIRED: Final = frozenset({"STATEMENT", "CONSULT", "SUPPORT", "COOPERATE", "REQUEST"})
"""Types that are coded between two actors only; of any other type the act is news even where no target is named."""
SURE: Final = 3
"""Score from which an act without an operator or a target is coded: more than its head must have fitted."""

DENIAL: Final = "016"
"""A statement about whoever said what is denied, named or not."""
MEETING: Final = "040"
ABROAD: Final = "044"
"""A meeting, and one in the country of neither side."""


def decide(lexicon: Lexicon, sentence: Sentence, found: Sequence[Coded], least: float) -> list[Coded]:
    """Of all that a sentence may report what is sure enough; main clauses come first, then text order.

    ``least`` is the confidence asked of acts in this text (``weighing.bar``); statements are asked for the table's own.
    """
    sure = [one for one in found if one.confidence >= _asked_of(one, least, lexicon) or vouched(one)]
    if sure and apart.stands_apart(sentence.text):
        sure = [one for one in sure if only_said(one.code.cameo)]
    return list(distinct(sure))


def _asked_of(one: Coded, least: float, lexicon: Lexicon) -> float:
    return lexicon.confidence.least if only_said(one.code.cameo) else least


def vouched(one: Coded) -> bool:
    """Whether the publisher itself names a side: then that one takes part, and what is doubtful is told with doubt."""
    return PUBLISHER in (one.source.basis, one.target.basis if one.target else None)


def suspected(lexicon: Lexicon, sentence: Sentence, actors: Sequence[ActorMention]) -> list[Coded]:
    """All that a sentence may report, not yet weighed, with each act as often as it is told."""
    reader = Reader(lexicon.acts, lexicon.operators, lexicon.composition, lexicon.charges, sentence)
    cast = Cast(sentence, actors)
    consumed: set[int] = set()
    found: list[Coded] = []
    for index in _from_the_top(sentence.predicates):
        reading = reader.read(index) if index not in consumed else None
        if reading is not None:
            coded, below = _acts_of(lexicon, reader, reading, cast)
            consumed |= below
            found += coded
    found += guessed(lexicon, reader, cast, consumed, found)
    return found or asked(lexicon, cast)


def _from_the_top(predicates: Sequence[Predicate]) -> Sequence[int]:
    """The indexes of predicates, those of main clauses first: what stands below them may be theirs to tell."""
    if len(predicates) < 2:
        return range(len(predicates))
    return sorted(range(len(predicates)), key=lambda index: len(governors(predicates[index], predicates)))


def _acts_of(lexicon: Lexicon, reader: Reader, reading: Reading, cast: Cast) -> tuple[list[Coded], frozenset[int]]:
    """The mentions of one reading, and the predicates that it leaves nothing to say."""
    reading, links = ordered(reader, reading, cast) or (reading, linked(reading, cast))
    reading, both_sides = obliged(lexicon.composition, reading, links.pairs, cast)
    reading = charged(lexicon.composition, reader, reading, both_sides, cast)
    code = lexicon.codebook[reading.code]
    pairs = _worth_telling(both_sides, reading, code, cast)
    shared = (*signs.of_reading(reading), *signs.of_sides(links.sides))
    coded = [_coded(lexicon, reading, both, cast, shared=shared, mutual=links.reciprocal) for both in pairs[:MAX_PAIRS]]
    if code.cameo == MEETING:
        coded = [_abroad(one, lexicon.codebook) for one in coded]
    spent = (coded and not only_said(code.cameo)) or reading.family not in (None, "keep")
    below = reading.consumed.union(reading.purposes) if links.lent else reading.consumed
    return coded, below if spent else frozenset()


def _worth_telling(pairs: Sequence[Pair], reading: Reading, code: Code, cast: Cast) -> Sequence[Pair]:
    """The pairs between whom the act is news: a weak one needs a target, what is only said one whom it is said to."""
    weak = reading.score < SURE and len(reading.entries) == 1 and reading.modality.family != "reject"
    if weak or (code.event_type in PAIRED and not _called_for(reading, code)):
        pairs = [both for both in pairs if both[1] is not None]
    if only_said(code.cameo) and code.cameo != DENIAL:
        addressed = {*cast.addressed(reading.index), *cast.addressed(reading.act or reading.index)}
        pairs = [both for both in pairs if both[1] in addressed]
    return pairs


def _called_for(reading: Reading, code: Code) -> bool:
    """'Chad called for a truce': what is asked for is plain, and whoever is to do it need not be named."""
    return code.event_type == "REQUEST" and reading.score > SURE and reading.act is not None


def _abroad(one: Coded, codebook: Codebook) -> Coded:
    """A meeting in the country of neither side is one on the ground of a third."""
    place = one.predicate.location.country if one.predicate.location else None
    sides = {one.source.country, one.target.country if one.target else None}
    return replace(one, code=codebook[ABROAD]) if place and None not in sides and place not in sides else one


def _coded(
    lexicon: Lexicon, reading: Reading, both: Pair, cast: Cast, *, shared: tuple[str, ...], mutual: bool
) -> Coded:
    """An act between two sides; ``shared`` are the signs that all pairs of the reading have."""
    code, predicate = lexicon.codebook[reading.code], cast.predicates[reading.index]
    status = status_of(predicate, reading, cast.predicates)
    source, target = cast.actors[both[0]], None if both[1] is None else cast.actors[both[1]]
    act = predicate if reading.act is None else cast.predicates[reading.act]
    seen = [*shared, *signs.of_pair(code, both, (predicate, act), status, cast)]
    return Coded(
        code=code,
        source=source,
        target=target,
        predicate=predicate,
        sentence=cast.sentence,
        status=status,
        method="rule",
        rule=rule_of(reading),
        signs=seen,
        act=act,
        judged=_judged(reading) if code.event_type in CODE_OF else None,
        reciprocal=mutual and target is not None,
    )


def _judged(reading: Reading) -> int:
    """The predicate that the model judges: the act's own, where what stands above it only says when or whether."""
    turned = reading.family not in (None, "keep", "will") or reading.modality.family not in (None, "will", "keep")
    return reading.index if turned or reading.act is None else reading.act


def rule_of(reading: Reading) -> str:
    """What decided: the operators from the outside in, and the act."""
    shade = [reading.modality.family] if reading.modality.family else []
    return " > ".join((*shade, *(entry.id for entry in reading.entries)))


def distinct(found: Iterable[Coded]) -> Iterator[Coded]:
    """One act reported twice in a sentence is one mention: the first of a pair and a type stays."""
    known: set[tuple[str, str, str]] = set()
    for one in found:
        key = (one.code.event_type, told(one.source), told(one.target) if one.target else "")
        if key[1] != key[2] and key not in known:
            known.add(key)
            yield one
