"""What a map sends, under which key and within which bounds."""

import asyncio
from collections.abc import Coroutine
from typing import Any

import pytest

from agents.errors import Rejected
from streams.handlers import MapHandler, Sender, key_of, max_bytes_of
from streams.metrics import Books, Metrics
from streams.settings import Settings
from streams.topology import MENTIONS, STAGES
from tests.unit.streams.fakes import CLEANING, FakeAgent, FakeBroker, record
from tests.unit.streams.mentions import mention

FIRST, SECOND = mention(), mention(mention_id="m-2")
ROOM = 100_000


def run(work: Coroutine[Any, Any, None]) -> None:
    asyncio.run(work)


def test_a_map_sends_everything_its_agent_made_and_the_value_depends_on_the_message_alone() -> None:
    async def work() -> None:
        broker = FakeBroker()
        sender = Sender(CLEANING, broker, Books(Metrics(), "cleaning"))
        handler = MapHandler(CLEANING, FakeAgent(), sender, ROOM)
        await handler.handle(record(b'{"body": "x"}', offset=1))
        await handler.handle(record(b'{"body": "x"}', offset=900, timestamp=1.0))
        first, second = broker.sent
        assert (first.key, first.value) == (second.key, second.value) == (b"fp-x", first.value)

    run(work())


def test_an_output_that_its_topic_cannot_carry_is_rejected_before_it_is_sent() -> None:
    async def work() -> None:
        broker = FakeBroker()
        sender = Sender(CLEANING, broker, Books(Metrics(), "cleaning"))
        handler = MapHandler(CLEANING, FakeAgent(), sender, 2 * CLEANING.sink.max_message_bytes)
        body = b"x" * CLEANING.sink.max_message_bytes
        with pytest.raises(Rejected) as caught:
            await handler.handle(record(b'{"body": "' + body + b'"}'))
        assert caught.value.reason == "too_large"
        assert not broker.sent

    run(work())


def test_the_key_is_the_field_that_the_topic_declares() -> None:
    assert key_of(FIRST, MENTIONS) == b"e-1"


def test_raw_articles_are_bounded_by_the_settings_and_the_rest_by_their_topics() -> None:
    bounds = [max_bytes_of(stage, Settings(max_raw_bytes=5)) for stage in STAGES]
    assert bounds == [5, *(stage.source.max_message_bytes for stage in STAGES[1:])]
