"""Turns by key: work on one key is done in order, one piece after the other, while that on other keys goes on."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager


class Turns:
    """Lets work on one key wait for its turn, while that on other keys goes on. Forgets keys that nobody waits for."""

    def __init__(self) -> None:
        self._locks: dict[bytes, tuple[asyncio.Lock, int]] = {}

    def __len__(self) -> int:
        """Keys that are held or waited for."""
        return len(self._locks)

    @asynccontextmanager
    async def of(self, key: bytes) -> AsyncIterator[None]:
        """Hold the key's turn."""
        async with self.of_all((key,)):
            yield

    @asynccontextmanager
    async def of_all(self, keys: Iterable[bytes]) -> AsyncIterator[None]:
        """Hold the turns of several keys, taken in the order of the keys: so no two wait for each other."""
        held: list[bytes] = []
        try:
            for key in sorted(set(keys)):
                await self._take(key)
                held.append(key)
            yield
        finally:
            for key in held:
                self._locks[key][0].release()
                self._leave(key)

    async def _take(self, key: bytes) -> None:
        lock, users = self._locks.get(key) or (asyncio.Lock(), 0)
        self._locks[key] = (lock, users + 1)
        try:
            await lock.acquire()
        except BaseException:
            self._leave(key)
            raise

    def _leave(self, key: bytes) -> None:
        lock, users = self._locks[key]
        if users > 1:
            self._locks[key] = (lock, users - 1)
        else:
            del self._locks[key]
