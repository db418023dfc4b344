"""Faust's own sensors as a second set of metrics, ``faust_*``: what the runtime sees, beside what our books say.

Faust's monitor counts in any case; this reads it when Prometheus asks, so a message costs nothing more. Its own
Prometheus exporter is not used: it counts everything a second time, in milliseconds, and serves it from a server of
its own. What Faust counts of sending and of tables is left out, as deliveries and
state go past it (``streams.delivery``, ``streams.state``).
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from faust.sensors import Monitor
from prometheus_client import CollectorRegistry
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from streams.metrics import Declared

Sample = tuple[tuple[str, ...], float]
Read = Callable[[Monitor], Iterator[Sample]]
PREFIX = "faust_"


@dataclass(frozen=True, slots=True)
class Sensor:
    """One metric, and how it is read from the monitor."""

    declared: Declared
    read: Read


class FaustSensors(Collector):
    """The monitor of one app, as a collector of Prometheus' client."""

    def __init__(self, monitor: Monitor) -> None:
        self._monitor = monitor

    def collect(self) -> Iterator[Metric]:
        """The monitor's numbers at this moment."""
        for sensor in SENSORS:
            family = _family(sensor.declared)
            for labels, value in sensor.read(self._monitor):
                family.add_metric(list(labels), value)
            yield family


def expose(monitor: Monitor, registry: CollectorRegistry) -> None:
    """Have a registry tell what an app's monitor sees."""
    registry.register(FaustSensors(monitor))


def catalogue() -> tuple[Declared, ...]:
    """All metrics of this set, for the documentation."""
    return tuple(sensor.declared for sensor in SENSORS)


def _family(declared: Declared) -> CounterMetricFamily | GaugeMetricFamily:
    kind = CounterMetricFamily if declared.kind == "counter" else GaugeMetricFamily
    return kind(declared.name, declared.meaning, labels=declared.labels)


def _sensor(name: str, kind: Literal["counter", "gauge"], meaning: str, read: Read, *labels: str) -> Sensor:
    return Sensor(Declared(PREFIX + name, kind, labels, meaning), read)


def _number(name: str) -> Read:
    return lambda monitor: iter([((), float(getattr(monitor, name)))])


def _recent(name: str) -> Read:
    """The mean of the last times that the monitor keeps; none before the first."""

    def read(monitor: Monitor) -> Iterator[Sample]:
        seconds: Sequence[float] = tuple(getattr(monitor, name))
        if seconds:
            yield (), sum(seconds) / len(seconds)

    return read


def _by_partition(name: str) -> Read:
    def read(monitor: Monitor) -> Iterator[Sample]:
        for tp, value in tuple(getattr(monitor, name).items()):
            yield (tp.topic, str(tp.partition)), float(value)

    return read


def _by_topic(monitor: Monitor) -> Iterator[Sample]:
    for topic, count in tuple(monitor.messages_received_by_topic.items()):
        yield (topic,), float(count)


def _assignments(monitor: Monitor) -> Iterator[Sample]:
    yield ("completed",), float(monitor.assignments_completed)
    yield ("failed",), float(monitor.assignments_failed)


SENSORS = (
    _sensor("messages_received_total", "counter", "Messages that Faust read, those of changelogs included.", _by_topic,
            "topic"),
    _sensor("messages_active", "gauge", "Messages that Faust has read and not yet seen acknowledged.",
            _number("messages_active")),
    _sensor("events_total", "counter", "Messages that Faust handed to the agent.", _number("events_total")),
    _sensor("buffer_full_total", "counter", "Times that reading had to wait for the agent, since the last rebalance.",
            _by_partition("topic_buffer_full"), "topic", "partition"),
    _sensor("read_offset", "gauge", "Offset last read.", _by_partition("tp_read_offsets"), "topic", "partition"),
    _sensor("committed_offset", "gauge", "Offset last committed.", _by_partition("tp_committed_offsets"),
            "topic", "partition"),
    _sensor("commit_seconds", "gauge", "Mean time of the last 30 commits.", _recent("commit_latency")),
    _sensor("rebalances_total", "counter", "Rebalances that this worker went through.", _number("rebalances")),
    _sensor("rebalance_seconds", "gauge", "Mean time of the last rebalances, restoring state included.",
            _recent("rebalance_end_latency")),
    _sensor("assignments_total", "counter", "Partition assignments that this worker computed for its group.",
            _assignments, "outcome"),
)  # fmt: skip
"""Labels are bounded: topics and partitions are those of the worker's own stage."""
