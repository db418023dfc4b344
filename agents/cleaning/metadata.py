"""What a page says about itself: title, author, publisher, date of publication.

Read from what publishers state for machines: schema.org in JSON-LD, Open Graph, Dublin Core and plain meta tags,
``time`` elements; then from the page's heading. Only a page that states no date is searched for one, by htmldate.
Trafilatura's own reader does the same and more (licences, categories), at three times the cost of its main text.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import NamedTuple

import orjson
from htmldate import find_date
from lxml.html import HtmlElement

_DATES = (
    "article:published_time", "article:published", "og:published_time", "datepublished", "date", "dc.date",
    "dc.date.issued", "dcterms.date", "dcterms.created", "pubdate", "publishdate", "publish-date",
    "publication_date", "parsely-pub-date", "sailthru.date",
)  # fmt: skip
_AUTHORS = ("author", "article:author", "dc.creator", "parsely-author", "sailthru.author", "byl")
_TITLES = ("og:title", "twitter:title", "dc.title", "headline")
_PUBLISHERS = ("og:site_name", "application-name", "dc.publisher", "publisher")
_ARTICLE = re.compile(r"Article$|^BlogPosting$|^LiveBlogPosting$|^Report$|^NewsArticle$")
_SITE = re.compile(r"\s+[|\u2013\u2014\u00b7\u2022\u00bb-]\s+")
_MAX_JSON = 500_000
_MAX_NODES = 2_000
_MAX_TEXT = 500
_NO_LATER = "2100-01-01"
"""htmldate takes today for its bound unless told otherwise; the result must not depend on the day it is run."""


class Facts(NamedTuple):
    """What the page says about itself, as far as it does."""

    title: str | None = None
    author: str | None = None
    publisher: str | None = None
    published_at: datetime | None = None


NOTHING = Facts()


def facts(tree: HtmlElement) -> Facts:
    """Read a page's metadata."""
    meta = _meta(tree)
    article = _article(tree)
    return Facts(
        title=_text(article.get("headline")) or _first(meta, _TITLES) or _heading(tree),
        author=_names(article.get("author")) or _author(_first(meta, _AUTHORS)),
        publisher=_names(article.get("publisher")) or _first(meta, _PUBLISHERS),
        published_at=_moment(article.get("datePublished")) or _first_moment(meta) or _time(tree) or _searched(tree),
    )


def _meta(tree: HtmlElement) -> dict[str, str]:
    """Meta tags by name, property or itemprop, in lower case; the first of a name counts."""
    found: dict[str, str] = {}
    for tag in tree.iter("meta"):
        name = tag.get("property") or tag.get("name") or tag.get("itemprop")
        content = (tag.get("content") or "").strip()
        if name and content:
            found.setdefault(name.strip().lower(), content[:_MAX_TEXT])
    return found


def _first(meta: dict[str, str], names: tuple[str, ...]) -> str | None:
    return next((meta[name] for name in names if name in meta), None)


def _first_moment(meta: dict[str, str]) -> datetime | None:
    return next((moment for name in _DATES if (moment := _moment(meta.get(name)))), None)


def _article(tree: HtmlElement) -> dict[str, object]:
    """The first schema.org article of the page's JSON-LD."""
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or "") and script.text and len(script.text) <= _MAX_JSON:
            found = next(_articles(_json(script.text)), None)
            if found:
                return found
    return {}


def _json(text: str) -> object:
    try:
        return orjson.loads(text.strip())
    except orjson.JSONDecodeError:
        return None


def _articles(data: object) -> Iterator[dict[str, object]]:
    """Articles anywhere in the data, outermost first; a bounded walk."""
    queue = [data]
    for _ in range(_MAX_NODES):
        if not queue:
            return
        node = queue.pop(0)
        if isinstance(node, list):
            queue += node
        elif isinstance(node, dict):
            if any(isinstance(kind, str) and _ARTICLE.search(kind) for kind in _listed(node.get("@type"))):
                yield node
            queue += node.values()


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def _text(value: object) -> str | None:
    text = " ".join(value.split())[:_MAX_TEXT] if isinstance(value, str) else ""
    return text or None


def _names(value: object) -> str | None:
    """The name of a person or organisation, or several."""
    names = (_text(item.get("name")) if isinstance(item, dict) else _author(_text(item)) for item in _listed(value))
    return "; ".join(name for name in names if name)[:_MAX_TEXT] or None


def _author(text: str | None) -> str | None:
    """A name, but not the address of a profile page."""
    return None if text is None or "://" in text or text.startswith("@") else text


def _heading(tree: HtmlElement) -> str | None:
    """The only first-level heading, else the page's title without the name of the site."""
    headings = [text for node in tree.iter("h1") if (text := _text(node.text_content()))]
    if len(headings) == 1:
        return headings[0]
    title = _text(next((node.text_content() for node in tree.iter("title")), None))
    return max(_SITE.split(title), key=len) if title else None


def _time(tree: HtmlElement) -> datetime | None:
    """The first ``time`` element that states a day."""
    return next((moment for node in tree.iter("time") if (moment := _moment(node.get("datetime")))), None)


def _moment(value: object) -> datetime | None:
    """An ISO 8601 date or time; without an offset it is taken to be UTC."""
    try:
        found = datetime.fromisoformat(str(value).strip()[:40]) if value else None
        return (found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)) if found else None
    except (ValueError, OverflowError):
        return None


def _searched(tree: HtmlElement) -> datetime | None:
    try:
        return _moment(find_date(tree, extensive_search=False, original_date=True, max_date=_NO_LATER))
    except Exception:  # noqa: BLE001 - third-party heuristics on hostile input: any failure means "no date found"
        return None
