"""Tests of ``agents.extraction.coreference``."""
