"""Texts annotated by hand, and the scorers that measure the agents against them."""
