"""Actors that a publisher supplies: they win, and two of them are linked."""

from tests.unit.agents.extraction.reading import predicates, read


def test_the_two_supplied_actors_are_linked_whatever_the_sentence() -> None:
    body = "With the border closed, a convoy of the red lorries waited while the customs house at Kapija slept."
    found = read(body, ["the red lorries", "the customs house at Kapija"])
    linked = next(one for one in predicates(found) if one.sources and one.targets)
    texts = {found.actors[i].text for i in (*linked.sources, *linked.targets)}
    assert texts >= {"the red lorries", "the customs house at Kapija"}


def test_supplied_actors_win() -> None:
    found = read("Russian tanks entered the camp.", ["Russian tanks"])
    first = found.actors[0]
    assert (first.text, first.basis, first.country) == ("Russian tanks", "publisher", "RUS")
