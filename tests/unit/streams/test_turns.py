"""Turns by key."""

import asyncio
from collections.abc import Coroutine
from typing import Any

from streams.turns import Turns


def run(work: Coroutine[Any, Any, None]) -> None:
    asyncio.run(work)


def test_turns_of_one_key_follow_one_another_and_are_forgotten() -> None:
    async def work() -> None:
        turns, inside, most = Turns(), 0, 0

        async def visit() -> None:
            nonlocal inside, most
            async with turns.of(b"k"):
                inside += 1
                most = max(most, inside)
                await asyncio.sleep(0)
                inside -= 1

        await asyncio.gather(*(visit() for _ in range(5)))
        assert most == 1
        assert len(turns) == 0

    run(work())


def test_turns_of_several_keys_wait_for_each_of_them_and_never_for_one_another() -> None:
    async def work() -> None:
        turns, inside, clashes = Turns(), set[bytes](), 0

        async def visit(keys: list[bytes]) -> None:
            nonlocal clashes
            async with turns.of_all(keys):
                clashes += bool(inside & set(keys))
                inside.update(keys)
                await asyncio.sleep(0)
                inside.difference_update(keys)

        orders = ([b"a", b"b", b"a"], [b"b", b"a"], [b"c", b"a"], [b"b", b"c"])
        async with asyncio.timeout(5):
            await asyncio.gather(*(visit(order) for order in orders * 5))
        assert clashes == 0
        assert len(turns) == 0

    run(work())


def test_who_gives_up_waiting_leaves_nothing_held() -> None:
    async def work() -> None:
        turns = Turns()

        async def visit() -> None:
            async with turns.of_all([b"a", b"b"]):
                raise AssertionError("b was held by another")

        async with turns.of(b"b"):
            waiting = asyncio.create_task(visit())
            await asyncio.sleep(0)
            waiting.cancel()
            await asyncio.wait({waiting})
            assert len(turns) == 1
        assert len(turns) == 0

    run(work())
