"""Spans: one a message, its parent from the header, named as parent by what is sent on; nothing loaded when off."""

import asyncio
import subprocess
import sys

import orjson
import pytest
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from agents.errors import Dropped
from streams.faults import Fault
from streams.headers import TRACEPARENT
from streams.problems import UsageProblem
from streams.settings import Settings
from streams.spans import RecordedSpans, exporting
from streams.topology import EVENTS
from streams.tracing import NoSpans, spans_of
from tests.support.collector import collector
from tests.unit.streams.fakes import CLEANING, PUBLISHING, Bench, FakeAgent, bench, raising, record
from tests.unit.streams.mentions import mention
from tests.unit.streams.test_batches import Batched

TRACE, PARENT = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"
INCOMING = ((TRACEPARENT, f"00-{TRACE}-{PARENT}-01".encode()),)
BODY = "what an article says"
OFF = """
import sys
from streams.settings import Settings
from streams.topology import STAGES
from streams import worker, tracing
tracing.spans_of(STAGES[0], Settings())
sys.exit(any(name.split(".")[0] == "opentelemetry" for name in sys.modules))
"""


def traced(agent: FakeAgent, headers: tuple[tuple[str, bytes], ...] | None = INCOMING) -> tuple[Bench, ReadableSpan]:
    """One message worked on with spans recorded; gives everything around it, and its span."""
    kept = InMemorySpanExporter()
    provider = TracerProvider(shutdown_on_exit=False)
    provider.add_span_processor(SimpleSpanProcessor(kept))

    async def work() -> Bench:
        at = bench(agent, spans=RecordedSpans(CLEANING, provider))
        event = at.event(orjson.dumps({"body": BODY}), key=b"story")
        event.message.headers = headers
        await at.run(event)
        return at

    at = asyncio.run(work())
    (span,) = kept.get_finished_spans()
    return at, span


def told(span: ReadableSpan) -> dict[str, object]:
    return dict(span.attributes or {})


def test_a_handled_message_has_a_span_between_its_sender_and_its_readers() -> None:
    at, span = traced(FakeAgent())
    assert span.parent is not None
    assert (f"{span.context.trace_id:032x}", f"{span.parent.span_id:016x}") == (TRACE, PARENT)
    (sent,) = at.broker.sent
    assert dict(sent.headers)[TRACEPARENT] == f"00-{TRACE}-{span.context.span_id:016x}-01".encode()
    assert span.name == f"process {CLEANING.source.name}"
    expected = {
        "messaging.system": "kafka", "messaging.kafka.offset": 0, "messaging.kafka.message.key": "story",
        "messaging.consumer.group.name": CLEANING.group, "communique.outcome": "handled",
    }  # fmt: skip
    assert expected.items() <= told(span).items()


@pytest.mark.parametrize("header", [(), ((TRACEPARENT, b"\xff-not-a-trace"),), None])
def test_a_message_without_a_readable_trace_begins_one(header: tuple[tuple[str, bytes], ...] | None) -> None:
    at, span = traced(FakeAgent(), header)
    assert span.parent is None
    assert f"{span.context.trace_id:032x}".encode() in dict(at.broker.sent[0].headers)[TRACEPARENT]


def test_a_span_tells_how_its_message_ended_and_never_what_it_said() -> None:
    _, dropped = traced(FakeAgent({BODY: raising(Dropped("not_news"))}))
    at, dead = traced(FakeAgent({BODY: raising(ValueError(BODY))}))
    assert (told(dropped)["communique.outcome"], told(dropped)["communique.reason"]) == ("dropped", "not_news")
    assert (told(dead)["communique.outcome"], told(dead)["communique.reason"]) == ("dead_lettered", "processing_error")
    assert (dropped.status.is_ok, dead.status.is_ok) == (True, False)
    assert BODY not in dead.to_json()
    assert dict(at.broker.sent[0].headers)[TRACEPARENT] == INCOMING[0][1], "a dead letter keeps its headers"


def test_our_own_fault_ends_the_span_with_its_kind_and_passes() -> None:
    at, span = traced(FakeAgent({BODY: raising(Fault(BODY))}))
    assert [type(fault) for fault in at.faults] == [Fault]
    assert (told(span)["error.type"], span.status.is_ok) == ("Fault", False)
    assert "communique.outcome" not in told(span)
    assert BODY not in span.to_json()


def test_each_message_of_a_batch_has_a_span_of_its_own() -> None:
    kept = InMemorySpanExporter()
    provider = TracerProvider(shutdown_on_exit=False)
    provider.add_span_processor(SimpleSpanProcessor(kept))

    async def work() -> Batched:
        at = Batched(spans=RecordedSpans(PUBLISHING, provider))
        good, bad = at.mention(mention(event_id="e-1")), at.event(b"{", key=b"e-2")
        good.message.headers = bad.message.headers = INCOMING
        await at.run([good, bad])
        return at

    at = asyncio.run(work())
    outcomes = {
        (told(span)["messaging.kafka.message.key"], told(span)["communique.outcome"])
        for span in kept.get_finished_spans()
    }
    assert outcomes == {("e-1", "handled"), ("e-2", "left"), ("e-2", "dead_lettered")}
    (event,) = at.merging.broker.on(EVENTS.name)
    (span,) = [span for span in kept.get_finished_spans() if told(span)["communique.outcome"] == "handled"]
    assert dict(event.headers)[TRACEPARENT] == f"00-{TRACE}-{span.context.span_id:016x}-01".encode()


def test_when_it_is_off_nothing_of_it_is_loaded() -> None:
    assert subprocess.run([sys.executable, "-c", OFF], timeout=60, check=False).returncode == 0
    assert isinstance(spans_of(CLEANING, Settings()), NoSpans)


def test_when_it_is_on_and_not_installed_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "streams.spans")
    monkeypatch.setitem(sys.modules, "opentelemetry.sdk.resources", None)
    with pytest.raises(UsageProblem, match=r"opentelemetry.*pip install 'communique\[tracing\]'"):
        spans_of(CLEANING, Settings(tracing=True))


def test_spans_go_where_the_standard_variables_say(monkeypatch: pytest.MonkeyPatch) -> None:
    with collector() as taking:
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", taking.address)
        monkeypatch.setenv("OTEL_RESOURCE_ATTRIBUTES", "deployment.environment.name=test")
        spans = spans_of(CLEANING, Settings(tracing=True))
        with spans.of(record(b"{}", headers=INCOMING)) as work:
            work.ended("handled")
        spans.close()
        (span,) = taking.spans()
    assert (span["service"], span["trace"], span["parent"]) == (CLEANING.group, TRACE, PARENT)


def test_an_exporter_that_is_not_installed_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OTEL_TRACES_EXPORTER", "carrier-pigeon")
    with pytest.raises(UsageProblem, match="carrier-pigeon"):
        exporting(CLEANING, Settings())
    monkeypatch.setenv("OTEL_TRACES_EXPORTER", "none")
    exporting(CLEANING, Settings()).shutdown()
