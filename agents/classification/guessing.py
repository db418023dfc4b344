"""What the statistical model makes of predicates between two actors that no rule reads."""

from collections.abc import Sequence
from typing import Final

from agents.classification import signs, words
from agents.classification.coded import Coded, Lexicon
from agents.classification.flags import flags
from agents.classification.model import CODE_OF, Guess, Instance
from agents.classification.pairing import Cast
from agents.classification.reading import Reader
from schemas import ActorMention

PUBLISHER: Final = "publisher"
"""The basis of actors that came with the article."""
ASKED: Final = 0.3
"""The least probability of a guess between two actors that the publisher names: who names both asks what happened."""


def guessed(lexicon: Lexicon, reader: Reader, cast: Cast, consumed: set[int], found: Sequence[Coded]) -> list[Coded]:
    """What the model makes of predicates that no rule reads, between actors of whom the sentence told nothing yet."""
    new: list[Coded] = []
    empty = words.shipped().empty
    for index, predicate in enumerate(cast.predicates):
        if index in consumed or predicate.kind == "noun" or predicate.lemma in empty or reader.read(index):
            continue
        for source, target in cast.linked(index)[:1]:
            one, two = cast.actors[source], cast.actors[target]
            if any(_links(told, one, two) for told in found):
                continue
            guess = lexicon.model.guess(Instance(index, cast.sentence, one, two))
            if guess.probability >= lexicon.model.threshold and guess.event_type in CODE_OF:
                new.append(_by_model(lexicon, guess, index, (source, target), cast))
    return new


def asked(lexicon: Lexicon, cast: Cast) -> list[Coded]:
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
    """An act as the model guesses it: extraction's flags hold, and its own probability is a sign."""
    predicate, given = cast.predicates[index], cast.predicates[index].status
    code = lexicon.codebook[CODE_OF[guess.event_type]]
    source, target = (cast.actors[one] for one in both)
    status = flags(given.negated, given.hypothetical, given.future, given.historical)
    seen = [*signs.of_guess(guess.probability), *signs.of_pair(code, both, (predicate, predicate), status, cast)]
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


def _links(told: Coded, one: ActorMention, two: ActorMention) -> bool:
    """Whether an act is between two actors, whichever of them did it."""
    return (told.source is one and told.target is two) or (told.source is two and told.target is one)
