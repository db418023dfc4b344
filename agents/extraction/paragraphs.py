"""Splits an article into pieces for the parser: a paragraph each, of bounded size, without junk that is no text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from schemas import CleanArticle, Span

MAX_CHARACTERS = 200_000
"""Characters of a body that are read; the longest news features have about 60,000."""
MAX_PIECE = 4_000
"""Characters parsed as one piece: bounds the parser's memory; longer paragraphs are cut at the end of a sentence."""
MAX_TOKEN = 200
"""A longer run without white space is no word, and is left out."""

_PARAGRAPH = re.compile(r"[^\n]+(?:\n(?!\s*\n)[^\n]+)*")
_SENTENCE_END = re.compile(r"[.!?][\"'\u201d\u2019)\]]*\s+")
_LETTER = re.compile(r"[A-Za-z]")
_BULLET = re.compile(r"[ \t]*(?:[-*>\u2022\u25cf\u25aa\u00b7\u2013\u2014]+|\(?\d{1,2}[.)])[ \t]+(?=\S)")
"""What opens an item of a list: no part of its first sentence."""
_RUN = re.compile(rf"\S{{{MAX_TOKEN},}}")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text for the parser, and where it starts in the body. Headlines come recased, length unchanged."""

    text: str
    start: int
    headline: bool = False


def pieces(article: CleanArticle) -> list[Piece]:
    """The article's paragraphs in order, each within the bounds."""
    body = article.body[:MAX_CHARACTERS]
    spans = article.paragraphs or [Span(start=m.start(), end=m.end()) for m in _PARAGRAPH.finditer(body)]
    first = _after_dateline(article)
    found = [piece for span in spans for piece in _cut(body, max(first, span.start), min(span.end, len(body)))]
    return [piece for piece in found if _LETTER.search(piece.text)]


def _after_dateline(article: CleanArticle) -> int:
    """Where the story begins: a place in capitals before it is no part of its first sentence."""
    text = article.dateline.text if article.dateline else ""
    if not text or not article.body.startswith(text):
        return 0
    return len(text) + len(article.body[len(text) :]) - len(article.body[len(text) :].lstrip(" -\u2013\u2014:"))


def _cut(body: str, start: int, end: int) -> Iterator[Piece]:
    """A paragraph without its over-long runs, in pieces that are short enough."""
    for left, right in _without_runs(body, start, end):
        at = left
        while at < right:
            stop = _end_of_piece(body, at, right)
            bullet = _BULLET.match(body, at, stop) if at == start else None
            first = bullet.end() if bullet else at
            yield Piece(body[first:stop], first)
            at = stop


def _without_runs(body: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    at = min(start, end)
    for run in _RUN.finditer(body, start, end):
        yield at, run.start()
        at = run.end()
    yield at, end


def _end_of_piece(body: str, start: int, end: int) -> int:
    """Where the piece that starts here ends: the whole, else after a sentence, else at a space, else anywhere."""
    if end - start <= MAX_PIECE:
        return end
    stops = [match.end() for match in _SENTENCE_END.finditer(body, start, start + MAX_PIECE)]
    if stops:
        return stops[-1]
    space = body.rfind(" ", start + 1, start + MAX_PIECE)
    return space + 1 if space > start else start + MAX_PIECE
