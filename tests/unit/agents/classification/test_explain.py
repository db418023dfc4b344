"""Why a code was given, and why none was."""

from agents.classification.explain import Explained, Uncoded, explain
from streams.cli.uncoded import ranked
from tests.support.coding import article, coder, extracted


def explained(text: str) -> tuple[list[Explained], list[Uncoded]]:
    return explain(coder(), extracted([article(0, text)])[0])


def test_a_mention_is_explained_from_the_outermost_operator_to_the_act() -> None:
    found, _ = explained("Germany urged Russia to withdraw its troops from Georgia.")
    assert found[0].steps[0].id == "urge"
    assert all(step.meaning for step in found[0].steps)
    assert found[0].meaning == coder().lexicon.codebook[found[0].mention.cameo_code].meaning


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
