"""What a worker says of itself while it runs: how far behind it is, and that it lives."""

import asyncio
import contextlib
from types import SimpleNamespace
from typing import Any, cast

import pytest
from faust.exceptions import ConsumerNotStarted
from faust.types import TP

from schemas import Heartbeat
from streams.acks import OrderedAcks
from streams.apps import StageApp, assigned_partitions
from streams.faults import DeliveryFailed
from streams.heartbeats import beat
from streams.lag import watch_lag
from streams.metrics import Books, Metrics
from streams.records import Outgoing
from tests.unit.streams.fakes import CLEANING, FakeEvent, FakeMessage

TOPIC = CLEANING.source.name


class FakeConsumer:
    """Ends and positions by partition; asserts, as aiokafka does, that a partition is assigned."""

    def __init__(self, ends: dict[int, int | None]) -> None:
        self.ends = ends

    def assignment(self) -> set[TP]:
        return {TP(TOPIC, 0), TP(TOPIC, 1), TP("another", 0)}

    def highwater(self, tp: TP) -> int | None:
        assert tp.partition in self.ends, "Partition is not assigned"
        return self.ends[tp.partition]

    async def position(self, tp: TP) -> int:
        return 5 + tp.partition


def running(consumer: Any, *, started: bool = True) -> StageApp:  # noqa: ANN401 - stands in for Faust's consumer
    acks = OrderedAcks()
    app = SimpleNamespace(consumer=consumer, started=started)
    return cast("StageApp", SimpleNamespace(app=app, guard=SimpleNamespace(acks=acks)))


def lag_after_a_look(work: StageApp, partition: int) -> float | None:
    metrics = Metrics()

    async def look() -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(watch_lag(CLEANING, work, metrics), 0.05)

    asyncio.run(look())
    labels = {"topic": TOPIC, "partition": str(partition)}
    return metrics.registry.get_sample_value("communique_consumer_lag_records", labels)


def test_lag_is_counted_from_what_is_acknowledged() -> None:
    work = running(FakeConsumer({0: 10, 1: 10}))
    work.guard.acks.take(FakeEvent(FakeMessage(TOPIC, 0, 3, None, b""), []))
    assert lag_after_a_look(work, 0) == 7
    assert lag_after_a_look(work, 1) == 10 - 6


@pytest.mark.parametrize("ends", [{0: None}, {}], ids=["end not known", "taken away meanwhile"])
def test_a_lag_that_is_not_known_is_not_told(ends: dict[int, int | None]) -> None:
    assert lag_after_a_look(running(FakeConsumer(ends)), 0) is None


def test_before_its_consumer_has_started_a_worker_has_no_partitions() -> None:
    class NotStarted(FakeConsumer):
        def assignment(self) -> set[TP]:
            raise ConsumerNotStarted

    for work in (running(NotStarted({})), running(FakeConsumer({}), started=False)):
        assert assigned_partitions(CLEANING, work.app) == set()
    assert assigned_partitions(CLEANING, running(FakeConsumer({})).app) == {TP(TOPIC, 0), TP(TOPIC, 1)}


@pytest.mark.parametrize("delivered", [True, False])
def test_a_heartbeat_tells_stage_partitions_and_work_done(delivered: bool) -> None:
    sent: list[Outgoing] = []
    metrics = Metrics()
    books = Books(metrics, "cleaning")
    books.consumed()
    books.handled()

    async def deliver(outgoing: Outgoing) -> None:
        sent.append(outgoing)
        if not delivered:
            raise DeliveryFailed("gone")

    async def listen() -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(beat(CLEANING, deliver, books, metrics, lambda: (2, 5)), 0.05)

    asyncio.run(listen())
    message = Heartbeat.from_bytes(sent[0].value or b"")
    assert (sent[0].topic, sent[0].key) == ("communique.heartbeat.v1", b"cleaning")
    assert (message.stage, message.partitions, message.processed) == ("cleaning", (2, 5), 1)
    seen = metrics.registry.get_sample_value("communique_heartbeat_seen_timestamp_seconds", {"stage": "cleaning"})
    assert (seen is not None) == delivered
