"""Text that remembers where it came from: every rewriting step keeps the map from the result to the raw body.

A ``Traced`` is a string and the pieces it is made of. A piece says that ``length`` characters at ``at`` stem from
``raw_length`` characters at ``raw`` in the raw body; where both lengths are equal, character by character. Characters
that stem from nothing (a line break put between two blocks) belong to no piece.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple


class Piece(NamedTuple):
    """A run of characters and the run of the raw body that it stems from. All in characters."""

    at: int
    raw: int
    length: int
    raw_length: int

    @property
    def end(self) -> int:
        """Where the run ends in the text."""
        return self.at + self.length

    @property
    def raw_end(self) -> int:
        """Where the run ends in the raw body."""
        return self.raw + self.raw_length

    def cut(self, start: int, end: int, shift: int) -> "Piece":
        """The part of the piece inside ``[start, end)``, moved by ``shift``; an inexact piece keeps its raw run."""
        first, last = max(start, self.at), min(end, self.end)
        if self.length != self.raw_length:
            return Piece(first + shift, self.raw, last - first, self.raw_length)
        return Piece(first + shift, self.raw + first - self.at, last - first, last - first)


class Edit(NamedTuple):
    """Replace ``[start, end)`` of a text by ``new``."""

    start: int
    end: int
    new: str


@dataclass(frozen=True, slots=True)
class Traced:
    """A text and, in order and without overlap, the pieces of it that stem from the raw body."""

    text: str
    pieces: tuple[Piece, ...]

    @classmethod
    def of(cls, raw: str) -> "Traced":
        """The raw body itself."""
        return cls(raw, (Piece(0, 0, len(raw), len(raw)),) if raw else ())

    def part(self, start: int, end: int) -> "Traced":
        """The text ``[start, end)`` with its own map."""
        return Traced(self.text[start:end], tuple(self.cuts(start, end, -start)))

    def cuts(self, start: int, end: int, shift: int) -> Iterator[Piece]:
        """The pieces of the text ``[start, end)``, moved by ``shift``."""
        only = self._only_piece()
        if only:
            at, last = max(start, only.at), min(end, only.at + only.length)
            if at < last:
                yield Piece(at + shift, only.raw + at - only.at, last - at, last - at)
            return
        index = max(0, bisect_right(self.pieces, start, key=_start_of) - 1)
        while index < len(self.pieces) and self.pieces[index].at < end:
            piece = self.pieces[index]
            if piece.end > start:
                yield piece.cut(start, end, shift)
            index += 1

    def _only_piece(self) -> Piece | None:
        """The piece that the text is, if it is one, character by character: every raw body, and most of its parts."""
        if len(self.pieces) != 1:
            return None
        only = self.pieces[0]
        return only if only.length == only.raw_length else None

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """Where ``[start, end)`` stands in the raw body; an empty span where it stems from nothing."""
        only = self._only_piece()
        if only and only.at <= start < end <= only.at + only.length:
            return only.raw + start - only.at, only.raw + end - only.at
        pieces = list(self.cuts(start, end, 0))
        if pieces:
            return pieces[0].raw, pieces[-1].raw_end
        before = bisect_right(self.pieces, start, key=_start_of) - 1
        place = self.pieces[before].raw_end if before >= 0 else 0
        return place, place

    def edited(self, edits: Iterable[Edit]) -> "Traced":
        """The text with the edits made. They must be in order and must not overlap."""
        out = _Builder()
        done = 0
        for edit in edits:
            out.keep(self, done, edit.start)
            out.put(edit.new, self.raw_span(edit.start, edit.end) if edit.new else None)
            done = edit.end
        if not done:
            return self
        out.keep(self, done, len(self.text))
        return out.built()

    def through(self, outer: "Traced") -> "Traced":
        """The text, whose map leads to ``outer``'s text, with a map that leads to where that stems from."""
        pieces: list[Piece] = []
        for piece in self.pieces:
            if piece.length == piece.raw_length:
                pieces += outer.cuts(piece.raw, piece.raw_end, piece.at - piece.raw)
            else:
                start, end = outer.raw_span(piece.raw, piece.raw_end)
                pieces.append(Piece(piece.at, start, piece.length, end - start))
        return Traced(self.text, tuple(pieces))

    def replaced(self, pattern: re.Pattern[str], new: Callable[[re.Match[str]], str] | str) -> "Traced":
        """The text with every match of ``pattern`` replaced (a ``str`` is taken literally)."""
        make = new if callable(new) else _constant(new)
        matches = ((match, make(match)) for match in pattern.finditer(self.text))
        return self.edited(Edit(m.start(), m.end(), text) for m, text in matches if text != m.group())

    def stripped(self, start: int = 0, end: int | None = None) -> "Traced":
        """The text ``[start, end)`` (all of it unless told) without white space at its ends."""
        inner = self.text[start:end]
        begin = start + len(inner) - len(inner.lstrip())
        return self.part(begin, max(begin, start + len(inner.rstrip())))

    def lines(self) -> "list[Traced]":
        """The lines with something on them, without white space at their ends."""
        found, start = [], 0
        for line in self.text.split("\n"):
            if line and not line.isspace():
                found.append(self.stripped(start, start + len(line)))
            start += len(line) + 1
        return found


def joined(parts: Iterable[Traced], separator: str) -> Traced:
    """The parts one after another; the separator stems from nothing."""
    out = _Builder()
    for number, part in enumerate(parts):
        if number:
            out.put(separator, None)
        out.keep(part, 0, len(part.text))
    return out.built()


class _Builder:
    """Collects text and pieces; joins pieces that go on where the last one ended."""

    def __init__(self) -> None:
        self._texts: list[str] = []
        self._pieces: list[Piece] = []
        self._length = 0

    def keep(self, source: Traced, start: int, end: int) -> None:
        if start >= end:
            return
        for piece in source.cuts(start, end, self._length - start):
            self._add(piece)
        self._append(source.text[start:end])

    def put(self, text: str, raw: tuple[int, int] | None) -> None:
        if text and raw:
            self._add(Piece(self._length, raw[0], len(text), raw[1] - raw[0]))
        self._append(text)

    def _append(self, text: str) -> None:
        self._texts.append(text)
        self._length += len(text)

    def _add(self, piece: Piece) -> None:
        last = self._pieces[-1] if self._pieces else None
        if last and last.length == last.raw_length and piece.length == piece.raw_length and _continues(last, piece):
            self._pieces[-1] = last._replace(length=last.length + piece.length, raw_length=last.length + piece.length)
        else:
            self._pieces.append(piece)

    def built(self) -> Traced:
        return Traced("".join(self._texts), tuple(self._pieces))


def _continues(last: Piece, piece: Piece) -> bool:
    return last.end == piece.at and last.raw_end == piece.raw


def _start_of(piece: Piece) -> int:
    return piece.at


def _constant(text: str) -> Callable[[re.Match[str]], str]:
    return lambda _match: text
