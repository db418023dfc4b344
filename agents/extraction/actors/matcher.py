"""Finds phrases of a large vocabulary in one pass over a text, whatever the size of the vocabulary."""

from collections.abc import Iterator
from typing import Generic, TypeVar

import ahocorasick

Value = TypeVar("Value")


class Matcher(Generic[Value]):
    """Longest matches at word boundaries, from left to right, without overlaps. Compares characters as they are."""

    def __init__(self, phrases: dict[str, Value]) -> None:
        self._automaton = ahocorasick.Automaton()
        pairs: dict[tuple[int, int], tuple[int, Value]] = {}
        for phrase, value in phrases.items():
            pair = pairs.setdefault((len(phrase), id(value)), (len(phrase), value))
            self._automaton.add_word(phrase, pair)
        if phrases:
            self._automaton.make_automaton()
        self._empty = not phrases

    def find(self, text: str) -> Iterator[tuple[int, int, Value]]:
        """Yield (start, end, value) for each match, sorted by start."""
        reached = 0
        for start, end, value in self._longest_first(text):
            if start >= reached:
                reached = end
                yield start, end, value

    def _longest_first(self, text: str) -> list[tuple[int, int, Value]]:
        return sorted(self._whole_words(text), key=lambda match: (match[0], -match[1]))

    def _whole_words(self, text: str) -> Iterator[tuple[int, int, Value]]:
        if self._empty:
            return
        size = len(text)
        for last, (length, value) in self._automaton.iter(text):
            start, end = last - length + 1, last + 1
            # A letter or digit is tested first: of all matches that are not whole words nearly all go on with one.
            if end < size and (text[end].isalnum() or text[end] == "_"):
                continue
            if start == 0 or not _in_word(text[start - 1]):
                yield start, end, value


def _in_word(character: str) -> bool:
    return character.isalnum() or character == "_"
