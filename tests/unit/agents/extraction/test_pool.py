"""The pool of worker processes: batches, copies, kills, time limits, and what a missing model says."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

import psutil
import pytest

from agents.errors import Rejected
from agents.extraction import ExtractionPool, ModelMissing
from schemas import CleanArticle, ExtractedArticle
from tests.unit.agents.extraction.reading import article, extractor

STORY = "Togo criticised Benin on Monday. Benin recalled its envoy from Togo."


@asynccontextmanager
async def running(workers: int = 1, time_limit: float = 60.0) -> AsyncIterator[ExtractionPool]:
    """A started pool, stopped at the end."""
    pool = ExtractionPool(workers=workers, time_limit=time_limit)
    await pool.start()
    try:
        yield pool
    finally:
        await pool.stop()


def with_pool(work: Callable[[ExtractionPool], Awaitable[None]], workers: int = 1, time_limit: float = 60.0) -> None:
    """Run a coroutine with a pool of its own."""

    async def run() -> None:
        async with running(workers, time_limit) as pool:
            await work(pool)

    asyncio.run(run())


def stories(count: int) -> list[CleanArticle]:
    """Different articles."""
    return [article(f"{STORY} Envoy number {n} left.", name=f"story-{n}") for n in range(count)]


def test_answers_are_those_of_the_extractor_in_process() -> None:
    async def work(pool: ExtractionPool) -> None:
        found = await asyncio.gather(*(pool.extract(story) for story in stories(5)))
        here = [result for result in extractor().extract(stories(5)) if isinstance(result, ExtractedArticle)]
        assert [one.to_bytes() for one in found] == [one.to_bytes() for one in here]
        assert pool.busy == 0

    with_pool(work)


def test_a_copy_is_not_parsed_again_and_keeps_its_own_metadata() -> None:
    async def work(pool: ExtractionPool) -> None:
        first = article(STORY, name="first")
        copy = first.model_copy(update={"article_id": "copy", "url": "urn:copy", "publisher": "Another"})
        one, other, later = [*await asyncio.gather(pool.extract(first), pool.extract(copy)), await pool.extract(copy)]
        assert [item.reused for item in (one, other, later)] == [False, True, True]
        assert (other.article_id, other.url, other.publisher) == ("copy", "urn:copy", "Another")
        assert other.sentences == one.sentences == later.sentences

    with_pool(work)


def test_a_worker_killed_in_the_middle_of_a_batch_loses_nothing() -> None:
    async def work(pool: ExtractionPool) -> None:
        waiting = [asyncio.create_task(pool.extract(story)) for story in stories(60)]
        while pool.busy < 2:
            await asyncio.sleep(0)
        before = pool.pids
        os.kill(before[0], signal.SIGKILL)
        found = await asyncio.gather(*waiting)
        assert [item.article_id for item in found] == [f"story-{n}" for n in range(60)]
        async with asyncio.timeout(60):
            while set(pool.pids) == set(before):
                await asyncio.sleep(0.05)

    with_pool(work, workers=2)


def test_a_document_that_kills_its_worker_twice_is_rejected_alone() -> None:
    async def kill_whatever_works(pool: ExtractionPool) -> None:
        while True:
            for pid in pool.pids if pool.busy else ():
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            await asyncio.sleep(0.01)

    async def work(pool: ExtractionPool) -> None:
        killer = asyncio.create_task(kill_whatever_works(pool))
        with pytest.raises(Rejected) as refusal:
            await pool.extract(article(STORY * 200))
        killer.cancel()
        assert refusal.value.reason == "processing_error"
        await asyncio.gather(killer, return_exceptions=True)
        assert (await pool.extract(article(STORY, name="next"))).article_id == "next"

    with_pool(work)


def test_a_document_that_takes_for_ever_is_rejected_and_the_next_is_not() -> None:
    async def work(pool: ExtractionPool) -> None:
        (pid,) = pool.pids
        os.kill(pid, signal.SIGSTOP)
        with pytest.raises(Rejected) as refusal:
            await pool.extract(article(STORY))
        assert refusal.value.reason == "timeout"
        assert (await pool.extract(article(STORY, name="next"))).article_id == "next"

    with_pool(work, time_limit=5.0)


def test_neighbours_of_a_stuck_batch_are_tried_alone() -> None:
    async def work(pool: ExtractionPool) -> None:
        (pid,) = pool.pids
        os.kill(pid, signal.SIGSTOP)
        found = await asyncio.gather(*(pool.extract(story) for story in stories(3)))
        assert len(found) == 3

    with_pool(work, time_limit=5.0)


def test_a_missing_model_is_named_with_the_package_to_install() -> None:
    with pytest.raises(ModelMissing, match="pip install no-such-model"):
        asyncio.run(ExtractionPool("no_such_model").start())


def test_stopping_ends_the_processes() -> None:
    async def run() -> tuple[int, ...]:
        async with running(2) as pool:
            return pool.pids

    assert not any(psutil.pid_exists(pid) for pid in asyncio.run(run()))


def test_workers_die_with_a_parent_that_is_killed() -> None:
    code = (
        "import asyncio\nfrom agents.extraction import ExtractionPool\n"
        "async def main():\n    pool = ExtractionPool()\n    await pool.start()\n    print(*pool.pids, flush=True)\n"
        "    await asyncio.sleep(600)\nasyncio.run(main())\n"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        worker = psutil.Process(int(parent.stdout.readline()))
        parent.kill()
        worker.wait(30)
    assert not worker.is_running()
