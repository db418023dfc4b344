"""Forgetting: a merge's worker looks through its own partitions for states too old to keep, and ends each of them.

An event is ended as it was told: first a tombstone to subscribers, then one in the changelog, then in the local store,
each confirmed before the next. A kill in between leaves a state that the next search finds and ends again. A message
that comes afterwards finds no state and starts the key anew.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from datetime import date
from typing import Protocol

import structlog

from streams.faults import DeliveryFailed
from streams.headers import utc_now
from streams.turns import Turns

PAGE = 20
"""States looked at before the event loop has its turn again: some ten milliseconds."""
REST = 4.0
"""Rest after a page, in times of what the page took: a search has a fifth of the worker at most."""
FIRST = 600.0
"""Seconds from a worker's start to its first search, at most."""
log = structlog.get_logger(__name__)


class AgingStore(Protocol):
    """States by key, to be looked through and removed outside of the work on a message."""

    def page(self, partition: int, after: bytes | None, size: int) -> list[tuple[bytes, bytes]]:
        """So many keys with their states in order; those after a key, or from the first on."""

    def get(self, key: bytes, partition: int) -> bytes | None:
        """The state of a key."""

    async def forget(self, key: bytes, partition: int) -> None:
        """Remove a key; returns when no recovery can bring it back."""


@dataclass(frozen=True, slots=True)
class Aging:
    """What a search works on. ``serving`` gives the partitions whose states are this worker's at the moment."""

    store: AgingStore
    turns: Turns
    expired: Callable[[bytes, date], bool]
    end: Callable[[bytes], Awaitable[None]]
    serving: Callable[[], Collection[int]]


class Expiry:
    """Searches again and again; a key is looked at in its turn, so that no message is merged into it meanwhile."""

    def __init__(self, aging: Aging, interval: float, forgotten: Callable[[], None]) -> None:
        self._aging = aging
        self._interval = interval
        self._forgotten = forgotten
        self._ending = asyncio.Lock()

    async def run(self) -> None:
        """Search once an interval until cancelled. What a broker did not confirm is left to the next search.

        The first search waits too, as an archive that is looked at for a moment is not to be emptied meanwhile, but no
        longer than ``FIRST``: a worker that is started again before every interval is over would never search.

        Raises:
            Fault: the local store cannot be read or written.
        """
        wait = min(self._interval, FIRST)
        while True:
            await asyncio.sleep(wait)
            wait = self._interval
            try:
                await self.search()
            except DeliveryFailed as error:
                log.warning("the search for events to forget was broken off", error=str(error))

    async def search(self) -> int:
        """Look once through every partition of this worker; gives how many states were forgotten.

        Raises:
            Fault: a tombstone was not confirmed, or the local store cannot be read or written.
        """
        gone = 0
        for partition in sorted(self._aging.serving()):
            gone += await self._search(partition)
        if gone:
            log.info("forgot what is too old to keep", forgotten=gone)
        return gone

    async def settled(self) -> None:
        """Return when no key is being ended. Before a partition goes to another worker this must have returned."""
        async with self._ending:
            return

    async def _search(self, partition: int) -> int:
        gone, after = 0, None
        while partition in self._aging.serving():
            started = time.monotonic()
            page = self._aging.store.page(partition, after, PAGE)
            old = [key for key, state in page if self._is_old(state)]
            took = time.monotonic() - started
            for key in old:
                gone += await self._end(key, partition)
            if len(page) < PAGE:
                break
            after = page[-1][0]
            await asyncio.sleep(took * REST)
        return gone

    async def _end(self, key: bytes, partition: int) -> bool:
        """End a key, unless a message has come or the partition has gone since it was looked at."""
        async with self._aging.turns.of(key), self._ending:
            if partition not in self._aging.serving():
                return False
            state = self._aging.store.get(key, partition)
            if state is None or not self._is_old(state):
                return False
            await self._aging.end(key)
            await self._aging.store.forget(key, partition)
        self._forgotten()
        return True

    def _is_old(self, state: bytes) -> bool:
        return self._aging.expired(state, utc_now().date())
