"""Deciding what a sentence reports: its readings, in order, each between its actors."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain, combinations
from typing import Final, NamedTuple

from agents.classification import apart, signs, words
from agents.classification.charges import Charges
from agents.classification.codebook import Code, Codebook, only_said
from agents.classification.commands import carried_out
from agents.classification.composition import Composition
from agents.classification.confidence import Confidence
from agents.classification.lexicon import Index
from agents.classification.model import CODE_OF, Guess, Instance, Model
from agents.classification.pairing import MAX_PAIRS, Cast, Sides, told
from agents.classification.reading import Reader, Reading
from schemas import ActorMention, Predicate, Sentence, Status
from schemas.coded import Method

PAIRED: Final = frozenset({"STATEMENT", "CONSULT", "SUPPORT", "COOPERATE", "REQUEST"})
"""Types that are coded between two actors only; of any other type the act is news even where no target is named."""
SURE: Final = 3
"""Score from which an act without an operator or a target is coded: more than its head must have fitted."""
MUTUAL: Final = ("030", "031", "033", "035", "036", "037", "04", "056", "057", "06", "0871", "120")
"""Codes, by prefix, of what several actors do with one another: 'France and Chad agreed', 'they met'."""

OBLIGATION: Final = "obligation"
"""The operator that says nothing unless somebody says it of another."""
HYPOTHETICAL_MARKERS: Final = frozenset({"if", "unless", "whether", "lest", "provided", "condition"})
"""Markers of clauses that leave open whether what they say comes about."""
OFFERED: Final = ("03", "13")
THREATS: Final = "13"
"""Promises and threats, by the root of their code: what is to happen only if something else does is hypothetical."""
SAID_NOW: Final = ("12", "13")
"""Refusals and threats, by the root of their code: "will not" is one as soon as it is said."""
DENIAL: Final = "016"
"""A statement about whoever said what is denied, named or not."""
MEETING: Final = "040"
ABROAD: Final = "044"
"""A meeting, and one in the country of neither side."""

PUBLISHER: Final = "publisher"
"""The basis of actors that came with the article."""
ASKED: Final = 0.3
"""The least probability of a guess between two actors that the publisher names: who names both asks what happened."""

Pair = tuple[int, int | None]
Pairs = list[Pair]


class Linked(NamedTuple):
    """The pairs of a reading; ``reciprocal`` where neither side began, ``lent`` where its purpose gave the target."""

    pairs: Pairs
    sides: Sides
    reciprocal: bool = False
    lent: bool = False


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All that decides by rule."""

    codebook: Codebook
    acts: Index
    operators: Index
    composition: Composition
    charges: Charges
    model: Model
    confidence: Confidence


@dataclass(slots=True)
class Coded:
    """One act between two actors, as decided; what is left is to weigh it (``confidence``) and to write it down.

    ``act`` is the predicate that names the act, where that is one below the predicate that decided; ``judged`` the
    index of the one by which the model judges it, None where the model is not asked.
    """

    code: Code
    source: ActorMention
    target: ActorMention | None
    predicate: Predicate
    sentence: Sentence
    status: Status
    method: Method
    rule: str
    signs: list[str]
    act: Predicate | None = None
    judged: int | None = None
    reciprocal: bool = False
    confidence: float = 0.0


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
    for index in sorted(range(len(sentence.predicates)), key=lambda index: _depth(index, sentence.predicates)):
        if index in consumed:
            continue
        reading = reader.read(index)
        if reading is not None:
            coded, below = _between(lexicon, reader, reading, cast)
            consumed |= below
            found += coded
    found += _guessed(lexicon, reader, cast, consumed, found)
    return found or _asked(lexicon, cast)


def _guessed(lexicon: Lexicon, reader: Reader, cast: Cast, consumed: set[int], found: Sequence[Coded]) -> list[Coded]:
    """What the model makes of predicates that no rule reads, between actors of whom the sentence told nothing yet."""
    guessed: list[Coded] = []
    empty = words.shipped().empty
    for index, predicate in enumerate(cast.predicates):
        if index in consumed or predicate.kind == "noun" or predicate.lemma in empty or reader.read(index):
            continue
        for source, target in cast.linked(index)[:1]:
            one, two = cast.actors[source], cast.actors[target]
            if any(_is_between(told, one, two) for told in found):
                continue
            guess = lexicon.model.guess(Instance(index, cast.sentence, one, two))
            if guess.probability >= lexicon.model.threshold and guess.event_type in CODE_OF:
                guessed.append(_by_model(lexicon, guess, index, (source, target), cast))
    return guessed


def _is_between(told: Coded, one: ActorMention, two: ActorMention) -> bool:
    """Whether an act is between two actors, whichever of them did it."""
    return (told.source is one and told.target is two) or (told.source is two and told.target is one)


def _asked(lexicon: Lexicon, cast: Cast) -> list[Coded]:
    """What the model makes of a sentence in which nothing was found, between two actors whom the publisher names."""
    best: tuple[Guess, int, tuple[int, int]] | None = None
    for index in range(len(cast.predicates)):
        for source, target in cast.linked(index):
            one, two = cast.actors[source], cast.actors[target]
            if one.basis == two.basis == PUBLISHER:
                guess = lexicon.model.guess(Instance(index, cast.sentence, one, two))
                if best is None or guess.probability > best[0].probability:
                    best = guess, index, (source, target)
    if best is None or best[0].probability < ASKED or best[0].event_type not in CODE_OF:
        return []
    return [_by_model(lexicon, *best, cast)]


def _by_model(lexicon: Lexicon, guess: Guess, index: int, both: tuple[int, int], cast: Cast) -> Coded:
    predicate, given = cast.predicates[index], cast.predicates[index].status
    code = lexicon.codebook[CODE_OF[guess.event_type]]
    source, target = (cast.actors[one] for one in both)
    status = _flags(given.negated, given.hypothetical, given.future, given.historical)
    seen = [*signs.of_guess(guess.probability), *_signs(code, both, (predicate, predicate), status, cast)]
    return Coded(
        code=code,
        source=source,
        target=target,
        predicate=predicate,
        sentence=cast.sentence,
        status=status,
        method="model",
        rule=f"model:{guess.event_type}",
        signs=seen,
        reciprocal=predicate.reciprocal,
    )


def _between(lexicon: Lexicon, reader: Reader, reading: Reading, cast: Cast) -> tuple[list[Coded], frozenset[int]]:
    """The mentions of one reading, and the predicates that it leaves nothing to say."""
    reading, linked = _ordered(reader, reading, cast) or (reading, _pairs(reading, cast))
    reading, pairs = _obliged(lexicon, reading, linked.pairs, cast)
    code = lexicon.codebook[reading.code]
    weak = reading.score < SURE and len(reading.entries) == 1 and reading.modality.family != "reject"
    if weak or (code.event_type in PAIRED and not _called_for(reading, code)):
        pairs = [both for both in pairs if both[1] is not None]
    said = only_said(code.cameo)
    if said and code.cameo != DENIAL:
        addressed = {*cast.addressed(reading.index), *cast.addressed(reading.act or reading.index)}
        pairs = [both for both in pairs if both[1] in addressed]
    shared = (*signs.of_reading(reading), *signs.of_sides(linked.sides))
    coded = [
        _coded(lexicon, reading, both, cast, shared=shared, mutual=linked.reciprocal) for both in pairs[:MAX_PAIRS]
    ]
    if code.cameo == MEETING:
        coded = [_abroad(one, lexicon.codebook) for one in coded]
    spent = (coded and not said) or reading.family not in (None, "keep")
    below = reading.consumed.union(reading.purposes) if linked.lent else reading.consumed
    return coded, below if spent else frozenset()


def _called_for(reading: Reading, code: Code) -> bool:
    """'Chad called for a truce': what is asked for is plain, and whoever is to do it need not be named."""
    return code.event_type == "REQUEST" and reading.score > SURE and reading.act is not None


def _abroad(one: Coded, codebook: Codebook) -> Coded:
    """A meeting in the country of neither side is one on the ground of a third."""
    place = one.predicate.location.country if one.predicate.location else None
    sides = {one.source.country, one.target.country if one.target else None}
    return replace(one, code=codebook[ABROAD]) if place and None not in sides and place not in sides else one


def _ordered(reader: Reader, reading: Reading, cast: Cast) -> tuple[Reading, Linked] | None:
    """The act that somebody has his own people do, as his own; None where it is no such order."""
    found = carried_out(reader, reading, cast)
    if found is None:
        return None
    done, sides = found
    return done, Linked([(doer, other) for doer in sides.doers for other in sides.others or (None,)], sides)


def _pairs(reading: Reading, cast: Cast) -> Linked:
    """Source and target, one by one; whether neither began; and whether its purpose lent the act its target."""
    sides = cast.pair(reading, ())
    lent = not sides.others and bool(reading.purposes)
    if lent:
        sides = cast.pair(reading, reading.purposes)
    doers, others = sides.doers, sides.others
    together = reading.entry.together and reading.family in (None, "keep")
    if (together or not others) and len(doers) > 1 and reading.code.startswith(MUTUAL):
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


def _obliged(lexicon: Lexicon, reading: Reading, pairs: Pairs, cast: Cast) -> tuple[Reading, Pairs]:
    """'France said that Chad must hold elections': France asks it of Chad."""
    governor = cast.predicates[reading.index].governor
    if not reading.modality.obligation:
        return reading, pairs
    if governor is None:
        return reading, [] if reading.entry.id == OBLIGATION else pairs
    unnamed = cast.predicates[reading.index].passive or not cast.predicates[reading.index].sources
    obliged = [] if unnamed else [doer for doer, _ in pairs]
    obliged = obliged or [other for _, other in pairs if other is not None]
    speakers = _speakers(governor, frozenset(obliged), cast)
    asked: Pairs = [(speaker, doer) for speaker in speakers for doer in dict.fromkeys(obliged) if speaker != doer]
    code = lexicon.composition.compose("demand", reading.code)
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


def _coded(
    lexicon: Lexicon, reading: Reading, both: Pair, cast: Cast, *, shared: tuple[str, ...], mutual: bool
) -> Coded:
    code, predicate = lexicon.codebook[reading.code], cast.predicates[reading.index]
    status = _status(predicate, reading, cast.predicates)
    source, target = cast.actors[both[0]], None if both[1] is None else cast.actors[both[1]]
    act = predicate if reading.act is None else cast.predicates[reading.act]
    seen = [*shared, *_signs(code, both, (predicate, act), status, cast)]
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


def _signs(code: Code, both: Pair, told_by: tuple[Predicate, Predicate], status: Status, cast: Cast) -> Iterator[str]:
    """The signs of an act between two sides, whoever decided it; ``told_by`` are its predicate and the act's own."""
    source, target = cast.actors[both[0]], None if both[1] is None else cast.actors[both[1]]
    return chain(
        signs.of_mention(code, source, target, told_by[0], cast.sentence),
        _actor("source", both[0], cast),
        _actor("target", both[1], cast),
        signs.of_roles(*both, *told_by),
        signs.of_status(status),
    )


def _actor(side: str, index: int | None, cast: Cast) -> Sequence[str]:
    """The signs of one side itself, put together once a sentence."""
    if index is None:
        return ()
    known = cast.signs.get((side, index))
    if known is None:
        known = cast.signs[side, index] = signs.of_actor(side, cast.actors[index])
    return known


def _judged(reading: Reading) -> int:
    """The predicate that the model judges: the act's own, where what stands above it only says when or whether."""
    turned = reading.family not in (None, "keep", "will") or reading.modality.family not in (None, "will", "keep")
    return reading.index if turned or reading.act is None else reading.act


def rule_of(reading: Reading) -> str:
    """What decided: the operators from the outside in, and the act."""
    shade = [reading.modality.family] if reading.modality.family else []
    return " > ".join((*shade, *(entry.id for entry in reading.entries)))


def _status(predicate: Predicate, reading: Reading, predicates: Sequence[Predicate]) -> Status:
    """The flags of a mention: extraction's, as far as the reading has not used them up."""
    shade, given = reading.modality, predicate.status
    denied = reading.entry.negative  # the act is that something is not done
    plain = shade.family is None and not denied
    return _flags(
        shade.negated or (given.negated and plain),
        (given.hypothetical and (plain or predicate.marker in HYPOTHETICAL_MARKERS))
        or shade.hypothetical
        or (reading.code[:2] in OFFERED and _is_conditional(reading.index, predicates))
        or (reading.code[:2] == THREATS and _is_for_any(reading.index, predicates)),
        (shade.future or (given.future and plain)) and reading.code[:2] not in SAID_NOW,
        given.historical,
    )


def _is_conditional(index: int, predicates: Sequence[Predicate]) -> bool:
    """Whether a threat is made on a condition: an if-clause, or one that does without an if, hangs below it."""
    return any(_is_condition(one) and index in _above(one, predicates) for one in predicates)


def _is_for_any(index: int, predicates: Sequence[Predicate]) -> bool:
    """Whether a threat is to anybody who may do something: "to close any paper that prints it"."""
    told = (one for number, one in enumerate(predicates) if number == index or index in _above(one, predicates))
    return any(argument.text.lower().startswith("any ") for one in told for argument in one.arguments)


def _is_condition(predicate: Predicate) -> bool:
    if predicate.marker in HYPOTHETICAL_MARKERS:
        return predicate.marker != "whether"
    return predicate.governance == "adverbial" and predicate.marker is None and predicate.status.hypothetical


def _above(predicate: Predicate, predicates: Sequence[Predicate]) -> list[int]:
    """The indexes of what governs a predicate, the nearest first (bounded, should they stand in a circle)."""
    found: list[int] = []
    while predicate.governor is not None and len(found) < len(predicates):
        found.append(predicate.governor)
        predicate = predicates[predicate.governor]
    return found


@cache
def _flags(negated: bool, hypothetical: bool, future: bool, historical: bool) -> Status:
    """The sixteen possible sets of flags, each built once."""
    return Status(negated=negated, hypothetical=hypothetical, future=future, historical=historical)


def _depth(index: int, predicates: Sequence[Predicate]) -> int:
    """How many predicates stand above this one (bounded, should they stand in a circle)."""
    for depth in range(len(predicates)):
        governor = predicates[index].governor
        if governor is None:
            return depth
        index = governor
    return len(predicates)


def distinct(found: Iterable[Coded]) -> Iterator[Coded]:
    """One act reported twice in a sentence is one mention: the first of a pair and a type stays."""
    known: set[tuple[str, str, str]] = set()
    for one in found:
        key = (one.code.event_type, told(one.source), told(one.target) if one.target else "")
        if key[1] != key[2] and key not in known:
            known.add(key)
            yield one
