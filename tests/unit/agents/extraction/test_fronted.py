"""Places that open a sentence and have no comma behind them."""

import pytest

from tests.unit.agents.extraction.reading import predicate, read


@pytest.mark.parametrize(
    ("body", "lemma", "name", "source"),
    [
        ("In Lima President Gabriel Boric thanked Peru.", "thank", "Lima", "President Gabriel Boric"),
        ("In Doha Qatari officials met Sudanese generals.", "meet", "Doha", "Qatari officials"),
        ("In New York President Sergio Mattarella accused Kyiv.", "accuse", "New York", "President Sergio Mattarella"),
        ("At Davos Chinese officials met the Swiss president.", "meet", "Davos", "Chinese officials"),
        ("In Israel Prime Minister Benjamin Netanyahu thanked Hungary.", "thank", "Israel",
         "Prime Minister Benjamin Netanyahu"),
    ],
)  # fmt: skip
def test_a_town_in_front_is_a_place_and_no_part_of_the_name_after_it(
    body: str, lemma: str, name: str, source: str
) -> None:
    article = read(body)
    told = predicate(article, lemma)
    assert told.location is not None
    assert told.location.name == name
    assert [article.actors[index].text for index in told.sources] == [source]


def test_what_is_no_place_by_name_stays_with_its_noun() -> None:
    article = read("In Operation Barkhane France praised Chad.")
    assert predicate(article, "praise").location is None
