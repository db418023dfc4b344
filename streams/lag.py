"""Consumer lag: how far the acknowledged work of each assigned partition is behind the end of the partition."""

import asyncio
import time

from aiokafka.errors import KafkaError
from faust.exceptions import ConsumerNotStarted
from faust.types import TP

from streams.apps import StageApp, assigned_partitions
from streams.metrics import Metrics
from streams.topology import Stage

INTERVAL = 1.0
"""Seconds between looks; metrics are usually scraped every 5 to 60."""


async def watch_lag(stage: Stage, running: StageApp, metrics: Metrics) -> None:
    """Keep the lag's gauge until cancelled; partitions that were taken away leave it."""
    known: set[TP] = set()
    while True:
        assigned = assigned_partitions(stage, running.app)
        for tp in known - assigned:
            metrics.consumer_lag.remove(tp.topic, str(tp.partition))
            metrics.consumer_lag_seconds.remove(tp.topic, str(tp.partition))
        known = set()
        for tp in assigned:
            lag = await _lag(running, tp)
            if lag is not None:
                known.add(tp)
                metrics.consumer_lag.labels(tp.topic, str(tp.partition)).set(lag)
                metrics.consumer_lag_seconds.labels(tp.topic, str(tp.partition)).set(_age(running, tp, lag))
        await asyncio.sleep(INTERVAL)


def _age(running: StageApp, tp: TP, lag: int) -> float:
    """Seconds since the oldest record that is left was written; 0 where none is, or none of it has been seen yet."""
    written = running.guard.acks.timestamp(tp.topic, tp.partition)
    return 0.0 if not lag or written is None else max(0.0, time.time() - written)


async def _lag(running: StageApp, tp: TP) -> int | None:
    """Records not yet acknowledged; None as long as the end of the partition is not known."""
    try:
        end = running.app.consumer.highwater(tp)
        position = running.guard.acks.position(tp.topic, tp.partition)
        if position is None:
            position = await running.app.consumer.position(tp)
    except (AssertionError, KafkaError, ConsumerNotStarted):
        return None  # the partition was taken away in the meantime: aiokafka asserts that it was not
    return None if end is None or position is None else max(0, end - position)
