"""A merge's guard: takes what has come in the meantime all at once, and decides on each message as the guard does.

A message by itself costs more in tasks, turns and sends than merging it does. So those at hand are handed on together.
What fails there fails for all or for one key; either is then handled message by message, and the guard decides.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import ExitStack
from typing import Protocol

from streams.acks import Event, Pending
from streams.guard import Deliver, Guard, Handler, OnFault, record_of
from streams.metrics import Books
from streams.records import Record
from streams.settings import Settings
from streams.topology import Stage
from streams.tracing import Spans

BATCHES = 2
"""Worked on at a time: while the broker is waited for with one, the next is merged."""


class Together(Handler, Protocol):
    """A handler that takes many messages as well."""

    async def together(self, records: Sequence[Record]) -> list[Record]:
        """Return when the outcomes have been delivered; gives those that are to be handled singly.

        Raises:
            Fault: ours.
        """


class BatchGuard(Guard):
    """Takes a stage's messages in batches, and sees each message to its end."""

    def __init__(
        self, stage: Stage, handler: Together, deliver: Deliver, books: Books, *, settings: Settings, on_fault: OnFault,
        spans: Spans | None = None,
    ) -> None:  # fmt: skip
        super().__init__(
            stage, handler, deliver, books, settings=settings, on_fault=on_fault, slots=BATCHES, spans=spans
        )
        self._many = handler
        self.most = max(1, settings.in_flight // BATCHES)
        """Messages of a batch, so that no more are worked on at a time than the settings allow."""

    async def run_batches(self, batches: AsyncIterator[Sequence[Event]]) -> None:
        """Take batches until there are no more, none while the breaker is open; see ``Guard.run``."""
        await self._next_turn()
        async for events in batches:
            self._take_all(events)
            await self._next_turn()

    def _take_all(self, events: Sequence[Event]) -> None:
        self._books.consumed(len(events))
        self._start(self._see_all_through([(event, self.acks.take(event)) for event in events]))

    async def _see_all_through(self, taken: Sequence[tuple[Event, Pending]]) -> None:
        started = time.perf_counter()
        try:
            records = [record_of(event) for event, _ in taken]
            left = await self._together(records)
            alone = []
            for (event, pending), record in zip(taken, records, strict=True):
                if (record.partition, record.offset) in left:
                    alone.append(self._see_through(event, pending))
                else:
                    self._came_through()
                    self.acks.finish(pending)
            self._books.handled(len(taken) - len(alone))
            self._books.took(time.perf_counter() - started, len(taken) - len(alone))
            await asyncio.gather(*alone)
        except asyncio.CancelledError:
            raise
        except BaseException as error:  # noqa: BLE001 - whatever it is, the messages must not be acknowledged
            self._on_fault(error)

    async def _together(self, records: Sequence[Record]) -> set[tuple[int, int]]:
        """Handle them at once, each in a span of its own; gives partition and offset of those that are left."""
        with ExitStack() as spans:
            works = [spans.enter_context(self._spans.of(record)) for record in records]
            found = await self._many.together([work.record for work in works])
            left = {(record.partition, record.offset) for record in found}
            for work, record in zip(works, records, strict=True):
                work.ended("left" if (record.partition, record.offset) in left else "handled")
            return left
