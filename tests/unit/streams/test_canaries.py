"""Canaries: real articles with a mark, seen through every stage, and never a mention or an event."""

import asyncio
from collections.abc import Coroutine
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
import pytest

from agents.errors import Dropped, Rejected
from schemas import RawArticle, rfc3339
from streams.bindings import cleaning, publishing
from streams.canaries import PassingCanaries, canary, send_canaries
from streams.faults import DeliveryFailed
from streams.handlers import MapHandler, Sender
from streams.headers import CANARY, last
from streams.merging import MergeHandler
from streams.metrics import Books, Metrics
from streams.records import Outgoing, Record
from streams.settings import Settings
from streams.topology import CLEAN, MENTIONS, RAW, STAGES, Stage
from tests.unit.streams.fakes import CLEANING, PUBLISHING, FakeAgent, FakeBroker, raising, record
from tests.unit.streams.mentions import mention
from tests.unit.streams.test_merging import FakeStore, Merging, arrived

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
MARK = ((CANARY, rfc3339(NOW).encode()),)


def run(work: Coroutine[Any, Any, None]) -> None:
    asyncio.run(work)


class Passing:
    """A stage's handler with canaries, everything around it in reach."""

    def __init__(self, agent: FakeAgent | None = None, stage: Stage = CLEANING) -> None:
        self.broker, self.metrics, self.stage = FakeBroker(), Metrics(), stage
        books = Books(self.metrics, stage.name)
        inner = MapHandler(stage, agent or FakeAgent(), Sender(stage, self.broker, books), 100_000)
        self.handler = PassingCanaries(stage, inner, self.broker, books)

    def value(self, name: str) -> float | None:
        return self.metrics.registry.get_sample_value(f"communique_{name}", {"stage": self.stage.name})


def test_a_canary_is_an_article_that_cleaning_takes() -> None:
    async def work() -> None:
        sent = canary(NOW)
        assert sent.topic == RAW.name
        (clean,) = await cleaning(Settings()).handle(RawArticle.model_validate(orjson.loads(sent.value or b"")))
        assert "foreign minister of Switzerland" in orjson.loads(clean.to_bytes())["body"]

    run(work())


def test_no_two_canaries_are_the_same_text() -> None:
    bodies = {orjson.loads(canary(NOW + timedelta(seconds=n)).value or b"")["body"] for n in range(5)}
    assert len(bodies) == 5


def test_a_canary_is_passed_on_with_its_mark_counted_and_timed() -> None:
    async def work() -> None:
        at = Passing()
        await at.handler.handle(record(b'{"body": "x"}', headers=MARK))
        (sent,) = at.broker.on(CLEAN.name)
        assert sent.key == b"fp-x"
        assert last(sent.headers, CANARY) == rfc3339(NOW).encode()
        assert at.value("canaries_total") == 1
        assert at.value("canary_seen_timestamp_seconds") == NOW.timestamp()

    run(work())


@pytest.mark.parametrize("headers", [(), ((CANARY, b"tweet"),), ((CANARY, b"\xff"),)])
def test_what_bears_no_readable_mark_is_no_canary(headers: tuple[tuple[str, bytes], ...]) -> None:
    async def work() -> None:
        at = Passing()
        await at.handler.handle(record(b'{"body": "x"}', headers=headers))
        assert last(at.broker.sent[0].headers, CANARY) is None
        assert at.value("canaries_total") is None

    run(work())


def test_a_canary_that_a_stage_makes_nothing_of_goes_on_without_a_value() -> None:
    async def work() -> None:
        at = Passing(FakeAgent({"x": raising(Dropped("not_news"))}))
        await at.handler.handle(record(b'{"body": "x"}', headers=MARK))
        await at.handler.handle(record(None, key=b"kept", headers=MARK))
        assert [(sent.key, sent.value) for sent in at.broker.on(CLEAN.name)] == [(b"k", None), (b"kept", None)]

    run(work())


def test_a_canary_that_a_stage_refuses_is_a_dead_letter_like_any_other() -> None:
    async def work() -> None:
        with pytest.raises(Rejected):
            await Passing().handler.handle(record(b"{", headers=MARK))

    run(work())


def test_no_mention_is_made_of_a_canary() -> None:
    async def work() -> None:
        stage = STAGES[2]
        at = Passing(FakeAgent({"x": lambda: (mention(),)}), stage)
        inner = MapHandler(CLEANING, FakeAgent({"x": lambda: (mention(),)}), Sender(stage, at.broker, _books()), 1000)
        handler = PassingCanaries(stage, inner, at.broker, _books())
        await handler.handle(record(b'{"body": "x"}', headers=MARK))
        assert [(sent.topic, sent.key, sent.value) for sent in at.broker.sent] == [(MENTIONS.name, b"k", None)]

    run(work())


def _books() -> Books:
    return Books(Metrics(), "classification")


def test_a_canary_ends_at_the_merge_which_keeps_and_tells_nothing() -> None:
    async def work() -> None:
        log: list[str] = []
        broker, store, metrics = FakeBroker(), FakeStore(log), Metrics()
        books = Books(metrics, "publishing")
        inner = MergeHandler(PUBLISHING, publishing(Settings()), Sender(PUBLISHING, broker, books), store, 1000)
        await PassingCanaries(PUBLISHING, inner, broker, books).handle(record(None, headers=MARK))
        assert not broker.sent
        assert not store.kept
        assert metrics.registry.get_sample_value("communique_canaries_total", {"stage": "publishing"}) == 1

    run(work())


def test_a_canary_among_many_mentions_is_given_back_to_be_seen_through_alone() -> None:
    async def work() -> None:
        at = Merging()
        handler = PassingCanaries(PUBLISHING, at.handler, at.broker, _books())
        marked = record(None, headers=MARK)
        assert await handler.together([arrived(mention()), marked]) == [marked]
        assert at.store.kept == {b"e-1": b"m-1"}

    run(work())


def test_an_old_canary_that_comes_again_does_not_turn_the_clock_back() -> None:
    metrics = Metrics()
    books = Books(metrics, "publishing")
    books.canary(NOW)
    books.canary(NOW - timedelta(days=30))
    seen = metrics.registry.get_sample_value("communique_canary_seen_timestamp_seconds", {"stage": "publishing"})
    assert seen == NOW.timestamp()


def test_canaries_are_sent_again_and_again_and_survive_a_failed_delivery() -> None:
    async def work() -> None:
        sent: list[Outgoing] = []

        async def deliver(outgoing: Outgoing) -> None:
            sent.append(outgoing)
            if len(sent) == 1:
                raise DeliveryFailed("not now")

        sending = asyncio.create_task(send_canaries(deliver, 0.001))
        while len(sent) < 3:
            await asyncio.sleep(0.001)
        sending.cancel()
        assert all(Record(o.topic, 0, 0, 0.0, o.key, o.value, o.headers).headers for o in sent)

    run(asyncio.wait_for(work(), 30))
