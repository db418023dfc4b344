"""A page as text with a map: tags taken off, entities resolved, blocks put on lines of their own.

This is not a parser of HTML and decides nothing about what the story is (``page.py`` asks trafilatura for that). It
only finds the characters that a reader could see and where they stand, in one pass, whatever the markup looks like.
"""

import html
import re
from collections.abc import Iterator

from agents.cleaning.bounds import MAX_DEPTH, MAX_TAGS
from agents.cleaning.data import elements
from agents.cleaning.traced import Edit, Traced
from agents.errors import Rejected

_BLOCKS = elements("blocks")
_VOID = elements("void")
_UNCLOSED = elements("unclosed")
_HIDDEN = elements("hidden")
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9:-]{0,40})((?:[^<>\"']|\"[^\"<]{0,4000}\"|'[^'<]{0,4000}')*+)>?")
_OPENING = re.compile(r"<(?:[A-Za-z/!?])")
_ENTITY = re.compile(r"&(?:[A-Za-z][A-Za-z0-9]{1,30};?|#[0-9]{1,7};?|#[xX][0-9A-Fa-f]{1,6};?)")
_HTML_SIGNS = re.compile(
    r"<!doctype html|<(?:html|head|body|div|p|br|article|section|span|table|ul|ol|h[1-6]|strong|em|b|i"
    r"|a\s|img\s|blockquote|figure|script)\b[^<>]{0,2000}>",
    re.IGNORECASE,
)
_SNIFFED = 100_000


def is_html(body: str) -> bool:
    """Whether an undeclared body is HTML: a doctype, or at least two tags that news markup uses."""
    head = body[:_SNIFFED]
    if "<" not in head:
        return False
    found = [match.group().lower() for _, match in zip(range(2), _HTML_SIGNS.finditer(head), strict=False)]
    return len(found) == 2 or any(sign.startswith(("<!doctype", "<html", "<p", "<div", "<br")) for sign in found)


def visible(body: str) -> Traced:
    """What a reader could see of a page, a block a line.

    Raises:
        Rejected: ``too_large``, for more tags or deeper nesting than a page has.
    """
    return Traced.of(body).edited(_edits(body))


def _edits(body: str) -> Iterator[Edit]:
    """Tags become line breaks or nothing, entities their characters, raw line breaks spaces; hidden content goes."""
    place, tags = 0, 0
    nesting = _Nesting()
    for match in _OPENING.finditer(body):
        if match.start() < place:
            continue
        end, new = _markup_at(body, match.start(), nesting)
        if end == match.start():
            continue
        tags += 1
        if tags > MAX_TAGS:
            raise Rejected("too_large", f"the page has more than {MAX_TAGS} tags")
        yield from _text_edits(body, place, match.start(), keep_lines=nesting.preformatted)
        yield Edit(match.start(), end, new)
        place = end
    yield from _text_edits(body, place, len(body), keep_lines=False)


class _Nesting:
    """How deep the elements are nested, as a browser's tree would be; optional end tags are allowed for."""

    def __init__(self) -> None:
        self.depth = 0
        self.preformatted = False

    def meet(self, name: str, *, closes: bool, empty: bool) -> None:
        if name == "pre":
            self.preformatted = not closes
        if empty or name in _VOID or name in _UNCLOSED:
            return
        self.depth = max(0, self.depth - 1) if closes else self.depth + 1
        if self.depth > MAX_DEPTH:
            raise Rejected("too_large", f"elements are nested deeper than {MAX_DEPTH}")


def _markup_at(body: str, start: int, nesting: _Nesting) -> tuple[int, str]:
    """Where the markup at ``start`` ends and what it becomes; it ends at once where it is none."""
    if body.startswith("<!--", start):
        return _after(body, "-->", start + 4), ""
    if body[start + 1] in "!?":
        return _after(body, ">", start), ""
    match = _TAG.match(body, start)
    if not match:
        return start, ""
    name = match[2].lower()
    closes = match[1] == "/"
    if name in _HIDDEN and not closes and not match[3].endswith("/"):
        return _after_element(body, name, match.end()), "\n"
    nesting.meet(name, closes=closes, empty=match[3].endswith("/"))
    return match.end(), "\n" if name in _BLOCKS else ""


def _after(body: str, mark: str, start: int) -> int:
    found = body.find(mark, start)
    return found + len(mark) if found >= 0 else len(body)


def _after_element(body: str, name: str, start: int) -> int:
    """The place after the end tag of an element whose content is not markup to be seen."""
    match = re.compile(rf"</{name}\b[^>]{{0,200}}>?", re.IGNORECASE).search(body, start)
    return match.end() if match else (start if name in {"head", "title"} else len(body))


def _text_edits(body: str, start: int, end: int, *, keep_lines: bool) -> Iterator[Edit]:
    if start >= end:
        return
    pattern = _ENTITY if keep_lines else _ENTITY_OR_LINE
    for match in pattern.finditer(body, start, end):
        token = match.group()
        new = " " if token.isspace() else html.unescape(token)
        if new != token:
            yield Edit(match.start(), match.end(), new)


_ENTITY_OR_LINE = re.compile(_ENTITY.pattern + r"|[\r\n]+")
