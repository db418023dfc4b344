"""Layers of the model's encoder for inference alone: the same sums as thinc's, ordered so that NumPy does them fast.

thinc's maxout keeps the pieces of an output side by side and remembers which of them won, for training; here each
piece is a block, the maximum a comparison of blocks, and nothing is remembered. Words are embedded once a batch,
however often they occur in it, and the first ones that come, which are the commonest, once for all. Results differ from
thinc's by rounding (some 2e-6) and by nothing else.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from thinc.api import Model

Matrix = NDArray[np.float32]
Layer = Callable[[Matrix], Matrix]
SMALLEST_VARIANCE = np.float32(1e-8)
"""What thinc adds to a variance before it divides by its root."""
REMEMBERED = 10_000
"""Words whose vectors are kept, 4 MB for each encoder; with none kept a batch takes 4 % longer."""
BLOCK = 512
"""Words that go through a layer of the encoder together: what is worked out of them then stays in the cache."""
EMBED = "extract_features"
"""Name of the first layer of an embedding by hashed features of the word."""


def use_inference_layers(model: Any) -> None:  # noqa: ANN401 - thinc's models are generic in types that spaCy leaves open
    """Replace the layers of a trained model that have a faster form; it cannot be trained any further."""
    made = {"maxout": maxout, "layernorm": layernorm}
    for node in list(model.walk()):
        if _is_convolution(node):
            model.replace_node(node, _inference(node.name, convolution(node), _dims(node)))
    for node in list(model.walk()):
        if node.name in made:
            model.replace_node(node, _inference(node.name, made[node.name](node)))
        elif node.layers and node.layers[0].name == EMBED and node.layers[1].name == "list2ragged":
            model.replace_node(node, Model(node.name, _Embedding(), dims=_dims(node), layers=list(node.layers)))


def _dims(node: Any) -> dict[str, int | None]:  # noqa: ANN401 - as above
    return {name: node.maybe_get_dim(name) for name in node.dim_names}


def _inference(name: str, layer: Layer, dims: dict[str, int | None] | None = None) -> Any:  # noqa: ANN401 - as above
    """A layer as thinc wants it; there is no way back through it."""

    def forward(_: object, rows: Matrix, is_train: bool) -> tuple[Matrix, Callable[[object], None]]:  # noqa: ARG001 - thinc's signature
        return layer(rows), _no_training

    return Model(name, forward, dims=dims or {})


def _no_training(_: object) -> None:
    raise RuntimeError("This model was loaded for inference and cannot be trained; load it with fast=False.")


def maxout(node: Any) -> Layer:  # noqa: ANN401 - as above
    """The largest of several linear outputs, piece by piece."""
    outputs, pieces, inputs = (node.get_dim(name) for name in ("nO", "nP", "nI"))
    weights = np.ascontiguousarray(node.get_param("W").transpose(1, 0, 2).reshape(pieces * outputs, inputs).T)
    bias = node.get_param("b").T.reshape(-1).copy()

    def forward(rows: Matrix) -> Matrix:
        product = rows @ weights
        product += bias
        best: Matrix = product[:, :outputs].copy()
        for piece in range(1, pieces):
            np.maximum(best, product[:, piece * outputs : (piece + 1) * outputs], out=best)
        return best

    return forward


def layernorm(node: Any) -> Layer:  # noqa: ANN401 - as above
    """Each row to mean 0 and variance 1, then scaled and shifted."""
    scale, shift = node.get_param("G"), node.get_param("b")
    width = np.float32(len(scale))

    def forward(rows: Matrix) -> Matrix:
        means: Matrix = np.add.reduce(rows, axis=1, keepdims=True)
        means /= width
        centred: Matrix = rows - means
        variance = np.einsum("ij,ij->i", centred, centred)
        variance /= width
        variance += SMALLEST_VARIANCE
        centred /= np.sqrt(variance)[:, None]
        centred *= scale
        centred += shift
        return centred

    return forward


def _is_convolution(node: Any) -> bool:  # noqa: ANN401 - as above
    """Whether a layer adds to each word what maxout makes of it and its neighbours, as the encoder's layers do."""
    below = node.layers[0] if node.name.startswith("residual(") else None
    if below is None or not below.layers or below.layers[0].name != "expand_window":
        return False
    names = sorted(one.name for one in below.walk() if not one.layers and one.name != "dropout")
    return names == ["expand_window", "layernorm", "maxout"] and below.layers[0].attrs["window_size"] == 1


def convolution(node: Any) -> Layer:  # noqa: ANN401 - as above
    """One layer of the encoder, for which ``_is_convolution`` is true, a block of words after another.

    A block goes through all of its steps while it is in the processor's cache.
    """
    parts = {one.name: one for one in node.walk() if not one.layers}
    hidden, norm = maxout(parts["maxout"]), layernorm(parts["layernorm"])

    def forward(rows: Matrix) -> Matrix:
        count, width = rows.shape
        found = np.empty_like(rows)
        around = np.zeros((min(BLOCK, count), 3 * width), dtype=np.float32)
        for start in range(0, count, BLOCK):
            block = rows[start : start + BLOCK]
            size, after = len(block), rows[start + 1 : start + 1 + BLOCK]
            around[1:size, :width] = block[:-1]
            if start:
                around[0, :width] = rows[start - 1]
            around[:size, width : 2 * width] = block
            around[: len(after), 2 * width :] = after
            around[len(after) : size, 2 * width :] = 0
            np.add(block, norm(hidden(around[:size])), out=found[start : start + size])
        return found

    return forward


class _Embedding:
    """The vectors of words, each distinct word worked out once a batch, the first ``REMEMBERED`` ones once for all."""

    def __init__(self) -> None:
        self._keys: NDArray[np.uint64] = np.zeros(0, dtype=np.uint64)
        self._vectors: Matrix = np.zeros((0, 0), dtype=np.float32)

    def __call__(
        self,
        model: Any,  # noqa: ANN401 - as above
        docs: Sequence[Any],
        is_train: bool,
    ) -> tuple[list[Matrix], Callable[[object], None]]:
        """As thinc calls a layer: a matrix for each document of a batch."""
        extract, *rest = model.layers
        features = extract(docs, is_train)[0]
        rows = np.concatenate(features) if features else np.zeros((0, 1), dtype=np.uint64)
        keys, first, where = np.unique(_key(rows), return_index=True, return_inverse=True)
        ends = np.cumsum([len(feature) for feature in features])
        return np.split(self._of(keys, rows[first], rest)[where], ends[:-1]), _no_training

    def _of(self, keys: NDArray[np.uint64], rows: NDArray[np.uint64], layers: Sequence[Any]) -> Matrix:
        """The vectors of distinct words, given their keys in ascending order."""
        places = np.searchsorted(self._keys, keys)
        known = places < len(self._keys)
        known[known] = self._keys[places[known]] == keys[known]
        if len(keys) and known.all():
            return self._vectors[places]
        new: Any = [rows[~known]]
        for layer in layers:
            new = layer(new, False)[0]
        vectors = np.empty((len(keys), new[0].shape[1]), dtype=np.float32)
        vectors[~known] = new[0]
        if known.any():
            vectors[known] = self._vectors[places[known]]
        if len(self._keys) < REMEMBERED:
            self._remember(keys[~known], new[0])
        return vectors

    def _remember(self, keys: NDArray[np.uint64], vectors: Matrix) -> None:
        """Keep the keys in ascending order, and with them their vectors."""
        if not len(self._keys):
            self._keys, self._vectors = keys, vectors
            return
        places = np.searchsorted(self._keys, keys)
        self._keys = np.insert(self._keys, places, keys)
        self._vectors = np.insert(self._vectors, places, vectors, axis=0)


def _key(rows: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """One number for each row of hashed features: a sum with odd factors modulo 2 to the 64."""
    factors = np.random.default_rng(1).integers(1, 2**63, rows.shape[1], dtype=np.uint64) * np.uint64(2) + np.uint64(1)
    keys: NDArray[np.uint64] = (rows * factors).sum(axis=1, dtype=np.uint64)
    return keys
