"""Faust's sensors as Prometheus sees them: what a monitor noted is told, in base units and under names of their own."""

import re
from types import SimpleNamespace

import pytest
from faust.sensors import Monitor
from faust.types import TP
from prometheus_client import CollectorRegistry, generate_latest

from streams.metrics import Metrics
from streams.metrics import catalogue as ours
from streams.sensors import catalogue, expose

PLACE = TP("news.articles.raw.v1", 3)


@pytest.fixture
def monitor() -> Monitor:
    return Monitor()


@pytest.fixture
def registry(monitor: Monitor) -> CollectorRegistry:
    made = CollectorRegistry()
    expose(monitor, made)
    return made


def test_every_sensor_is_told_with_its_kind_and_none_under_a_name_of_ours(registry: CollectorRegistry) -> None:
    exposed = generate_latest(registry).decode()
    for sensor in catalogue():
        assert re.search(rf"^# TYPE {sensor.name} {sensor.kind}$", exposed, re.MULTILINE), sensor.name
        assert sensor.meaning.endswith(".")
    assert not {sensor.name for sensor in catalogue()} & {metric.name for metric in ours()}


def test_both_sets_are_served_from_one_registry(monitor: Monitor) -> None:
    metrics = Metrics()
    expose(monitor, metrics.registry)
    assert {"faust_events_total", "communique_events_total"} <= set(
        re.findall(r"^# TYPE (\S+)", generate_latest(metrics.registry).decode(), re.MULTILINE)
    )


def test_what_the_monitor_notes_is_told(monitor: Monitor, registry: CollectorRegistry) -> None:
    for offset in (7, 8):
        monitor.on_message_in(PLACE, offset, SimpleNamespace(time_in=None))  # type: ignore[arg-type]  # only its time
    monitor.on_message_out(PLACE, 7, SimpleNamespace(time_in=None, time_out=None))  # type: ignore[arg-type]  # as above
    monitor.on_tp_commit({PLACE: 8})
    monitor.on_topic_buffer_full(PLACE)
    monitor.commit_latency.extend([0.25, 0.75])
    value = registry.get_sample_value
    where = {"topic": PLACE.topic, "partition": "3"}
    assert value("faust_messages_received_total", {"topic": PLACE.topic}) == 2
    assert value("faust_messages_active") == 1
    assert value("faust_read_offset", where) == 8
    assert value("faust_committed_offset", where) == 8
    assert value("faust_buffer_full_total", where) == 1
    assert value("faust_commit_seconds") == 0.5
    assert value("faust_rebalance_seconds") is None
    assert value("faust_assignments_total", {"outcome": "completed"}) == 0
