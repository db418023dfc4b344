"""Which language a body is written in, and whether a whole article must be refused because no model serves it."""

import re
from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from agents.errors import Rejected
from schemas import Language

SERVED = frozenset({"en"})
"""Languages that extraction has a parser for (ISO 639-1)."""

WHOLE_LETTERS = 400
"""Letters from which a text counts as a whole article; a lead paragraph of a wire story has about 200."""

SURE = 0.9
"""Confidence from which what was found outweighs what the message says."""

_SAMPLE = 800
"""Characters looked at: confidence no longer changes beyond it."""

_LETTERS = re.compile(r"[^\W\d_]+")


@cache
def _identifier() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def found(text: str) -> Language:
    """The most likely language of a text with its confidence."""
    code, confidence = _identifier().classify(text[:_SAMPLE])
    return Language(code=str(code), confidence=min(1.0, max(0.0, round(float(confidence), 4))))


def declared_code(tag: str | None) -> str | None:
    """The primary subtag of a BCP 47 tag in lower case, if it has two letters."""
    primary = re.split("[-_]", tag.strip().lower(), maxsplit=1)[0] if tag else ""
    return primary if len(primary) == 2 and primary.isalpha() else None


def is_whole(text: str) -> bool:
    """Whether a text is long enough to be a whole article."""
    return sum(map(len, _LETTERS.findall(text[:_SAMPLE]))) >= WHOLE_LETTERS


def language_of(body: str, declared: str | None) -> Language:
    """The language of a body: the message's word for it, unless a whole article is surely in another one.

    Raises:
        Rejected: ``unsupported_language``, for a whole article that is surely in a language that no model serves.
    """
    guess, said = found(body), declared_code(declared)
    if not is_whole(body) or guess.confidence < SURE:
        return Language(code=said) if said else guess
    if guess.code not in SERVED and not _mixed(body):
        raise Rejected("unsupported_language", f"the article is in '{guess.code}'; served: {sorted(SERVED)}")
    return guess


def _mixed(body: str) -> bool:
    """Whether a served language holds at least a third of the text."""
    paragraphs = [paragraph for paragraph in body[:_SAMPLE].split("\n") if paragraph.strip()]
    served = sum(len(paragraph) for paragraph in paragraphs if found(paragraph).code in SERVED)
    return served * 3 >= sum(map(len, paragraphs))
