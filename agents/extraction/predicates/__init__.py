"""Predicates of a sentence: what is done, with its arguments, who does it to whom, and what governs it."""
