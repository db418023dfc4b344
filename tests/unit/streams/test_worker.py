"""The worker around a stage: what it refuses to start with, and how it ends on a fault. The rest is integration."""

import subprocess
import sys

import pytest

from streams.problems import NoBroker, UsageProblem
from streams.settings import Settings
from streams.worker import FAULT, run_stage
from tests.brokers.base import free_port

ENDS_ON_A_FAULT = """
import asyncio
from streams import worker
from streams.logs import configure
from streams.settings import Settings

async def work():
    worker.GRACE = 0.01
    worker.die_soon(MemoryError("out"))
    await asyncio.sleep(60)

configure(Settings())
asyncio.run(work())
"""
WITHOUT_A_LOOP = """
from streams import worker
from streams.logs import configure
from streams.settings import Settings

configure(Settings())
worker.die_soon(MemoryError("out"))
raise SystemExit(0)
"""


def test_an_unknown_stage_is_refused() -> None:
    with pytest.raises(UsageProblem):
        run_stage("printing", Settings())


def test_without_a_broker_named_it_says_what_to_set() -> None:
    with pytest.raises(NoBroker, match="COMMUNIQUE_BOOTSTRAP_SERVERS"):
        run_stage("cleaning", Settings())


@pytest.mark.logs_errors("nobody listens, and the client library says so")
def test_a_broker_that_does_not_answer_is_named() -> None:
    address = f"127.0.0.1:{free_port()}"
    with pytest.raises(NoBroker, match=address):
        run_stage("cleaning", Settings(bootstrap_servers=address))


@pytest.mark.parametrize("program", [ENDS_ON_A_FAULT, WITHOUT_A_LOOP], ids=["in a loop", "without one"])
def test_a_fault_ends_the_process_with_its_exit_code_and_a_word_in_the_log(program: str) -> None:
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False)
    assert ended.returncode == FAULT
    assert "stopping on a fault of our own" in ended.stderr
    assert "MemoryError" in ended.stderr
