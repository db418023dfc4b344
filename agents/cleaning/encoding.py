"""Bytes to text, whatever they claim to be: what they declare if that holds, else UTF-8, else the likeliest legacy set.

The order follows the HTML standard's encoding sniffing (byte order mark, transport, declaration in the first 1,024
bytes), and its rule that a declared ISO 8859-1 means windows-1252.
"""

import codecs
import re

from charset_normalizer import from_bytes

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(rb"(?:charset|encoding)\s{0,8}=\s{0,8}[\"']?\s{0,8}([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)
_SUPERSET = {
    "iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254", "iso8859-11": "cp874",
    "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932", "euc_kr": "cp949", "big5": "big5hkscs",
}  # fmt: skip
_HEAD = 1024
_SAMPLE = 65_536
_FEW_BAD = 0.02
"""Share of foreign characters that may be broken in what is still UTF-8."""
_FEW_FOREIGN = 0.06
"""Share of bytes beyond ASCII up to which undeclared text is taken for windows-1252: English has quotes and names."""


def decode(data: bytes, declared: str | None = None) -> str:
    """The text that bytes stand for. Never raises; what cannot be read becomes U+FFFD.

    Args:
        data: the bytes as they came.
        declared: the character set that the transport names, for instance in an HTTP ``Content-Type``.
    """
    for name in (_marked(data), _known(declared), _known(_in_head(data)), "utf-8"):
        text = _strictly(data, name) if name else None
        if text is not None:
            return text
    return _guessed(data)


def _marked(data: bytes) -> str | None:
    return next((name for mark, name in _MARKS if data.startswith(mark)), None)


def _in_head(data: bytes) -> str | None:
    match = _DECLARED.search(data[:_HEAD])
    return match.group(1).decode("ascii") if match else None


def _known(name: str | None) -> str | None:
    """Python's name of a text encoding that the web may mean by ``name``."""
    try:
        info = codecs.lookup((name or "").strip().strip("\"'"))
    except (LookupError, ValueError):
        return None
    return _SUPERSET.get(info.name, info.name) if getattr(info, "_is_text_encoding", True) else None


def _strictly(data: bytes, name: str) -> str | None:
    if name == "cp1252" and _is_utf8(data):
        name = "utf-8"  # pages that declare Latin-1 and are UTF-8 are common, the reverse reading is never valid text
    try:
        return data.decode(name)
    except (UnicodeError, ValueError):
        return None


def _is_utf8(data: bytes) -> bool:
    try:
        return not data.decode("utf-8").isascii()
    except UnicodeDecodeError:
        return False


def _guessed(data: bytes) -> str:
    if _bad_share(data) < _FEW_BAD:
        return data.decode("utf-8", "replace")
    if _foreign_share(data) < _FEW_FOREIGN:
        return data.decode("cp1252", "replace")
    best = from_bytes(data[:_SAMPLE]).best()
    return data.decode(best.encoding if best else "cp1252", "replace")


def _foreign_share(data: bytes) -> float:
    """Share of a sample's bytes that are not ASCII: few in English and its neighbours, most in other scripts."""
    sample = data[:_SAMPLE]
    return sum(byte > 0x7F for byte in sample) / len(sample)


def _bad_share(data: bytes) -> float:
    """Share of a sample's non-ASCII characters that are not UTF-8."""
    sample = data[:_SAMPLE].decode("utf-8", "replace")
    foreign = sum(character > "\x7f" for character in sample)
    return sample.count("\ufffd") / foreign if foreign else 0.0
