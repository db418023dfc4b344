"""Spans by OpenTelemetry. Imported only where tracing is switched on; needs the extra ``communique[tracing]``.

Names and attributes are those of the semantic conventions for messaging
(https://opentelemetry.io/docs/specs/semconv/messaging/kafka/); how a message ended is beside them as ``communique.*``.
No span holds a body or an error's own words, which may quote one.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from importlib.metadata import entry_points

from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter
from opentelemetry.trace import Span, SpanKind, Status, StatusCode
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator
from opentelemetry.util.types import Attributes

from streams.headers import REPLAY, TRACEPARENT, OwnSpan, last
from streams.problems import UsageProblem
from streams.records import Record
from streams.settings import Settings
from streams.topology import Stage
from streams.version import pipeline_version

EXPORTER = "OTEL_TRACES_EXPORTER"
OTLP = "otlp_proto_http"
"""What ``otlp``, the standard's default, means here: the protocol that the extra installs."""
LONGEST_KEY = 128
"""Characters of a key that are told; our own ids are shorter."""

_propagator = TraceContextTextMapPropagator()


def exporting(stage: Stage, settings: Settings) -> TracerProvider:
    """A provider whose resource, sampler, batching and exporter are those of the standard ``OTEL_*`` variables.

    Raises:
        UsageProblem: no exporter of the name in ``OTEL_TRACES_EXPORTER`` is installed.
    """
    told = {"service.instance.id": settings.instance, "service.version": pipeline_version()}
    provider = TracerProvider(resource=Resource.create({"service.name": stage.group, **told}), shutdown_on_exit=False)
    name = os.environ.get(EXPORTER) or "otlp"
    if name != "none":
        provider.add_span_processor(BatchSpanProcessor(_exporter(OTLP if name == "otlp" else name)))
    return provider


def _exporter(name: str) -> SpanExporter:
    for found in entry_points(group="opentelemetry_traces_exporter", name=name):
        exporter: SpanExporter = found.load()()
        return exporter
    raise UsageProblem(f"{EXPORTER} names {name}, which is not installed; `otlp`, `console` and `none` are")


@dataclass(frozen=True, slots=True)
class Recorded:
    """Work of which a span is recorded."""

    record: Record
    span: Span

    def ended(self, how: str, reason: str = "") -> None:
        """Note in the span how the message ended."""
        self.span.set_attribute("communique.outcome", how)
        if reason:
            self.span.set_attribute("communique.reason", reason)
        if how == "dead_lettered":
            self.span.set_status(Status(StatusCode.ERROR, reason))


class RecordedSpans:
    """A span for each message, whose parent is the one in its ``traceparent``; what is sent on names it as parent."""

    def __init__(self, stage: Stage, provider: TracerProvider) -> None:
        self._stage = stage
        self._provider = provider
        self._tracer = provider.get_tracer("communique", pipeline_version())

    @contextmanager
    def of(self, record: Record) -> Iterator[Recorded]:
        """The message's span, for the time of a ``with``."""
        known = (last(record.headers, TRACEPARENT) or b"").decode("ascii", "replace")
        parent = _propagator.extract({TRACEPARENT: known})
        span = self._tracer.start_span(
            f"process {record.topic}", parent, SpanKind.CONSUMER, attributes=self._about(record)
        )
        try:
            yield Recorded(_within(record, span), span)
        except BaseException as error:
            span.set_status(Status(StatusCode.ERROR))
            span.set_attribute("error.type", type(error).__name__)
            raise
        finally:
            span.end()

    def close(self) -> None:
        """Export what is left, or give up after the time that the exporter allows."""
        self._provider.shutdown()

    def _about(self, record: Record) -> Attributes:
        return {
            "messaging.system": "kafka",
            "messaging.operation.name": "process",
            "messaging.operation.type": "process",
            "messaging.destination.name": record.topic,
            "messaging.destination.partition.id": str(record.partition),
            "messaging.kafka.offset": record.offset,
            "messaging.kafka.message.key": (record.key or b"").decode("utf-8", "replace")[:LONGEST_KEY],
            "messaging.consumer.group.name": self._stage.group,
            "communique.stage": self._stage.name,
            "communique.replay": (last(record.headers, REPLAY) or b"").decode("utf-8", "replace")[:LONGEST_KEY],
        }


def _within(record: Record, span: Span) -> Record:
    """The message as if the span had sent it."""
    others = tuple(header for header in record.headers if header[0] != TRACEPARENT)
    return replace(record, headers=(*others, (TRACEPARENT, _traceparent(span))))


def _traceparent(span: Span) -> OwnSpan:
    """The span as the header tells it (https://www.w3.org/TR/trace-context/#traceparent-header)."""
    context = span.get_span_context()
    return OwnSpan(f"00-{context.trace_id:032x}-{context.span_id:016x}-{context.trace_flags:02x}", "ascii")
