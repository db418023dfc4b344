"""Sentences as light trees of words, lifted from spaCy once, so that the rules never touch spaCy's slower views."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from agents.extraction.lemmas import Lemmas


@dataclass(slots=True, eq=False)
class Word:
    """One token. ``start`` and ``end`` are characters in the article's body, ``index`` its place in the sentence."""

    index: int
    text: str
    lower: str
    lemma: str
    tag: str
    dep: str
    start: int
    end: int
    head: "Word | None" = None
    children: list["Word"] = field(default_factory=list)

    def __repr__(self) -> str:
        return f"<{self.text}/{self.tag}/{self.dep}>"

    def child(self, *deps: str) -> "Word | None":
        """The first dependent with one of these labels."""
        return next((word for word in self.children if word.dep in deps), None)

    def having(self, *deps: str) -> list["Word"]:
        """All dependents with one of these labels, in text order."""
        return [word for word in self.children if word.dep in deps]

    def subtree(self) -> list["Word"]:
        """The word and all that depends on it, in text order."""
        return sorted(_below(self), key=lambda word: word.index)

    def ancestors(self) -> Iterator["Word"]:
        """The head, its head, and so on up to the root."""
        above = self.head
        while above is not None:
            yield above
            above = above.head

    @property
    def is_verb(self) -> bool:
        """Tagged as a verb (any form)."""
        return self.tag.startswith("VB")

    @property
    def is_noun(self) -> bool:
        """Tagged as a common noun."""
        return self.tag in ("NN", "NNS")

    @property
    def is_proper(self) -> bool:
        """Tagged as a proper noun."""
        return self.tag in ("NNP", "NNPS")


def _below(word: Word) -> list[Word]:
    found = [word]
    for node in found:
        found.extend(node.children)
    return found


@dataclass(slots=True, eq=False)
class Tree:
    """One sentence: its words, and where it stands in the body."""

    words: list[Word]
    start: int
    end: int
    text: str
    headline: bool = False
    source: Any = None
    """spaCy's span, for the recogniser; gone when the batch is done."""

    @property
    def root(self) -> Word:
        """The word without a head (the first, should a model give several)."""
        return next((word for word in self.words if word.head is None), self.words[0])

    def covering(self, start: int, end: int) -> list[Word]:
        """The words that overlap a range of body characters."""
        return [word for word in self.words if word.start < end and word.end > start]


def head_of(words: list[Word]) -> Word:
    """The word of a phrase on which the rest of it hangs: the one whose head lies outside the phrase."""
    inside = {word.index for word in words}
    outside = [word for word in words if word.head is None or word.head.index not in inside]
    content = [word for word in outside if word.dep not in ("punct", "det", "case", "prep", "cc")]
    return (content or outside or words)[0]


def lift(sentence: Any, lemmas: Lemmas, offset: int, body: str) -> Tree:
    """A spaCy sentence span as a tree, its characters moved by ``offset`` to where the text stands in the body."""
    first = sentence.start
    words = [_word(token, first, lemmas, offset) for token in sentence]
    for token, word in zip(sentence, words, strict=True):
        above = token.head.i - first
        if above != word.index and 0 <= above < len(words):
            word.head = words[above]
            words[above].children.append(word)
    start, end = offset + sentence.start_char, offset + sentence.end_char
    return Tree(words, start, end, body[start:end], source=sentence)


def _word(token: Any, first: int, lemmas: Lemmas, offset: int) -> Word:
    text, tag, start = token.text, token.tag_, offset + token.idx
    lower = text.lower()
    return Word(token.i - first, text, lower, lemmas(lower, tag), tag, token.dep_, start, start + len(text))
