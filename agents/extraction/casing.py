"""Headlines in Title Case or CAPITALS, recased for the parser: it was trained on running text and misreads them."""

import re
from collections.abc import Collection, Iterable

_WORD = re.compile(r"[^\W\d_][\w'\u2019.-]*")
_LOWER_WORD = re.compile(r" [a-z][a-z]{3}")
"""What nearly all prose has: a longer word without a capital."""
_MID_SENTENCE = re.compile(r"(?<=[a-z,] )[A-Z][\w'\u2019-]+")
MIN_WORDS = 4
TITLE_SHARE = 0.7
"""Share of longer words with a capital that makes a line a headline; running prose stays under a half."""
MAX_HEADLINE = 300
"""Characters; a longer line is no headline, however it is written."""


def is_headline(text: str) -> bool:
    """Whether a line is written in Title Case or in CAPITALS."""
    if len(text) > MAX_HEADLINE:
        return False
    wanted = 1.0 if text.rstrip().endswith((".", "!", "?")) else TITLE_SHARE  # a full stop ends prose full of names
    if wanted == 1.0 and _LOWER_WORD.search(text) is not None:
        return False
    words = [word for word in _WORD.findall(text) if len(word) > 3]
    if len(words) < MIN_WORDS - 1:
        return False
    return sum(1 for word in words if word[0].isupper()) >= wanted * len(words)


def names_in(body: str) -> frozenset[str]:
    """Words that the body capitalises in the middle of a sentence: names, in all likelihood."""
    return frozenset(match.group() for match in _MID_SENTENCE.finditer(body))


def recase(text: str, kept: Iterable[tuple[int, int]], names: Collection[str]) -> str:
    """The line in the case of running text, character for character.

    ``kept`` are ranges of known names, ``names`` words known to be names; everything else goes to lower case.
    """
    ranges = list(kept)
    capitals = text.upper() == text
    return _WORD.sub(lambda match: _recased(match, ranges, names, capitals), text)


def _recased(match: re.Match[str], kept: list[tuple[int, int]], names: Collection[str], capitals: bool) -> str:
    word = match.group()
    if any(start <= match.start() < end for start, end in kept) or word in names or word.title() in names:
        return _capitalised(word) if capitals and len(word) > 3 else word
    if not capitals and word.isupper() and len(word) > 1:
        return word
    return _same_length(word.lower(), word)


def _capitalised(word: str) -> str:
    return _same_length(word[0] + word[1:].lower(), word)


def _same_length(changed: str, word: str) -> str:
    """The changed word; the word as it was where a letter has no lower case of one character."""
    return changed if len(changed) == len(word) else word
