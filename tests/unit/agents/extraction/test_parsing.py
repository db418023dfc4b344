"""The fast parser: its layers and its search give what thinc and spaCy give."""

from collections.abc import Iterator
from functools import cache
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc
from thinc.api import LayerNorm, Maxout, chain, expand_window, residual

from agents.extraction import layers
from agents.extraction.layers import layernorm, maxout, use_inference_layers
from agents.extraction.nlp import Parser, load_model
from agents.extraction.transitions import can_drive
from tests.gold.texts import files, read

SIZES = st.integers(1, 9)


def rows(count: int, width: int, seed: int) -> Any:  # noqa: ANN401 - a matrix for thinc, which is not typed
    """Random rows of single floats."""
    return np.random.default_rng(seed).normal(size=(count, width)).astype(np.float32)


@cache
def parser() -> Parser:
    """The fast parser, loaded once."""
    return Parser(load_model(), fast=True)


def columns(docs: Iterator[Doc]) -> list[list[tuple[str, str, int, bool | None]]]:
    """What a parse consists of, word by word."""
    return [[(word.tag_, word.dep_, word.head.i, word.is_sent_start) for word in doc] for doc in docs]


@given(count=SIZES, inputs=SIZES, outputs=SIZES, pieces=st.integers(1, 4), seed=st.integers(0, 99))
def test_maxout_is_that_of_thinc(count: int, inputs: int, outputs: int, pieces: int, seed: int) -> None:
    node: Any = Maxout(nO=outputs, nI=inputs, nP=pieces)
    node.initialize()
    node.set_param("b", rows(outputs, pieces, seed + 1))
    given_rows = rows(count, inputs, seed)
    np.testing.assert_allclose(maxout(node)(given_rows), node.predict(given_rows), atol=1e-5)


@given(count=SIZES, width=st.integers(2, 9), seed=st.integers(0, 99))
def test_layernorm_is_that_of_thinc(count: int, width: int, seed: int) -> None:
    node: Any = LayerNorm(nI=width)
    node.initialize()
    node.set_param("G", rows(1, width, seed + 1)[0])
    given_rows = rows(count, width, seed)
    np.testing.assert_allclose(layernorm(node)(given_rows), node.predict(given_rows), atol=1e-4)


@settings(deadline=None)
@given(count=st.integers(0, 40), width=st.integers(2, 6), block=st.integers(1, 12), window=st.integers(1, 2))
def test_a_layer_of_the_encoder_is_that_of_thinc_whatever_the_blocks(
    count: int, width: int, block: int, window: int
) -> None:
    size = (2 * window + 1) * width
    inner = (Maxout(nO=width, nI=size, nP=3, normalize=True, dropout=drop) for drop in (0.1, None))
    model: Any = chain(*(residual(chain(expand_window(window), one)) for one in inner))
    model.initialize()
    given_rows = rows(count, width, count + width)
    expected = model.predict(given_rows)
    use_inference_layers(model)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(layers, "BLOCK", block)
        np.testing.assert_allclose(model.predict(given_rows), expected, atol=1e-4)


def test_a_model_with_layers_for_inference_refuses_to_be_trained() -> None:
    model: Any = Maxout(nO=2, nI=3, nP=2, normalize=True)
    model.initialize()
    use_inference_layers(model)
    _, backward = model(rows(1, 3, 0), is_train=True)
    with pytest.raises(RuntimeError, match="fast=False"):
        backward(rows(1, 2, 0))


def test_gold_is_parsed_as_by_spacy_word_for_word() -> None:
    texts = [gold.text for path in files("development") for gold in read(path)][::4]
    fast, slow = (Parser(load_model(fast=quick), fast=quick) for quick in (True, False))
    assert columns(fast.parse(texts)) == columns(slow.parse(texts))


@settings(max_examples=20, deadline=None)
@given(st.permutations(["", " ", "Yes.", "Togo met Benin. Benin left.", "\u0130 " * 90, "Togo met Benin. " * 30]))
def test_a_text_is_parsed_alike_in_any_company(texts: list[str]) -> None:
    together = dict(zip(texts, columns(parser().parse(texts)), strict=True))
    assert all(together[text] == columns(parser().parse([text]))[0] for text in texts)


def test_no_text_is_no_document() -> None:
    assert list(parser().parse([])) == []


@pytest.mark.parametrize(
    ("beam", "attributes", "pieces", "expected"),
    [
        (1, {"has_upper": True}, 2, True),
        (8, {"has_upper": True}, 2, False),
        (1, {"has_upper": False}, 2, False),
        (1, {"has_upper": True, "unseen_classes": {3}}, 2, False),
        (1, {"has_upper": True}, 1, False),
    ],
)
def test_parsers_of_another_build_are_left_to_spacy(
    beam: int, attributes: dict[str, object], pieces: int, expected: bool
) -> None:
    lower = SimpleNamespace(maybe_get_dim=lambda _: pieces)
    model = SimpleNamespace(attrs=attributes, get_ref=lambda _: lower)
    assert can_drive(SimpleNamespace(cfg={"beam_width": beam}, model=model)) is expected


def embedded(nlp: Any, texts: list[str]) -> Any:  # noqa: ANN401 - spaCy's models are not typed
    """The vectors of the words of some texts, one below the other."""
    return np.concatenate(nlp.get_pipe("tok2vec").model.layers[0].predict([nlp.make_doc(text) for text in texts]))


def test_remembered_words_have_the_vectors_that_they_had() -> None:
    first, second = "Ghana sent an envoy to Togo.", "Togo expelled an envoy, and Ghana protested."
    plain, fast = load_model(fast=False), load_model()
    wanted = [embedded(plain, texts) for texts in ([first], [second, ""], [first, second])]
    found = [embedded(fast, texts) for texts in ([first], [second, ""], [first, second])]
    for one, other in zip(found, wanted, strict=True):
        np.testing.assert_allclose(one, other, atol=1e-4)


def test_vectors_are_remembered_up_to_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("agents.extraction.layers.REMEMBERED", 4)
    fast = load_model()
    once = embedded(fast, ["Peru lent grain", "Chad and Mali met in Niamey"])
    again = embedded(fast, ["Peru lent grain", "Chad and Mali met in Niamey"])
    np.testing.assert_allclose(once, again, atol=1e-5)
    assert np.isfinite(embedded(fast, ["Fiji bought two ferries from Tonga"])).all()


def test_of_new_words_the_models_find_all_that_they_read() -> None:
    plain, fast = load_model(fast=False), load_model()
    for text in ("Zorbania", "kelvins'", "77-nation", " \n "):
        for name in ("NORM", "PREFIX", "SUFFIX", "SHAPE", "IS_SPACE", "LOWER"):
            assert fast.make_doc(text).to_array(name).tolist() == plain.make_doc(text).to_array(name).tolist()


WORDS = st.lists(
    st.one_of(
        st.text(st.characters(codec="ascii", categories=["Lu", "Ll"]), min_size=1, max_size=12),
        st.sampled_from(
            [
                "cannot",
                "gonna",
                "U.S.",
                "10km",
                "20%",
                "mid-May",
                "$5m",
                "www.example.org",
                "Kyiv's",
                "(sic)",
                "Mr.",
                "Café",
            ]
        ),
        st.text(min_size=1, max_size=8),
    ),
    max_size=8,
)


@cache
def fast_model() -> Any:  # noqa: ANN401 - as above
    """The model as extraction uses it."""
    return load_model()


@cache
def installed_tokeniser() -> Any:  # noqa: ANN401 - spaCy's Cython class carries no annotations
    """spaCy's own, which tries its patterns on every word."""
    return load_model(fast=False).tokenizer


@settings(deadline=None)  # the first example loads both models
@given(WORDS, st.sampled_from([" ", ", ", ". ", "-", "'"]))
def test_words_of_plain_letters_are_split_as_spacy_splits_them(words: list[str], between: str) -> None:
    text = between.join(words)
    fast: Any = fast_model().tokenizer
    assert [word.text for word in fast(text)] == [word.text for word in installed_tokeniser()(text)]
