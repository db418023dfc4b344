"""One-to-one folding of characters, so that offsets in the folded text are offsets in the text."""

import re
import unicodedata
from functools import lru_cache

_OTHERS = {
    "\u2018": "'", "\u2019": "'", "\u02bc": "'", "\u02bb": "'", "\u00b4": "'", "\u2010": "-", "\u2011": "-",
    "\u2013": "-", "\u00a0": " ", "\u202f": " ", "\u0131": "i", "ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d",
    "Đ": "D", "ħ": "h", "Ħ": "H", "ə": "a", "Ə": "A", "ß": "s", "æ": "a", "Æ": "A", "œ": "o", "Œ": "O", "ð": "d",
}  # fmt: skip
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
_BREAKS = str.maketrans("\n\t\r", "   ")
_folded: dict[str, str] = {}
MAX_REMEMBERED = 4096


@lru_cache(maxsize=16)  # names and roles are looked for in the same body one after the other
def fold(text: str) -> str:
    """The text without accents and typographic quotes, each character still at its place; breaks become spaces."""
    if not text.isascii():
        text = _BEYOND_ASCII.sub(lambda found: _fold_character(found.group()), text)
    return text.translate(_BREAKS)


def lower(text: str) -> str:
    """The folded text in lower case, each character still at its place."""
    folded = fold(text)
    lowered = folded.lower()
    if len(lowered) == len(folded):
        return lowered
    return "".join(character.lower() if len(character.lower()) == 1 else character for character in folded)


def _fold_character(character: str) -> str:
    known = _folded.get(character)
    if known is None:
        known = _OTHERS.get(character) or _base(character)
        if len(_folded) < MAX_REMEMBERED:
            _folded[character] = known
    return known


def _base(character: str) -> str:
    """The letter under the accents of a Latin letter; any other character as it is."""
    base = unicodedata.normalize("NFD", character)[0]
    return base if base.isascii() else character
