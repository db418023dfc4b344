"""Sentences as light trees of words, lifted from spaCy once, so that the rules never touch spaCy's slower views."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, chain, pairwise, repeat
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
    head: "Word | None"
    children: Sequence["Word"]
    """Its dependents in text order; whoever changes them gives the word a sequence of its own, as leaves share one."""

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


NO_CHILDREN: tuple[Word, ...] = ()
"""The dependents of a word that has none; not to be changed. It is every second word."""
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
    starts: list[int]
    ends: list[int]
    """Where its words start and end in the body."""
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
        return self.words[bisect_right(self.ends, start) : bisect_left(self.starts, end)]

    def release(self) -> None:
        """Let go of the words: they hold each other, and would wait for the collector. The tree is of no use then."""
        for word in self.words:
            word.head = None


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
    if not head.children:
        return [head]
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
    after = list(accumulate(map(add, rows[3], rows[4]), initial=offset))
    starts, ends = after[:-1], list(map(add, after, rows[3]))
    first = {0, *(index for index, begins in enumerate(rows[5]) if begins == 1)}
    spans = list(pairwise([*sorted(first), len(doc)]))
    tags, deps = (_texts(doc, numbers) for numbers in rows[:2])
    forms = [text[start - offset : end - offset] for start, end in zip(starts, ends, strict=True)]
    words = _words(spans, forms, (tags, deps), (starts, ends), lemmas)
    trees = [_tree(words[first:last], rows[2][first:last], body) for first, last in spans]
    for tree, (begin, end) in zip(trees, spans, strict=True):
        tree.source = doc, begin, end
    return [tree for tree in trees if tree.text.strip()]


_NAMES: dict[int, str] = {}
"""Tags and labels by their numbers, which are hashes and so the same for all models; there are some hundred."""


def _texts(doc: Doc, numbers: Sequence[int]) -> list[str]:
    """Tags or labels by their numbers, which NumPy has read as signed ones."""
    try:
        return list(map(_NAMES.__getitem__, numbers))
    except KeyError:
        _NAMES.update({number: doc.vocab.strings[number % 2**64] for number in set(numbers)})
        return _texts(doc, numbers)


@lru_cache(maxsize=256)
def _kinds(tag: str) -> tuple[bool, bool, bool, bool]:
    """Whether a tag is that of a verb, of a common noun, of a proper noun, of a word of content."""
    content = tag.startswith(("NN", "VB", "JJ", "RB", "CD"))
    return tag.startswith("VB"), tag in ("NN", "NNS"), tag in ("NNP", "NNPS"), content


def _words(
    spans: Iterable[tuple[int, int]], forms: list[str], labels: tuple[list[str], list[str]],
    places: tuple[list[int], list[int]], lemmas: Lemmas,
) -> list[Word]:  # fmt: skip
    """The words of a document in one go; ``labels`` are tags and dependencies, ``places`` first and last characters."""
    indexes = chain.from_iterable(range(last - first) for first, last in spans)
    lowers, kinds = list(map(str.lower, forms)), zip(*map(_kinds, labels[0]), strict=True)
    found, single = map(lemmas.of, lowers, labels[0]), (repeat(None), repeat(NO_CHILDREN))
    return list(map(Word, indexes, forms, lowers, found, *labels, *places, *kinds, *single))


def _tree(words: list[Word], heads: list[int], body: str) -> Tree:
    """A sentence of words; their heads are told as the distance to each."""
    _join(words, heads)
    starts, ends = [word.start for word in words], [word.end for word in words]
    text = body[starts[0] : ends[-1]]
    return Tree(words, starts[0], ends[-1], text, starts, ends, frozenset([word.lower for word in words]))


def _join(words: list[Word], heads: list[int]) -> None:
    """Give words their heads, and heads their dependents."""
    count = len(words)
    below: list[list[Word] | None] = [None] * count
    for index, relative in enumerate(heads):
        at = index + relative
        if relative and 0 <= at < count:
            word, above, known = words[index], words[at], below[at]
            word.head = above
            if known is None:
                above.children = below[at] = [word]
            else:
                known.append(word)
