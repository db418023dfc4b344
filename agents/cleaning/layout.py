"""What the place of a line says: wrapped lines, the headline, what stands above and below the story, repeated lines."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from agents.cleaning.rules import Cut, zone
from agents.cleaning.traced import Edit, Traced

_NARROW, _WIDE = 40, 100
"""Characters between which the width of hard-wrapped text lies."""
_MIN_JOINS = 2
_SHORTEST_WRAPPED = 25
_ENDED = re.compile(r"""[.!?:;…|]["'”\u2019»)\]]*\s*$""")
_GOES_ON = re.compile(
    r",$|\b(?:an?|the|of|in|on|at|to|for|from|by|with|and|or|that|which|who|as|his|her|its|their)$", re.I
)
_HEADLINE_WORDS, _HEADLINE_ENOUGH, _HEADLINE_LETTERS = 4, 6, 300
_NOT_HEADLINE = re.compile(r"\||\b(?:19|20)\d\d\b.*\d|\d.*\b(?:19|20)\d\d\b|://|@")
_REPEATED_LETTERS = 40
_TITLE_MARKS = 12
"""Characters by which a headline may differ from the title and still say the same: quotes, spaces, a full stop."""
_NOT_WORD = re.compile(r"[\W_]+")


class Shaped(NamedTuple):
    """The lines of the story, what stood around them, and the headline if one was found."""

    lines: list[Traced]
    cuts: list[Cut]
    headline: str | None


def unwrapped(text: Traced) -> Traced:
    """The text with hard-wrapped lines joined: by the width of the whole text, and by what the lines themselves say."""
    return _flowing(_of_one_width(text))


def _of_one_width(text: Traced) -> Traced:
    """Lines joined where the next line's first word would not have fitted."""
    lines = text.text.split("\n")
    width = max(map(len, lines))
    if not _NARROW <= width <= _WIDE:
        return text
    edits = []
    place = -1
    joins = 0
    for line, after in pairwise(lines):
        place += len(line) + 1
        if line and after and _filled(line, after, width):
            edits.append(Edit(place, place + 1, " "))
            joins += after[0].islower()
    return text.edited(edits) if joins >= _MIN_JOINS else text


def _filled(line: str, after: str, width: int) -> bool:
    return len(line) + 1 + len(after.split(" ", 1)[0]) > width - _slack(width)


def _flowing(text: Traced) -> Traced:
    """Lines joined where a sentence goes on: the next line begins small, or the line ends in a word that ends nothing.

    Where one line of a paragraph goes on so, its other full lines that end no sentence go on too.
    """
    edits = []
    place = 0
    for block in text.text.split("\n\n"):
        lines = block.split("\n")
        edits += [Edit(place + at, place + at + 1, " ") for at in _joins(lines)]
        place += len(block) + 2
    return text.edited(edits) if edits else text


def _joins(lines: list[str]) -> Iterator[int]:
    """Where in a paragraph stand the line breaks that fall within a sentence, in characters."""
    broken = [_goes_on(line, after) for line, after in pairwise(lines)]
    width = max(map(len, lines))
    at = -1
    for number, (line, after) in enumerate(pairwise(lines)):
        at += len(line) + 1
        inside = any(broken) and number and width <= _WIDE and _open(line) and after and _filled(line, after, width)
        if broken[number] or inside:
            yield at


def _goes_on(line: str, after: str) -> bool:
    return bool(after) and _open(line) and (after[0].islower() or bool(_GOES_ON.search(line)))


def _open(line: str) -> bool:
    """Whether a line is long enough to be part of a paragraph, and ends no sentence."""
    return len(line) >= _SHORTEST_WRAPPED and not _ENDED.search(line)


def _slack(width: int) -> int:
    """The room that writers leave who wrap by hand."""
    return width // 8


def shaped(lines: list[Traced], title: str | None) -> Shaped:
    """Take off what stands above and below the sentences; a text without a sentence stays as it is."""
    lines, cuts = _unrepeated(lines, title)
    around = zone(lines)
    if around.last < 0:
        return Shaped(lines, cuts, None)
    top, story, below = lines[: around.first], lines[around.first : around.last + 1], lines[around.last + 1 :]
    headline = _headline(top)
    cuts += [Cut(line.text, "headline" if line.text == headline else "top-line") for line in top]
    if story[-1].text.endswith(":"):
        return Shaped(story + below, cuts, headline)
    return Shaped(story, cuts + [Cut(line.text, "trailing-line") for line in below], headline)


def _headline(top: list[Traced]) -> str | None:
    """The first of the longest lines above the story; beyond six words length says nothing."""
    found = [line.text for line in top if not _NOT_HEADLINE.search(line.text)]
    found = [text for text in found if text.count(" ") + 1 >= _HEADLINE_WORDS and len(text) <= _HEADLINE_LETTERS]
    return max(found, key=lambda text: min(text.count(" ") + 1, _HEADLINE_ENOUGH), default=None)


def _unrepeated(lines: list[Traced], title: str | None) -> tuple[list[Traced], list[Cut]]:
    """The lines without those that say the title, or a long earlier line, again. One line at least remains."""
    seen: set[str] = set()
    kept: list[Traced] = []
    cuts: list[Cut] = []
    for line in lines:
        if len(lines) > 1 and _says(line.text, title or ""):
            cuts.append(Cut(line.text, "headline"))
        elif line.text in seen and len(line.text) >= _REPEATED_LETTERS:
            cuts.append(Cut(line.text, "repeated-line"))
        else:
            seen.add(line.text)
            kept.append(line)
    return (kept, cuts) if kept else (lines, [])


def _says(text: str, title: str) -> bool:
    """Whether a line has the words of the title, whatever its quotes, case and spaces."""
    return (
        abs(len(text) - len(title)) <= _TITLE_MARKS
        and len(heading := _compact(title)) > 0
        and _compact(text) == heading
    )


def _compact(text: str) -> str:
    return _NOT_WORD.sub("", text).casefold()
