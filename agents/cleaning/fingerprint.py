"""What makes two copies the same story: a fingerprint of the content, and a signature that near copies share nearly.

The fingerprint is a digest of the body's letters, digits, currency and percent signs. Case, accents, quotes, dashes,
punctuation and white space do not count, so copies that differ in them are equal. A decimal or thousands mark between
digits, a gap between two numbers and a minus sign do count, so another figure is another story. The signature is
trafilatura's 64-bit SimHash (Charikar 2002) of the same body.
"""

import re
import unicodedata
from hashlib import blake2b

from trafilatura.deduplication import Simhash

FINGERPRINT_BYTES = 16
"""128 bits: the chance of any collision among a billion stories is below 2e-21."""

SIGNATURE_BITS = 64
NEAR_BITS = 10
"""Signatures that differ in at most this many bits are near copies (chosen in tests/unit/agents/cleaning)."""

# The vowel signs of South and South-East Asian scripts are letters to their readers though not to ``\\w``; they count.
_MARKS = re.compile("[\u0300-\u036f]+")
_MINUS = re.compile(r"(?:(?<=\s)|(?<=\()|^)[-\u2212](?=\d)")
_BETWEEN_DIGITS = re.compile(r"(?<=\d)[^\w$%\u00a2-\u00a5\u20a0-\u20cf]+(?=\d)")
_OTHER = re.compile(r"[^\w$%\u00a2-\u00a5\u20a0-\u20cf\u0900-\u109d\u1780-\u17d3\x00-\x03]+|[_\u0964\u0965]+")
_POINT, _COMMA, _GAP, _NEGATIVE = "\x00", "\x01", "\x02", "\x03"


def _between(match: re.Match[str]) -> str:
    return {".": _POINT, ",": _COMMA}.get(match.group(), _GAP)


def content_of(body: str) -> str:
    """The part of a body that counts: folded letters, digits and what changes a figure."""
    folded = _MARKS.sub("", unicodedata.normalize("NFKD", body.casefold()))
    signed = _MINUS.sub(_NEGATIVE, folded)
    return _OTHER.sub("", _BETWEEN_DIGITS.sub(_between, signed))


def fingerprint(body: str) -> str:
    """32 hexadecimal digits, equal for copies of one story."""
    return blake2b(content_of(body).encode("utf-8", "surrogatepass"), digest_size=FINGERPRINT_BYTES).hexdigest()


def signature(body: str) -> str:
    """16 hexadecimal digits; near copies differ in few of their bits."""
    return f"{Simhash(body.casefold(), SIGNATURE_BITS).hash:0{SIGNATURE_BITS // 4}x}"


def near(first: str, second: str) -> bool:
    """Whether two signatures are those of near copies."""
    return (int(first, 16) ^ int(second, 16)).bit_count() <= NEAR_BITS
