"""Ids of mentions and events: stable, and different where the thing is."""

from hypothesis import given
from hypothesis import strategies as st

from agents.classification.identity import actor_key, event_id, mention_id
from schemas import Actor, Span

TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\n"), max_size=12)


def test_a_state_is_one_actor_whatever_it_is_called() -> None:
    person = Actor(text="Putin", name="Vladimir Putin", country="RUS", sector="GOV", actor_id="putin")
    assert actor_key(person) == actor_key(Actor(text="the Kremlin", country="RUS", sector="GOV"))
    assert actor_key(person) != actor_key(Actor(text="Russian troops", country="RUS", sector="MIL"))


def test_groups_of_one_country_are_told_apart() -> None:
    one = Actor(text="Hamas", country="PSE", sector="REB", actor_id="hamas")
    two = Actor(text="Islamic Jihad", country="PSE", sector="REB", actor_id="islamic-jihad")
    assert actor_key(one) != actor_key(two)


@given(TEXT, st.integers(0, 99), TEXT, TEXT)
def test_ids_are_functions_of_what_they_name(article: str, ordinal: int, source: str, target: str) -> None:
    span = Span(start=3, end=9)
    made = mention_id(article, ordinal, span, "AID", (source, target))
    assert made == mention_id(article, ordinal, span, "AID", (source, target))
    assert made != mention_id(article, ordinal + 1, span, "AID", (source, target))
    assert made != mention_id(article, ordinal, span, "REJECT", (source, target))


@given(TEXT, TEXT, st.dates())
def test_events_differ_by_mode_and_day(source: str, target: str, day: object) -> None:
    assert event_id((source, target), "CONSULT", "visit", str(day)) == event_id(
        (source, target), "CONSULT", "visit", str(day)
    )
    assert event_id((source, target), "CONSULT", None, str(day)) != event_id(
        (source, target), "CONSULT", "visit", str(day)
    )
