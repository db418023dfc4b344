"""Sentences as light trees of words, lifted from spaCy once, so that the rules never touch spaCy's slower views."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate, pairwise
from operator import add, attrgetter

import numpy as np
from spacy.tokens import Doc

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
    is_verb: bool
    """Tagged as a verb (any form)."""
    is_noun: bool
    """Tagged as a common noun."""
    is_proper: bool
    """Tagged as a proper noun."""
    is_content: bool
    """Tagged as a noun, a verb, an adjective, an adverb or a number."""
    head: "Word | None" = None
    children: list["Word"] = field(default_factory=list)

    def __repr__(self) -> str:
        return f"<{self.text}/{self.tag}/{self.dep}>"

    def child(self, *deps: str) -> "Word | None":
        """The first dependent with one of these labels."""
        for word in self.children:
            if word.dep in deps:
                return word
        return None

    def having(self, *deps: str) -> list["Word"]:
        """All dependents with one of these labels, in text order."""
        return [word for word in self.children if word.dep in deps]

    def subtree(self) -> list["Word"]:
        """The word and all that depends on it, in text order."""
        return sorted(_below(self), key=PLACE_IN_SENTENCE) if self.children else [self]

    def ancestors(self) -> Iterator["Word"]:
        """The head, its head, and so on up to the root."""
        above = self.head
        while above is not None:
            yield above
            above = above.head


PLACE_IN_SENTENCE = attrgetter("index")


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
    lowers: frozenset[str] = frozenset()
    """Its forms in lower case: what is not among them need not be looked for word by word."""
    headline: bool = False
    paragraph: int = 0
    """Where the paragraph begins: a date stated in it holds for what follows in it."""
    source: tuple[Doc, int, int] | None = None
    """spaCy's document with the sentence's first token and the one past it, until the recogniser has been asked."""

    @property
    def root(self) -> Word:
        """The word without a head (the first, should a model give several)."""
        return next((word for word in self.words if word.head is None), self.words[0])

    def covering(self, start: int, end: int) -> list[Word]:
        """The words that overlap a range of body characters."""
        return [word for word in self.words if word.start < end and word.end > start]

    def release(self) -> None:
        """Let go of the words: they hold each other, and would wait for the collector. The tree is of no use then."""
        for word in self.words:
            if word.children:
                word.children.clear()


def head_of(words: list[Word]) -> Word:
    """The word of a phrase on which the rest of it hangs: the one whose head lies outside the phrase."""
    if len(words) == 1:
        return words[0]
    inside = {word.index for word in words}
    outside = [word for word in words if word.head is None or word.head.index not in inside]
    content = [word for word in outside if word.dep not in ("punct", "det", "case", "prep", "cc")]
    return (content or outside or words)[0]


CLAUSES = frozenset({"relcl", "acl", "advcl", "ccomp", "parataxis", "xcomp"})


def phrase(head: Word) -> list[Word]:
    """The words of a phrase without the clauses and asides that hang on it."""
    found = [head]
    for word in found:
        if word.children:
            found += [child for child in word.children if child.dep not in CLAUSES and not _is_joined_verb(child)]
    if len(found) > 1:
        found.sort(key=PLACE_IN_SENTENCE)
    while len(found) > 1 and found[-1].dep in ("punct", "cc"):
        found.pop()
    return found


def _is_joined_verb(child: Word) -> bool:
    return child.is_verb and child.dep == "conj"


def lift(doc: Doc, lemmas: Lemmas, text: str, offset: int, body: str) -> list[Tree]:
    """The sentences of a spaCy document as trees, its ``text`` standing at ``offset`` in the body.

    Whole columns are read at once: asking spaCy's tokens one by one takes five times as long.
    """
    if not len(doc):
        return []
    rows = doc.to_array(["TAG", "DEP", "HEAD", "LENGTH", "SPACY", "SENT_START"]).view(np.int64).T.tolist()
    tags, deps = (_texts(doc, numbers) for numbers in rows[:2])
    ends = list(accumulate(map(add, rows[3], rows[4])))
    starts = [0, *ends[:-1]]
    forms = [text[start : start + length] for start, length in zip(starts, rows[3], strict=True)]
    columns = (forms, tags, deps, [start + offset for start in starts], rows[2])
    first = {0, *(index for index, begins in enumerate(rows[5]) if begins == 1)}
    trees = (_tree(doc, span, columns, lemmas, body) for span in pairwise([*sorted(first), len(doc)]))
    return [tree for tree in trees if tree.text.strip()]


_NAMES: dict[int, str] = {}
"""Tags and labels by their numbers, which are hashes and so the same for all models; there are some hundred."""


def _texts(doc: Doc, numbers: Sequence[int]) -> list[str]:
    """Tags or labels by their numbers, which NumPy has read as signed ones."""
    for number in set(numbers):
        if number not in _NAMES:
            _NAMES[number] = doc.vocab.strings[number % 2**64]
    return [_NAMES[number] for number in numbers]


@lru_cache(maxsize=256)
def _kinds(tag: str) -> tuple[bool, bool, bool, bool]:
    """Whether a tag is that of a verb, of a common noun, of a proper noun, of a word of content."""
    content = tag.startswith(("NN", "VB", "JJ", "RB", "CD"))
    return tag.startswith("VB"), tag in ("NN", "NNS"), tag in ("NNP", "NNPS"), content


Columns = tuple[list[str], list[str], list[str], list[int], list[int]]
"""Forms, tags, labels, first characters in the body and relative heads of a document's tokens."""


def _tree(doc: Doc, span: tuple[int, int], columns: Columns, lemmas: Lemmas, body: str) -> Tree:
    first, last = span
    forms, tags, starts = columns[0][first:last], columns[1][first:last], columns[3][first:last]
    lowers = list(map(str.lower, forms))
    ends = [start + len(form) for start, form in zip(starts, forms, strict=True)]
    found, kinds = map(lemmas.of, lowers, tags), zip(*map(_kinds, tags), strict=True)
    deps = columns[2][first:last]
    words = list(map(Word, range(last - first), forms, lowers, found, tags, deps, starts, ends, *kinds))
    for word, relative in zip(words, columns[4][first:last], strict=True):
        above = word.index + relative
        if relative and 0 <= above < len(words):
            word.head = words[above]
            words[above].children.append(word)
    start, end = words[0].start, words[-1].end
    return Tree(words, start, end, body[start:end], frozenset(lowers), source=(doc, first, last))
