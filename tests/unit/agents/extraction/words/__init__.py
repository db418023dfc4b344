"""Tests of ``agents.extraction.words``."""
