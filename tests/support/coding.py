"""One extractor and one coder for all tests of coding, and sentences as articles."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from agents.classification import Coder
from agents.errors import Rejected
from agents.extraction import Extractor
from schemas import CleanArticle, EventMention, ExtractedArticle, Language
from schemas.raw_article import SuppliedEntity


@cache
def extractor() -> Extractor:
    """The extractor; its model takes seconds to load."""
    return Extractor()


@cache
def coder() -> Coder:
    """The coder with the lexicon and the model of the project; it tells all that it reads, sure or not."""
    lexicon = Coder.load().lexicon
    return Coder(replace(lexicon, confidence=replace(lexicon.confidence, first=0.0, least=0.0)))


def article(number: int, text: str, actors: Sequence[str] = ()) -> CleanArticle:
    """A sentence as an article, with actors that the publisher knows."""
    return CleanArticle(
        article_id=f"sentence-{number}",
        fingerprint=f"{number:032x}",
        body=text,
        language=Language(code="en"),
        entities=tuple(SuppliedEntity(text=actor) for actor in actors),
    )


def extracted(articles: Sequence[CleanArticle]) -> list[ExtractedArticle]:
    """The articles extracted in one batch; none of them is refused."""
    found = extractor().extract(articles)
    return [one for one in found if not isinstance(one, Rejected)]


def coded(text: str, *actors: str) -> list[EventMention]:
    """What a sentence or two are coded as."""
    return coder().code(extracted([article(0, text, actors)])[0])
