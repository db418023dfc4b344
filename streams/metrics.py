"""Every metric, declared once with its kind, labels and meaning. ``catalogue`` is what the docs are made from."""

from collections import Counter as Tally
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

from agents.errors import RejectReason
from schemas import DiplomaticEvent, ExtractedArticle, Message

PREFIX = "communique"
PROCESSING_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)
END_TO_END_BUCKETS = (0.1, 0.25, 0.5, 1.0, 2.0, 3.0, 5.0, 10.0, 30.0, 60.0, 300.0, 3600.0)
BATCH_BUCKETS = (1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0)
MAX_DROP_REASONS = 32
"""Labels are bounded: reasons beyond this many are counted as ``other``."""


@dataclass(frozen=True, slots=True)
class Declared:
    """One metric as the operator's page tells of it."""

    name: str
    kind: Literal["counter", "gauge", "histogram"]
    labels: tuple[str, ...]
    meaning: str


class Metrics:
    """The metrics of one process, in a registry of their own."""

    def __init__(self, registry: CollectorRegistry | None = None) -> None:
        self.registry = CollectorRegistry() if registry is None else registry
        self.declared: list[Declared] = []
        self._declare_messages()
        self._declare_times()
        self._declare_content()
        self._declare_worker()

    def _declare_messages(self) -> None:
        self.messages_consumed = self._counter(
            "messages_consumed_total", "Messages taken from the source topic.", "stage"
        )
        self.messages_handled = self._counter(
            "messages_handled_total", "Messages whose outcome, even an empty one, was delivered.", "stage"
        )
        self.messages_dropped = self._counter(
            "messages_dropped_total", "Good messages that lead to nothing, by reason.", "stage", "reason"
        )
        self.messages_dead_lettered = self._counter(
            "messages_dead_lettered_total", "Messages sent to the dead-letter topic, by reason.", "stage", "reason"
        )
        self.messages_in_flight = self._gauge(
            "messages_in_flight", "Messages taken whose end is not yet reached.", "stage"
        )
        self.messages_produced = self._counter(
            "messages_produced_total", "Messages that a broker confirmed, by topic.", "stage", "topic"
        )

    def _declare_times(self) -> None:
        self.processing_seconds = self._histogram(
            "processing_seconds", "From taking a message to its end, in seconds.", PROCESSING_BUCKETS, "stage"
        )
        self.end_to_end_seconds = self._histogram(
            "end_to_end_seconds", "From first sight of an article to its published event, in seconds.",
            END_TO_END_BUCKETS,
        )  # fmt: skip
        self.last_processed = self._gauge(
            "last_processed_timestamp_seconds", "When a message last came to its end (Unix time).", "stage"
        )
        self.heartbeat_seen = self._gauge(
            "heartbeat_seen_timestamp_seconds", "When the broker last confirmed a heartbeat (Unix time).", "stage"
        )
        self.consumer_lag = self._gauge(
            "consumer_lag_records", "Records of an assigned partition not yet acknowledged.", "topic", "partition"
        )

        self.consumer_lag_seconds = self._gauge(
            "consumer_lag_seconds", "Age of the oldest record of an assigned partition that is not yet acknowledged.",
            "topic", "partition",
        )  # fmt: skip
        self.topic_retention = self._gauge(
            "topic_retention_seconds", "How long a topic keeps its messages, as declared.", "topic"
        )

    def _declare_content(self) -> None:
        self.events = self._counter("events_total", "Events first published, by PLOVER type.", "event_type")
        self.event_revisions = self._counter("event_revisions_total", "Further revisions of published events.")
        self.events_forgotten = self._counter(
            "events_forgotten_total", "Events older than the days that they are kept for, ended by a tombstone."
        )
        self.duplicate_articles = self._counter(
            "duplicate_articles_total", "Articles whose extraction was reused from a copy of the same content."
        )

    def _declare_worker(self) -> None:
        self.nlp_batch_articles = self._histogram(
            "nlp_batch_articles", "Articles parsed together in one batch.", BATCH_BUCKETS
        )
        self.nlp_workers_busy = self._gauge("nlp_workers_busy", "Parsing processes at work.")
        self.breaker_open = self._gauge(
            "breaker_open", "1 where too many dead letters have stopped the stage's consumption, else 0.", "stage"
        )
        self.canaries = self._counter("canaries_total", "Canaries that the stage has seen through.", "stage")
        self.canary_seen = self._gauge(
            "canary_seen_timestamp_seconds", "When the youngest canary seen was sent (Unix time).", "stage"
        )
        self.build_info = self._gauge(
            "build_info", "Always 1; the labels say what is running.", "version", "codebook", "model"
        )

    def _counter(self, name: str, meaning: str, *labels: str) -> Counter:
        self._note(name, "counter", labels, meaning)
        return Counter(name, meaning, labels, namespace=PREFIX, registry=self.registry)

    def _gauge(self, name: str, meaning: str, *labels: str) -> Gauge:
        self._note(name, "gauge", labels, meaning)
        return Gauge(name, meaning, labels, namespace=PREFIX, registry=self.registry)

    def _histogram(self, name: str, meaning: str, buckets: Sequence[float], *labels: str) -> Histogram:
        self._note(name, "histogram", labels, meaning)
        return Histogram(name, meaning, labels, namespace=PREFIX, registry=self.registry, buckets=buckets)

    def _note(
        self, name: str, kind: Literal["counter", "gauge", "histogram"], labels: tuple[str, ...], meaning: str
    ) -> None:
        self.declared.append(Declared(f"{PREFIX}_{name}", kind, labels, meaning))


def catalogue() -> tuple[Declared, ...]:
    """All metrics in the order of their declaration, for the documentation."""
    return tuple(Metrics().declared)


class Books:
    """One stage's books: what was taken and how each message ended. They balance at every moment."""

    def __init__(self, metrics: Metrics, stage: str) -> None:
        self._metrics = metrics
        self._stage = stage
        self._processing_seconds = metrics.processing_seconds.labels(stage)
        self.tally: Tally[str] = Tally()
        self._drop_reasons: set[str] = set()
        self._youngest_canary = 0.0

    @property
    def in_flight(self) -> int:
        """Messages taken whose end is not yet reached."""
        return self.tally["consumed"] - self.tally["handled"] - self.tally["dropped"] - self.tally["dead_lettered"]

    def consumed(self, count: int = 1) -> None:
        """So many messages were taken."""
        self._metrics.messages_consumed.labels(self._stage).inc(count)
        self._enter("consumed", count)

    def handled(self, count: int = 1) -> None:
        """Their outcome was delivered."""
        self._metrics.messages_handled.labels(self._stage).inc(count)
        self._enter("handled", count)

    def dropped(self, reason: str) -> None:
        """It leads to nothing."""
        if reason not in self._drop_reasons and len(self._drop_reasons) >= MAX_DROP_REASONS:
            reason = "other"
        self._drop_reasons.add(reason)
        self._metrics.messages_dropped.labels(self._stage, reason).inc()
        self._enter("dropped")

    def dead_lettered(self, reason: RejectReason) -> None:
        """Its dead letter was delivered."""
        self._metrics.messages_dead_lettered.labels(self._stage, reason).inc()
        self._enter("dead_lettered")

    def breaker_is(self, *, opened: bool) -> None:
        """The breaker was opened or closed."""
        self._metrics.breaker_open.labels(self._stage).set(int(opened))

    def canary(self, sent_at: datetime) -> None:
        """A canary came through. One that comes again, in a replay for instance, makes the clock no older."""
        self._youngest_canary = max(self._youngest_canary, sent_at.timestamp())
        self._metrics.canaries.labels(self._stage).inc()
        self._metrics.canary_seen.labels(self._stage).set(self._youngest_canary)

    def took(self, seconds: float, count: int = 1) -> None:
        """So many messages came to their end, so many seconds after they were taken."""
        for _ in range(count):
            self._processing_seconds.observe(seconds)
        self._metrics.last_processed.labels(self._stage).set_to_current_time()

    def produced(
        self, topic: str, message: Message | None, ingested_at: datetime | None, now: datetime, *, new: bool = True
    ) -> None:
        """The broker confirmed a message; None is a tombstone. Of an event, whether it is told for the first time."""
        self._metrics.messages_produced.labels(self._stage, topic).inc()
        if isinstance(message, ExtractedArticle) and message.reused:
            self._metrics.duplicate_articles.inc()
        if isinstance(message, DiplomaticEvent):
            self._published(message, new=new)
            if ingested_at is not None:
                self._metrics.end_to_end_seconds.observe(max(0.0, (now - ingested_at).total_seconds()))

    def _published(self, event: DiplomaticEvent, *, new: bool) -> None:
        if new:
            self._metrics.events.labels(event.event_type).inc()
        else:
            self._metrics.event_revisions.inc()

    def _enter(self, column: str, count: int = 1) -> None:
        self.tally[column] += count
        self._metrics.messages_in_flight.labels(self._stage).set(self.in_flight)
