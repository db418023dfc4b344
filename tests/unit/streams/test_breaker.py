"""The breaker: when it opens, that a stage then takes no more, and that it goes on when told to."""

import asyncio

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.breaker import Breaker
from streams.metrics import Books, Metrics
from streams.settings import Settings
from tests.unit.streams.fakes import CLEANING, Bench, bench, stream

DEAD = CLEANING.source.dead_letters().name
GOOD, BAD = orjson.dumps({"body": "good"}), b"{"
pytestmark = pytest.mark.logs_errors("an open breaker is logged as critical")


def breaker(**chosen: object) -> tuple[Breaker, Metrics]:
    metrics = Metrics()
    return Breaker(Settings.model_validate(chosen), Books(metrics, "cleaning")), metrics


def shown(metrics: Metrics) -> float | None:
    return metrics.registry.get_sample_value("communique_breaker_open", {"stage": "cleaning"})


def test_it_is_closed_at_first_and_the_metric_says_so() -> None:
    closed, metrics = breaker()
    assert not closed.is_open
    assert shown(metrics) == 0


def test_a_run_of_dead_letters_opens_it() -> None:
    subject, metrics = breaker(breaker_run=3)
    for dead in (True, True, False, True, True):
        subject.ended(dead=dead)
    assert not subject.is_open
    subject.ended(dead=True)
    assert subject.is_open
    assert shown(metrics) == 1


def test_a_share_of_dead_letters_opens_it_once_there_are_enough_messages_to_tell() -> None:
    subject, _ = breaker(breaker_run=100, breaker_ratio=0.5, breaker_window=4)
    for dead in (True, False, True):
        subject.ended(dead=dead)
    assert not subject.is_open
    subject.ended(dead=False)
    assert subject.is_open


def test_resuming_starts_with_a_clean_slate() -> None:
    subject, metrics = breaker(breaker_run=2)
    assert not subject.resume()
    for _ in range(2):
        subject.ended(dead=True)
    assert subject.resume()
    assert shown(metrics) == 0
    subject.ended(dead=True)
    assert not subject.is_open


@given(st.lists(st.booleans(), max_size=40), st.integers(1, 6), st.integers(1, 8))
def test_it_opens_exactly_when_one_of_its_measures_is_reached(ends: list[bool], run: int, window: int) -> None:
    subject, _ = breaker(breaker_run=run, breaker_ratio=0.5, breaker_window=window)
    expected = False
    for number, dead in enumerate(ends, start=1):
        subject.ended(dead=dead)
        row, last = ends[max(0, number - run) : number], ends[max(0, number - window) : number]
        expected = expected or (len(row) == run and all(row)) or (len(last) == window and sum(last) * 2 >= window)
        assert subject.is_open == expected


def test_an_all_bad_feed_stops_the_stage_within_its_limit_and_goes_on_when_told_to() -> None:
    async def work() -> None:
        settings = Settings(breaker_run=5, in_flight=2)
        at = bench(settings=settings)
        feed = [at.event(BAD) for _ in range(20)] + [at.event(GOOD)]
        running = asyncio.create_task(at.guard.run(stream(feed)))
        await _until_open(at)
        taken = len(at.broker.on(DEAD))
        assert settings.breaker_run <= taken <= settings.breaker_run + settings.in_flight
        assert not running.done()
        assert at.acked == list(range(taken)), "what has become a dead letter is not read again"
        while not running.done():
            await asyncio.sleep(0.001)
            at.guard.breaker.resume()
        await at.guard.finish()
        assert len(at.broker.on(DEAD)) == 20
        assert len(at.broker.on(CLEANING.sink.name)) == 1

    asyncio.run(asyncio.wait_for(work(), 30))


async def _until_open(at: Bench) -> None:
    while not at.guard.breaker.is_open:
        await asyncio.sleep(0)
    while at.books.in_flight:
        await asyncio.sleep(0)
    await asyncio.sleep(0.02)
