"""Runs one stage in this process until it is told to stop.

Exit codes: 0 after SIGTERM or SIGINT; 1 after a fault of our own, with the message at hand not acknowledged, so that it
is read again after a restart. What a person can put right is raised as a ``Problem`` with an exit code of its own.
"""

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import AsyncIterator, Mapping
from typing import NoReturn

import psutil
import structlog
from prometheus_client import ProcessCollector

from streams import bindings, logs, topics
from streams.access import check_access
from streams.apps import StageApp, assigned_partitions, build
from streams.bindings import Agent, MapAgent, call_in_thread
from streams.canaries import send_canaries
from streams.health import HealthServer, write_port_file
from streams.heartbeats import beat
from streams.lag import watch_lag
from streams.metrics import Metrics
from streams.problems import NoBroker
from streams.security import brokers
from streams.sensors import expose
from streams.settings import Settings
from streams.topology import HEARTBEATS, RAW, Stage, stage_named
from streams.tracing import Spans, spans_of

STOPPED, FAULT = 0, 1
GRACE = 2.0
"""Seconds; a few commits, and what is in flight beside a fault. Also what the last spans may take to be exported."""
log = structlog.get_logger(__name__)


def run_stage(name: str, settings: Settings) -> int:
    """Run a stage's worker; gives the exit code.

    Raises:
        Problem: the stage is unknown, no broker answers, topics are not as declared, the port is taken, or spans are
            to be recorded and cannot be.
    """
    stage = stage_named(name)
    logs.configure(settings, stage=stage.name)
    spans = spans_of(stage, settings)
    _check_topics(stage, settings)
    return asyncio.run(Worker(stage, settings, spans).run())


def die(error: BaseException) -> NoReturn:
    """End at once, without committing or waiting for anything."""
    log.critical("stopping on a fault of our own", error=repr(error), exc_info=error)
    leave(FAULT)


def die_soon(error: BaseException) -> None:
    """End after a moment in which the messages before the one at fault get through: it is not acknowledged meanwhile.

    Ended at once, a worker that is started again and again would never get past what was in flight beside it.
    """
    try:
        log.critical("stopping on a fault of our own", error=repr(error), exc_info=error)
        asyncio.get_running_loop().call_later(GRACE, leave, FAULT)
    except BaseException:  # noqa: BLE001 - out of memory, perhaps: then without the moment
        leave(FAULT)


def leave(code: int) -> NoReturn:
    """End this process and those that it started, whatever they are doing."""
    for child in psutil.Process().children(recursive=True):
        with contextlib.suppress(psutil.Error):
            child.kill()
    sys.stderr.flush()
    os._exit(code)


class Worker:
    """One stage's process: its agent, its Faust app, its HTTP server and its heartbeats."""

    def __init__(self, stage: Stage, settings: Settings, spans: Spans) -> None:
        self._stage = stage
        self._settings = settings
        self._spans = spans
        self._metrics = Metrics()
        self._stop = asyncio.Event()
        self._agent_loaded = False
        self._running: StageApp | None = None

    async def run(self) -> int:
        """Until a signal comes (then 0) or Faust gives up (then 1)."""
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, self._stop.set)
        async with self._http(), self._agent() as agent:
            self._running = build(self._stage, agent, self._settings, self._metrics, die_soon, spans=self._spans)
            expose(self._running.app.monitor, self._metrics.registry)
            return await self._until_stopped(self._running)

    @contextlib.asynccontextmanager
    async def _http(self) -> AsyncIterator[None]:
        versions = bindings.versions(self._stage.name, self._settings)
        self._metrics.build_info.labels(versions["version"], versions["codebook"], versions["model"]).set(1)
        retention = self._stage.source.retention
        if retention is not None:
            self._metrics.topic_retention.labels(self._stage.source.name).set(retention.total_seconds())
        ProcessCollector(registry=self._metrics.registry)
        server = HealthServer(
            host=self._settings.http_host, port=self._settings.http_port,
            registry=self._metrics.registry, ready=self._ready, versions=versions, resume=self._resume,
        )  # fmt: skip
        async with server:
            file = write_port_file(self._settings.stage_dir(self._stage.name), self._settings.http_host, server.port)
            log.info("serving metrics and health", host=self._settings.http_host, port=server.port)
            try:
                yield
            finally:
                file.unlink(missing_ok=True)

    @contextlib.asynccontextmanager
    async def _agent(self) -> AsyncIterator[Agent]:
        agent = self._stage.agent(self._settings)
        if not isinstance(agent, MapAgent):
            self._agent_loaded = True
            yield agent
            return
        try:
            await agent.start()
            self._agent_loaded = True
            if isinstance(agent, bindings.Extraction):
                self._metrics.nlp_workers_busy.set_function(lambda: agent.pool.busy)
                agent.pool.on_batch = self._metrics.nlp_batch_articles.observe
            yield agent
        finally:
            await agent.stop()

    async def _until_stopped(self, running: StageApp) -> int:
        app = running.app
        stopped = asyncio.create_task(self._stop.wait())
        work = asyncio.create_task(self._work(running))
        await asyncio.wait({stopped, work}, return_when=asyncio.FIRST_COMPLETED)
        if not self._stop.is_set():
            die(app.crash_reason or work.exception() or RuntimeError("Faust stopped by itself"))
        log.info("stopping", in_flight=running.books.in_flight)
        await self._shut_down(running, work)
        return STOPPED

    async def _work(self, running: StageApp) -> None:
        """Run the app; ends only where it crashes."""
        await running.app.start()
        log.info("ready", partitions=self._partitions())
        async with asyncio.TaskGroup() as beside:
            beside.create_task(beat(self._stage, running.delivery, running.books, self._metrics, self._partitions))
            beside.create_task(watch_lag(self._stage, running, self._metrics))
            if running.expiry is not None:
                beside.create_task(running.expiry.run())
            if running.pulse is not None:
                beside.create_task(running.pulse.run())
            if self._stage.source == RAW and self._settings.canary_interval:
                beside.create_task(send_canaries(running.delivery, self._settings.canary_interval))
            await running.app.wait_until_stopped()
            raise RuntimeError("Faust stopped by itself")

    async def _shut_down(self, running: StageApp, work: "asyncio.Task[None]") -> None:
        """Let what is in flight finish and be committed, but not for ever: what is not will be read again."""
        work.cancel()
        await asyncio.wait({work})
        stopping = asyncio.create_task(running.app.stop())
        await asyncio.wait({stopping}, timeout=self._settings.shutdown_timeout)
        await asyncio.wait({call_in_thread(Spans.close, self._spans)}, timeout=GRACE)
        if not stopping.done():  # not cancelled, as Faust's services go on after a cancellation
            log.warning("stopped before all was finished", in_flight=running.books.in_flight)
            leave(STOPPED)

    def _partitions(self) -> tuple[int, ...]:
        if self._running is None:
            return ()
        return tuple(sorted(tp.partition for tp in assigned_partitions(self._stage, self._running.app)))

    def _resume(self) -> bool:
        """Close the breaker; gives whether it was open."""
        return self._running is not None and self._running.guard.breaker.resume()

    def _ready(self) -> Mapping[str, bool]:
        app = None if self._running is None else self._running.app
        return {
            "agent_loaded": self._agent_loaded,
            "partitions_assigned": bool(self._partitions()) and app is not None and not app.rebalancing,
            "producer_up": app is not None and app.producer.started,
            "breaker_closed": self._running is None or not self._running.guard.breaker.is_open,
        }


def _check_topics(stage: Stage, settings: Settings) -> None:
    """Hold what this stage needs against the broker, before anything is started."""
    if settings.bootstrap_servers is None:
        raise NoBroker("no broker is named; set COMMUNIQUE_BOOTSTRAP_SERVERS, or use `communique up`")
    needed = [stage.source, stage.source.dead_letters(), stage.sink, HEARTBEATS]
    admin = topics.connect(brokers(settings.bootstrap_servers, settings))
    try:
        if settings.security_protocol != "PLAINTEXT":
            check_access(admin, stage)
        topics.check(admin, [*needed, *([stage.changelog] if stage.changelog else [])])
    finally:
        admin.close()
