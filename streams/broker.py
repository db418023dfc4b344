"""The embedded Kafka broker: noida-db, one small binary, for the first run, the demo and functional tests.

It keeps its data in memory and never expires a dead consumer, so it is no place for production: a run starts it on
loopback with a fresh data folder and throws that away at the end.
"""

import contextlib
import importlib.util
import os
import shutil
import socket
import subprocess
import time
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from streams.attached import command_line
from streams.problems import NoBroker, PortTaken

HOST = "127.0.0.1"
READY_SECONDS = 10.0
"""It is up in some 10 ms; a machine under load gets a thousand times that."""
STOP_SECONDS = 5.0
POLL_SECONDS = 0.02


def binary() -> Path:
    """The noida-db program that was installed with the package.

    Raises:
        NoBroker: it is not installed.
    """
    spec = importlib.util.find_spec("noida_db")
    folders = list(spec.submodule_search_locations or ()) if spec else []
    for folder in folders:
        for name in ("noida-db", "noida-db.exe"):
            if os.access(Path(folder) / name, os.X_OK):
                return Path(folder) / name
    message = "The embedded broker is not installed: pip install noida-db, or set COMMUNIQUE_BOOTSTRAP_SERVERS."
    raise NoBroker(message)


def free_port() -> int:
    """A TCP port on loopback that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _answers(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection((HOST, port), timeout=0.2):
        return True
    return False


class EmbeddedBroker:
    """One run of the broker, as a context manager. ``address`` is what clients connect to."""

    def __init__(self, folder: Path, port: int | None = None) -> None:
        """Prepare a broker.

        Args:
            folder: parent of the data folder, which is made for this run and removed after it.
            port: TCP port on loopback; a free one when ``None`` or 0.
        """
        self._port = port
        self._folder = folder / "broker"
        self._log: IO[bytes] | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self.address = ""

    @property
    def pid(self) -> int | None:
        """Process id while it runs."""
        return self._process.pid if self._process and self._process.poll() is None else None

    @property
    def log_path(self) -> Path:
        """Where its own output goes."""
        return self._folder.with_suffix(".log")

    def start(self) -> None:
        """Start it and wait until it accepts connections.

        Raises:
            PortTaken: someone listens on the port that was asked for.
            NoBroker: it is not installed, or did not come up; the message quotes its last words.
        """
        if self._port and _answers(self._port):
            raise _port_taken(self._port)
        port = self._port or free_port()
        shutil.rmtree(self._folder, ignore_errors=True)
        self._folder.mkdir(parents=True)
        self._log = self.log_path.open("wb")
        start = [str(binary()), "start", "--only", "kafka", "--host", HOST, "--kafka-port", str(port)]
        self._process = subprocess.Popen(  # noqa: S603 - our own command, and no shell
            command_line([*start, "--data-dir", str(self._folder)]),
            stdin=subprocess.DEVNULL, stdout=self._log, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
        self.address = f"{HOST}:{port}"
        self._await_ready(port)

    def _await_ready(self, port: int) -> None:
        deadline = time.monotonic() + READY_SECONDS
        while time.monotonic() < deadline:
            if self.pid is None:
                raise self._failure(port)
            if _answers(port):
                return
            time.sleep(POLL_SECONDS)
        self.stop()
        message = f"The embedded broker did not come up on {self.address} within {READY_SECONDS:.0f} s."
        raise NoBroker(message)

    def _failure(self, port: int) -> Exception:
        words = self.log_path.read_text(errors="replace").strip()
        self.stop()
        if "already in use" in words:
            return _port_taken(port)
        last = words.splitlines()[-1] if words else "it said nothing"
        return NoBroker(f"The embedded broker ended as it started: {last}")

    def stop(self) -> None:
        """End it: SIGTERM, a bounded wait, then SIGKILL. Safe to call twice."""
        if self._process:
            end_process(self._process, STOP_SECONDS)
        if self._log:
            self._log.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()


def end_process(process: subprocess.Popen[bytes], seconds: float) -> int:
    """Ask a process to end, wait ``seconds`` at most, then kill it. Returns its exit code."""
    if process.poll() is None:
        process.terminate()
    try:
        return process.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        return process.wait()


def _port_taken(port: int) -> PortTaken:
    return PortTaken(f"Port {port} on {HOST} is already in use: choose another one with --port, or leave it out.")
