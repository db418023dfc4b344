"""Worker processes that hold the model: batches built from concurrent calls, time limits, and the dead replaced.

A batch whose worker died or ran out of time is split, and its documents are tried once more, each alone, so that one
bad document costs its neighbours a little time and nothing else.
"""

import asyncio
import os
import sys
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

import orjson

from agents.errors import Rejected
from agents.extraction.nlp import DEFAULT_MODEL, ModelMissing
from agents.extraction.protocol import LENGTH, read_reply, request
from agents.extraction.reuse import Reuse, adapted, key_of
from schemas import CleanArticle, ExtractedArticle

BATCH_ARTICLES: Final = 32
BATCH_CHARACTERS: Final = 60_000
"""About 12,000 tokens, two seconds of work: large enough for the parser's batches, far below the time limit."""
TIME_LIMIT: Final = 60.0
"""Seconds for a batch, and for a document on its own; the longest article that is read takes about ten."""
START_LIMIT: Final = 120.0
"""Seconds for a process to load the model; some two are usual."""
RESPAWN_PAUSE: Final = 1.0
"""Seconds between attempts to start a process on a machine that has no room for one."""
ATTEMPTS: Final = 2
ONE_THREAD: Mapping[str, str] = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
"""Small matrices gain nothing from BLAS threads, and processes already use the cores."""


class WorkerDied(Exception):
    """A worker process ended while it was needed."""


@dataclass(slots=True, eq=False)
class _Job:
    """A document on its way, and whoever waits for it."""

    article: CleanArticle
    answer: "asyncio.Future[ExtractedArticle]"
    attempts: int = 0

    def settle(self, result: ExtractedArticle | Rejected) -> None:
        if self.answer.done():
            return
        if isinstance(result, Rejected):
            self.answer.set_exception(result)
        else:
            self.answer.set_result(result)


class _Worker:
    """One worker process, as the pool sees it."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    @classmethod
    async def spawn(cls, model: str) -> "_Worker":
        """Start a process and wait until it has loaded the model."""
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "agents.extraction.worker", model, env={**os.environ, **ONE_THREAD},
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
        )  # fmt: skip
        worker = cls(process)
        try:
            hello = orjson.loads(await asyncio.wait_for(worker._read(), START_LIMIT))
        except BaseException:
            await worker.kill()
            raise
        if "missing" in hello:
            await worker.kill()
            raise ModelMissing(hello["missing"])
        return worker

    @property
    def pid(self) -> int:
        return self._process.pid

    async def exchange(self, articles: list[CleanArticle]) -> list[ExtractedArticle | Rejected]:
        """Have a batch extracted.

        Raises:
            WorkerDied: the process ended before it answered.
        """
        stdin = self._process.stdin
        assert stdin is not None
        try:
            stdin.write(request(articles))
            await stdin.drain()
        except ConnectionError as error:
            raise WorkerDied from error
        try:
            return read_reply(await self._read())
        except ValueError as error:
            raise WorkerDied from error

    async def _read(self) -> bytes:
        stdout = self._process.stdout
        assert stdout is not None
        try:
            (size,) = LENGTH.unpack(await stdout.readexactly(LENGTH.size))
            return await stdout.readexactly(size)
        except (asyncio.IncompleteReadError, ConnectionError) as error:
            raise WorkerDied from error

    async def kill(self) -> None:
        """End the process, whatever it is doing."""
        with suppress(ProcessLookupError):
            self._process.kill()
        await self._process.wait()


def _heard(answer: "asyncio.Future[ExtractedArticle]") -> None:
    """Look at an answer that nobody may be waiting for any more, so that it is not reported as lost."""
    if not answer.cancelled():
        answer.exception()


class ExtractionPool:
    """Extracts articles in worker processes. Calls may be made concurrently; they share batches."""

    def __init__(self, model: str = DEFAULT_MODEL, workers: int = 1, *, time_limit: float = TIME_LIMIT) -> None:
        """``workers`` processes, each with the model (some 300 MB); ``time_limit`` in seconds a document."""
        self._model = model
        self._size = max(1, workers)
        self._time_limit = time_limit
        self._waiting: deque[_Job] = deque()
        self._alone: deque[_Job] = deque()
        self._changed = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []
        self._workers: dict[int, _Worker] = {}
        self._busy = 0
        self.on_batch: Callable[[int], None] | None = None
        """Told the number of articles of each batch."""
        self._reuse = Reuse()
        self._running: dict[bytes, asyncio.Future[ExtractedArticle]] = {}

    @property
    def busy(self) -> int:
        """Workers with a batch in hand."""
        return self._busy

    @property
    def pids(self) -> tuple[int, ...]:
        """Process ids of the living workers."""
        return tuple(worker.pid for worker in self._workers.values())

    async def start(self) -> None:
        """Start the processes; returns when all have loaded the model.

        Raises:
            ModelMissing: there is no such model.
        """
        spawned = await asyncio.gather(*(_Worker.spawn(self._model) for _ in range(self._size)), return_exceptions=True)
        workers = [worker for worker in spawned if isinstance(worker, _Worker)]
        failures = [error for error in spawned if isinstance(error, BaseException)]
        if failures:
            await asyncio.gather(*(worker.kill() for worker in workers))
            raise failures[0]
        self._workers = dict(enumerate(workers))
        self._tasks = [asyncio.create_task(self._serve(slot)) for slot in self._workers]

    async def stop(self) -> None:
        """End the processes. Whoever still waits is cancelled."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await asyncio.gather(*(worker.kill() for worker in self._workers.values()))
        for job in (*self._waiting, *self._alone):
            job.answer.cancel()
        self._tasks, self._workers = [], {}

    async def extract(self, article: CleanArticle) -> ExtractedArticle:
        """Extract one article.

        Raises:
            Rejected: it cannot be extracted: ``timeout`` or ``processing_error``.
        """
        key = key_of(article)
        known = self._reuse.get(key)
        if known is not None:
            return adapted(known, article)
        first = self._running.get(key)
        if first is not None:
            return adapted(await asyncio.shield(first), article)
        extracted = await self._submit(article, key)
        self._reuse.keep(key, extracted, len(article.body))
        return extracted

    async def _submit(self, article: CleanArticle, key: bytes) -> ExtractedArticle:
        """Queue an article; copies that come meanwhile wait for the same answer."""
        job = _Job(article, asyncio.get_running_loop().create_future())
        self._running[key] = job.answer
        self._waiting.append(job)
        self._changed.set()
        try:
            return await asyncio.shield(job.answer)
        finally:
            job.answer.add_done_callback(_heard)
            self._running.pop(key, None)

    async def _serve(self, slot: int) -> None:
        """The life of one slot: batch after batch, with a new process whenever the last one was lost."""
        while True:
            batch = await self._next_batch()
            self._busy += 1
            try:
                await self._run(slot, batch)
            except asyncio.CancelledError:
                for job in batch:
                    job.answer.cancel()
                raise
            finally:
                self._busy -= 1

    async def _next_batch(self) -> list[_Job]:
        while not (self._waiting or self._alone):
            self._changed.clear()
            await self._changed.wait()
        if self._alone:
            return [self._alone.popleft()]
        batch, size = [self._waiting.popleft()], 0
        size = len(batch[0].article.body)
        while self._waiting and len(batch) < BATCH_ARTICLES and size < BATCH_CHARACTERS:
            size += len(self._waiting[0].article.body)
            batch.append(self._waiting.popleft())
        return [job for job in batch if not job.answer.cancelled()]

    async def _run(self, slot: int, batch: Sequence[_Job]) -> None:
        if not batch:
            return
        if self.on_batch is not None:
            self.on_batch(len(batch))
        worker = self._workers[slot]
        try:
            results = await asyncio.wait_for(worker.exchange([job.article for job in batch]), self._time_limit)
        except (TimeoutError, WorkerDied) as error:
            await worker.kill()
            self._requeue(batch, error)
            await self._replace(slot)
            return
        for job, result in zip(batch, results, strict=True):
            job.settle(result)

    async def _replace(self, slot: int) -> None:
        """A new process for a slot, however long the machine takes to yield one."""
        while True:
            try:
                self._workers[slot] = await _Worker.spawn(self._model)
            except (OSError, TimeoutError, WorkerDied):
                await asyncio.sleep(RESPAWN_PAUSE)
            else:
                return

    def _requeue(self, batch: Sequence[_Job], error: Exception) -> None:
        """Documents of a lost batch are tried again, each alone; one that had its chances is rejected."""
        timed_out = isinstance(error, TimeoutError)
        for job in batch:
            job.attempts += 1
            if timed_out and len(batch) == 1:
                job.settle(Rejected("timeout", f"not extracted within {self._time_limit:g} s"))
            elif job.attempts >= ATTEMPTS:
                job.settle(Rejected("processing_error", "the worker process died on it twice"))
            else:
                self._alone.append(job)
        self._changed.set()
