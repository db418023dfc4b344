"""Why a code was given, and why none was: the entries that decided, the runner-up, and what is left uncoded."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from agents.classification import apart
from agents.classification.coded import Coded, Lexicon
from agents.classification.coder import Coder
from agents.classification.deciding import decide
from agents.classification.features import view
from agents.classification.lexicon import Entry, Index
from agents.classification.mentions import Writer
from agents.classification.model import Instance
from agents.classification.pairing import Cast
from agents.classification.reading import Reader
from agents.classification.weighing import bar, weighed
from agents.classification.words import shipped
from schemas import ActorMention, EventMention, ExtractedArticle, Predicate, Sentence


@dataclass(frozen=True, slots=True)
class Step:
    """One entry on the way from the outermost operator to the act."""

    id: str
    meaning: str


WEIGHTIEST: Final = 3
"""Signs that are told for the confidence in a mention, and as many against it."""
Share = tuple[str, float]
"""A sign, and the log-odds that the mention would lose without it."""


@dataclass(frozen=True, slots=True)
class Explained:
    """A mention and what decided it from the outside in.

    ``runner_up`` is the entry that came second (None where nothing did); ``surer_by`` and ``unsurer_by`` are the signs
    that weigh most for the confidence in it and against it.
    """

    mention: EventMention
    meaning: str
    steps: tuple[Step, ...]
    runner_up: Step | None
    surer_by: tuple[Share, ...] = ()
    unsurer_by: tuple[Share, ...] = ()


@dataclass(frozen=True, slots=True)
class Uncoded:
    """A predicate that links two actors and was given no code, and the reason."""

    sentence: str
    predicate: str
    lemma: str
    source: str
    target: str
    reason: str


@dataclass(frozen=True, slots=True)
class Unsure:
    """What a sentence may report, and the confidence asked of the acts of its text."""

    found: Sequence[Coded]
    least: float

    def at(self, predicate: Predicate) -> Coded | None:
        """What it may report by a predicate, itself or as the act under another."""
        return next((one for one in reversed(self.found) if one.predicate is predicate or one.act is predicate), None)


def explain(coder: Coder, article: ExtractedArticle) -> tuple[list[Explained], list[Uncoded]]:
    """All mentions of an article with their reasons, and all that was left uncoded with theirs."""
    lexicon, writer = coder.lexicon, Writer(article)
    entries = {entry.id: entry for index in (lexicon.operators, lexicon.acts) for entry in index.entries}
    explained: list[Explained] = []
    uncoded: list[Uncoded] = []
    suspected = weighed(lexicon, article)
    least = bar(lexicon, suspected)
    for sentence, found in zip(article.sentences, suspected, strict=True):
        coded = decide(lexicon, sentence, found, least)
        explained += [_explained(one, writer.write(one), lexicon, entries) for one in coded]
        uncoded += _uncoded(lexicon, sentence, article.actors, coded, Unsure(found, least))
    return explained, uncoded


def _explained(coded: Coded, mention: EventMention, lexicon: Lexicon, entries: dict[str, Entry]) -> Explained:
    """A mention with the entries that decided it, the entry that came second, and its weightiest signs."""
    names = coded.rule.split(" > ")
    steps = tuple(Step(name, entries[name].meaning if name in entries else _unlisted(name)) for name in names)
    second = next((entry for entry in _candidates(lexicon, coded.predicate) if entry.id not in names), None)
    runner_up = Step(second.id, second.meaning) if second else None
    shares = sorted(lexicon.confidence.shares(coded.signs).items(), key=lambda share: (share[1], share[0]))
    surer = tuple(share for share in shares[: -WEIGHTIEST - 1 : -1] if share[1] > 0)
    unsurer = tuple(share for share in shares[:WEIGHTIEST] if share[1] < 0)
    return Explained(mention, coded.code.meaning, steps, runner_up, surer, unsurer)


def _unlisted(name: str) -> str:
    """What decided, where it is not an entry: the predicate's own modality, or the model."""
    return "The model, because no rule read the predicate." if name.startswith("model:") else "Its own will or not."


def _candidates(lexicon: Lexicon, predicate: Predicate) -> list[Entry]:
    """The entries that fit a predicate, the closest first."""
    seen = view(predicate)
    found = [*lexicon.acts.runners_up(seen), *lexicon.operators.runners_up(seen)]
    return [match.entry for match in sorted(found, key=lambda match: -match.score)]


def _uncoded(
    lexicon: Lexicon,
    sentence: Sentence,
    actors: Sequence[ActorMention],
    coded: Sequence[Coded],
    unsure: Unsure,
) -> Iterator[Uncoded]:
    """The predicates of a sentence that link two actors and were not told, each with why."""
    reader = Reader(lexicon.acts, lexicon.operators, lexicon.composition, lexicon.charges, sentence)
    cast = Cast(sentence, actors)
    told = {id(one.predicate) for one in coded}
    for index, predicate in enumerate(sentence.predicates):
        if id(predicate) in told or predicate.lemma in shipped().speech:
            continue
        for source, target in cast.linked(index)[:1]:
            pair = (actors[source], actors[target])
            doubtful = unsure.at(predicate)
            reason = _unsure(doubtful, unsure.least, lexicon) if doubtful else _reason(lexicon, reader, index, pair)
            yield Uncoded(sentence.text, predicate.text, predicate.lemma, pair[0].text, pair[1].text, reason)


def _unsure(one: Coded, least: float, lexicon: Lexicon) -> str:
    """Why an act that was read is not published."""
    known = f"{one.code.event_type} {one.code.cameo} by {one.rule}"
    if one.confidence >= least and apart.stands_apart(one.sentence.text):
        return f"read as {known}, but the sentence has a word of a field apart from politics (data/apart.yaml)"
    if one.confidence >= least:
        return f"read as {known}, which another predicate tells already"
    short = f"read as {known}, but only {one.confidence:.2f} sure; published from {least:.2f} on"
    return f"{short}, as the text tells nothing surer" if least > lexicon.confidence.least else short


def _reason(lexicon: Lexicon, reader: Reader, index: int, pair: tuple[ActorMention, ActorMention]) -> str:
    """Why a predicate got no code of its own."""
    predicate = reader.predicates[index]
    reading = reader.read(index)
    if reading is not None:
        return f"read as {reading.code} by {reading.entry.id}, but told by another predicate or for another pair"
    instance = Instance(index, reader.sentence, *pair)
    guess = lexicon.model.guess(instance)
    best = f"the model's best guess is {guess.event_type} at {guess.probability:.2f}"
    near = sorted({entry.id for entry in _heads(lexicon.acts, predicate) + _heads(lexicon.operators, predicate)})
    if near:
        return f"conditions of {', '.join(near[:3])} do not hold; {best}"
    return f"no entry has the head {predicate.lemma!r}; {best}"


def _heads(index: Index, predicate: Predicate) -> list[Entry]:
    """Entries with the predicate's head, whatever else they want."""
    table = index.nominal if predicate.kind == "noun" else index.verbal
    shelf = table.get(predicate.lemma)
    return [one.entry for one in shelf.candidates] if shelf is not None else []
