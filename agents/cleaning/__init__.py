"""Cleaning: any article that the web sends, reduced to its story, with a map back to where each character stood.

What needs no more than a few lines is there at once; the rest, with trafilatura and the data of languages and dates, is
loaded when it is first asked for: commands that only send articles do without it.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from agents.cleaning.encoding import decode
from agents.cleaning.identity import article_id_of

if TYPE_CHECKING:
    from agents.cleaning.fingerprint import near
    from agents.cleaning.pipeline import as_raw, clean, lines_of
    from agents.cleaning.source_map import raw_span

__all__ = ["article_id_of", "as_raw", "clean", "decode", "lines_of", "near", "raw_span"]

_LATER = {
    "as_raw": "pipeline",
    "clean": "pipeline",
    "lines_of": "pipeline",
    "near": "fingerprint",
    "raw_span": "source_map",
}
"""Where each name stands that is loaded on demand."""


def __getattr__(name: str) -> object:
    """Load what is asked for."""
    if name not in _LATER:
        raise AttributeError(f"module 'agents.cleaning' has no attribute {name!r}")
    value: object = getattr(import_module(f"agents.cleaning.{_LATER[name]}"), name)
    return value
