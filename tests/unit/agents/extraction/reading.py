"""Reads sentences for the tests, and says in words what was found."""

from collections.abc import Sequence
from functools import cache

from agents.errors import Rejected
from agents.extraction import Extractor
from schemas import CleanArticle, ExtractedArticle, Language, Predicate, SuppliedEntity

PUBLISHED = "2025-05-15T09:00:00Z"
"""A Thursday."""
STORY = (
    "Togo criticised Benin on Monday, a day after Benin's army had shelled a village, officials said. "
    "The ministers were expected to meet in Accra, but Ghana, which hosts the talks, has not invited them yet."
)
"""A story with a bit of everything: a date of its own, a deed before it, a relative clause, a plan, a pronoun."""


@cache
def extractor() -> Extractor:
    """One extractor for all tests: loading the model takes seconds."""
    return Extractor()


def article(body: str, entities: Sequence[str] = (), name: str = "a", published: str = PUBLISHED) -> CleanArticle:
    """A clean article with this body."""
    return CleanArticle.model_validate(
        {
            "article_id": name, "fingerprint": name, "body": body, "language": Language(code="en"),
            "published_at": published, "entities": tuple(SuppliedEntity(text=text) for text in entities),
        }
    )  # fmt: skip


def read(body: str, entities: Sequence[str] = ()) -> ExtractedArticle:
    """What extraction makes of a text."""
    (found,) = extractor().extract([article(body, entities)])
    assert not isinstance(found, Rejected)
    return found


def predicates(found: ExtractedArticle) -> list[Predicate]:
    """All predicates of an article in order."""
    return [predicate for sentence in found.sentences for predicate in sentence.predicates]


def predicate(found: ExtractedArticle, lemma: str) -> Predicate:
    """The first predicate with this lemma (or light noun)."""
    return next(one for one in predicates(found) if lemma in (one.lemma, one.noun))


def who(found: ExtractedArticle, indexes: Sequence[int]) -> str:
    """Countries of actors, or their words where they have none, joined by a plus."""
    return "+".join(found.actors[index].country or found.actors[index].text for index in indexes)


def pair(body: str, lemma: str) -> str:
    """'UKR > RUS' for the predicate with this lemma."""
    found = read(body)
    one = predicate(found, lemma)
    return f"{who(found, one.sources)} > {who(found, one.targets)}".strip()
