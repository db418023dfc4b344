"""Why a code was given, and why none was."""

from dataclasses import replace

from agents.classification import Coder
from agents.classification.explain import WEIGHTIEST, Explained, Uncoded, explain
from streams.cli.uncoded import ranked
from tests.support.coding import article, coder, extracted


def explained(text: str) -> tuple[list[Explained], list[Uncoded]]:
    return explain(coder(), extracted([article(0, text)])[0])


def test_a_mention_is_explained_from_the_outermost_operator_to_the_act() -> None:
    found, _ = explained("Germany urged Russia to withdraw its troops from Georgia.")
    assert found[0].steps[0].id == "urge"
    assert all(step.meaning for step in found[0].steps)
    assert found[0].meaning == coder().lexicon.codebook[found[0].mention.cameo_code].meaning


def test_the_signs_that_weigh_most_for_and_against_a_mention_are_told() -> None:
    found, _ = explained("Germany urged Russia to withdraw its troops from Georgia.")
    surer, unsurer = found[0].surer_by, found[0].unsurer_by
    assert 1 <= len(surer) <= WEIGHTIEST
    assert surer == tuple(sorted(surer, key=lambda share: -share[1]))
    assert all(share > 0 for _, share in surer)
    assert all(share < 0 for _, share in unsurer)


def test_an_act_held_back_under_an_operator_is_told_as_held_back() -> None:
    held = replace(coder().lexicon, confidence=replace(coder().lexicon.confidence, first=1.0, least=1.0))
    _, left = explain(Coder(held), extracted([article(0, "Kenya's foreign minister is due to arrive in Cairo.")])[0])
    assert any(one.lemma == "arrive" and "sure" in one.reason for one in left)


def test_what_is_left_uncoded_says_why() -> None:
    _, left = explained("Norway resembles Denmark.")
    assert [one.lemma for one in left] == ["resemble"]
    assert "no entry has the head" in left[0].reason


def test_the_commonest_uncoded_heads_come_first() -> None:
    def uncoded(lemma: str) -> Uncoded:
        return Uncoded("A sentence.", lemma, lemma, "France", "Chad", "no entry")

    lines = ranked([uncoded("outshine"), uncoded("border"), uncoded("border")], top=1)
    assert len(lines) == 1
    assert "border" in lines[0]
    assert lines[0].strip().startswith("2")
