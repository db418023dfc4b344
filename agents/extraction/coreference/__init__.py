"""Coreference within an article: pronouns, descriptions and pairs, each with its antecedent, or left alone."""

from agents.extraction.coreference.resolve import Coreference

__all__ = ["Coreference"]
