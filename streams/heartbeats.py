"""A sign of life about once a second, by which consumers tell a quiet feed from a dead worker."""

import asyncio
import uuid
from collections.abc import Callable

import structlog

from schemas import Heartbeat
from streams.faults import DeliveryFailed
from streams.guard import Deliver
from streams.headers import utc_now
from streams.metrics import Books, Metrics
from streams.records import Outgoing
from streams.topology import HEARTBEATS, Stage
from streams.version import pipeline_version

INTERVAL = 1.0
"""Seconds; the contract says "about one a second"."""
log = structlog.get_logger(__name__)


async def beat(
    stage: Stage, deliver: Deliver, books: Books, metrics: Metrics, partitions: Callable[[], tuple[int, ...]]
) -> None:
    """Send heartbeats until cancelled. One that is not delivered is not worth more than a line in the log."""
    worker = f"{stage.name}-{uuid.uuid4()}"
    while True:
        message = Heartbeat(
            stage=stage.name, worker=worker, sent_at=utc_now(), pipeline_version=pipeline_version(),
            partitions=partitions(), processed=books.tally["handled"],
        )  # fmt: skip
        try:
            await deliver(Outgoing(HEARTBEATS.name, stage.name.encode(), message.to_bytes()))
            metrics.heartbeat_seen.labels(stage.name).set_to_current_time()
        except DeliveryFailed as error:
            log.warning("heartbeat not delivered", error=str(error))
        await asyncio.sleep(INTERVAL)
