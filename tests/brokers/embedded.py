"""The embedded broker for the tests: one small binary, up in milliseconds, with a fresh data folder each time.

It is started here directly, not through ``streams.broker``'s launcher, which is itself under test. The program is the
native one: the script of the same name runs it as a child, which would outlive the script.
"""

import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path

from streams.attached import command_line
from streams.broker import binary
from streams.problems import NoBroker
from tests.brokers.base import HOST, POLL_SECONDS, Broker, BrokerUnavailable, end_process, free_port, tail

START_SECONDS = 20.0
"""It needs a hundredth of a second; a busy machine may need more."""


class EmbeddedBroker(Broker):
    """noida-db with Kafka as its only service."""

    def __init__(self) -> None:
        self.name = "embedded"
        self.bootstrap = ""
        self._folder = Path()
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it on a free port.

        Raises:
            BrokerUnavailable: the binary is missing or does not listen.
        """
        try:
            program = binary()
        except NoBroker as error:
            raise BrokerUnavailable(str(error)) from error
        port = free_port()
        self.bootstrap = f"{HOST}:{port}"
        self._folder = Path(tempfile.mkdtemp(prefix="communique-embedded-"))
        command = [str(program), "start", "--only", "kafka", "--host", HOST, "--kafka-port", str(port)]
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                command_line([*command, "--data-dir", str(self._folder / "data")]),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self._wait_until_listening(port)

    def stop(self) -> None:
        """End the process and delete its data."""
        if self._process is not None:
            end_process(self._process)
            self._process = None
        shutil.rmtree(self._folder, ignore_errors=True)

    @property
    def _log(self) -> Path:
        return self._folder / "broker.log"

    def _wait_until_listening(self, port: int) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self._process is not None and self._process.poll() is None:
            try:
                socket.create_connection((HOST, port), timeout=1.0).close()
            except OSError:
                time.sleep(POLL_SECONDS)
            else:
                return
        log = tail(self._log)
        self.stop()
        raise BrokerUnavailable(f"the embedded broker did not listen within {START_SECONDS:.0f} s:\n{log}")
