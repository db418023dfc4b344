"""Characters put in order: line ends, spaces, entities, mojibake, invisible characters, quotes, Unicode NFC.

Every step is an edit of a ``Traced``, so the map to the raw body survives. Order matters: entities may hide mojibake,
mojibake may hide spaces.
"""

import html
import re
import unicodedata

import ftfy
from ftfy.badness import is_bad

from agents.cleaning.traced import Edit, Traced

_ENTITY = re.compile(r"&(?:amp;|#38;|#x26;){0,8}(?:[A-Za-z][A-Za-z0-9]{1,30};|#[0-9]{1,7};|#[xX][0-9A-Fa-f]{1,6};)")
_HIDDEN_AMP = re.compile(r"&(?:amp;|#38;|#x26;)+(?=[A-Za-z#])")
_LINE_END = re.compile("\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\u00ad\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]+"
    "|(?<=[\x00-\u024f])[\u200c\u200d]+(?=[\x00-\u024f])"
)
_SURROGATE = re.compile("[\ud800-\udfff]+")
_ODD_SPACE = re.compile("[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_SPACES = re.compile(" {2,}")
_LINE_SPACE = re.compile(r"(?<=\n) +| +(?=\n)")
_TICKS = re.compile("``|(?<!`)(?<!')''(?!')")
_COMBINED = re.compile("[^\x00-\u02ff]+|.[\u0300-\u036f]+")
_OPENED = re.compile('[\u201c\u201d\u201e"\n]')


_MAX_ROUNDS = 6
"""One step may uncover work for another (an entity hides mojibake, a soft hyphen parts it); two rounds are usual."""


def ordered(text: Traced) -> Traced:
    """The text with its characters put in order; paragraphs and words are untouched."""
    for _ in range(_MAX_ROUNDS):
        before = text.text
        text = _round(text)
        if text.text == before:
            break
    return text


def _round(text: Traced) -> Traced:
    """One round of all steps. Most texts need few: a cheap look decides, since each step scans the whole text."""
    if "&" in text.text:
        text = text.replaced(_ENTITY, _unescaped)
    if not text.text.isascii():
        text = _foreign(text)
    if not text.text.replace("\n", "").isprintable():
        text = text.replaced(_LINE_END, "\n").replaced(_INVISIBLE, "").replaced(_ODD_SPACE, " ")
    if "  " in text.text:
        text = text.replaced(_SPACES, " ")
    if " \n" in text.text or "\n " in text.text:
        text = text.replaced(_LINE_SPACE, "")
    return _quoted(text)


def _quoted(text: Traced) -> Traced:
    if "``" in text.text or "''" in text.text:
        text = text.replaced(_TICKS, _typographic)
    return text.edited(_closed(text.text)) if "\u201c" in text.text or "\u201e" in text.text else text


def _foreign(text: Traced) -> Traced:
    text = text.replaced(_SURROGATE, "\ufffd")
    if is_bad(text.text):
        text = text.edited(_repairs(text.text))
    return text if unicodedata.is_normalized("NFC", text.text) else text.replaced(_COMBINED, _composed)


def _unescaped(match: re.Match[str]) -> str:
    entity = _HIDDEN_AMP.sub("&", match.group(), count=1)
    return html.unescape(entity)


def _composed(match: re.Match[str]) -> str:
    return unicodedata.normalize("NFC", match.group())


def _typographic(match: re.Match[str]) -> str:
    return "\u201c" if match.group() == "``" else "\u201d"


def _repairs(text: str) -> list[Edit]:
    """Edits that undo mojibake, a word each where the words can be told apart, else a line each."""
    edits: list[Edit] = []
    start = 0
    for line in text.split("\n"):
        fixed = ftfy.fix_encoding(line) if is_bad(line) else line
        if fixed != line:
            edits += _word_repairs(line, fixed, start)
        start += len(line) + 1
    return edits


def _word_repairs(line: str, fixed: str, start: int) -> list[Edit]:
    old, new = line.split(" "), fixed.split(" ")
    if len(old) != len(new):
        return [Edit(start, start + len(line), fixed)]
    edits = []
    for before, after in zip(old, new, strict=True):
        if before != after:
            edits.append(Edit(start, start + len(before), after))
        start += len(before) + 1
    return edits


def _closed(text: str) -> list[Edit]:
    """Edits that close a typographic quotation with a typographic mark, where a plain one closes it now."""
    edits = []
    is_open = False
    for match in _OPENED.finditer(text):
        mark = match.group()
        if mark == '"' and is_open:
            edits.append(Edit(match.start(), match.end(), "\u201d"))
        is_open = mark in "\u201c\u201e" and not (mark == "\u201c" and is_open)
    return edits
