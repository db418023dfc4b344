"""Forgetting what is too old: in which order, never against a merge, and never for a partition that has gone."""

import asyncio
from collections.abc import Coroutine
from datetime import date
from typing import Any

import pytest

from schemas import EventMention
from streams.apps import build
from streams.bindings import Publishing
from streams.expiry import FIRST, PAGE, Aging, Expiry
from streams.faults import DeliveryFailed
from streams.headers import TRACEPARENT, last
from streams.metrics import Metrics
from streams.settings import Settings
from streams.topology import EVENTS
from streams.turns import Turns
from tests.unit.streams.fakes import PUBLISHING
from tests.unit.streams.mentions import mention
from tests.unit.streams.test_merging import Merging, arrived

OLD, YOUNG = b"old", b"young"


def run(work: Coroutine[Any, Any, None]) -> None:
    asyncio.run(work)


class Forgetting:
    """A search with everything around it in reach; ``log`` tells what happened to whom, in order."""

    def __init__(self, states: dict[int, dict[bytes, bytes]], turns: Turns | None = None) -> None:
        self.states = states
        self.serving = set(states)
        self.log: list[tuple[str, bytes]] = []
        self.failing = False
        self.looked = 0
        self.forgotten = 0
        self.turns = Turns() if turns is None else turns
        self.expiry = Expiry(Aging(self, self.turns, self.expired, self.end, lambda: self.serving), 0.001, self.count)

    def page(self, partition: int, after: bytes | None, size: int) -> list[tuple[bytes, bytes]]:
        self.looked += 1
        left = sorted(item for item in self.states[partition].items() if after is None or item[0] > after)
        return left[:size]

    def get(self, key: bytes, partition: int) -> bytes | None:
        return self.states[partition].get(key)

    async def forget(self, key: bytes, partition: int) -> None:
        await asyncio.sleep(0)
        self.log.append(("forgotten", key))
        del self.states[partition][key]

    def expired(self, state: bytes, today: date) -> bool:
        return state == OLD and today > date(2026, 1, 1)

    async def end(self, key: bytes) -> None:
        await asyncio.sleep(0)
        if self.failing:
            raise DeliveryFailed("broker gone")
        self.log.append(("told", key))

    def count(self) -> None:
        self.forgotten += 1


def test_what_is_old_is_ended_before_it_is_forgotten_and_the_rest_stays() -> None:
    async def work() -> None:
        at = Forgetting({0: {b"a": OLD, b"b": YOUNG}, 3: {b"c": OLD}})
        assert await at.expiry.search() == at.forgotten == 2
        assert at.log == [("told", b"a"), ("forgotten", b"a"), ("told", b"c"), ("forgotten", b"c")]
        assert at.states == {0: {b"b": YOUNG}, 3: {}}
        assert await at.expiry.search() == 0

    run(work())


def test_a_partition_of_many_pages_is_looked_through_to_its_end() -> None:
    async def work() -> None:
        count = 3 * PAGE
        at = Forgetting({0: {b"%04d" % number: OLD if number % 2 else YOUNG for number in range(count)}})
        assert await at.expiry.search() == count // 2
        assert at.looked == 4
        assert set(at.states[0].values()) == {YOUNG}

    run(work())


def test_without_the_tombstones_confirmation_the_state_stays_and_the_next_search_ends_it() -> None:
    async def work() -> None:
        at = Forgetting({0: {b"a": OLD}})
        at.failing = True
        with pytest.raises(DeliveryFailed):
            await at.expiry.search()
        assert (at.states, at.forgotten) == ({0: {b"a": OLD}}, 0)
        at.failing = False
        assert await at.expiry.search() == 1

    run(work())


def test_a_key_that_a_message_made_young_in_its_turn_is_left_alone() -> None:
    async def work() -> None:
        at = Forgetting({0: {b"a": OLD}})
        async with at.turns.of(b"a"):
            searching = asyncio.create_task(at.expiry.search())
            await asyncio.sleep(0.01)
            assert not at.log
            at.states[0][b"a"] = YOUNG
        assert await searching == 0
        assert at.log == []

    run(work())


def test_a_partition_taken_away_while_its_key_waits_is_left_alone() -> None:
    async def work() -> None:
        at = Forgetting({0: {b"a": OLD}})
        async with at.turns.of(b"a"):
            searching = asyncio.create_task(at.expiry.search())
            await asyncio.sleep(0.01)
            at.serving.clear()
        assert await searching == 0
        assert at.states == {0: {b"a": OLD}}

    run(work())


def test_settled_waits_for_the_end_at_hand() -> None:
    async def work() -> None:
        at = Forgetting({0: {b"a": OLD}})
        searching = asyncio.create_task(at.expiry.search())
        while not at.log:
            await asyncio.sleep(0)
        assert at.log == [("told", b"a")]
        await at.expiry.settled()
        assert at.log == [("told", b"a"), ("forgotten", b"a")]
        await searching

    run(work())


@pytest.mark.parametrize("trouble", ["no partition yet", "a broker that confirms nothing"])
def test_it_goes_on_after_trouble_and_stops_when_cancelled(trouble: str) -> None:
    async def work() -> None:
        at = Forgetting({0: {b"a": OLD}})
        at.failing = trouble != "no partition yet"
        at.serving = set() if trouble == "no partition yet" else {0}
        running = asyncio.create_task(at.expiry.run())
        await asyncio.sleep(0.02)
        assert at.forgotten == 0
        at.failing, at.serving = False, {0}
        while not at.forgotten:
            await asyncio.sleep(0.001)
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running

    run(work())


def test_the_first_search_does_not_wait_for_a_long_interval_and_the_next_one_does(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    waits: list[float] = []
    rest = asyncio.sleep

    async def note(seconds: float) -> None:
        waits.append(seconds)
        await rest(0)
        if len(waits) == 3:
            raise asyncio.CancelledError

    async def work(interval: float) -> list[float]:
        waits.clear()
        at = Forgetting({})
        expiry = Expiry(Aging(at, at.turns, at.expired, at.end, lambda: at.serving), interval, at.count)
        with pytest.raises(asyncio.CancelledError):
            await expiry.run()
        return list(waits)

    monkeypatch.setattr("streams.expiry.asyncio.sleep", note)
    assert asyncio.run(work(6 * FIRST)) == [FIRST, 6 * FIRST, 6 * FIRST]
    assert asyncio.run(work(FIRST / 6)) == [FIRST / 6] * 3


def test_a_merge_waits_for_the_end_of_its_event_and_then_starts_it_anew() -> None:
    async def work() -> None:
        merging = Merging()
        await merging.handler.handle(arrived(mention()))
        at = Forgetting({3: merging.store.kept}, merging.handler.turns)
        merging.store.kept[b"e-1"] = OLD
        searching = asyncio.create_task(at.expiry.search())
        while not at.log:
            await asyncio.sleep(0)
        await merging.handler.handle(arrived(mention(mention_id="m-2")))
        await searching
        assert merging.store.kept == {b"e-1": b"m-2"}

    run(work())


def test_the_end_that_subscribers_get_is_a_tombstone_with_a_trace_of_its_own() -> None:
    async def work() -> None:
        at = Merging()
        await at.sender.end(b"e-1")
        (sent,) = at.told()
        assert (sent.topic, sent.key, sent.value) == (EVENTS.name, b"e-1", None)
        assert last(sent.headers, TRACEPARENT)

    run(work())


@pytest.mark.parametrize(("day", "old"), [("2026-01-10", False), ("2026-01-11", True)])
def test_an_event_is_kept_for_the_days_that_are_set(day: str, old: bool) -> None:
    message: EventMention = mention(event_date="2026-01-01")
    agent = Publishing(keep_days=9)
    assert agent.expired(agent.fold(None, [message])[0], date.fromisoformat(day)) is old


def test_the_days_that_are_set_reach_the_agent_and_only_a_merge_forgets() -> None:
    agent = PUBLISHING.agent(Settings(keep_days=3))
    assert isinstance(agent, Publishing)
    assert agent.expired(agent.fold(None, [mention(event_date="2026-01-01")])[0], date(2026, 1, 5))

    async def work() -> None:
        settings = Settings(bootstrap_servers="one:9092")
        made = build(PUBLISHING, agent, settings, Metrics(), lambda fault: pytest.fail(repr(fault)))
        assert made.expiry is not None
        assert await made.expiry.search() == 0

    run(work())
