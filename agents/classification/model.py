"""The statistical model: a small linear one that decides where no rule does, and judges what a rule decided.

Hashed features of the predicate, its arguments, its governor and the words around it; one weight a feature and type. It
abstains below a threshold that was chosen on held-out sentences. ``agents.classification.train`` makes it.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, chain
from math import exp, expm1, inf, log
from pathlib import Path
from typing import Final, NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from agents.classification.features import slot_of
from schemas import ActorMention, Argument, Predicate, Sentence

MODEL_FILE: Final = Path(__file__).parent / "model.npz"
BITS: Final = 15
"""2 to this power hashed features: at 18 types of 2 bytes each this is 1.2 MB."""
MASK: Final = (1 << BITS) - 1
NO_EVENT: Final = "NONE"
CODE_OF: Final = {
    "AGREE": "030", "CONSULT": "040", "SUPPORT": "050", "COOPERATE": "060", "AID": "070", "CONCEDE": "080",
    "RETREAT": "084", "REQUEST": "100", "ACCUSE": "110", "REJECT": "120", "THREATEN": "130", "PROTEST": "140",
    "SANCTION": "160", "MOBILIZE": "150", "COERCE": "170", "ASSAULT": "180",
}  # fmt: skip
"""The code of a type where nothing more is known: the model does not tell leaves apart."""
_WORD: Final = re.compile(r"[a-z]+(?:-[a-z]+)*")
MANY: Final = 1 << 16
"""Features whose rows are kept: more than the vocabulary of news has in use."""
_STOP: Final = frozenset({
    "a", "an", "the", "of", "to", "in", "on", "at", "for", "by", "with", "and", "or", "that", "which", "who", "its",
    "his", "her", "their", "has", "have", "had", "is",
})  # fmt: skip

Weights = NDArray[np.float32]


Thesaurus = Mapping[str, tuple[str, ...]]
"""For a lemma, what the lexicon knows of it: its argument classes, and the types of acts that it may name."""


class Instance(NamedTuple):
    """A predicate between two actors, or with a source alone, as the model sees it."""

    predicate: int
    sentence: Sentence
    source: ActorMention
    target: ActorMention | None


@dataclass(frozen=True, slots=True)
class Guess:
    """The likeliest type, its probability from 0 to 1, and the next likeliest."""

    event_type: str
    probability: float
    runner_up: str


class Opinion(NamedTuple):
    """What the model thinks of a type; all but ``likeliest`` are natural log-odds.

    Attributes:
        likeliest: the type that the model itself would choose.
        lead: of the type against the best other one; below 0 where that is likelier.
        own: of the type against all others.
        none: of no event against all types.
    """

    likeliest: str
    lead: float
    own: float
    none: float


class Model:
    """A trained model; ``threshold`` is the probability below which it abstains."""

    def __init__(self, weights: Weights, types: Sequence[str], threshold: float, thesaurus: Thesaurus) -> None:
        self.weights = weights
        self.thesaurus = thesaurus
        self.types = tuple(types)
        self._places = {one: place for place, one in enumerate(self.types)}
        self.threshold = threshold

    @classmethod
    def load(cls, thesaurus: Thesaurus, path: Path = MODEL_FILE) -> "Model":
        """Read the model that ships with the project."""
        with np.load(path) as stored:
            weights = stored["weights"].astype(np.float32)
            types = [str(one) for one in stored["types"]]
            return cls(weights, types, float(stored["threshold"]), thesaurus)

    def save(self, path: Path) -> None:
        """Write the model, in half precision."""
        weights = self.weights.astype(np.float16)
        np.savez_compressed(path, weights=weights, types=np.array(self.types), threshold=np.float32(self.threshold))

    def guess(self, instance: Instance) -> Guess:
        """The likeliest type of an instance, below the threshold or not."""
        odds = self.judge(instance)
        order = np.argsort(-odds, kind="stable")
        best, second = int(order[0]), int(order[1])
        return Guess(self.types[best], float(odds[best]), self.types[second])

    def opinions(self, decided: Sequence[tuple[str, Instance]]) -> list[Opinion]:
        """What the model thinks of types that something else decided; of all in a text at once it is cheaper to say."""
        if not decided:
            return []
        rows = [sorted(_rows(instance, self.thesaurus)) for _, instance in decided]
        starts = [0, *accumulate(map(len, rows[:-1]))]
        weights = self.weights.take(list(chain.from_iterable(rows)), axis=0)
        scores: list[list[float]] = np.add.reduceat(weights, starts, axis=0).tolist()
        return [self._opinion(event_type, own) for (event_type, _), own in zip(decided, scores, strict=True)]

    def _opinion(self, event_type: str, scores: list[float]) -> Opinion:
        index, best = self._places[event_type], max(scores)
        own, none, likeliest = scores[index], scores[self._places[NO_EVENT]], self.types[scores.index(best)]
        whole = log(sum([exp(one - best) for one in scores])) + best
        scores[index] = -inf
        return Opinion(likeliest, own - max(scores), _against(own - whole), _against(none - whole))

    def judge(self, instance: Instance) -> Weights:
        """The probability of each of the types for an instance; they add up to 1."""
        scores = self._scores(instance)
        odds: Weights = np.exp(scores - scores.max())
        odds /= odds.sum()
        return odds

    def _scores(self, instance: Instance) -> Weights:
        scores: Weights = np.add.reduce(self.weights.take(hashed(instance, self.thesaurus), axis=0), axis=0)
        return scores


def _against(logarithm: float) -> float:
    """The log-odds of a probability, given its natural logarithm; bounded, as near 1 there is no telling."""
    return logarithm - log(max(-expm1(logarithm), 1e-9))


def hashed(instance: Instance, thesaurus: Thesaurus) -> NDArray[np.int64]:
    """The features of an instance as rows of the weights."""
    return np.array(sorted(_rows(instance, thesaurus)), dtype=np.int64)


def _rows(instance: Instance, thesaurus: Thesaurus) -> set[int]:
    found = set(map(_row, features(instance, thesaurus)))
    found |= _words(instance)
    return found


def _words(instance: Instance) -> frozenset[int]:
    """The rows of the words of the sentence that neither actor has in its name."""
    told, target = _told(instance.sentence.text), instance.target
    return told.difference(_name(instance.source.text), () if target is None else _name(target.text))


@lru_cache(maxsize=1 << 12)
def _name(text: str) -> frozenset[int]:
    """The rows of the words of a name; names come again in other texts."""
    return _bag(text)


@lru_cache(maxsize=1 << 4)
def _told(text: str) -> frozenset[int]:
    """The rows of the words of a sentence, which is asked about for each of its predicates and pairs in turn."""
    return _bag(text)


def _bag(text: str) -> frozenset[int]:
    return frozenset(map(_row_of_word, set(_WORD.findall(text.lower())) - _STOP))


class _RowOf(dict[str, int]):
    """The row of each feature of a kind, of which it has the prefix; begun anew when it has grown too large.

    A plain dictionary, because a cache that knows what was used last writes to memory at every look-up.
    """

    def __init__(self, prefix: str = "") -> None:
        self.prefix = prefix

    def __missing__(self, feature: str) -> int:
        if len(self) >= MANY:
            self.clear()
        row = self[feature] = crc32(f"{self.prefix}{feature}".encode()) & MASK
        return row


_row = _RowOf().__getitem__
_row_of_word = _RowOf("t:").__getitem__


def features(instance: Instance, thesaurus: Thesaurus) -> list[str]:
    """The features of an instance, in words, without those of the rest of the sentence."""
    index, sentence, source, target = instance
    predicate = sentence.predicates[index]
    lemma, noun = predicate.lemma, predicate.noun
    found = ["bias", f"source:{source.sector}", *_own(predicate), *_labelled("L", thesaurus.get(lemma, ()))]
    if noun:
        found += _labelled("N", thesaurus.get(noun, ()))
    if target is not None:
        found.append(f"target:{target.sector}")
    for argument in predicate.arguments:
        found += _argument(argument, predicate, lemma, thesaurus)
    return found + _around(index, predicate, sentence.predicates)


@lru_cache(maxsize=1 << 14)
def _labelled(kind: str, labels: tuple[str, ...]) -> tuple[str, ...]:
    """What the lexicon knows of a word, as features; words by the thousand share the same few sets of labels."""
    return tuple(f"{kind}:{label}" for label in labels)


def _own(predicate: Predicate) -> list[str]:
    """What the predicate itself tells: lemma, particle, light noun, auxiliaries, and whether it is denied."""
    lemma, particle, noun, auxiliaries = predicate.lemma, predicate.particle, predicate.noun, predicate.auxiliaries
    found = [f"l:{lemma}", f"k:{predicate.kind}{predicate.passive}"]
    if particle:
        found.append(f"l:{lemma}/{particle}")
    if noun:
        found.append(f"l:{lemma}+{noun}")
    if predicate.negated:
        found.append("negated")
    if auxiliaries:
        found += [f"a:{auxiliary}" for auxiliary in auxiliaries]
    return found


def _argument(argument: Argument, predicate: Predicate, head: str, thesaurus: Thesaurus) -> list[str]:
    """Where an argument of ``head`` stands, its words unless they name an actor, and what the lexicon knows of them."""
    slot, lemmas = slot_of(argument, predicate), argument.lemmas
    place = f"x:{head}|{slot}"
    found = [place]
    for word in lemmas:
        if word in thesaurus:
            found += _labelled("A", thesaurus[word])
    if argument.actors:
        found.append(f"s:{slot}@")
        return found
    lemma = argument.lemma
    found += (f"s:{slot}", f"{slot}:{lemma}", f"{place}|{lemma}")
    found += [f"w:{word}" for word in lemmas]
    if lemma in thesaurus:
        found += _labelled(slot, thesaurus[lemma])
    return found


def _around(index: int, predicate: Predicate, predicates: Sequence[Predicate]) -> list[str]:
    """What governs the predicate, and what stands below it."""
    found: list[str] = []
    governor = predicate.governor
    if governor is not None:
        found.append(f"g:{predicates[governor].lemma}:{predicate.marker}")
    for other in predicates:
        if other.governor == index:
            found += (f"c:{other.lemma}", f"c:{other.governance}:{other.marker}")
    return found
