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


def covered(word: Word, marks: Sequence[Marked]) -> bool:
    """Whether a word is part of one of some marks."""
    return any(word in item.words for item in marks)


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
