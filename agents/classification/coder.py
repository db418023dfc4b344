"""The coder: extracted articles in, coded mentions out. Deterministic, and free of everything but the article."""

from collections.abc import Iterable, Iterator

from agents.classification.codebook import Codebook
from agents.classification.composition import Composition
from agents.classification.confidence import rule_confidence
from agents.classification.identity import actor_key
from agents.classification.lexicon import Index, load_acts, load_classes, load_operators
from agents.classification.mentions import Coded, write
from agents.classification.pairing import MAX_PAIRS, pair, single
from agents.classification.reading import Reader, Reading
from schemas import ActorMention, EventMention, ExtractedArticle, Predicate, Sentence, Status

PAIRED = frozenset({"STATEMENT", "CONSULT"})
"""Types that are coded between two actors only; of any other type the act is news even where no target is named."""


class Coder:
    """Codes articles by the lexicon."""

    def __init__(self, codebook: Codebook, acts: Index, operators: Index, composition: Composition) -> None:
        self.codebook = codebook
        self.acts = acts
        self.operators = operators
        self.composition = composition

    @classmethod
    def load(cls) -> "Coder":
        """The coder with the lexicon that ships with the project.

        Raises:
            LexiconError: an entry cannot be used.
            PatternError: a pattern cannot be read.
        """
        classes = load_classes()
        acts, operators = Index(load_acts(), classes), Index(load_operators(), classes)
        return cls(Codebook.load(), acts, operators, Composition.load())

    def code(self, article: ExtractedArticle) -> list[EventMention]:
        """All mentions of an article, by sentence; in a sentence main clauses come first, then text order."""
        coded = (one for sentence in article.sentences for one in self._sentence(sentence, article.actors))
        return [write(one, article) for one in coded]

    def _sentence(self, sentence: Sentence, actors: tuple[ActorMention, ...]) -> list[Coded]:
        reader = Reader(self.acts, self.operators, self.composition, sentence)
        order = sorted(range(len(sentence.predicates)), key=lambda index: _depth(index, sentence.predicates))
        consumed: set[int] = set()
        found: list[Coded] = []
        for index in order:
            reading = reader.read(index)
            if reading is None or index in consumed:
                continue
            mentions = list(self._mentions(reading, sentence, actors))
            if mentions or reading.family is not None:
                consumed |= reading.consumed
            found += mentions
        return list(_distinct(found))

    def _mentions(self, reading: Reading, sentence: Sentence, actors: tuple[ActorMention, ...]) -> Iterator[Coded]:
        predicate, code = sentence.predicates[reading.index], self.codebook[reading.code]
        doers, found = pair(reading, sentence.predicates)
        others: tuple[int | None, ...] = single(found, actors)
        if not others and code.event_type not in PAIRED:
            others = (None,)
        pairs = [(doer, other) for doer in single(doers, actors) for other in others if doer != other]
        for doer, other in pairs[:MAX_PAIRS]:
            yield Coded(
                code=code,
                source=actors[doer],
                target=actors[other] if other is not None else None,
                predicate=predicate,
                sentence=sentence,
                status=_status(predicate, reading),
                confidence=rule_confidence(reading),
                method="rule",
                rule=_rule(reading),
            )


def _rule(reading: Reading) -> str:
    """What decided: the operators from the outside in, and the act."""
    shade = [reading.modality.family] if reading.modality.family else []
    return " > ".join((*shade, *(entry.id for entry in reading.entries)))


def _status(predicate: Predicate, reading: Reading) -> Status:
    """The flags of a mention: extraction's, as far as the reading has not used them up."""
    shade, given = reading.modality, predicate.status
    return Status.model_construct(
        negated=shade.negated,
        hypothetical=given.hypothetical or shade.hypothetical,
        future=shade.future or (given.future and shade.family is None),
        historical=given.historical,
    )


def _depth(index: int, predicates: tuple[Predicate, ...]) -> int:
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
        key = (one.code.event_type, actor_key(one.source), actor_key(one.target) if one.target else "")
        if key not in known:
            known.add(key)
            yield one
