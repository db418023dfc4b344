"""Every kind of bad message that an upstream has been known to send, with the reason under which it must be found."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import cycle

import orjson

from schemas import RawArticle
from tests.support.topics import Sent

HUGE = 5_000_000


@dataclass(frozen=True, slots=True)
class Bad:
    """A value, and the ``dlq_reason`` it must get."""

    name: str
    value: bytes | None
    reason: str


KINDS = (
    Bad("not UTF-8", b'{"body": "caf\xe9 \xff\xfe"}', "decode_error"),
    Bad("not JSON", b"<article>Paris met Berlin</article>", "decode_error"),
    Bad("JSON of another shape", orjson.dumps({"headline": "no body at all", "items": [1, 2]}), "schema_invalid"),
    Bad("empty body", orjson.dumps({"body": ""}), "schema_invalid"),
    Bad("five megabytes", orjson.dumps({"body": "a" * HUGE}), "too_large"),
    Bad("null", None, "decode_error"),
)


def sent(article: RawArticle) -> Sent:
    """A good article as a publisher sends it."""
    return Sent((article.article_id or "").encode(), article.to_bytes())


def mixed(articles: Iterable[RawArticle]) -> Iterator[Sent]:
    """The articles with a bad message after every third one: one in four is bad, of every kind in turn.

    A bad message's key names its kind and number, and a header marks it, so that it can be told apart in the end.
    """
    kinds = cycle(KINDS)
    for number, article in enumerate(articles, start=1):
        yield sent(article)
        if number % 3 == 0:
            bad = next(kinds)
            yield Sent(f"bad {number}".encode(), bad.value, (("kind", bad.name.encode()),))
