"""A worker is ready when it says so itself; what a dead one wrote down is not believed."""

import json
import os
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from subprocess import Popen
from typing import cast

import pytest

from streams.broker import HOST, free_port
from streams.health import PORT_FILE as WRITTEN
from streams.launcher import Worker
from streams.readiness import PORT_FILE, is_ready
from streams.settings import Settings


class Answering(BaseHTTPRequestHandler):
    """Says of itself what it was told to."""

    status = 200

    def do_GET(self) -> None:
        """Answer any path."""
        self.send_response(self.status if self.path == "/readyz" else 404)
        self.end_headers()

    def log_message(self, *told: object) -> None:
        """Keep the test's output clean."""


@pytest.fixture
def port() -> Iterator[int]:
    server = HTTPServer((HOST, 0), Answering)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server.server_port
    server.shutdown()
    server.server_close()


class Alive:
    """A process that runs, with the id of this one."""

    pid = os.getpid()

    def poll(self) -> None:
        """It has not ended."""


def ready(folder: Path, told: dict[str, object] | str) -> bool:
    settings = Settings(data_dir=folder, instance="other")
    worker = Worker("cleaning", "ab-0", [], {}, folder / "log", process=cast("Popen[bytes]", Alive()))
    file = folder / "workers" / "cleaning" / "ab-0" / PORT_FILE
    file.parent.mkdir(parents=True)
    file.write_text(told if isinstance(told, str) else json.dumps(told))
    return is_ready(settings, worker)


def test_both_sides_mean_the_same_file() -> None:
    assert PORT_FILE == WRITTEN


@pytest.mark.parametrize(("status", "expected"), [(200, True), (503, False)])
def test_a_workers_own_word_counts(
    tmp_path: Path, port: int, status: int, expected: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Answering, "status", status)
    assert ready(tmp_path, {"pid": os.getpid(), "host": HOST, "port": port}) is expected


def test_a_file_of_a_dead_worker_is_passed_over(tmp_path: Path, port: int) -> None:
    assert not ready(tmp_path, {"pid": os.getpid() + 1, "host": HOST, "port": port})


def test_one_that_does_not_answer_is_not_ready(tmp_path: Path) -> None:
    assert not ready(tmp_path, {"pid": os.getpid(), "host": HOST, "port": free_port()})


def test_half_a_file_is_passed_over(tmp_path: Path) -> None:
    assert not ready(tmp_path, '{"pid"')
