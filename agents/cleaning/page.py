"""Which of a page's lines are the story: trafilatura chooses among them, then the rules for elements.

Trafilatura gives text without positions. Its text is found again, in order, among the lines that a reader could see;
what it left out is ``page-furniture``. The lines keep their map to the raw body.
"""

import re
import unicodedata
from collections import Counter
from functools import cache, lru_cache
from typing import NamedTuple

from lxml.etree import LxmlError
from lxml.html import HtmlElement
from trafilatura import bare_extraction, load_html
from trafilatura.settings import Document

from agents.cleaning import layout, metadata
from agents.cleaning.data import elements
from agents.cleaning.data import read as read_data
from agents.cleaning.markup import Element, Scan, scan
from agents.cleaning.traced import Piece, Traced

_NOT_WORD = re.compile(r"[\W_]+")
_SENTENCE_END = re.compile(r"[.!?\u2026:][\"'\u201d\u2019)\]]*$")
_LONG = 40
"""Letters from which a line cannot be in the story's text by chance."""
_GAP = 3
"""Letters that may lie between two chosen lines (list marks, numbers) without making the next one a chance find."""
_MAX_SHARE = 1 / 3
"""Share of the story above which an element is taken to hold it, whatever its class says."""
_ENOUGH = 0.5
"""Share of trafilatura's text that must be found among the visible lines; else its text is taken as it is."""


_CDATA = re.compile(r"<!\[CDATA\[|\]\]>")
"""What a feed puts around its markup; no part of the markup."""


def _blank(match: re.Match[str]) -> str:
    return " " * len(match.group())


class Line(NamedTuple):
    """A line of the page and the elements that hold all of it, the innermost first."""

    text: Traced
    path: tuple[Element, ...]


class Page(NamedTuple):
    """What a page says: the lines of its story, what is not, with the rule's id, and its metadata."""

    story: list[Traced]
    cuts: list[tuple[str, str]]
    facts: metadata.Facts


def read(body: str) -> Page:
    """Choose the story's lines among a page's visible ones; where nothing can be chosen all are the story.

    Raises:
        Rejected: ``too_large``, for more tags or deeper nesting than a page has.
    """
    body = _CDATA.sub(_blank, body)
    seen = scan(body)
    lines = (layout.unwrapped(seen.text) if "<pre" in body.lower() else seen.text).lines()
    tree = _tree(body)
    if tree is None:
        return Page(lines, [], metadata.NOTHING)
    facts = metadata.facts(tree)
    text = _extracted(tree)
    chosen = _chosen(lines, _compact(text)) if text else [True] * len(lines)
    if text and _too_few(lines, chosen, text):
        return Page(_unmapped(text, len(body)), [], facts)
    story, furniture = _parted(seen, lines, chosen)
    kept, cuts = _by_elements(story)
    return Page([line.text for line in kept], cuts + furniture, facts)


def _parted(seen: Scan, lines: list[Traced], chosen: list[bool]) -> tuple[list[Line], list[tuple[str, str]]]:
    """The chosen lines, and a standfirst above them, which trafilatura often leaves out; and the others."""
    story: list[Line] = []
    furniture: list[tuple[str, str]] = []
    begun = False
    for text, keep in zip(lines, chosen, strict=True):
        line = Line(text, _path(seen, text)) if keep or not begun else None
        if line and (keep or _is_standfirst(line)):
            story.append(line)
        else:
            furniture.append((text.text, "page-furniture"))
        begun = begun or keep
    return story, furniture


def _is_standfirst(line: Line) -> bool:
    named = (label for node in line.path for label in node.labels.split())
    return bool(_SENTENCE_END.search(line.text.text[-8:])) and not elements("standfirst").isdisjoint(named)


def _path(seen: Scan, text: Traced) -> tuple[Element, ...]:
    """The elements that hold both ends of a line."""
    first, last = text.raw_span(0, 1)[0], text.raw_span(len(text.text) - 1, len(text.text))[0]
    holders = set(seen.holder(last).path())
    return tuple(node for node in seen.holder(first).path() if node in holders)


def _tree(body: str) -> HtmlElement | None:
    try:
        return load_html(body)
    except (LxmlError, ValueError, AssertionError):
        return None


def _extracted(tree: HtmlElement) -> str:
    """What trafilatura takes for the story: by its fast rules, by all it has where those find nothing."""
    return _extraction(tree, fast=True) or _extraction(tree, fast=False)


def _extraction(tree: HtmlElement, *, fast: bool) -> str:
    try:
        found = bare_extraction(tree, include_comments=False, fast=fast)
    except Exception:  # noqa: BLE001 - third-party heuristics on hostile input: any failure means "nothing found"
        return ""
    return (found.text or "") if isinstance(found, Document) else ""


def _compact(text: str) -> str:
    """Letters and digits only, so that spacing, list marks and quotes do not matter."""
    return _NOT_WORD.sub("", text if text.isascii() else unicodedata.normalize("NFC", text))


def _chosen(lines: list[Traced], story: str) -> list[bool]:
    """Whether each line is in the story, looked up in order; out of order only a long line counts."""
    cursor = 0
    chosen = []
    for line in lines:
        text = _compact(line.text)
        reach = len(story) if len(text) >= _LONG else cursor + _GAP + len(text)
        place = story.find(text, cursor, reach) if text else -1
        if place >= 0:
            cursor = place + len(text)
        chosen.append(place >= 0 or (len(text) >= _LONG and text in story))
    return chosen


def _too_few(lines: list[Traced], chosen: list[bool], text: str) -> bool:
    found = sum(len(_compact(line.text)) for line, keep in zip(lines, chosen, strict=True) if keep)
    return found < _ENOUGH * len(_compact(text))


def _unmapped(text: str, length: int) -> list[Traced]:
    """Text that a reader cannot see (a script's copy of the story): each paragraph stems from the whole page."""
    lines = (line.strip() for line in text.split("\n"))
    return [Traced(line, (Piece(0, 0, len(line), length),)) for line in lines if line]


def _by_elements(lines: list[Line]) -> tuple[list[Line], list[tuple[str, str]]]:
    """The lines that no rule for elements takes out, and the others with the rule's id."""
    small = _small(lines)
    kept: list[Line] = []
    cuts: list[tuple[str, str]] = []
    for line in lines:
        rule = _rule_of(line, small)
        if rule:
            cuts.append((line.text.text, rule))
        else:
            kept.append(line)
    return kept, cuts


def _small(lines: list[Line]) -> set[Element]:
    """The elements that hold no more than a share of the story, alone and with all others of the same class."""
    held: Counter[Element] = Counter()
    named: Counter[str] = Counter()
    for line in lines:
        held.update(dict.fromkeys(line.path, len(line.text.text)))
        named.update(dict.fromkeys({node.labels for node in line.path if node.labels}, len(line.text.text)))
    limit = _MAX_SHARE * sum(len(line.text.text) for line in lines)
    return {node for node, size in held.items() if max(size, named[node.labels]) <= limit}


def _rule_of(line: Line, small: set[Element]) -> str | None:
    if any(node.has_header and node in small for node in line.path):
        return "data-table"
    if any(node.name == "a" for node in line.path) and not _SENTENCE_END.search(line.text.text[-8:]):
        return "link-line"
    return next((rule for node in line.path if node in small and (rule := element_rule(node.name, node.labels))), None)


@lru_cache(maxsize=8192)
def element_rule(name: str, labels: str) -> str | None:
    """The id of the rule for an element of this name and these class words; the longest words that fit decide."""
    by_name, by_label, any_label = _element_rules()
    found = max(any_label.findall(labels), key=len, default=None) if labels else None
    return by_name.get(name) or (by_label[found] if found else None)


@cache
def _element_rules() -> tuple[dict[str, str], dict[str, str], re.Pattern[str]]:
    """Rules by element name, rules by class words, and a pattern that finds such words."""
    rows = read_data("element_rules.yaml")
    names = {name: row["id"] for row in rows for name in row.get("names", ())}
    labels = {label: row["id"] for row in rows for label in row["labels"]}
    any_of = "|".join(map(re.escape, sorted(labels, key=len, reverse=True)))
    return names, labels, re.compile(f"(?<= )(?:{any_of})(?= )")
