"""Parts that are made without being validated: what readers make of them is what was made."""

import pytest
from pydantic import ValidationError

from agents.extraction.trusted import trusted
from schemas import Argument, Location, Predicate, Status
from tests.unit.agents.extraction.reading import read

TEXT = """NAIROBI - Kenya on Tuesday expelled two Ugandan diplomats, accusing them of spying, and said it would not
reopen its embassy in Kampala before the two presidents meet in Arusha next week.

"We have done nothing wrong," Uganda's foreign minister told reporters."""


def test_trusted_is_what_validation_makes() -> None:
    given = Argument(relation="object", start=3, end=9, text="two men", lemma="man", lemmas=("man",), actors=(1,))
    made = trusted(Argument)(
        actors=(1,), relation="object", start=3, end=9, text="two men", lemma="man", lemmas=("man",)
    )
    assert made == given
    assert made.model_dump_json() == given.model_dump_json()


def test_defaults_are_those_of_the_model() -> None:
    made = trusted(Predicate)(start=0, end=4, text="left", lemma="leave")
    assert made == Predicate(start=0, end=4, text="left", lemma="leave")
    assert made.status == Status()
    assert made.arguments == ()


def test_trusted_parts_cannot_be_changed() -> None:
    made = trusted(Location)(name="Arusha", country="TZA")
    with pytest.raises(ValidationError, match="frozen"):
        setattr(made, "name", "Moshi")  # noqa: B010 - mypy knows that it cannot be assigned


def test_a_reader_validates_what_is_extracted() -> None:
    article = read(TEXT)
    assert article.sentences
    as_read = type(article).from_bytes(article.to_bytes())
    assert (as_read.actors, as_read.sentences) == (article.actors, article.sentences)
    assert as_read.to_bytes() == article.to_bytes()
