"""The parser: the same as the model installed as it is, and clear about one that is missing."""

import pytest
import spacy

from agents.extraction import DEFAULT_MODEL, Extractor, ModelMissing
from agents.extraction.nlp import load_model
from schemas import ExtractedArticle
from tests.unit.agents.extraction.reading import STORY, article, read


def test_the_fast_path_parses_as_the_model_does_when_installed_as_it_is() -> None:
    plain, fast = spacy.load(DEFAULT_MODEL)(STORY), load_model()(STORY)
    assert [(t.tag_, t.dep_, t.head.i) for t in plain] == [(t.tag_, t.dep_, t.head.i) for t in fast]


def test_the_fast_path_extracts_what_the_slow_one_does() -> None:
    (slow,) = Extractor(fast=False).extract([article(STORY)])
    assert isinstance(slow, ExtractedArticle)
    assert slow.to_bytes() == read(STORY).to_bytes()


def test_a_missing_model_is_named() -> None:
    with pytest.raises(ModelMissing, match="pip install no-such-model"):
        load_model("no_such_model")
