"""Topic creation and its check, against a real broker, and what a person is told where a topic is not as declared."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from kafka.admin import KafkaAdminClient, NewTopic

from streams import topics, topology
from streams.problems import NoBroker, TopicMismatch
from tests.brokers.base import HOST, Broker, free_port
from tests.support.processes import command, environment
from tests.support.topics import admin, wait_until

SMALL = topology.RAW.name


@pytest.fixture
def client(broker: Broker) -> Iterator[KafkaAdminClient]:
    """An admin client of a broker that has none of our topics."""
    with closing(admin(broker.bootstrap)) as client:
        ours = {spec.name for spec in topology.topics()} & set(topics.partition_counts(client))
        if ours:
            client.delete_topics(sorted(ours))
            wait_until(lambda: not ours & set(topics.partition_counts(client)), 30, "the topics to be gone")
        yield client


def test_every_declared_topic_is_created_once(client: KafkaAdminClient) -> None:
    declared = list(topology.topics())
    assert sorted(topics.ensure(client, declared)) == sorted(spec.name for spec in declared)
    assert topics.ensure(client, declared) == []
    found = topics.partition_counts(client)
    assert {spec.name: found[spec.name] for spec in declared} == {spec.name: spec.partitions for spec in declared}


def test_a_topic_with_fewer_partitions_is_refused(client: KafkaAdminClient) -> None:
    client.create_topics([NewTopic(SMALL, 2, 1)])
    with pytest.raises(TopicMismatch, match=rf"{SMALL} has 2 partitions where 8 are declared"):
        topics.ensure(client, topology.topics())


def test_a_topic_with_more_partitions_is_taken(client: KafkaAdminClient) -> None:
    client.create_topics([NewTopic(SMALL, topology.RAW.partitions + 1, 1)])
    assert SMALL not in topics.ensure(client, topology.topics())


def test_a_worker_refuses_to_start_on_missing_topics(broker: Broker, client: KafkaAdminClient, tmp_path: Path) -> None:
    del client
    ended = command("worker", "cleaning", settings=environment(broker.bootstrap, tmp_path))
    assert ended.returncode == TopicMismatch.exit_code
    assert "topics --create" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_the_command_creates_checks_and_refuses(broker: Broker, client: KafkaAdminClient, tmp_path: Path) -> None:
    settings = environment(broker.bootstrap, tmp_path)
    assert command("topics", settings=settings).returncode == TopicMismatch.exit_code
    assert command("topics", "--create", settings=settings).returncode == 0
    assert command("topics", settings=settings).returncode == 0
    assert set(topics.partition_counts(client)) >= {spec.name for spec in topology.topics()}


def test_no_broker_is_one_line_and_its_own_exit_code(tmp_path: Path) -> None:
    nobody = f"{HOST}:{free_port()}"
    ended = command("topics", settings=environment(nobody, tmp_path))
    assert ended.returncode == NoBroker.exit_code
    assert nobody in ended.stderr
    assert len(ended.stderr.splitlines()) == 1
