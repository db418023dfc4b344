"""What every test broker has in common: an address, a name, and a way to start and stop."""

import contextlib
import signal
import socket
import subprocess
import time
from abc import ABC, abstractmethod
from pathlib import Path

from kafka.admin import KafkaAdminClient

from streams import topics, topology
from streams.problems import NoBroker

HOST = "127.0.0.1"
POLL_SECONDS = 0.1
STOP_SECONDS = 30.0
"""Apache Kafka's controlled shutdown of one idle node takes two or three seconds; ten times that means it hangs."""
LOG_TAIL_BYTES = 4000


class BrokerUnavailable(Exception):
    """This broker cannot run on this machine; the message says what is missing and what to do."""


def free_port() -> int:
    """A TCP port of the loopback interface that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def end_process(process: subprocess.Popen[bytes], seconds: float = STOP_SECONDS) -> int:
    """Ask a process to stop, and after ``seconds`` make it; returns its exit code."""
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
    try:
        return process.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        return process.wait()


def tail(path: Path) -> str:
    """The end of a log file, for an error message; empty where there is none."""
    with contextlib.suppress(FileNotFoundError):
        return path.read_bytes()[-LOG_TAIL_BYTES:].decode(errors="replace")
    return ""


class Broker(ABC):
    """A Kafka broker for tests. ``bootstrap`` is valid once ``start`` has returned."""

    name: str
    bootstrap: str

    @abstractmethod
    def start(self) -> None:
        """Start it and wait until it answers.

        Raises:
            BrokerUnavailable: it cannot run here, or did not come up in time.
        """

    @abstractmethod
    def stop(self) -> None:
        """Stop it and remove what it stored."""


class RunningBroker(Broker):
    """A broker that somebody else runs; the tests neither start nor stop it."""

    def __init__(self, bootstrap: str) -> None:
        self.name = bootstrap
        self.bootstrap = bootstrap

    def start(self) -> None:
        """Check that it answers, and delete what earlier tests left: the project's topics and consumer groups.

        Raises:
            BrokerUnavailable: nothing answers at this address.
        """
        try:
            with contextlib.closing(topics.connect(self.bootstrap)) as admin:
                _empty(admin)
        except NoBroker as error:
            raise BrokerUnavailable(f"{error} (--broker {self.bootstrap})") from error

    def stop(self) -> None:
        """Leave it running; its topics are there to be looked at until the next start."""


def _empty(admin: KafkaAdminClient) -> None:
    """Delete every topic and consumer group of the project, and nothing else."""
    present = set(topics.partition_counts(admin)) & {spec.name for spec in topology.topics()}
    if present:
        admin.delete_topics(sorted(present))
    known = {group["group_id"] for group in admin.list_groups()}
    for group in known & {stage.group for stage in topology.STAGES}:
        admin.delete_groups([group])
    deadline = time.monotonic() + STOP_SECONDS
    while present & set(topics.partition_counts(admin)) and time.monotonic() < deadline:
        time.sleep(POLL_SECONDS)
