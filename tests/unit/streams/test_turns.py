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
