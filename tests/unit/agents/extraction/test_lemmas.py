"""Lemmas: what spaCy's own rules give, also for words that they do not know."""

import pytest

from agents.extraction.lemmas import Lemmas
from agents.extraction.nlp import load_model


@pytest.mark.parametrize(
    ("form", "tag", "lemma"),
    [
        ("attacked", "VBD", "attack"), ("hoped", "VBD", "hope"), ("staged", "VBN", "stage"), ("stopped", "VBD", "stop"),
        ("met", "VBD", "meet"), ("agreed", "VBD", "agree"), ("forces", "NNS", "force"), ("talks", "NNS", "talk"),
        ("is", "VBZ", "be"), ("wo", "MD", "will"), ("n't", "RB", "not"), ("moscow", "NNP", "moscow"),
        ("forgave", "VBP", "forgive"), ("decreed", "VB", "decree"), ("readmitted", "VBD", "readmit"),
        ("tear-gassed", "VBD", "tear-gas"), ("bleed", "VB", "bleed"), ("greenlight", "VB", "greenlight"),
    ],
)  # fmt: skip
def test_lemmas(form: str, tag: str, lemma: str) -> None:
    assert Lemmas(load_model())(form, tag) == lemma
