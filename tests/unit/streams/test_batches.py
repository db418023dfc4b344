"""The guard of batches: each message comes to its end as the guard of single ones sees to it, many at a time."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from typing import Any

import pytest

from schemas import EventMention
from streams.acks import Event
from streams.batches import BATCHES, BatchGuard
from streams.faults import DeliveryFailed
from streams.settings import Settings
from streams.topology import EVENTS, MENTIONS
from streams.tracing import Spans
from tests.unit.streams.fakes import PUBLISHING, FakeEvent, FakeMessage
from tests.unit.streams.mentions import mention
from tests.unit.streams.test_merging import Merging

DEAD = MENTIONS.dead_letters().name
SETTINGS = Settings(retry_backoff=0.001, max_attempts=2, in_flight=10)


class Batched:
    """A guard of batches around a merge, with everything around them in reach."""

    def __init__(self, settings: Settings = SETTINGS, spans: Spans | None = None) -> None:
        self.merging = Merging()
        self.faults: list[BaseException] = []
        self.acked: list[int] = []
        self.offset = 0
        self.books = self.merging.books
        self.guard = BatchGuard(
            PUBLISHING, self.merging.handler, self.merging.broker, self.books, settings=settings,
            on_fault=self.faults.append, spans=spans,
        )  # fmt: skip

    def event(self, value: bytes, key: bytes = b"e-1", partition: int = 0) -> FakeEvent:
        self.offset += 1
        return FakeEvent(FakeMessage(MENTIONS.name, partition, self.offset - 1, key, value), self.acked)

    def mention(self, message: EventMention, partition: int = 0) -> FakeEvent:
        return self.event(message.to_bytes(), message.event_id.encode(), partition)

    async def run(self, *batches: Sequence[Event]) -> None:
        await self.guard.run_batches(_each(batches))
        await self.guard.finish()

    def tally(self) -> tuple[int, int, int, int]:
        tally = self.books.tally
        return tally["consumed"], tally["handled"], tally["dead_lettered"], self.books.in_flight


async def _each(batches: Sequence[Sequence[Event]]) -> AsyncIterator[Sequence[Event]]:
    for batch in batches:
        yield batch


def run(work: Callable[[], Coroutine[Any, Any, None]]) -> None:
    asyncio.run(work())


def test_a_batch_is_told_of_kept_and_then_acknowledged_in_its_order() -> None:
    async def work() -> None:
        at = Batched()
        before: list[int] = []
        at.merging.broker.before = lambda _: before.extend(at.acked)
        await at.run([at.mention(mention(mention_id=f"m-{number}")) for number in range(4)])
        assert at.merging.store.kept == {b"e-1": b"m-0 m-1 m-2 m-3"}
        assert (before, at.acked) == ([], [0, 1, 2, 3])
        assert len(at.merging.told()) == 1
        assert at.tally() == (4, 4, 0, 0)

    run(work)


def test_a_bad_message_becomes_a_dead_letter_and_the_others_of_its_batch_go_on() -> None:
    async def work() -> None:
        at = Batched()
        good = [at.mention(mention()), at.event(b"{"), at.mention(mention(event_id="e-2"))]
        await at.run(good)
        assert [sent.value for sent in at.merging.broker.on(DEAD)] == [b"{"]
        assert set(at.merging.store.kept) == {b"e-1", b"e-2"}
        assert at.acked == [0, 1, 2]
        assert at.tally() == (3, 2, 1, 0)

    run(work)


def test_a_message_that_cannot_be_merged_takes_only_itself_to_the_dead_letters() -> None:
    async def work() -> None:
        at = Batched()
        await at.run([at.mention(mention()), at.mention(mention(mention_id="m-2", codebook_version="broken"))])
        assert at.merging.store.kept == {b"e-1": b"m-1"}
        assert len(at.merging.broker.on(DEAD)) == 1
        assert at.tally() == (2, 1, 1, 0)

    run(work)


def test_where_the_broker_confirms_nothing_nothing_is_acknowledged_and_the_worker_ends() -> None:
    async def work() -> None:
        at = Batched()
        at.merging.broker.failing = {EVENTS.name}
        await at.run([at.mention(mention()), at.event(b"{")])
        assert [type(fault) for fault in at.faults] == [DeliveryFailed]
        assert at.acked == []
        assert at.merging.store.kept == {}

    run(work)


def test_no_more_batches_are_worked_on_at_a_time_than_two_of_half_the_size() -> None:
    async def work() -> None:
        at = Batched()
        assert at.guard.most == SETTINGS.in_flight // BATCHES
        taken: list[int] = []
        gate = asyncio.Event()

        async def wait(records: Sequence[Any]) -> list[Any]:
            taken.append(len(records))
            await gate.wait()
            return []

        at.guard._many.together = wait  # type: ignore[method-assign]  # a handler that takes its time
        events = [[at.mention(mention())] for _ in range(5)]
        running = asyncio.create_task(at.run(*events))
        await asyncio.sleep(0.01)
        assert taken == [1] * BATCHES
        gate.set()
        await running
        assert at.acked == [0, 1, 2, 3, 4]

    run(work)


def test_an_open_breaker_stops_the_next_batch() -> None:
    async def work() -> None:
        settings = SETTINGS.model_copy(update={"breaker_run": 3})
        at = Batched(settings)
        batches = [[at.event(b"{") for _ in range(3)] for _ in range(5)]
        running = asyncio.create_task(at.run(*batches))
        while not at.guard.breaker.is_open:
            await asyncio.sleep(0.001)
        await at.guard.finish()
        assert at.tally()[0] <= 3 + settings.in_flight
        assert not running.done()
        while not running.done():
            at.guard.breaker.resume()
            await asyncio.sleep(0.001)
        assert at.tally() == (15, 0, 15, 0)

    run(work)


@pytest.mark.parametrize("partitions", [1, 3])
def test_every_message_of_every_partition_is_acknowledged_once(partitions: int) -> None:
    async def work() -> None:
        at = Batched()
        events = [at.mention(mention(event_id=f"e-{number % 5}"), number % partitions) for number in range(30)]
        await at.run(*(events[start : start + 7] for start in range(0, 30, 7)))
        assert sorted(at.acked) == list(range(30))
        assert at.tally() == (30, 30, 0, 0)

    run(work)
