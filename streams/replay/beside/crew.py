"""Who works on a replay beside: processes that code, or the extraction's own pool. No Faust, no group to join.

A stage that runs under Faust pays for each message: a task, a confirmation waited for, a commit. Here a batch at a time
is read, worked on in another process, sent and confirmed. What a message leads to is decided by the same agents.
"""

import asyncio
import gc
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import wait
from types import FrameType
from typing import Literal, NamedTuple, cast

from agents.errors import Dropped, Rejected
from schemas import Message
from streams.bindings import InThread, MapAgent
from streams.codec import decode
from streams.guard import OUR_FAULTS
from streams.handlers import key_of, max_bytes_of
from streams.headers import REPLAY, carried, describing, utc_now
from streams.records import Headers, Outgoing, Record
from streams.replay.beside.steps import ARTICLE, CODER
from streams.replay.selection import told_by
from streams.settings import Settings
from streams.topology import Stage

EXTRACTOR = "extraction"
"""The stage whose agent has processes of its own."""
End = Literal["handled", "dropped", "failed"]
Submit = Callable[[Sequence[Record]], "Future[list[Made]]"]


class Made(NamedTuple):
    """What became of a message; ``why`` it failed, in a word and without its content."""

    end: End
    outgoing: tuple[Outgoing, ...] = ()
    why: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    """What a crew is told: the stage with its topics beside, the mentions' topic, and the replay's id."""

    stage: Stage
    settings: Settings
    mentions: str
    replay: str


class Maker:
    """Makes of messages what the stage's agent makes of them."""

    def __init__(self, task: Task, agent: MapAgent) -> None:
        self._task = task
        self._agent = agent
        self._bound = max_bytes_of(task.stage, task.settings)

    async def make(self, records: Sequence[Record]) -> list[Made]:
        """What becomes of each message, in their order."""
        return list(await asyncio.gather(*map(self._one, records)))

    async def _one(self, record: Record) -> Made:
        try:
            return Made("handled", await self._outgoing(record))
        except Dropped as outcome:
            return Made("dropped", (self._mark(told_by(record).article_id),), outcome.reason)
        except Rejected as error:
            return Made("failed", (), error.reason)
        except TimeoutError:
            return Made("failed", (), "timeout")
        except OUR_FAULTS:
            raise
        except Exception:  # noqa: BLE001 - as the guard has it: an agent that fails on a message fails on that message
            return Made("failed", (), "processing_error")

    async def _outgoing(self, record: Record) -> tuple[Outgoing, ...]:
        kind, sink = self._task.stage.source.message, self._task.stage.sink
        if kind is None:
            raise TypeError(f"topic {self._task.stage.source.name} declares no message")
        message = decode(kind, record.value, self._bound)
        beside = self._carried(record)
        made = [
            Outgoing(sink.name, key_of(out, sink), out.to_bytes(), (*beside, *self._describing(out)))
            for out in await self._agent.handle(message)
        ]
        if self._task.stage.name == CODER:
            made.append(self._mark(str(getattr(message, "article_id", ""))))
        return tuple(made)

    def _mark(self, article: str) -> Outgoing:
        """Says that an article has been coded, whether or not anything was found in it."""
        return Outgoing(self._task.mentions, article.encode(), None, ((ARTICLE, article.encode()),))

    def _carried(self, record: Record) -> Headers:
        kept = tuple(header for header in carried(record.headers, utc_now()) if header[0] != REPLAY)
        return (*kept, (REPLAY, self._task.replay.encode()))

    def _describing(self, message: Message) -> Headers:
        return describing(message, self._task.stage.name, utc_now())


@contextmanager
def crew(task: Task) -> Iterator[tuple[Submit, int]]:
    """Workers for a stage, ready, and how many there are; ended with the block.

    Raises:
        MissingModel: the spaCy model is not installed.
    """
    if task.stage.name == EXTRACTOR:
        with _beside(task) as submit:
            yield submit, task.settings.nlp_workers
        return
    number = task.settings.nlp_workers
    with ProcessPoolExecutor(number, multiprocessing.get_context("spawn"), _begin, (task,)) as pool:
        yield lambda records: pool.submit(_work, records), number


_worker: list[tuple[asyncio.AbstractEventLoop, Maker]] = []
"""In a process of a crew: its loop and its maker."""


def withdraw_from_signals() -> None:
    """At the start of a process: Ctrl-C reaches the whole group, but it is the first process's to decide what ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _begin(task: Task) -> None:
    """Load the agent."""
    withdraw_from_signals()
    agent, loop = cast("MapAgent", task.stage.agent(task.settings)), asyncio.new_event_loop()
    loop.run_until_complete(agent.start())
    if isinstance(agent, InThread):
        agent = AtOnce(agent.function, task.settings.processing_timeout)
    gc.freeze()
    _worker.append((loop, Maker(task, agent)))


class AtOnce:
    """Calls an agent's function where it stands: here no event loop must be kept turning. An alarm bounds the time.

    A thread for each call and the way back from it take as long as the coding of a short article.
    """

    def __init__(self, function: Callable[[Message], Sequence[Message]], limit: float) -> None:
        self._function = function
        self._limit = limit
        signal.signal(signal.SIGALRM, _time_is_up)

    async def start(self) -> None:
        """Nothing to load."""

    async def stop(self) -> None:
        """Nothing to let go of."""

    async def handle(self, message: Message) -> Sequence[Message]:
        """The function's answer.

        Raises:
            TimeoutError: it took too long. Also whatever the function raises.
        """
        signal.setitimer(signal.ITIMER_REAL, self._limit)
        try:
            return self._function(message)
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)


def _time_is_up(number: int, frame: FrameType | None) -> None:
    del number, frame
    raise TimeoutError


def _end_with_parent() -> None:
    """A process that waits for work would outlive a parent that was killed."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def _work(records: Sequence[Record]) -> list[Made]:
    loop, maker = _worker[0]
    return loop.run_until_complete(maker.make(records))


@contextmanager
def _beside(task: Task) -> Iterator[Submit]:
    """The agent on a loop in a thread, for one that has processes of its own."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    agent = cast("MapAgent", task.stage.agent(task.settings))
    try:
        asyncio.run_coroutine_threadsafe(agent.start(), loop).result()
        maker = Maker(task, agent)
        yield lambda records: asyncio.run_coroutine_threadsafe(maker.make(records), loop)
    finally:
        asyncio.run_coroutine_threadsafe(agent.stop(), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
