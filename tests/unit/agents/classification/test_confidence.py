"""Confidence: the weights of signs, what is too unsure to publish, and who vouches for a side."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.classification import Coder
from agents.classification.coded import Coded
from agents.classification.confidence import Confidence, Table, of_any
from agents.classification.deciding import suspected
from agents.classification.explain import explain
from agents.classification.model import Opinion
from agents.classification.signs import FARTHEST, of_opinion
from agents.classification.weighing import bar, weighed
from tests.support.coding import article, coder, extracted

SENTENCE = "Chile accused Peru of smuggling."


def strict(least: float, first: float = 0.0) -> Coder:
    lexicon = coder().lexicon
    return Coder(replace(lexicon, confidence=replace(lexicon.confidence, least=least, first=first)))


def test_the_table_names_only_signs_that_the_coder_can_give() -> None:
    kinds = {
        "depth", "fit", "operator", "source-from", "target-from", "type", "target", "conflict-target", "source", "kind",
        "cooperation-target", "clause", "flag", "idiom", "obligation", "several-pairs", "headline", "model",
        "general", "tense", "source-at", "target-at", "source-as", "target-as", "target-by", "source-sector",
        "target-sector", "opinion", "deep", "target-none", "target-same", "target-other", "target-unplaced",
        "opinion-own", "opinion-none", "opinion-likeliest", "told", "pair-types", "answered",
        *(f"{side}-{what}" for side in ("source", "target")
          for what in ("sure", "words", "described", "office", "listed", "former")),
    }  # fmt: skip
    tables = Confidence.load().tables
    assert tables
    assert {sign.partition(":")[0] for table in tables for sign in table.signs} <= kinds


def plain(**odds: float) -> tuple[Table, ...]:
    """Tables that each ask for one sign."""
    return tuple(Table((sign,), (0.0, weight)) for sign, weight in odds.items())


@given(st.lists(st.sampled_from(["a", "b", "c", "unknown"]), unique=True))
def test_confidence_is_a_probability_and_does_not_depend_on_order(signs: list[str]) -> None:
    table = Confidence(plain(a=4.0, b=-9.0, c=0.1), 0.3, 0.5)
    assert 0.0 <= table.of(signs) <= 1.0
    assert table.of(signs) == table.of(reversed(signs))


def test_a_heavier_sign_makes_surer() -> None:
    table = Confidence(plain(own=1.0, guessed=-1.0), 0.0, 0.5)
    assert table.of(["guessed"]) < table.of([]) < table.of(["own"])


def test_what_a_sign_adds_is_its_share() -> None:
    together = Table(("own", "far"), (0.0, -1.0, 1.0, 0.5))
    table = Confidence((together, Table(("guessed", "silent"), (0.0, 0.0, -1.5, -1.5))), 0.3, 0.5)
    assert table.shares(["own", "silent", "unknown"]) == {"own": 1.0}
    assert table.shares(["own", "far", "guessed"]) == {"own": 1.5, "far": -0.5, "guessed": -1.5}


def test_a_table_answers_signs_together_the_first_as_the_highest_digit() -> None:
    table = Confidence((Table(("first", "last"), (0.0, 1.0, 2.0, 3.0)),), 0.0, 0.5)
    told = [table.of(signs) for signs in ([], ["last"], ["first"], ["first", "last"])]
    assert told == [0.5, 0.731, 0.881, 0.953]


@given(st.lists(st.lists(st.sampled_from(["a", "b", "c", "unknown"]), unique=True)))
def test_mentions_asked_for_together_are_as_sure_as_each_alone(mentions: list[list[str]]) -> None:
    table = Confidence(plain(a=4.0, b=-9.0, c=0.1), 0.3, 0.5)
    assert table.of_each(mentions) == [table.of(signs) for signs in mentions]


@given(st.lists(st.floats(-9, 9), min_size=4, max_size=4))
def test_a_table_is_read_as_it_was_written(odds: list[float]) -> None:
    table = Table(("type:ACCUSE", "target:other"), tuple(round(one, 3) for one in odds))
    assert Table.parse(str(table)) == table


@given(st.lists(st.floats(0, 1)))
def test_a_text_is_as_sure_to_tell_an_act_as_its_two_surest_make_it(sure: list[float]) -> None:
    told = of_any(sure)
    assert max(sure, default=0.0) - 0.001 <= told <= 1.0
    assert told == of_any([*sure, 0.0]) == of_any(sorted(sure)[-2:])


def test_two_doubtful_acts_together_are_surer_than_each() -> None:
    assert of_any([0.5, 0.4, 0.4]) == pytest.approx(0.7)
    assert of_any([]) == 0.0


def test_no_tables_leave_the_bias_and_uneven_ones_are_refused() -> None:
    assert Confidence((), 0.0, 0.5).of(["any"]) == 0.5
    with pytest.raises(ValueError, match="equally many signs"):
        Confidence((Table(("a",), (0.0, 1.0)), Table(("a", "b"), (0.0, 1.0, 2.0, 3.0))), 0.0, 0.5)
    with pytest.raises(ValueError, match="answer all"):
        Confidence((Table(("a",), (0.0,)),), 0.0, 0.5)


def test_what_is_less_sure_than_the_least_is_not_published_and_explained() -> None:
    found = extracted([article(0, SENTENCE)])[0]
    assert strict(0.0).code(found)
    assert not strict(1.0).code(found)
    _, left = explain(strict(1.0), found)
    assert "published from 1.00 on" in left[0].reason


def test_acts_are_published_beside_one_that_is_sure_and_not_without_it() -> None:
    found = extracted(
        [article(0, f"{SENTENCE} Chile may then have said to somebody that it would urge Peru to talk.")]
    )[0]
    sure = sorted(one.confidence for each in weighed(coder().lexicon, found) for one in each)
    assert len(sure) > 1
    below, top = sure[0] - 0.001, of_any(sure)
    assert len(strict(below, top).code(found)) == len(strict(below).code(found)) > 1
    assert strict(below, top + 0.001).code(found) == []
    _, left = explain(strict(below, top + 0.001), found)
    assert any("as the text tells nothing surer" in one.reason for one in left)


def test_what_a_field_apart_holds_back_makes_no_text_sure() -> None:
    found = extracted(
        [article(0, f"{SENTENCE} Chile beat Peru in the semi-final of the cup and accused it of fouls.")]
    )[0]
    told = weighed(coder().lexicon, found)
    apart_only = [[], *told[1:]]
    assert bar(strict(0.1, 0.2).lexicon, told) == 0.1
    assert bar(strict(0.1, 0.2).lexicon, apart_only) == 0.2


@pytest.mark.parametrize("names", [("Chile",), ("Peru",)])
def test_sides_that_the_publisher_names_are_told_however_unsure(names: tuple[str, ...]) -> None:
    assert strict(1.0).code(extracted([article(0, SENTENCE, names)])[0])


def told_of(text: str) -> list[Coded]:
    """All that a text may report, weighed."""
    found = extracted([article(0, text)])[0]
    return [one for each in weighed(coder().lexicon, found) for one in each]


def test_every_mention_carries_its_signs() -> None:
    one = told_of(SENTENCE)[0]
    assert {"type:ACCUSE", "target:other", "source-from:own", "target-from:own"} <= set(one.signs)
    assert {"source-as:subject", "target-as:object", "target-other:ACCUSE"} <= set(one.signs)
    assert {"source-sector:GOV", "source-words:1", "target-listed"} <= set(one.signs)
    assert one.confidence == coder().lexicon.confidence.of(one.signs)


def test_an_actor_that_is_only_described_shows_it() -> None:
    one = told_of("The Chilean president accused armed men from Peru of smuggling.")[0]
    assert "source-office" in one.signs
    assert "target-described" in one.signs


def test_a_text_bears_witness_to_what_it_tells_again_and_to_an_answer() -> None:
    once = told_of(SENTENCE)[0]
    assert "told:1" in once.signs
    found = told_of(f"{SENTENCE} Peru accused Chile of lies. Chile accused Peru again of smuggling.")
    assert [one.code.event_type for one in found] == ["ACCUSE"] * 3
    assert all("answered" in one.signs for one in found)
    assert ["told:2" in one.signs for one in found] == [True, False, True]
    assert "answered" not in once.signs


def test_statements_bear_no_witness() -> None:
    assert not [sign for one in told_of("Chile told Peru about the harvest.") for sign in one.signs if "told:" in sign]


def test_the_way_by_which_a_target_stands_beside_the_predicate_is_a_sign() -> None:
    found = extracted([article(0, "Chile sent medicine to Peru.")])[0]
    one = suspected(coder().lexicon, found.sentences[0], found.actors)[0]
    assert "target-by:to" in one.signs


def test_what_the_model_thinks_of_a_rule_s_type_is_a_sign_and_bounded() -> None:
    def opinion(lead: float) -> int:
        sign = next(iter(of_opinion(Opinion("AID", lead, -lead, 0.0))))
        return int(sign.partition(":")[2])

    assert opinion(30.0) == FARTHEST == -opinion(-30.0)
    assert opinion(-0.3) == 0
    assert opinion(2.9) > opinion(0.6) > opinion(-2.1)
    assert "opinion-likeliest:AID" in of_opinion(Opinion("AID", 0.0, 0.0, 0.0))


def test_the_model_judges_the_act_itself_where_what_stands_above_says_only_when() -> None:
    (due,) = told_of("Kenya's foreign minister is set to arrive in Cairo on Monday.")
    assert due.act is not None
    assert (due.predicate.lemma, due.act.lemma) == ("set", "arrive")
    assert "opinion-likeliest:CONSULT" in due.signs


def test_an_actor_beside_the_act_below_has_its_role_there() -> None:
    (asked,) = told_of("Chile refused to hand over the documents to Peru.")
    assert not any(sign.startswith("target-as:none") for sign in asked.signs)


def test_the_model_is_asked_about_every_act_and_never_about_statements() -> None:
    told = told_of("Chile accused Peru of smuggling. Chile told Peru about the harvest.")
    asked = {one.code.event_type: any(sign.startswith("opinion:") for sign in one.signs) for one in told}
    assert asked["ACCUSE"]
    assert not asked.get("STATEMENT")
