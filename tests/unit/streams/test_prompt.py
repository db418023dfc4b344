"""The prompt consumer: what ends at once needs no task, and what waits is waited for as Faust does."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, cast

import faust
import pytest
from faust.transport.drivers.aiokafka import Consumer
from yarl import URL

from streams.prompt import PromptTransport


class Waiting:
    """A consumer that was never started, with what Faust's own way of waiting asks of it."""

    def __init__(self) -> None:
        app = faust.App("test-of-waiting", broker="kafka://127.0.0.1:1")
        transport = PromptTransport([URL("kafka://127.0.0.1:1")], app)
        told = {"on_partitions_revoked": _ignore, "on_partitions_assigned": _ignore}
        self.consumer = cast("Consumer", transport.create_consumer(_ignore, **told))
        self.suspended = asyncio.Event()
        self.tasks = len(asyncio.all_tasks())

    async def first(self, work: Coroutine[Any, Any, Any]) -> Any:  # noqa: ANN401 - whatever the work gives
        """What the consumer's own loop asks for: the work, or the suspension of the flow."""
        return await self.consumer.wait_first(work, self.suspended.wait())


async def _ignore(message: object) -> None:
    del message


def run(work: Callable[[Waiting], Coroutine[Any, Any, None]]) -> None:
    async def inside() -> None:
        await work(Waiting())

    asyncio.run(inside())


def test_what_ends_without_waiting_is_done_in_the_callers_own_task() -> None:
    async def work(at: Waiting) -> None:
        async def here() -> object:
            return asyncio.current_task()

        found = await at.first(here())
        assert found.results == [asyncio.current_task()]
        assert len(asyncio.all_tasks()) == at.tasks

    run(work)


@pytest.mark.parametrize("waits", [1, 3])
def test_what_waits_is_gone_on_with_to_its_end(waits: int) -> None:
    async def work(at: Waiting) -> None:
        async def later() -> str:
            for _ in range(waits):
                await asyncio.sleep(0.001)
            return "done"

        assert (await at.first(later())).results == ["done"]

    run(work)


@pytest.mark.parametrize("waits", [0, 1])
def test_what_it_raises_reaches_the_caller(waits: int) -> None:
    async def work(at: Waiting) -> None:
        async def fail() -> None:
            for _ in range(waits):
                await asyncio.sleep(0)
            raise ValueError("odd")

        with pytest.raises(ValueError, match="odd"):
            await at.first(fail())

    run(work)


def test_a_suspension_ends_the_wait_and_what_was_begun_is_cancelled() -> None:
    async def work(at: Waiting) -> None:
        ended: list[str] = []

        async def stuck() -> None:
            try:
                await asyncio.sleep(60)
            except asyncio.CancelledError:
                ended.append("cancelled")
                raise

        waiting = asyncio.create_task(at.first(stuck()))
        await asyncio.sleep(0)
        at.suspended.set()
        assert (await waiting).results == [True]
        await asyncio.sleep(0)
        assert ended == ["cancelled"]

    run(work)


def test_other_waits_are_fausts() -> None:
    async def work(at: Waiting) -> None:
        at.suspended.set()
        assert (await at.consumer.wait_first(at.suspended.wait())).results == [True]
        assert (await at.consumer.wait_first(at.suspended.wait(), asyncio.sleep(60), timeout=5)).results == [True]

    run(work)
