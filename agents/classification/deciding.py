"""Deciding what a sentence reports: its readings, in order, each between its actors."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Final

from agents.classification.codebook import Code, Codebook
from agents.classification.composition import Composition
from agents.classification.confidence import rule_confidence
from agents.classification.identity import actor_key
from agents.classification.lexicon import Index
from agents.classification.pairing import MAX_PAIRS, above, pair, single
from agents.classification.reading import Reader, Reading
from schemas import ActorMention, Predicate, Sentence, Status
from schemas.coded import Method

PAIRED: Final = frozenset({"STATEMENT", "CONSULT"})
"""Types that are coded between two actors only; of any other type the act is news even where no target is named."""
MUTUAL: Final = ("03", "04", "054", "056", "057", "06", "0871", "120")
"""Codes, by prefix, of what several actors do with one another: 'France and Chad agreed', 'they met'."""

Pairs = list[tuple[int, int | None]]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All that decides by rule."""

    codebook: Codebook
    acts: Index
    operators: Index
    composition: Composition


@dataclass(frozen=True, slots=True)
class Coded:
    """One act between two actors, as decided; what is left is to write it down."""

    code: Code
    source: ActorMention
    target: ActorMention | None
    predicate: Predicate
    sentence: Sentence
    status: Status
    confidence: float
    method: Method
    rule: str
    reciprocal: bool = False


def decide(lexicon: Lexicon, sentence: Sentence, actors: Sequence[ActorMention]) -> list[Coded]:
    """All that a sentence reports; main clauses come first, then text order; one act is told once."""
    reader = Reader(lexicon.acts, lexicon.operators, lexicon.composition, sentence)
    order = sorted(range(len(sentence.predicates)), key=lambda index: _depth(index, sentence.predicates))
    consumed: set[int] = set()
    found: list[Coded] = []
    for index in order:
        if index in consumed:
            continue
        reading = reader.read(index)
        if reading is not None:
            coded, below = _between(lexicon, reading, sentence, actors)
            consumed |= below
            found += coded
    return list(_distinct(found))


def _between(
    lexicon: Lexicon, reading: Reading, sentence: Sentence, actors: Sequence[ActorMention]
) -> tuple[list[Coded], frozenset[int]]:
    """The mentions of one reading, and the predicates that it leaves nothing to say."""
    reading, pairs, reciprocal = _pairs(reading, sentence.predicates, actors)
    reading, pairs = _obliged(lexicon, reading, pairs, sentence.predicates, actors)
    code = lexicon.codebook[reading.code]
    if code.event_type in PAIRED:
        pairs = [both for both in pairs if both[1] is not None]
    coded = [_coded(code, reading, both, sentence, actors, reciprocal) for both in pairs[:MAX_PAIRS]]
    below = reading.consumed | frozenset(reading.purposes)
    return coded, below if coded or reading.family is not None else frozenset()


def _pairs(
    reading: Reading, predicates: Sequence[Predicate], actors: Sequence[ActorMention]
) -> tuple[Reading, Pairs, bool]:
    """Source and target, one by one, and whether neither began. Its purpose lends a target to an act that has none."""
    plain = replace(reading, purposes=())
    doers, others = pair(plain, predicates)
    if not others and reading.purposes:
        plain = reading
        doers, others = pair(reading, predicates)
    one, two = single(doers, actors), single(others, actors)
    if not two and len(one) > 1 and reading.code.startswith(MUTUAL):
        return plain, list(combinations(one, 2)), True
    targets: Iterable[int | None] = two or (None,)
    both = [(doer, other) for doer in one for other in targets if doer != other]
    return plain, both, predicates[reading.index].reciprocal


def _obliged(
    lexicon: Lexicon, reading: Reading, pairs: Pairs, predicates: Sequence[Predicate], actors: Sequence[ActorMention]
) -> tuple[Reading, Pairs]:
    """'France said that Chad must hold elections': France asks it of Chad."""
    governor = predicates[reading.index].governor
    if not reading.modality.obligation or governor is None:
        return reading, pairs
    speakers = single(above(governor, predicates), actors)
    obliged = [doer for doer, _ in pairs] or [other for _, other in pairs if other is not None]
    asked: Pairs = [(speaker, doer) for speaker in speakers for doer in dict.fromkeys(obliged) if speaker != doer]
    code = lexicon.composition.compose("demand", reading.code)
    if not asked or code is None:
        return reading, pairs
    return replace(reading, code=code, modality=replace(reading.modality, family="demand", hypothetical=False)), asked


def _coded(
    code: Code,
    reading: Reading,
    both: tuple[int, int | None],
    sentence: Sentence,
    actors: Sequence[ActorMention],
    reciprocal: bool,
) -> Coded:
    predicate = sentence.predicates[reading.index]
    source, target = both
    return Coded(
        code=code,
        source=_named(source, sentence, actors),
        target=None if target is None else _named(target, sentence, actors),
        predicate=predicate,
        sentence=sentence,
        status=_status(predicate, reading),
        confidence=rule_confidence(reading),
        method="rule",
        rule=rule_of(reading),
        reciprocal=reciprocal and target is not None,
    )


def rule_of(reading: Reading) -> str:
    """What decided: the operators from the outside in, and the act."""
    shade = [reading.modality.family] if reading.modality.family else []
    return " > ".join((*shade, *(entry.id for entry in reading.entries)))


def _named(index: int, sentence: Sentence, actors: Sequence[ActorMention]) -> ActorMention:
    """The actor, by its name where a pronoun stands for one that the same sentence names."""
    actor = actors[index]
    for _ in range(len(actors)):
        if actor.antecedent is None or not sentence.start <= actors[actor.antecedent].start < sentence.end:
            return actor
        actor = actors[actor.antecedent]
    return actor


def _status(predicate: Predicate, reading: Reading) -> Status:
    """The flags of a mention: extraction's, as far as the reading has not used them up."""
    shade, given = reading.modality, predicate.status
    return Status.model_construct(
        negated=shade.negated,
        hypothetical=(given.hypothetical and shade.family is None) or shade.hypothetical,
        future=shade.future or (given.future and shade.family is None),
        historical=given.historical,
    )


def _depth(index: int, predicates: Sequence[Predicate]) -> int:
    """How many predicates stand above this one (bounded, should they stand in a circle)."""
    for depth in range(len(predicates)):
        governor = predicates[index].governor
        if governor is None:
            return depth
        index = governor
    return len(predicates)


def _distinct(found: Iterable[Coded]) -> Iterator[Coded]:
    """One act reported twice in a sentence is one mention: the first of a pair and a type stays."""
    known: set[tuple[str, str, str]] = set()
    for one in found:
        source, target = actor_key(one.source), actor_key(one.target) if one.target else ""
        key = (one.code.event_type, source, target)
        if source != target and key not in known:
            known.add(key)
            yield one
