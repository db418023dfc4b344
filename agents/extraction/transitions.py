"""The search of the parser and the recogniser in NumPy: all pieces of a batch take their next step together.

spaCy's own loop adds up the features of each state one by one and asks for Python's lock after each addition, which is
most of its time. Here a step is a handful of array operations over the batch. States, legal moves and what a move does
are spaCy's. A parser of another build (a beam, no upper layer) is left to spaCy.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.ml.parser_model import ParserStepModel
from spacy.tokens import Doc

Matrix = NDArray[np.float32]
BATCH_WORDS = 4_000
"""Words of the pieces that step together, of like length so that few wait for the longest; each takes 4 kB."""


class GreedyParser:
    """Does what the parser or the recogniser of a spaCy pipeline does, with the pipeline's own weights."""

    def __init__(self, pipe: Any) -> None:  # noqa: ANN401 - spaCy's Cython classes carry no annotations
        """Take the weights of a parser for which ``can_drive`` is true."""
        self._pipe = pipe
        self._encode, self._lower, upper = pipe.model.layers
        self.nF = self._lower.get_dim("nF")
        self._weights = np.ascontiguousarray(upper.get_param("W").T)
        self._bias = upper.get_param("b")

    @property
    def state2vec(self) -> "GreedyParser":
        """Where spaCy's look-up of a state's features finds their number (``nF``)."""
        return self

    def parse(self, docs: Sequence[Doc]) -> None:
        """Set heads, labels and sentence starts of documents that have been encoded, or the names in them."""
        for batch in _batches(sorted((doc for doc in docs if len(doc)), key=len)):
            self._pipe.set_annotations(batch, self._search(batch))

    def _search(self, docs: Sequence[Doc]) -> list[Any]:
        """The final states of the documents, each step taken where the scores are highest."""
        found = list(self._pipe.moves.init_batch(docs))
        features = _Features(self._lower, self._encode.predict(docs))
        states = [state for state in found if not state.is_final()]
        while states:
            scores = features.hidden(ParserStepModel.get_token_ids(self, states)) @ self._weights
            scores += self._bias
            states = self._pipe.transition_states(states, scores)
        return found


def _batches(docs: Iterable[Doc]) -> Iterator[list[Doc]]:
    """Documents in batches of bounded size, in order."""
    batch: list[Doc] = []
    size = 0
    for doc in docs:
        if batch and size + len(doc) > BATCH_WORDS:
            yield batch
            batch, size = [], 0
        batch.append(doc)
        size += len(doc)
    if batch:
        yield batch


class _Features:
    """What each word adds to the hidden layer in each place of a state, worked out once a batch."""

    def __init__(self, lower: Any, words: Matrix) -> None:  # noqa: ANN401 - thinc's models are generic in open types
        table = lower.predict(words)
        self._places = table.shape[1]
        self._columns = np.arange(self._places, dtype=np.int32)
        self._pieces = table.shape[3]
        self._table = table.reshape(-1, table.shape[2] * table.shape[3])
        self._bias = lower.get_param("b").reshape(-1)

    def hidden(self, words: NDArray[np.int32]) -> Matrix:
        """The hidden layer of states, given the words in their places (-1 for none): sums, then maxout."""
        rows = (words + 1) * self._places + self._columns
        columns = rows.T.astype(np.intp)  # what ``take`` would make of each of them
        total = self._table.take(columns[0], axis=0)
        for column in columns[1:]:
            total += self._table.take(column, axis=0)
        total += self._bias
        best: Matrix = total[:, 0 :: self._pieces].copy()
        for piece in range(1, self._pieces):
            np.maximum(best, total[:, piece :: self._pieces], out=best)
        return best


def can_drive(pipe: Any) -> bool:  # noqa: ANN401 - spaCy's Cython classes carry no annotations
    """Whether a parser is greedy, with an upper layer over maxout and every class trained, as in spaCy's models."""
    attributes = pipe.model.attrs
    if pipe.cfg["beam_width"] != 1 or not attributes.get("has_upper") or attributes.get("unseen_classes"):
        return False
    return int(pipe.model.get_ref("lower").maybe_get_dim("nP") or 1) > 1


def greedy(nlp: Language, name: str) -> GreedyParser | None:
    """The pipeline's ``parser`` or ``ner`` for our own search; None where spaCy's has to do it."""
    pipe = dict(nlp.components).get(name)
    return GreedyParser(pipe) if pipe is not None and can_drive(pipe) else None
