"""Cleaning: any article that the web sends, reduced to its story, with a map back to where each character stood."""

from agents.cleaning.encoding import decode
from agents.cleaning.fingerprint import near
from agents.cleaning.pipeline import article_id_of, as_raw, clean, lines_of
from agents.cleaning.source_map import raw_span

__all__ = ["article_id_of", "as_raw", "clean", "decode", "lines_of", "near", "raw_span"]
