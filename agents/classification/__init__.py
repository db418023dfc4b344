"""Classification: each extracted predicate becomes a coded mention, by acts under operators or a small model."""

from agents.classification.codebook import CODEBOOK_VERSION
from agents.classification.coder import Coder

__all__ = ["CODEBOOK_VERSION", "Coder"]
