"""An offset is never committed past a message whose end was not reached: not on our own fault, not on kill -9."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path

import orjson
import pytest
from kafka import TopicPartition
from kafka.partitioner.default import murmur2

from streams import topics
from streams.attached import command_line
from streams.kafka import remove_members
from streams.topology import CLEAN, RAW, STAGES
from streams.topology import topics as declared
from tests.brokers.base import Broker, end_process
from tests.support.processes import environment
from tests.support.topics import Sent, admin, empty, read, send, wait_until

GROUP = STAGES[0].group
CLIENT = f"{GROUP}-0"
SECONDS = 60.0
COMMITS = 1.5
"""Seconds, three intervals between commits: what would be committed has been by then."""


@contextmanager
def odd_worker(settings: dict[str, str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """The worker with the odd agent, ended with the block."""
    with log.open("ab") as output:
        process = subprocess.Popen(
            command_line([sys.executable, "-m", "tests.support.odd_worker"]),
            env=settings, stdin=subprocess.DEVNULL, stdout=output, stderr=output,
        )  # fmt: skip
    try:
        yield process
    finally:
        end_process(process)


def bodies(broker: Broker) -> set[str]:
    """What came out of cleaning."""
    return {record.key.decode() for record in read(broker.bootstrap, CLEAN.name) if record.key}


def offset_of(broker: Broker, body: str) -> tuple[int, int]:
    """Partition and offset of an article."""
    value = orjson.dumps({"body": body})
    (found,) = [record for record in read(broker.bootstrap, RAW.name) if record.value == value]
    return found.partition, found.offset


def committed(broker: Broker) -> dict[int, int]:
    """The group's committed offsets by partition, those of partitions without a commit left out."""
    with closing(admin(broker.bootstrap)) as client:
        offsets = client.list_group_offsets(GROUP)[GROUP]
    return {tp.partition: value.offset for tp, value in offsets.items() if isinstance(tp, TopicPartition)}


def forget_dead_worker(broker: Broker) -> None:
    """What the supervisor does after a kill: the embedded broker would wait for the dead member for ever."""
    with closing(admin(broker.bootstrap)) as client:
        remove_members(client, GROUP, CLIENT)


@pytest.fixture
def prepared(broker: Broker) -> Broker:
    """The broker with all topics, and nobody left in the group."""
    with closing(admin(broker.bootstrap)) as client:
        empty(client, GROUP)
        topics.ensure(client, declared())
    return broker


def articles(*texts: str) -> list[Sent]:
    """Articles of one key, so of one partition, in this order: they are seen through one after the other."""
    return [Sent(b"one", orjson.dumps({"body": text})) for text in texts]


def neighbours(*texts: str) -> list[Sent]:
    """Articles of one partition in this order, each with a key of its own, so that later ones can overtake."""
    candidates = (f"key-{n}".encode() for n in count())
    keys = (key for key in candidates if murmur2(key) % RAW.partitions == 0)
    return [Sent(key, orjson.dumps({"body": text})) for key, text in zip(keys, texts, strict=False)]


def test_a_kill_loses_nothing_of_a_message_overtaken_by_later_ones(prepared: Broker, tmp_path: Path) -> None:
    settings = environment(prepared.bootstrap, tmp_path, commit_interval=str(COMMITS / 3))
    fast = [f"fast-{n}" for n in range(20)]
    with odd_worker(settings, tmp_path / "log") as process:
        send(prepared.bootstrap, RAW.name, neighbours("slow", *fast))
        wait_until(lambda: set(fast) <= bodies(prepared), SECONDS, "the fast ones to overtake the slow one")
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(COMMITS)
        process.send_signal(signal.SIGKILL)
        process.wait(SECONDS)
    forget_dead_worker(prepared)
    assert "slow" not in bodies(prepared)
    partition, offset = offset_of(prepared, "slow")
    assert committed(prepared).get(partition, 0) <= offset


def test_a_fault_of_our_own_ends_the_worker_without_committing_the_message(prepared: Broker, tmp_path: Path) -> None:
    settings = environment(prepared.bootstrap, tmp_path)
    before, after = [f"before-{n}" for n in range(10)], [f"after-{n}" for n in range(10)]
    send(prepared.bootstrap, RAW.name, articles(*before, "memory", *after))
    for _ in range(2):  # a restart reads the message again, and ends again
        with odd_worker(settings, tmp_path / "log") as process:
            assert process.wait(SECONDS) == 1
        forget_dead_worker(prepared)
        partition, offset = offset_of(prepared, "memory")
        assert committed(prepared).get(partition, 0) <= offset
    assert set(before) <= bodies(prepared)
