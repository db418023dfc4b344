"""Marks as words of a sentence's tree, and what stands around the noun of a phrase."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from agents.extraction.mentions.marks import Mark
from agents.extraction.tree import Word, head_of

OF = frozenset({"of", "from", "in", "for"})
"""Prepositions before the country or the body to which somebody belongs."""


@dataclass(slots=True)
class Marked:
    """A mark with the words that it covers."""

    mark: Mark
    words: list[Word]
    head: Word = field(init=False)

    def __post_init__(self) -> None:
        self.head = head_of(self.words)
        last = self.words[-1]
        if self.mark.role is not None and self.head.head is last.head and last.is_noun and not self.head.is_noun:
            self.head = last  # "regional police" in "the regional police chief": both hang on the chief


@dataclass(frozen=True, slots=True)
class NounPhrase:
    """A noun phrase: its head, its words in text order, and the marks among them."""

    head: Word
    words: Sequence[Word]
    marks: Sequence[Marked]

    def without(self, item: Marked) -> "NounPhrase":
        """The same phrase as if one mark meant nothing."""
        return NounPhrase(self.head, self.words, self.others(item))

    def others(self, item: Marked) -> list[Marked]:
        """The marks but for one."""
        return [other for other in self.marks if other is not item]

    def is_marked(self, word: Word) -> bool:
        """Whether a word is part of one of the marks."""
        return any(word in item.words for item in self.marks)


def governed(head: Word, of: frozenset[str] = OF, depth: int = 3) -> list[Word]:
    """The nouns of its 'of' phrases, and of theirs: "Minister of Foreign Affairs of the Republic of X"."""
    if not head.children:
        return []
    nouns = [child for prep in head.having("prep") if prep.lower in of for child in prep.having("pobj")]
    return nouns + [word for noun in nouns for word in governed(noun, of, depth - 1)] if depth else []


def only_the(head: Word, name: Sequence[Word] = ()) -> bool:
    """'the French', "the Americans", "the Sri Lankans": with "the" and nothing else, a nation that acts."""
    before = [child for child in head.children if child.index < head.index and child not in name]
    return [child.lower for child in before] == ["the"] and not head.having("prep", "relcl", "acl")
