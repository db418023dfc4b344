"""Tests of ``agents.extraction.predicates``."""
