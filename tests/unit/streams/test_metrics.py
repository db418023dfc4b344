"""The metrics' declaration, and books that balance."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from prometheus_client import generate_latest
from prometheus_client.metrics import MetricWrapperBase

from streams import metrics as metrics_module
from streams.metrics import MAX_DROP_REASONS, Books, Metrics, catalogue
from tests.unit.streams.mentions import event

CONTRACT = {
    "messages_consumed_total": ("stage",), "messages_produced_total": ("stage", "topic"),
    "messages_dropped_total": ("stage", "reason"), "messages_dead_lettered_total": ("stage", "reason"),
    "messages_in_flight": ("stage",), "processing_seconds": ("stage",), "end_to_end_seconds": (),
    "consumer_lag_records": ("topic", "partition"), "last_processed_timestamp_seconds": ("stage",),
    "heartbeat_seen_timestamp_seconds": ("stage",), "events_total": ("event_type",), "event_revisions_total": (),
    "duplicate_articles_total": (), "nlp_batch_articles": (), "nlp_workers_busy": (),
    "build_info": ("version", "codebook", "model"),
}  # fmt: skip
NOW = datetime(2025, 5, 15, tzinfo=UTC)


def test_every_metric_of_the_contract_is_declared_with_its_labels() -> None:
    declared = {metric.name: metric.labels for metric in catalogue()}
    assert {f"communique_{name}": labels for name, labels in CONTRACT.items()}.items() <= declared.items()


def test_every_metric_has_a_meaning_and_a_kind_that_prometheus_agrees_with() -> None:
    exposed = generate_latest(Metrics().registry).decode()
    for metric in catalogue():
        assert metric.meaning.endswith(".")
        assert re.search(rf"^# TYPE {metric.name} {metric.kind}$", exposed, re.MULTILINE), metric.name


@given(st.lists(st.sampled_from(["consumed", "handled", "dropped", "dead_lettered"])))
def test_in_flight_is_what_was_taken_and_has_not_ended(entries: list[str]) -> None:
    metrics = Metrics()
    books = Books(metrics, "cleaning")
    enter: dict[str, Callable[[], None]] = {
        "consumed": books.consumed, "handled": books.handled, "dropped": lambda: books.dropped("r"),
        "dead_lettered": lambda: books.dead_lettered("timeout"),
    }  # fmt: skip
    for entry in entries:
        enter[entry]()
    ended = len(entries) - entries.count("consumed")
    assert books.in_flight == entries.count("consumed") - ended
    shown = metrics.registry.get_sample_value("communique_messages_in_flight", {"stage": "cleaning"})
    assert (shown or 0) == books.in_flight


def test_reasons_for_dropping_are_bounded() -> None:
    metrics = Metrics()
    books = Books(metrics, "cleaning")
    for number in range(MAX_DROP_REASONS + 5):
        books.dropped(f"reason-{number}")
    other = metrics.registry.get_sample_value(
        "communique_messages_dropped_total", {"stage": "cleaning", "reason": "other"}
    )
    assert other == 5


def test_an_event_is_new_once_and_revised_after() -> None:
    metrics = Metrics()
    books = Books(metrics, "publishing")
    for revision in (1, 2, 3):
        books.produced("diplomacy.events.v1", event(revision=revision + 1), NOW, NOW, new=revision == 1)
    books.produced("diplomacy.events.v1", None, None, NOW)
    value = metrics.registry.get_sample_value
    assert value("communique_events_total", {"event_type": "REJECT"}) == 1
    assert value("communique_event_revisions_total") == 2
    labels = {"stage": "publishing", "topic": "diplomacy.events.v1"}
    assert value("communique_messages_produced_total", labels) == 4
    assert value("communique_end_to_end_seconds_count") == 3


def test_every_metric_is_observed_by_somebody() -> None:
    """An attribute of ``Metrics`` that no other code asks for would stay at nothing for ever."""
    attributes = {name for name, value in vars(Metrics()).items() if isinstance(value, MetricWrapperBase)}
    code = "\n".join(
        file.read_text(encoding="utf-8").partition("class Books")[2 if file.name == "metrics.py" else 0]
        for file in Path(metrics_module.__file__).parent.rglob("*.py")
    )
    assert not {name for name in attributes if f"etrics.{name}." not in code}
    assert len(attributes) == len(catalogue())
