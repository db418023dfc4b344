"""A collector of traces for one test: takes what OpenTelemetry's exporter sends by HTTP, and keeps it."""

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.common.v1.common_pb2 import KeyValue

from tests.brokers.base import HOST


class Collector(ThreadingHTTPServer):
    """Listens on a free port of loopback."""

    def __init__(self) -> None:
        super().__init__((HOST, 0), _Taking)
        self.taken: list[ExportTraceServiceRequest] = []

    @property
    def address(self) -> str:
        """For ``OTEL_EXPORTER_OTLP_ENDPOINT``."""
        return f"http://{HOST}:{self.server_port}"

    def spans(self) -> list[dict[str, str]]:
        """What was taken so far: of each span its name, service, ids in hexadecimal digits and attributes."""
        return [
            {
                "name": span.name,
                "service": _attributes(resource.resource.attributes)["service.name"],
                "trace": span.trace_id.hex(),
                "id": span.span_id.hex(),
                "parent": span.parent_span_id.hex(),
                **_attributes(span.attributes),
            }
            for request in tuple(self.taken)
            for resource in request.resource_spans
            for scope in resource.scope_spans
            for span in scope.spans
        ]


class _Taking(BaseHTTPRequestHandler):
    server: Collector

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.path == "/v1/traces":
            self.server.taken.append(ExportTraceServiceRequest.FromString(body))
        self.send_response(200 if self.path == "/v1/traces" else 404)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - the base class names it so
        """Say nothing."""


def _attributes(pairs: Iterable[KeyValue]) -> dict[str, str]:
    return {pair.key: pair.value.string_value or str(pair.value.int_value) for pair in pairs}


@contextmanager
def collector() -> Iterator[Collector]:
    """A collector for the time of a ``with``."""
    with Collector() as server:
        thread = threading.Thread(target=server.serve_forever, name="collector", daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
