"""What an article has spoken of so far, and how prominent each actor is."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from agents.extraction.mentions import Mention
from agents.extraction.tree import Word

MAX_HISTORY = 60
"""Mentions looked back at; pronouns reach three sentences at most."""
REACH = 3
"""Sentences back that a pronoun may refer to."""
SUBJECTS = frozenset({"nsubj", "nsubjpass"})


@dataclass(slots=True)
class Candidate:
    """A mention that a pronoun could refer to, and how likely it is by place and grammar alone."""

    mention: Mention
    score: float


class History:
    """The latest mentions of an article with the ordinals of their sentences."""

    def __init__(self) -> None:
        self._mentions: deque[tuple[int, Mention]] = deque(maxlen=MAX_HISTORY)

    def add(self, ordinal: int, mention: Mention) -> None:
        """Take note of a mention."""
        self._mentions.append((ordinal, mention))

    def latest(self, ordinal: int, reach: int = REACH) -> Iterator[tuple[int, Mention]]:
        """Mentions from the newest back, with the distance in sentences, no further back than ``reach``."""
        for sentence, mention in reversed(self._mentions):
            if ordinal - sentence > reach:
                return
            yield ordinal - sentence, mention

    def candidates(self, ordinal: int, suits: Callable[[Mention], bool], reach: int = REACH) -> list[Candidate]:
        """Suitable mentions, the likeliest first, one for each actor."""
        best: dict[str, Candidate] = {}
        for distance, mention in self.latest(ordinal, reach):
            if mention.about.confidence > 0.2 and suits(mention):
                score = prominence(mention) - 1.2 * distance
                known = best.get(mention.identity)
                if known is None or score > known.score:
                    best[mention.identity] = Candidate(mention, score)
        return sorted(best.values(), key=lambda candidate: -candidate.score)


def prominence(mention: Mention) -> float:
    """Subjects outrank objects, and main clauses outrank others (Lappin and Leass's order, in coarse steps)."""
    word = mention.head
    while word.dep == "conj" and word.head is not None:
        word = word.head
    if word.dep in SUBJECTS:
        return 1.5 if word.head is not None and word.head.head is None else 1.2
    return {"dobj": 0.6, "poss": 0.5, "pobj": 0.3, "dative": 0.5, "agent": 0.6, "amod": -0.8, "compound": -0.4}.get(
        word.dep, 0.3
    )


def clause_of(word: Word) -> Word:
    """The verb of the clause in which a word stands (the root where there is none)."""
    above = word
    while above.head is not None and not (above is not word and above.is_verb):
        above = above.head
    return above


def distinct(mentions: Iterable[Mention]) -> list[Mention]:
    """The first mention of each actor."""
    found: dict[str, Mention] = {}
    for mention in mentions:
        found.setdefault(mention.identity, mention)
    return list(found.values())
