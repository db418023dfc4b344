"""A merge: what is told and kept, in which order, of one message and of many, and what a kill in between leaves."""

import asyncio
from collections.abc import Coroutine, Sequence
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.errors import Rejected
from schemas import EventMention, Message
from streams import headers
from streams.bindings import MergeAgent, Publishing
from streams.faults import DeliveryFailed, Fault
from streams.handlers import Sender
from streams.merging import MergeHandler
from streams.metrics import Books, Metrics
from streams.records import Kept, Outgoing, Record
from streams.topology import EVENTS, MENTIONS
from tests.unit.streams.fakes import PUBLISHING, FakeBroker, record
from tests.unit.streams.mentions import event, mention

FIRST, SECOND = mention(), mention(mention_id="m-2")
ROOM = 100_000


def run(work: Coroutine[Any, Any, None]) -> None:
    asyncio.run(work)


class SetMerge:
    """State is the sorted ids of the mentions; every change is told as an event of that many mentions."""

    def fold(self, state: bytes | None, messages: Sequence[Message]) -> tuple[bytes, int | None]:
        known, changed = set((state or b"").split()), None
        for number, message in enumerate(messages):
            assert isinstance(message, EventMention)
            if message.codebook_version == "broken":
                raise ValueError("cannot be merged")
            if changed is None and message.mention_id.encode() not in known:
                changed = number
            known.add(message.mention_id.encode())
        return b" ".join(sorted(known)), changed

    def told(self, state: bytes) -> Sequence[Message | None]:
        return (event(revision=len(state.split()), mention_count=len(state.split())),)

    def expired(self, state: bytes, today: date) -> bool:
        return b"old" in state and today > date(2026, 1, 1)


class Retracts(SetMerge):
    """Tells of a retraction, whatever it is given."""

    def told(self, state: bytes) -> Sequence[Message | None]:
        del state
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

    async def put(self, states: Sequence[Kept]) -> None:
        await asyncio.sleep(0)
        if self.failing:
            raise Fault("disk gone")
        for kept in states:
            self.log.append("kept")
            self.kept[kept.key] = kept.state


class Merging:
    """A merge handler with everything around it in reach."""

    def __init__(self, agent: MergeAgent | None = None) -> None:
        self.log: list[str] = []
        self.broker = FakeBroker()
        self.broker.before = lambda outgoing: self.log.append("told" if outgoing.value else "tombstone")
        self.store = FakeStore(self.log)
        self.metrics = Metrics()
        self.books = Books(self.metrics, "publishing")
        self.sender = Sender(PUBLISHING, self.broker, self.books)
        self.handler = MergeHandler(PUBLISHING, agent or SetMerge(), self.sender, self.store, ROOM)

    def told(self) -> list[Outgoing]:
        return self.broker.on(EVENTS.name)


def arrived(message: EventMention, **others: object) -> Record:
    return record(message.to_bytes(), message.event_id.encode(), topic=MENTIONS.name, **others)


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
            await at.handler.handle(arrived(message, headers=seen))
        value = at.metrics.registry.get_sample_value
        assert value("communique_events_total", {"event_type": "REJECT"}) == 1
        assert value("communique_event_revisions_total") == 1
        assert value("communique_end_to_end_seconds_count") == 2

    run(work())


def test_messages_of_one_key_are_told_of_once_after_the_last_of_them() -> None:
    async def work() -> None:
        at = Merging()
        other = mention(event_id="e-2")
        assert await at.handler.together([arrived(each) for each in (FIRST, other, SECOND, FIRST)]) == []
        assert at.log == ["told", "told", "kept", "kept"]
        assert at.store.kept == {b"e-1": b"m-1 m-2", b"e-2": b"m-1"}
        assert [dict(sent.headers)["ce_id"] for sent in at.told()] == [b"e-1/2", b"e-1/1"]

    run(work())


def test_an_event_first_told_of_after_two_mentions_is_a_first_one_all_the_same() -> None:
    async def work() -> None:
        at = Merging()
        await at.handler.together([arrived(FIRST), arrived(SECOND)])
        value = at.metrics.registry.get_sample_value
        assert value("communique_events_total", {"event_type": "REJECT"}) == 1
        assert value("communique_event_revisions_total") == 0

    run(work())


def test_what_is_told_carries_the_headers_of_the_first_message_that_changed_something() -> None:
    async def work() -> None:
        at = Merging()
        await at.handler.handle(arrived(FIRST))
        marks = [(("communique_ingested_at", b"2025-05-15T18:00:0%dZ" % number),) for number in range(3)]
        messages = (FIRST, SECOND, mention(mention_id="m-3"))
        await at.handler.together([arrived(one, headers=mark) for one, mark in zip(messages, marks, strict=True)])
        assert dict(at.told()[-1].headers)["communique_ingested_at"] == b"2025-05-15T18:00:01Z"

    run(work())


def test_what_a_replay_caused_is_told_apart_from_what_comes_beside_it() -> None:
    async def work() -> None:
        at = Merging()
        replayed = arrived(SECOND, headers=(("communique_replay", b"r-1"),))
        left = await at.handler.together([arrived(FIRST), replayed])
        assert left == [replayed]
        await at.handler.handle(replayed)
        assert ["communique_replay" in dict(sent.headers) for sent in at.told()] == [False, True]

    run(work())


def test_what_cannot_be_read_or_merged_is_given_back_and_holds_up_nothing_else() -> None:
    async def work() -> None:
        at = Merging()
        unread, misplaced = record(b"{", b"e-1"), record(FIRST.to_bytes(), b"another")
        broken = arrived(mention(event_id="e-3", codebook_version="broken"))
        left = await at.handler.together([unread, arrived(FIRST), misplaced, broken])
        assert left == [unread, misplaced, broken]
        assert at.store.kept == {b"e-1": b"m-1"}

    run(work())


def test_where_not_all_could_be_told_of_no_state_is_kept() -> None:
    async def work() -> None:
        at = Merging()
        at.broker.failing = {EVENTS.name}
        with pytest.raises(DeliveryFailed):
            await at.handler.together([arrived(FIRST), arrived(mention(event_id="e-2"))])
        assert at.store.kept == {}

    run(work())


def test_batches_that_share_a_key_lose_nothing() -> None:
    async def work() -> None:
        at = Merging()
        batches = [[mention(mention_id=f"m-{number}", event_id=f"e-{number % 3}")] for number in range(30)]
        await asyncio.gather(*(at.handler.together([arrived(one) for one in batch]) for batch in batches))
        assert sorted(b" ".join(at.store.kept.values()).split()) == sorted(b"m-%d" % number for number in range(30))

    run(work())


@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(0, 5), st.booleans()), min_size=1, max_size=20),
    st.lists(st.integers(1, 7), min_size=20, max_size=20),
)
def test_however_messages_are_split_into_batches_the_last_told_is_the_same(
    drawn: list[tuple[int, int, bool]], sizes: list[int]
) -> None:
    mentions = [
        mention(event_id=f"e-{number}", mention_id=f"m-{other}", withdrawn=withdrawn or None)
        for number, other, withdrawn in drawn
    ]

    async def work() -> None:
        one, many = Merging(Publishing()), Merging(Publishing())
        for each in mentions:
            await one.handler.handle(arrived(each))
        left = list(mentions)
        for size in sizes:
            assert await many.handler.together([arrived(each) for each in left[:size]]) == []
            left = left[size:]
        assert one.store.kept == many.store.kept
        assert compacted(one.told()) == compacted(many.told())

    run(work())


def compacted(told: Sequence[Outgoing]) -> dict[bytes | None, bytes | None]:
    """What is left of a topic once only the last message of a key is kept."""
    return {sent.key: sent.value for sent in told}


def test_what_a_replay_caused_does_not_count_as_slow_news() -> None:
    def observed(*marks: tuple[str, bytes]) -> float:
        async def work() -> float:
            at = Merging()
            seen = (headers.INGESTED_AT, b"2026-03-04T12:00:00Z")
            await at.handler.handle(arrived(FIRST, headers=(seen, *marks)))
            return float(at.metrics.registry.get_sample_value("communique_end_to_end_seconds_count") or 0)

        return asyncio.run(work())

    assert observed() == 1
    assert observed((headers.REPLAY, b"replay-1")) == 0
