"""Map and merge: what is sent, in which order, and what a kill in between leaves behind."""

import asyncio
from collections.abc import Coroutine, Sequence
from datetime import date
from typing import Any

import pytest

from agents.errors import Rejected
from schemas import EventMention, Message
from streams import headers
from streams.faults import DeliveryFailed, Fault
from streams.handlers import MapHandler, MergeHandler, Sender, key_of, max_bytes_of
from streams.metrics import Books, Metrics
from streams.records import Outgoing, Record
from streams.settings import Settings
from streams.topology import EVENTS, MENTIONS, STAGES
from tests.unit.streams.fakes import CLEANING, PUBLISHING, FakeAgent, FakeBroker, record
from tests.unit.streams.mentions import event, mention

FIRST, SECOND = mention(), mention(mention_id="m-2")
ROOM = 100_000


def run(work: Coroutine[Any, Any, None]) -> None:
    asyncio.run(work)


class SetMerge:
    """State is the sorted ids of the mentions; every change is told as an event of that many mentions."""

    def merge(self, state: bytes | None, message: Message) -> bytes:
        assert isinstance(message, EventMention)
        known = set((state or b"").split()) | {message.mention_id.encode()}
        return b" ".join(sorted(known))

    def publish(self, before: bytes | None, after: bytes) -> Sequence[Message | None]:
        del before
        return (event(revision=len(after.split()), mention_count=len(after.split())),)

    def expired(self, state: bytes, today: date) -> bool:
        return b"old" in state and today > date(2026, 1, 1)


class Retracts(SetMerge):
    """Tells of a retraction, whatever it is given."""

    def publish(self, before: bytes | None, after: bytes) -> Sequence[Message | None]:
        del before, after
        return (event(state="retracted"), None)


class FakeStore:
    """State in memory; notes in a list shared with the broker when it was kept. A failing one refuses to keep any."""

    def __init__(self, log: list[str]) -> None:
        self.kept: dict[bytes, bytes] = {}
        self.log = log
        self.failing = False

    def get(self, key: bytes, partition: int) -> bytes | None:
        del partition
        return self.kept.get(key)

    async def put(self, key: bytes, partition: int, state: bytes) -> None:
        del partition
        await asyncio.sleep(0)
        if self.failing:
            raise Fault("disk gone")
        self.log.append("kept")
        self.kept[key] = state


class Merging:
    """A merge handler with everything around it in reach."""

    def __init__(self, agent: SetMerge | None = None) -> None:
        self.log: list[str] = []
        self.broker = FakeBroker()
        self.broker.before = lambda outgoing: self.log.append("told" if outgoing.value else "tombstone")
        self.store = FakeStore(self.log)
        self.metrics = Metrics()
        self.sender = Sender(PUBLISHING, self.broker, Books(self.metrics, "publishing"))
        self.handler = MergeHandler(PUBLISHING, agent or SetMerge(), self.sender, self.store, ROOM)

    def told(self) -> list[Outgoing]:
        return self.broker.on(EVENTS.name)


def arrived(message: EventMention) -> Record:
    return record(message.to_bytes(), message.event_id.encode(), topic=MENTIONS.name)


def test_the_event_is_told_before_the_state_is_kept() -> None:
    async def work() -> None:
        at = Merging()
        await at.handler.handle(arrived(FIRST))
        assert at.log == ["told", "kept"]
        assert at.store.kept == {b"e-1": b"m-1"}
        assert at.told()[0].key == b"e-1"

    run(work())


def test_what_the_state_has_taken_in_changes_and_tells_nothing() -> None:
    async def work() -> None:
        at = Merging()
        await at.handler.handle(arrived(FIRST))
        await at.handler.handle(arrived(FIRST))
        assert at.log == ["told", "kept"]

    run(work())


def test_after_a_kill_between_telling_and_keeping_the_same_bytes_are_told_again() -> None:
    async def work() -> None:
        at = Merging()
        at.store.failing = True
        with pytest.raises(Fault):
            await at.handler.handle(arrived(FIRST))
        at.store.failing = False
        await at.handler.handle(arrived(FIRST))
        once, again = at.told()
        assert (once.key, once.value) == (again.key, again.value)
        assert at.store.kept == {b"e-1": b"m-1"}

    run(work())


def test_a_state_of_which_nobody_could_be_told_is_not_kept() -> None:
    async def work() -> None:
        at = Merging()
        at.broker.failing = {EVENTS.name}
        with pytest.raises(DeliveryFailed):
            await at.handler.handle(arrived(FIRST))
        assert at.store.kept == {}

    run(work())


def test_concurrent_mentions_of_one_event_are_all_taken_in() -> None:
    async def work() -> None:
        at = Merging()
        mentions = [mention(mention_id=f"m-{number}") for number in range(20)]
        await asyncio.gather(*(at.handler.handle(arrived(one)) for one in mentions))
        assert set(at.store.kept[b"e-1"].split()) == {one.mention_id.encode() for one in mentions}

    run(work())


def test_a_retraction_is_told_before_its_tombstone() -> None:
    async def work() -> None:
        at = Merging(Retracts())
        await at.handler.handle(arrived(FIRST))
        assert at.log == ["told", "tombstone", "kept"]
        assert [(sent.key, sent.value is None) for sent in at.told()] == [(b"e-1", False), (b"e-1", True)]

    run(work())


@pytest.mark.parametrize("key", [None, b"", b"another"])
def test_a_mention_under_another_key_is_refused_for_its_state_would_be_elsewhere(key: bytes | None) -> None:
    async def work() -> None:
        at = Merging()
        with pytest.raises(Rejected) as caught:
            await at.handler.handle(record(FIRST.to_bytes(), key))
        assert caught.value.reason == "schema_invalid"

    run(work())


def test_events_and_their_latency_are_counted() -> None:
    async def work() -> None:
        at = Merging()
        seen = (("communique_ingested_at", b"2025-05-15T18:00:00Z"),)
        for message in (FIRST, SECOND):
            await at.handler.handle(record(message.to_bytes(), b"e-1", headers=seen))
        value = at.metrics.registry.get_sample_value
        assert value("communique_events_total", {"event_type": "REJECT"}) == 1
        assert value("communique_event_revisions_total") == 1
        assert value("communique_end_to_end_seconds_count") == 2

    run(work())


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


def test_what_a_replay_caused_does_not_count_as_slow_news() -> None:
    def observed(*marks: tuple[str, bytes]) -> float:
        async def work() -> float:
            at = Merging()
            seen = (headers.INGESTED_AT, b"2026-03-04T12:00:00Z")
            told = record(FIRST.to_bytes(), b"e-1", topic=MENTIONS.name, headers=(seen, *marks))
            await at.handler.handle(told)
            return float(at.metrics.registry.get_sample_value("communique_end_to_end_seconds_count") or 0)

        return asyncio.run(work())

    assert observed() == 1
    assert observed((headers.REPLAY, b"replay-1")) == 0
