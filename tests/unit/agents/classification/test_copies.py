"""Copies made by hand are what pydantic would have made."""

from hypothesis import given
from hypothesis import strategies as st

from agents.classification.copies import altered
from schemas import Actor, Span


@given(st.integers(0, 99), st.integers(0, 99))
def test_a_copy_is_what_model_copy_makes(start: int, end: int) -> None:
    span = Span(start=1, end=2)
    copy, plain = altered(span, {"start": start, "end": end}), span.model_copy(update={"start": start, "end": end})
    assert copy == plain
    assert copy.model_fields_set == plain.model_fields_set
    assert copy.model_dump_json() == plain.model_dump_json()
    assert span == Span(start=1, end=2)


def test_fields_that_are_told_count_as_set_and_the_order_stays() -> None:
    copy = altered(Actor(), {"sector": "GOV", "country": "TCD"})
    assert copy.model_fields_set == {"sector", "country"}
    assert list(copy.model_dump()) == list(Actor().model_dump())
