"""Places in front that the parser joins to the name after them: "In Paris President Macron thanked Chad".

Without a comma the town becomes the first word of the subject, and the preposition is left with nothing behind it.
"""

from collections.abc import Callable

from agents.extraction.grammar import MODIFIERS
from agents.extraction.tree import Tree, Word

FRONT = frozenset({"in", "at"})
LONGEST = 3
"""Words of the longest name of a place that is looked for."""


def mend_fronted(tree: Tree, is_place: Callable[[int, int], bool]) -> None:
    """Give a preposition that opens a sentence the place behind it, where that is one by name.

    ``is_place`` is asked for ranges of characters of the body.
    """
    first = tree.words[0]
    if first.lower not in FRONT or first.children:
        return
    run = _run(tree)
    for length in range(len(run), 0, -1):
        name = run[:length]
        if is_place(name[0].start, name[-1].end):
            _attach(first, name)
            return


def _run(tree: Tree) -> list[Word]:
    """The capitalised words after the first that are joined to a noun that comes after them."""
    run: list[Word] = []
    for word in tree.words[1 : LONGEST + 1]:
        before_its_noun = word.dep in MODIFIERS and word.head is not None and word.head.index > word.index
        if not (word.text[:1].isupper() and before_its_noun):
            break
        run.append(word)
    return run


def _attach(first: Word, name: list[Word]) -> None:
    """Make the name the object of the preposition in front, and take it away from the noun that it was joined to."""
    last = name[-1]
    for word in name:
        assert word.head is not None
        word.head.children = [child for child in word.head.children if child is not word]
    for word in name[:-1]:
        word.head, word.dep = last, "compound"
    last.head, last.dep = first, "pobj"
    last.children = [*name[:-1], *last.children]
    first.children = [last]
