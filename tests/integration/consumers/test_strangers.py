"""Consumers that share no code with us: kafka-python alone, Node.js with kafkajs and ajv, and kcat."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from schemas import DiplomaticEvent
from tests.brokers.base import Broker
from tests.integration.consumers.feed import PAIRS, REPORTS, RETRACTED, publish_feed, standing
from tests.support.node import node_packages, program

EXAMPLES = Path(__file__).parents[3] / "examples"
SECONDS = 120.0
Reader = Callable[..., list[str]]


@pytest.fixture(scope="module")
def address(broker: Broker) -> str:
    """A broker whose event topic holds the small feed."""
    publish_feed(broker.bootstrap)
    return broker.bootstrap


def output(command: list[str], folder: Path) -> list[str]:
    """The lines that a program prints; it must end well, and it sees nothing of our environment."""
    plain = {"PATH": os.environ["PATH"], "HOME": str(folder)}
    done = subprocess.run(
        command, cwd=folder, env=plain, capture_output=True, text=True, timeout=SECONDS, check=False
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


@pytest.fixture(params=["python", "node"])
def read(request: pytest.FixtureRequest, address: str) -> Reader:
    """Runs one of the two examples that print the same lines, with options."""
    if request.param == "python":
        command = [sys.executable, "-I", "consume.py"]
    else:
        node_packages(EXAMPLES / "node")
        command = [program("node", "nodejs"), "consume.mjs"]
    return lambda *options: output([*command, address, "--until-end", *options], EXAMPLES / request.param)


def test_every_revision_is_told_once(read: Reader) -> None:
    lines = read()
    assert len(lines) == len(set(lines)) == len(PAIRS) * REPORTS + 2
    for source, target in PAIRS:
        told = [line for line in lines if line.startswith(f"active {source}/{target} ")]
        assert [line.rsplit("r", 1)[1] for line in told] == ["1)", "2)", "3)"]


def test_a_retraction_and_the_end_are_told(read: Reader) -> None:
    told = [line.split()[0] for line in read() if RETRACTED in line]
    assert told == ["active"] * REPORTS + ["retracted", "ended"]


def test_headers_choose(read: Reader) -> None:
    lines = read("--type", "CONSULT", "--source", "FRA", "--source", "RUS")
    assert [line.split()[1] for line in lines] == ["FRA/DEU"] * REPORTS


def test_nothing_of_ours_is_imported() -> None:
    source = (EXAMPLES / "python" / "consume.py").read_text(encoding="utf-8")
    assert not {"schemas", "agents", "streams", "communique"} & {
        line.split()[1].split(".")[0] for line in source.splitlines() if line.startswith(("import ", "from "))
    }


def kcat(address: str, *options: str) -> list[list[str]]:
    """The fields of each message as kcat's example prints them: key, size, headers, value."""
    program("kcat", "kcat")
    lines = output(["./consume.sh", address, *options], EXAMPLES / "kcat")
    return [line.split("\t", 3) for line in lines]


def test_kcat_reads_the_compacted_view(address: str) -> None:
    latest = {key: value for key, _, _, value in kcat(address)}
    events = {key: DiplomaticEvent.from_bytes(value.encode()) for key, value in latest.items() if value}
    wanted = {key: event.to_bytes() for key, event in standing().items()}
    assert {key: event.to_bytes() for key, event in events.items()} == wanted


def test_kcat_tells_tombstones_and_headers(address: str) -> None:
    found = kcat(address)
    assert [key for key, size, _, _ in found if size == "-1"] == [RETRACTED]
    assert all("ce_id=" in headers and "event_type=" in headers for _, size, headers, _ in found if size != "-1")
