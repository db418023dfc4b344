"""Confidence: the weights of signs, what is too unsure to publish, and who vouches for a side."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.classification import Coder
from agents.classification.confidence import Confidence
from agents.classification.deciding import suspected
from agents.classification.explain import explain
from agents.classification.signs import FARTHEST, of_opinion
from tests.support.coding import article, coder, extracted

SENTENCE = "Chile accused Peru of smuggling."


def strict(least: float) -> Coder:
    lexicon = coder().lexicon
    return Coder(replace(lexicon, confidence=replace(lexicon.confidence, least=least)))


def test_the_table_names_only_signs_that_the_coder_can_give() -> None:
    kinds = {
        "depth", "fit", "operator", "source-from", "target-from", "type", "target", "conflict-target", "source", "kind",
        "cooperation-target", "clause", "flag", "idiom", "obligation", "several-pairs", "headline", "model",
        "general", "tense", "source-at", "target-at", "source-as", "target-as", "target-by", "source-sector",
        "target-sector", "opinion", "deep", "target-none", "target-same", "target-other", "target-unplaced",
    }  # fmt: skip
    assert {sign.partition(":")[0] for sign in Confidence.load().weights} <= kinds


@given(st.lists(st.sampled_from(["a", "b", "c", "unknown"]), unique=True))
def test_confidence_is_a_probability_and_does_not_depend_on_order(signs: list[str]) -> None:
    table = Confidence({"a": 4.0, "b": -9.0, "c": 0.1}, 0.3, 0.5)
    assert 0.0 <= table.of(signs) <= 1.0
    assert table.of(signs) == table.of(reversed(signs))


def test_a_heavier_sign_makes_surer() -> None:
    table = Confidence({"own": 1.0, "guessed": -1.0}, 0.0, 0.5)
    assert table.of(["guessed"]) < table.of([]) < table.of(["own"])


def test_what_is_less_sure_than_the_least_is_not_published_and_explained() -> None:
    found = extracted([article(0, SENTENCE)])[0]
    assert strict(0.0).code(found)
    assert not strict(1.0).code(found)
    _, left = explain(strict(1.0), found)
    assert "published from 1.00 on" in left[0].reason


@pytest.mark.parametrize("names", [("Chile",), ("Peru",)])
def test_sides_that_the_publisher_names_are_told_however_unsure(names: tuple[str, ...]) -> None:
    assert strict(1.0).code(extracted([article(0, SENTENCE, names)])[0])


def test_every_mention_carries_its_signs() -> None:
    found = extracted([article(0, SENTENCE)])[0]
    one = suspected(coder().lexicon, found.sentences[0], found.actors)[0]
    assert {"type:ACCUSE", "target:other", "source-from:own", "target-from:own"} <= set(one.signs)
    assert {"source-as:subject", "target-as:object", "target-other:ACCUSE"} <= set(one.signs)
    assert one.confidence == coder().lexicon.confidence.of(one.signs)


def test_the_way_by_which_a_target_stands_beside_the_predicate_is_a_sign() -> None:
    found = extracted([article(0, "Chile sent medicine to Peru.")])[0]
    one = suspected(coder().lexicon, found.sentences[0], found.actors)[0]
    assert "target-by:to" in one.signs


def test_what_the_model_thinks_of_a_rule_s_type_is_a_sign_and_bounded() -> None:
    def opinion(lead: float) -> int:
        (sign,) = of_opinion(lead)
        return int(sign.partition(":")[2])

    assert opinion(30.0) == FARTHEST == -opinion(-30.0)
    assert opinion(-0.3) == 0
    assert opinion(2.9) > opinion(0.6) > opinion(-2.1)


def test_the_model_is_asked_about_every_act_and_never_about_statements() -> None:
    found = extracted([article(0, "Chile accused Peru of smuggling. Chile told Peru about the harvest.")])[0]
    told = [one for sentence in found.sentences for one in suspected(coder().lexicon, sentence, found.actors)]
    asked = {one.code.event_type: any(sign.startswith("opinion:") for sign in one.signs) for one in told}
    assert asked["ACCUSE"]
    assert not asked.get("STATEMENT")
