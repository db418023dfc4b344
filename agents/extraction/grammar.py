"""Closed classes that several rules ask for, each once: words of grammar, and the tags and labels of the parser.

A class that one rule alone needs stands beside it. Verbs, nouns and names are data (``agents.extraction.words``).
"""

from typing import Final

FINITE: Final = frozenset({"VBZ", "VBD", "VBP", "MD"})
"""Tags (Penn Treebank) of verbs that can have a subject of their own, modals among them."""
PRONOUNS: Final = frozenset({"PRP", "PRP$"})
"""Tags of personal and possessive pronouns."""

AUXILIARIES: Final = frozenset({"aux", "auxpass"})
"""Labels of the words that give a verb its tense, mood and voice."""
SURFACE_OBJECTS: Final = frozenset({"dobj", "nsubjpass"})
"""Labels of that to which something is done: the direct object, or the subject of a passive."""
MODIFIERS: Final = frozenset({"amod", "compound", "nmod", "poss"})
"""Labels of what describes or owns the noun that it depends on: "a Danish ship", "Chad's envoy"."""

DEFINITE: Final = frozenset({"the", "this", "that", "these", "those"})
"""Determiners of what the reader knows already."""
LOCATIVE: Final = frozenset({
    "in", "at", "near", "around", "outside", "inside", "across", "within", "through", "along", "off",
})  # fmt: skip
"""Prepositions after which a place is where something happens, and no party to it."""
