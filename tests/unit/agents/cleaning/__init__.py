"""Unit tests of the cleaning stage: what it removes, what it must never lose, and what holds of any input."""
