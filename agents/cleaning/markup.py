"""A page as text with a map: tags taken off, entities resolved, blocks put on lines of their own.

This decides nothing about what the story is (``page.py`` does, with trafilatura). It finds the characters that a reader
could see, where they stand, and which elements hold them: in one pass, and in time that grows with the page's length
whatever the markup looks like.
"""

import html
import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from agents.cleaning.bounds import MAX_DEPTH, MAX_TAGS
from agents.cleaning.data import elements
from agents.cleaning.traced import Edit, Traced
from agents.errors import Rejected

_NAME = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9:-]{0,40})")
_STOP = re.compile(r"[<>]|=\s{0,20}[\"']")
_LABEL = re.compile(
    r"(?:class|id|role|itemprop|data-testid|data-component)\s{0,4}=\s{0,4}(?:\"([^\"]{0,300})\"|'([^']{0,300})'|([^\s\"'>]{1,100}))",
    re.IGNORECASE,
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_NOT_LETTERS = re.compile(r"[^a-z]+")
_ENTITY = r"&(?:[A-Za-z][A-Za-z0-9]{1,30};?|#[0-9]{1,7};?|#[xX][0-9A-Fa-f]{1,6};?)"
_IN_TEXT = re.compile(_ENTITY + r"|[\r\n]+")
_IN_PREFORMATTED = re.compile(_ENTITY)
_HTML_SIGN = re.compile(
    r"<(?:!doctype html|(?:html|head|body|div|p|br|article|section|span|table|ul|ol|h[1-6]|strong|em|b|i|img|figure|a"
    r"|blockquote|script)(?:\s[^<>]{0,2000})?/?>)",
    re.IGNORECASE,
)
_SURE_SIGN = re.compile(r"<(?:!doctype|html|p|div|br)[\s>/]", re.IGNORECASE)
_ESCAPED = re.compile(r"&(?:lt|gt|quot|amp);", re.IGNORECASE)
_SNIFFED = 100_000


def is_html(body: str) -> bool:
    """Whether an undeclared body is HTML: a tag that makes paragraphs, or two of those that news markup uses."""
    return _has_tags(body[:_SNIFFED]) or _is_escaped(body)


def unescaped(body: Traced) -> Traced:
    """A body whose markup is escaped as a whole, as feeds carry it, with its tags as tags; any other as it is."""
    return body.replaced(_ESCAPED, _as_mark) if _is_escaped(body.text) else body


def _is_escaped(body: str) -> bool:
    head = body[:_SNIFFED]
    return head.lstrip()[:4].lower() == "&lt;" and not _has_tags(head) and _has_tags(_ESCAPED.sub(_as_mark, head))


def _as_mark(match: re.Match[str]) -> str:
    return html.unescape(match.group())


def _has_tags(head: str) -> bool:
    signs = [match.group() for match, _ in zip(_HTML_SIGN.finditer(head), range(2), strict=False)]
    return len(signs) == 2 or any(_SURE_SIGN.match(sign) for sign in signs)


class Element:
    """An element of the page: its name, and the words of its class, id and role as ' entry meta '."""

    __slots__ = ("depth", "has_header", "labels", "name", "parent")

    def __init__(self, name: str, labels: str, parent: "Element | None") -> None:
        self.name = name
        self.labels = labels
        self.parent = parent
        self.depth: int = parent.depth + 1 if parent else 0
        self.has_header = False

    def path(self) -> Iterator["Element"]:
        """The element, then its ancestors, the nearest first."""
        node: Element | None = self
        while node is not None:
            yield node
            node = node.parent


class Scan(NamedTuple):
    """What a reader could see, a block a line; and from which raw offset on which element holds it."""

    text: Traced
    offsets: list[int]
    holders: list[Element]

    def holder(self, raw: int) -> Element:
        """The innermost element at an offset of the raw body."""
        return self.holders[bisect_right(self.offsets, raw) - 1]


def scan(body: str) -> Scan:
    """Read a page.

    Raises:
        Rejected: ``too_large``, for more tags or deeper nesting than a page has.
    """
    scanner = _Scanner(body)
    text = Traced.of(body).edited(scanner.edits())
    return Scan(text, scanner.offsets, scanner.holders)


class _Scanner:
    """One pass over the markup. Knows what it has looked for in vain, so that nothing is looked for twice."""

    def __init__(self, body: str) -> None:
        self.body = body
        self.node = Element("", "", None)
        self.offsets = [0]
        self.holders = [self.node]
        self._absent: set[str] = set()
        self._blocks, self._void, self._hidden = elements("blocks"), elements("void"), elements("hidden")

    def edits(self) -> Iterator[Edit]:
        """Tags become line breaks or nothing, entities their characters, line breaks spaces; hidden content goes."""
        place = tags = 0
        start = self.body.find("<")
        while start >= 0:
            end, new = self._markup(start)
            if end > start:
                tags += 1
                if tags > MAX_TAGS:
                    raise Rejected("too_large", f"the page has more than {MAX_TAGS} tags")
                yield from self._text(place, start)
                yield Edit(start, end, new)
                self._mark(end)
                place = end
            start = self.body.find("<", max(end, start + 1))
        yield from self._text(place, len(self.body))

    def _markup(self, start: int) -> tuple[int, str]:
        """Where the markup at ``start`` ends and what becomes of it; it ends at once where it is none."""
        if self.body.startswith("<!--", start):
            return self._after("-->", start + 4), ""
        if self.body[start + 1 : start + 2] in {"!", "?"}:
            return self._after(">", start), ""
        match = _NAME.match(self.body, start)
        return self._tag(match) if match else (start, "")

    def _tag(self, match: re.Match[str]) -> tuple[int, str]:
        name = match[2].lower()
        end = self._tag_end(match.end())
        attributes = self.body[match.end() : end]
        if match[1]:
            self._close(name)
        elif name in self._hidden and not attributes.endswith("/>"):
            return self._after_hidden(name, end), "\n"
        elif name not in self._void:
            self._open(name, attributes)
        return end, "\n" if name in self._blocks else ""

    def _tag_end(self, place: int) -> int:
        """Where a tag ends: at its '>', or before a '<' that another markup begins with."""
        while match := _STOP.search(self.body, place):
            mark = match.group()
            if mark == ">":
                return match.end()
            if mark == "<":
                return match.start()
            place = self._quoted(mark[-1], match.end())
        return len(self.body)

    def _quoted(self, quote: str, start: int) -> int:
        """The place after a quoted value, or its beginning where nothing closes it."""
        end = -1 if quote in self._absent else self.body.find(quote, start)
        if end < 0:
            self._absent.add(quote)
            return start
        return end + 1

    def _after(self, mark: str, start: int) -> int:
        found = self.body.find(mark, start)
        return found + len(mark) if found >= 0 else len(self.body)

    def _after_hidden(self, name: str, start: int) -> int:
        """The place after the end tag of an element that hides its content; without one only scripts hide the rest."""
        match = None if name in self._absent else _end_tag(name).search(self.body, start)
        if match:
            return match.end()
        self._absent.add(name)
        return len(self.body) if name in {"script", "style"} else start

    def _open(self, name: str, attributes: str) -> None:
        self._close_implied(name)
        node = Element(name, _labels(attributes), self.node)
        if node.depth > MAX_DEPTH:
            raise Rejected("too_large", f"elements are nested deeper than {MAX_DEPTH}")
        if name == "th":
            _mark_table(node)
        self.node = node

    def _close_implied(self, name: str) -> None:
        """Close the paragraph, list item or cell that the standard says ends where this element begins."""
        if name not in self._blocks:
            return
        while block := next((node for node in self.node.path() if node.name in self._blocks), None):
            if block.parent is None or not _ends(block.name, name):
                return
            self.node = block.parent

    def _close(self, name: str) -> None:
        found = next((node for node in self.node.path() if node.name == name), None)
        if found and found.parent:
            self.node = found.parent

    def _mark(self, place: int) -> None:
        if self.holders[-1] is not self.node:
            self.offsets.append(place)
            self.holders.append(self.node)

    def _text(self, start: int, end: int) -> Iterator[Edit]:
        if start >= end:
            return
        preformatted = any(node.name == "pre" for node in self.holders[-1].path())
        for match in (_IN_PREFORMATTED if preformatted else _IN_TEXT).finditer(self.body, start, end):
            token = match.group()
            new = " " if token.isspace() else html.unescape(token)
            if new != token:
                yield Edit(match.start(), match.end(), new)


_IMPLIED_ENDS = {
    "li": {"li"}, "dt": {"dt", "dd"}, "dd": {"dt", "dd"}, "td": {"td", "th"}, "th": {"td", "th"},
    "tr": {"td", "th", "tr"}, "option": {"option"},
}  # fmt: skip


def _ends(open_name: str, new_name: str) -> bool:
    return (open_name == "p" and new_name != "br") or open_name in _IMPLIED_ENDS.get(new_name, ())


def _mark_table(cell: Element) -> None:
    table = next((node for node in cell.path() if node.name == "table"), None)
    if table:
        table.has_header = True


@lru_cache(maxsize=32)
def _end_tag(name: str) -> re.Pattern[str]:
    return re.compile(rf"</{name}[^<>]{{0,200}}>?", re.IGNORECASE)


@lru_cache(maxsize=4096)
def _labels(attributes: str) -> str:
    """The words of an element's class, id and role, between spaces, in lower case."""
    if "=" not in attributes:
        return ""
    values = " ".join(a or b or c for a, b, c in _LABEL.findall(attributes[:4000]))
    words = _NOT_LETTERS.sub(" ", _CAMEL.sub(" ", values).lower()).strip()
    return f" {words} " if words else ""
