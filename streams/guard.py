"""The one place that decides what becomes of a message. Nothing leaves it: Faust acknowledges what an agent raises.

A message ends in exactly one of three ways, each awaited before it is acknowledged: handled (its outcome delivered),
dropped (counted with its reason) or dead-lettered. Where none of them can be reached, the process ends instead without
committing the message's offset, and it is read again. consumed = handled + dropped + dead-lettered + in flight.
"""

import asyncio
import time
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import nullcontext
from typing import Protocol

import structlog
from structlog.contextvars import bind_contextvars

from agents.errors import Dropped, Rejected, RejectReason
from streams.acks import Event, OrderedAcks, Pending
from streams.breaker import Breaker
from streams.dead_letters import Failure, letter
from streams.faults import Fault, TooManyFailures
from streams.headers import TRACEPARENT, last, utc_now
from streams.metrics import Books
from streams.records import Outgoing, Record
from streams.settings import Settings
from streams.topology import Stage
from streams.tracing import NoSpans, Spans, Work
from streams.turns import Turns

log = structlog.get_logger(__name__)

Deliver = Callable[[Outgoing], Awaitable[None]]
"""Sends a message and returns when the broker has confirmed it; raises DeliveryFailed where it does not."""
OnFault = Callable[[BaseException], None]
"""Ends the process without committing; only in tests does it return."""
LONGEST_KEY = 128
"""Characters of a key that are logged; our own ids are shorter."""
OUR_FAULTS = (Fault, MemoryError)
FAILURES: frozenset[RejectReason] = frozenset({"processing_error", "timeout"})
"""Reasons for which the worker may be to blame; the others are plainly the message's own."""


class Handler(Protocol):
    """What a stage does with one message: decode, call the agent, deliver the outcome."""

    async def handle(self, record: Record) -> None:
        """Return when the outcome has been delivered.

        Raises:
            Rejected, Dropped: the agent's word. Fault: ours. Anything else: the message may be tried again.
        """


class Guard:
    """Takes a stage's messages, several at a time, and sees each one to its end."""

    def __init__(
        self, stage: Stage, handler: Handler, deliver: Deliver, books: Books, *, settings: Settings, on_fault: OnFault,
        slots: int | None = None, spans: Spans | None = None,
    ) -> None:  # fmt: skip
        self.acks = OrderedAcks()
        self.breaker = Breaker(settings, books)
        self._stage = stage
        self._handler = handler
        self._deliver = deliver
        self._books = books
        self._settings = settings
        self._on_fault = on_fault
        self._spans: Spans = spans or NoSpans()
        self._slots = asyncio.Semaphore(slots or settings.in_flight)
        self._tasks: set[asyncio.Task[None]] = set()
        self._turns = Turns()
        self._failures_in_a_row = 0

    async def run(self, events: AsyncIterator[Event]) -> None:
        """Take messages until there are no more, never more at a time than the settings allow, none while it is open.

        The breaker is asked before the next message is asked for: one that was read and not taken would hold up every
        rebalance, for Faust waits for it.
        """
        await self._next_turn()
        async for event in events:
            self._take(event)
            await self._next_turn()

    async def finish(self) -> None:
        """Wait until every message that was taken has come to its end."""
        while self._tasks:
            await asyncio.wait(set(self._tasks))

    async def _next_turn(self) -> None:
        await self._slots.acquire()
        await self.breaker.wait_closed()

    def _take(self, event: Event) -> None:
        self._books.consumed()
        self._start(self._see_through(event, self.acks.take(event)))

    def _start(self, work: Coroutine[None, None, None]) -> None:
        """Work that gives back the slot that was acquired for it."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._finished)

    def _finished(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        self._slots.release()

    async def _see_through(self, event: Event, pending: Pending) -> None:
        """Acknowledge the message if, and only if, it came to one of its ends; those of a key come to it in order."""
        try:
            record = record_of(event)
            bind_contextvars(**identity(record))
            async with self._turns.of(record.key) if record.key else nullcontext():
                with self._spans.of(record) as work:
                    await self._settle(record, work)
            self.acks.finish(pending)
        except asyncio.CancelledError:
            raise
        except BaseException as error:  # noqa: BLE001 - whatever it is, the message must not be acknowledged
            self._on_fault(error)

    async def _settle(self, record: Record, work: Work) -> None:
        started = time.perf_counter()
        try:
            await self._attempt(work.record)
        except Dropped as outcome:
            self._came_through()
            self._books.dropped(outcome.reason)
            work.ended("dropped", outcome.reason)
        except _GivenUp as outcome:
            await self._bury(record, outcome.failure)
            work.ended("dead_lettered", outcome.failure.reason)
        else:
            self._came_through()
            self._books.handled()
            work.ended("handled")
        self._books.took(time.perf_counter() - started)

    def _came_through(self) -> None:
        self._failures_in_a_row = 0
        self.breaker.ended(dead=False)

    async def _attempt(self, record: Record) -> None:
        """Try until it succeeds, is decided, or the tries are used up (then ``_GivenUp``)."""
        for attempt in range(1, self._settings.max_attempts + 1):
            try:
                await self._handler.handle(record)
                return
            except (Dropped, *OUR_FAULTS):
                raise
            except Exception as error:
                if attempt == self._settings.max_attempts or isinstance(error, Rejected | TimeoutError):
                    raise _GivenUp(Failure(_reason(error), error, attempt, utc_now())) from error
                await asyncio.sleep(self._settings.retry_backoff * 2 ** (attempt - 1))

    async def _bury(self, record: Record, failure: Failure) -> None:
        """Deliver the dead letter; stop instead where failures follow one another without end."""
        if failure.reason in FAILURES:
            self._failures_in_a_row += 1
            if self._failures_in_a_row > self._settings.max_consecutive_failures:
                raise TooManyFailures(f"{self._failures_in_a_row} messages in a row failed") from failure.error
        await self._deliver(letter(self._stage, record, failure))
        self._books.dead_lettered(failure.reason)
        self.breaker.ended(dead=True)
        log.warning(
            "dead letter",
            reason=failure.reason, error=type(failure.error).__name__, where=_where(failure.error),
            attempts=failure.attempts,
        )  # fmt: skip


class _GivenUp(Exception):
    """A message's tries are used up, or its agent refused it."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.reason)
        self.failure = failure


def _reason(error: Exception) -> RejectReason:
    if isinstance(error, Rejected):
        return error.reason
    return "timeout" if isinstance(error, TimeoutError) else "processing_error"


def identity(record: Record) -> dict[str, str | int]:
    """What every line says that is logged while a message is worked on, in the task that is its own.

    The key is the article's id, its fingerprint or the event's id, as the topic has it; the trace is the W3C trace id.
    """
    trace = (last(record.headers, TRACEPARENT) or b"").split(b"-")
    shown = {"key": (record.key or b"").decode("utf-8", "replace")[:LONGEST_KEY], "topic": record.topic}
    place = {"partition": record.partition, "offset": record.offset}
    return {**shown, **place, "trace": trace[1].decode("ascii", "replace") if len(trace) == 4 else ""}


def _where(error: BaseException) -> str:
    """The innermost line of code; an error's own words may quote the message, so they stay out of the log."""
    frames = traceback.extract_tb(error.__traceback__)
    return f"{frames[-1].filename}:{frames[-1].lineno}" if frames else "unknown"


def record_of(event: Event) -> Record:
    """The message of a Faust event, whose headers may come as pairs, as a mapping or not at all."""
    message = event.message
    headers = message.headers or ()
    pairs = headers.items() if hasattr(headers, "items") else headers
    return Record(
        topic=message.topic,
        partition=message.partition,
        offset=message.offset,
        timestamp=message.timestamp,
        key=message.key,
        value=message.value,
        headers=tuple((name, value or b"") for name, value in pairs),
    )
