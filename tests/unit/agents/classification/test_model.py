"""The statistical model: what it is given, when it abstains, and that training is the same each time."""

from pathlib import Path

import numpy as np
import pytest

from agents.classification import train
from agents.classification.coder import load_thesaurus
from agents.classification.model import BITS, CODE_OF, MODEL_FILE, NO_EVENT, Instance, Model, features, hashed
from tests.support.coding import article, coder, extracted

MAX_BYTES = 5_000_000


def instance(text: str, source: str, target: str) -> Instance:
    one = train.instance(train.Row("AID", source, target, text), extracted([article(0, text, (source, target))])[0])
    assert one is not None
    return one


def test_the_model_is_small_and_its_types_have_codes() -> None:
    assert MODEL_FILE.stat().st_size < MAX_BYTES
    model = coder().lexicon.model
    assert set(model.types) == {*CODE_OF, NO_EVENT}
    assert all(code in coder().lexicon.codebook for code in CODE_OF.values())


def test_features_speak_of_everything_but_the_actors_names() -> None:
    found = set(features(instance("Ruritania showered Graustark with medicine.", "Ruritania", "Graustark"), {}))
    assert "l:shower" in found
    assert not any("ruritania" in one or "graustark" in one for one in found)


def test_words_around_count_and_names_of_actors_do_not() -> None:
    def told(text: str, source: str) -> set[int]:
        return set(hashed(instance(text, source, "Graustark"), {}).tolist())

    assert told("Ruritania showered Graustark with medicine.", "Ruritania") == told(
        "Sylvania showered Graustark with medicine.", "Sylvania"
    )
    assert told("Ruritania showered Graustark with medicine.", "Ruritania") != told(
        "Ruritania showered Graustark with bombs.", "Ruritania"
    )


def test_an_act_without_a_target_is_judged_by_what_is_left() -> None:
    both = instance("Ruritania showered Graustark with medicine.", "Ruritania", "Graustark")
    alone = both._replace(target=None)
    assert set(features(both, {})) - set(features(alone, {})) == {f"target:{both.target and both.target.sector}"}
    odds = coder().lexicon.model.judge(alone)
    assert odds.sum() == pytest.approx(1.0, abs=1e-4)


def test_acts_that_are_judged_together_are_judged_as_if_alone() -> None:
    told = ("Ruritania showered Graustark with medicine.", "Ruritania bombed Graustark.", "Ruritania hailed Graustark.")
    decided = [("AID", instance(text, "Ruritania", "Graustark")) for text in told]
    model = coder().lexicon.model
    assert model.opinions(decided) == [opinion for one in decided for opinion in model.opinions([one])]
    assert model.opinions([]) == []


def test_the_lexicon_s_examples_are_trained_with() -> None:
    rows = train.of_lexicon()
    assert {row.event_type for row in rows} == set(CODE_OF)
    found = [
        train.instance(row, one) for row, one in zip(rows[:20], extracted([*train.articles(rows[:20])]), strict=True)
    ]
    assert sum(one is not None for one in found) > len(found) / 2


def test_hashes_are_stable_and_bounded() -> None:
    one = instance("Ruritania showered Graustark with medicine.", "Ruritania", "Graustark")
    known = load_thesaurus()
    assert (hashed(one, known) == hashed(one, known)).all()
    assert hashed(one, known).max() < 1 << BITS


def test_a_model_that_is_not_sure_abstains(tmp_path: Path) -> None:
    blank = Model(np.zeros((1 << BITS, 2), dtype=np.float32), ["AID", NO_EVENT], 0.9, {})
    guess = blank.guess(instance("Ruritania puzzled Graustark.", "Ruritania", "Graustark"))
    assert guess.probability == pytest.approx(0.5)
    blank.save(tmp_path / "model.npz")
    again = Model.load({}, tmp_path / "model.npz")
    assert again.types == blank.types
    assert again.threshold == pytest.approx(0.9)


def test_training_is_the_same_each_time() -> None:
    rng = np.random.default_rng(1)
    examples = [
        train.Example(np.unique(rng.integers(0, 1 << BITS, 12)), int(rng.integers(0, 3)), held_out=False)
        for _ in range(20)
    ]
    assert (train.fit(examples, 3) == train.fit(examples, 3)).all()


def test_the_threshold_keeps_the_precision() -> None:
    weights = np.zeros((1 << BITS, 2), dtype=np.float32)
    weights[1] = (4.0, 0.0)
    weights[2] = (1.0, 0.0)
    sure = train.Example(np.array([1]), 0, held_out=True)
    wrong = train.Example(np.array([2]), 1, held_out=True)
    threshold, scores = train.choose(weights, [sure, wrong], none=1)
    assert scores["precision"] == 1.0
    assert threshold > 0.9


def test_training_sentences_name_both_actors_in_their_own_words() -> None:
    known = {*CODE_OF, NO_EVENT, "STATEMENT"}
    for row in train.read():
        assert row.event_type in known
        assert row.source in row.sentence
        assert row.target in row.sentence
