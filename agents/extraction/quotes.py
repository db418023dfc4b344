"""Where an article quotes: ranges of characters between quotation marks, also where a quote spans sentences."""

import re
from bisect import bisect_right
from collections.abc import Iterable

from schemas import Span

MAX_QUOTE = 2_000
"""Characters of one quotation; a longer one has lost its closing mark."""

_DOUBLE = re.compile(
    rf"[\"\u201c\u201e\u00ab]([^\"\u201c\u201d\u00bb\n]{{1,{MAX_QUOTE}}})(?:[\"\u201d\u00bb]|(?=\n|$))"
)
_SINGLE = re.compile(
    rf"(?<![\w])['\u2018](?=\S)([^\n]{{1,{MAX_QUOTE}}}?)(?<=[\w.,!?\u2026])['\u2019](?![\w])"
)  # an apostrophe stands inside a word, or after the s of a plural possessive, which has no opening mark


class Quotes:
    """The quotations of a body."""

    def __init__(self, body: str) -> None:
        double = [match.span(1) for match in _DOUBLE.finditer(body)]
        single = [match.span(1) for match in _SINGLE.finditer(body)]
        apart = [span for span in single if not any(a <= span[0] < b for a, b in double)] if len(double) < 500 else []
        self.spans = _merged([*double, *apart])
        self._starts = [start for start, _ in self.spans]

    def at(self, character: int) -> Span | None:
        """The quotation in which a character stands."""
        index = bisect_right(self._starts, character) - 1
        if index >= 0 and character < self.spans[index][1]:
            return Span(start=self.spans[index][0], end=self.spans[index][1])
        return None

    def __contains__(self, character: int) -> bool:
        index = bisect_right(self._starts, character) - 1
        return index >= 0 and character < self.spans[index][1]


def _merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if not found or start >= found[-1][1]:
            found.append((start, end))
    return found
