"""The circuit breaker: where too much becomes dead letters, the stage stops taking messages until a person says go on.

A feed that breaks as a whole (another format, another encoding) would otherwise be drained into the dead letters, and a
good feed's dead letters with it. Two measures, as either alone misses a case: a run of dead letters, which a sudden
break reaches soonest, and a share of the last messages, which a feed that breaks in part reaches in the end.
"""

import asyncio
from collections import deque

import structlog

from streams.metrics import Books
from streams.settings import Settings

log = structlog.get_logger(__name__)


class Breaker:
    """Closed at first. It opens by itself and closes by ``resume`` alone, or with the process."""

    def __init__(self, settings: Settings, books: Books) -> None:
        self._run_limit = settings.breaker_run
        self._share_limit = settings.breaker_ratio
        self._books = books
        self._run = 0
        self._window: deque[bool] = deque(maxlen=settings.breaker_window)
        self._closed = asyncio.Event()
        self._closed.set()
        books.breaker_is(opened=False)

    @property
    def is_open(self) -> bool:
        """Whether the stage has stopped taking messages."""
        return not self._closed.is_set()

    async def wait_closed(self) -> None:
        """Return when messages may be taken."""
        await self._closed.wait()

    def ended(self, *, dead: bool) -> None:
        """A message came to its end; ``dead`` where that was a dead letter."""
        self._run = self._run + 1 if dead else 0
        self._window.append(dead)
        if not self.is_open and (self._run >= self._run_limit or self._share_is_too_high()):
            self._open()

    def resume(self) -> bool:
        """Take messages again, with a clean slate; gives whether it was open."""
        if not self.is_open:
            return False
        self._run = 0
        self._window.clear()
        self._closed.set()
        self._books.breaker_is(opened=False)
        log.warning("breaker closed: messages are taken again")
        return True

    def _share_is_too_high(self) -> bool:
        return len(self._window) == self._window.maxlen and sum(self._window) >= self._share_limit * len(self._window)

    def _open(self) -> None:
        self._closed.clear()
        self._books.breaker_is(opened=True)
        log.critical(
            "breaker open: too many dead letters, no more messages are taken; look at the dead letters, then run "
            "`communique resume STAGE` or restart the worker",
            dead_letters_in_a_row=self._run, dead_letters=sum(self._window), of_messages=len(self._window),
        )  # fmt: skip
