"""Extractions kept for copies: a story that several publishers carry is parsed once."""

from collections import OrderedDict
from hashlib import sha256

from schemas import CleanArticle, ExtractedArticle

MAX_ENTRIES = 2_000
MAX_CHARACTERS = 3_000_000
"""Characters of body over all entries; an extraction takes some twenty times its body in memory, so about 60 MB."""

Key = bytes


def key_of(article: CleanArticle) -> Key:
    """What an extraction depends on: the body to the letter (spans refer to it), the day and what was supplied.

    Copies share a fingerprint although their white space may differ; only those with the very same body share this.
    """
    day = article.published_at.date().isoformat() if article.published_at else ""
    dateline = article.dateline.model_dump_json() if article.dateline else ""
    entities = "".join(entity.model_dump_json() for entity in article.entities)
    spans = "".join(f"{span.start}-{span.end};" for span in article.paragraphs)
    parts = (article.fingerprint, article.body, day, dateline, entities, spans, article.language.code)
    return sha256("\0".join(parts).encode("utf-8", "surrogatepass")).digest()


def adapted(known: ExtractedArticle, article: CleanArticle) -> ExtractedArticle:
    """An extraction for another copy of the same story: that copy's own metadata, and ``reused`` set."""
    return known.model_copy(
        update={
            "article_id": article.article_id, "similarity": article.similarity, "url": article.url,
            "publisher": article.publisher, "title": article.title, "published_at": article.published_at,
            "reused": True,
        }
    )  # fmt: skip


class Reuse:
    """A bounded memory of extractions; the least recently used go first."""

    def __init__(self, max_entries: int = MAX_ENTRIES, max_characters: int = MAX_CHARACTERS) -> None:
        self._max_entries = max_entries
        self._max_characters = max_characters
        self._known: OrderedDict[Key, tuple[ExtractedArticle, int]] = OrderedDict()
        self._characters = 0

    def __len__(self) -> int:
        return len(self._known)

    def get(self, key: Key) -> ExtractedArticle | None:
        """The extraction kept under a key."""
        if key not in self._known:
            return None
        self._known.move_to_end(key)
        return self._known[key][0]

    def keep(self, key: Key, extracted: ExtractedArticle, characters: int) -> None:
        """Keep an extraction of a body of so many characters; one beyond the bound by itself is not kept."""
        if key in self._known or characters > self._max_characters:
            return
        self._known[key] = extracted, characters
        self._characters += characters
        while len(self._known) > self._max_entries or self._characters > self._max_characters:
            _, (_, freed) = self._known.popitem(last=False)
            self._characters -= freed
