"""Events as text: nothing that a subscriber needs is lost, at any width, and markup in the news is only text."""

import io

import pytest
from rich.console import Console

from schemas import Actor, DiplomaticEvent, MentionSummary
from schemas.coded import Status
from streams.cli import tables

SENTENCE = "Peru [bold]expelled[/bold] the ambassador of Ecuador."


def event(**changes: object) -> DiplomaticEvent:
    mentions = tuple(
        MentionSummary(
            mention_id=f"m{number}", article_id="a", sentence=sentence, confidence=confidence, codebook_version="1.0.0"
        )
        for number, (sentence, confidence) in enumerate([("A weaker report.", 0.5), (SENTENCE, 0.9)])
    )
    known = DiplomaticEvent(
        event_id="e", revision=2, event_type="SANCTION", cameo_code="161", quad_class=4, goldstein=-4.0, mode="expel",
        source=Actor(country="PER", sector="GOV"), target=Actor(name="Ecuador", country="ECU"), event_date="2026-03-04",
        confidence=0.875, mention_count=2, article_count=2, publisher_count=1, mentions=mentions,
    )  # fmt: skip
    return known.model_copy(update=changes)


@pytest.mark.parametrize(("width", "terminal"), [(60, True), (140, True), (80, False)])
def test_all_that_matters_is_shown(width: int, terminal: bool) -> None:
    out = io.StringIO()
    tables.show_events(Console(file=out, width=width, force_terminal=terminal, color_system=None), [event()])
    shown = " ".join(out.getvalue().split())
    for part in ("PER GOV", "SANCTION 161, expel", "Ecuador (ECU)", "2026-03-04", "0.88", SENTENCE):
        assert part in shown
    assert "weaker" not in shown


@pytest.mark.parametrize(
    ("date", "precision", "shown"),
    [
        ("2026-03-04", "day", "2026-03-04"),
        ("2026-03-01", "month", "2026-03"),
        ("2026-01-01", "year", "2026"),
        ("1970-01-01", "year", "unknown"),
        ("1970-01-01", "day", "1970-01-01"),
    ],
)
def test_a_date_is_shown_as_far_as_it_is_known(date: str, precision: str, shown: str) -> None:
    assert tables.day(event(event_date=date, date_precision=precision)) == shown


def test_flags_qualify_the_act() -> None:
    assert tables.act(event(flags=Status(future=True, negated=True))) == "SANCTION 161, expel, negated, future"


@pytest.mark.parametrize(
    ("who", "said"),
    [
        (None, "-"),
        (Actor(), "?"),
        (Actor(country="FRA"), "FRA"),
        (Actor(role="foreign minister", country="FRA", sector="GOV"), "foreign minister (FRA GOV)"),
        (Actor(name="France", role="government", country="FRA"), "France (FRA)"),
    ],
)
def test_an_actor_in_a_few_words(who: Actor | None, said: str) -> None:
    assert tables.actor(who) == said


def test_events_come_by_date() -> None:
    out = io.StringIO()
    late, early = event(event_id="b", event_date="2026-03-09"), event(event_id="a", event_date="2026-03-01")
    tables.show_events(Console(file=out, width=200), [late, early])
    assert out.getvalue().index("2026-03-01") < out.getvalue().index("2026-03-09")
