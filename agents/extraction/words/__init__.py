"""Closed word lists of English grammar (light verbs, control verbs, event nouns...), as data; no event types."""

from agents.extraction.words.lists import WordLists, load_words

__all__ = ["WordLists", "load_words"]
