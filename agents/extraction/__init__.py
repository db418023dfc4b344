"""Extraction: who, what, when and where, with evidence. Clean articles in, extracted articles out; no event types."""

from agents.extraction.extractor import Extractor
from agents.extraction.nlp import DEFAULT_MODEL, ModelMissing
from agents.extraction.pool import ExtractionPool

__all__ = ["DEFAULT_MODEL", "ExtractionPool", "Extractor", "ModelMissing"]
