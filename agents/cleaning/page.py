"""Which of a page's blocks are the story: trafilatura chooses, the blocks keep their map to the raw body.

Trafilatura gives text without positions. Its lines are found again, in order, among the lines a reader could see; what
it left out is page furniture.
"""

import re
from datetime import UTC, datetime
from typing import NamedTuple

from trafilatura import bare_extraction
from trafilatura.settings import Document

from agents.cleaning.traced import Traced

_SPACE = re.compile(r"\s+")


class Page(NamedTuple):
    """What a page says: the lines of its story, the others, and its metadata."""

    story: list[Traced]
    furniture: list[Traced]
    title: str | None = None
    author: str | None = None
    publisher: str | None = None
    published_at: datetime | None = None


def read(body: str, lines: list[Traced]) -> Page:
    """Choose the story's lines among a page's visible ones. Where nothing can be chosen all are the story."""
    document = _extracted(body)
    if document is None or not document.text:
        return Page(lines, [])
    chosen = _chosen(lines, _compact(document.text))
    return Page(
        [line for line, keep in zip(lines, chosen, strict=True) if keep],
        [line for line, keep in zip(lines, chosen, strict=True) if not keep],
        document.title or None,
        document.author or None,
        document.sitename or None,
        _moment(document.date),
    )


def _extracted(body: str) -> Document | None:
    try:
        found = bare_extraction(body, fast=False, include_comments=False, with_metadata=True)
    except Exception:  # noqa: BLE001 - a third-party parser on hostile input: any failure means "no story found here"
        return None
    return found if isinstance(found, Document) else None


def _compact(text: str) -> str:
    return _SPACE.sub("", text)


def _chosen(lines: list[Traced], story: str) -> list[bool]:
    """Whether each line is in the story, looked up in order; a line out of order counts if it is long."""
    cursor = 0
    chosen = []
    for line in lines:
        text = _compact(line.text)
        place = story.find(text, cursor)
        near = place >= 0 and (len(text) >= 40 or place - cursor <= 3)
        if near:
            cursor = place + len(text)
        chosen.append(near or (len(text) >= 40 and text in story))
    return chosen


def _moment(date: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat(date).replace(tzinfo=UTC) if date else None
    except ValueError:
        return None
