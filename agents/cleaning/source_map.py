"""From a place in the clean body back to where it stood in the raw one."""

from agents.cleaning.traced import Piece, Traced
from schemas import CleanArticle


def raw_span(article: CleanArticle, start: int, end: int) -> tuple[int, int]:
    """The characters ``[start, end)`` of the clean body as a half-open range of the raw body.

    Characters that stem from nothing (the break between two paragraphs) give an empty range where they would stand.

    Raises:
        ValueError: the span does not lie within the clean body.
    """
    if not 0 <= start <= end <= len(article.body):
        raise ValueError(f"[{start}, {end}) does not lie within a body of {len(article.body)} characters")
    pieces = (Piece(part.clean, part.raw, part.length, part.raw_length) for part in article.source_map)
    return Traced(article.body, tuple(pieces)).raw_span(start, end)
