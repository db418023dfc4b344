"""The country from which an article is sent."""

import pytest

from agents.extraction.actors import ActorIndex
from agents.extraction.datelines import published_in, sent_from
from agents.extraction.gazetteer import Gazetteer
from schemas import CleanArticle, Dateline, ExtractedArticle
from tests.unit.agents.extraction.coreference.test_homes import EAR, EXTRACTOR
from tests.unit.agents.extraction.reading import article

ACTORS, GAZETTEER = ActorIndex.load(), Gazetteer.load()


@pytest.mark.parametrize(
    ("place", "country"),
    [
        ("SUVA", "FJI"), ("ASUNCION, Paraguay", "PRY"), ("Bukavu, Congo", "COD"), ("NICOSIA", "CYP"),
        ("GENEVA", "CHE"), ("Nowhere-upon-Nothing", None), ("TOLEDO, Spain", "ESP"),
    ],
)  # fmt: skip
def test_a_dateline_tells_the_country(place: str, country: str | None) -> None:
    near = ["COD"] if "Congo" in place else []
    assert sent_from(Dateline(text=place, place=place), ACTORS, GAZETTEER, near) == country


@pytest.mark.parametrize("dateline", [None, Dateline(text="May 4 -")])
def test_without_a_place_there_is_none(dateline: Dateline | None) -> None:
    assert sent_from(dateline, ACTORS, GAZETTEER, []) is None


def test_a_dateline_makes_its_country_one_of_those_that_a_role_may_belong_to() -> None:
    given = article("The fishermen thanked Japan for the boats.")
    sent = given.model_copy(update={"dateline": Dateline(text="", place="SUVA")})
    assert "FJI" in _candidates(sent)
    assert "FJI" not in _candidates(given)


def _candidates(sent: CleanArticle) -> set[str]:
    EAR.candidates.clear()
    (found,) = EXTRACTOR.extract([sent])
    assert isinstance(found, ExtractedArticle)
    return set(EAR.candidates["fishermen"])


@pytest.mark.parametrize(
    ("publisher", "url", "country"),
    [
        ("Jamaica Gleaner", None, "JAM"), ("The Standard (Nairobi)", "https://example.com/a", "KEN"),
        ("Daily Mirror", "https://www.mirror.example.lk/news/1", "LKA"), (None, "https://news.example.co.uk/x", "GBR"),
        ("Reuters", "https://www.example.com/world", None), (None, "https://example.tv/x", None),
        ("China and Russia Weekly", None, None), (None, "https://[broken", None), (None, None, None),
    ],
)  # fmt: skip
def test_a_publisher_tells_its_country(publisher: str | None, url: str | None, country: str | None) -> None:
    assert published_in(publisher, url, ACTORS) == country


def test_a_publisher_is_asked_where_the_text_names_no_country() -> None:
    given = {"publisher": "Jamaica Gleaner"}
    assert "JAM" in _candidates(article("The fishermen promised the dockers their pay.").model_copy(update=given))
    assert "JAM" not in _candidates(article("The fishermen thanked Japan for the boats.").model_copy(update=given))
