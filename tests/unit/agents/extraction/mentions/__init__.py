"""Tests of ``agents.extraction.mentions``."""
