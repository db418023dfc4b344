"""Creating and checking topics, against an admin client that remembers."""

from typing import Any, cast

import pytest
from kafka.admin import KafkaAdminClient, NewTopic
from kafka.errors import TopicAlreadyExistsError

from streams import topics
from streams.problems import NoBroker, TopicMismatch
from streams.topology import CLEAN, RAW
from tests.brokers.base import free_port


class FakeAdmin:
    """Topics by name with their number of partitions; ``rivals`` come to be between the look and the creation."""

    def __init__(self, present: dict[str, int], rivals: dict[str, int] | None = None) -> None:
        self.present = dict(present)
        self.rivals = rivals or {}
        self.asked: list[NewTopic] = []

    def describe_topics(self) -> list[dict[str, Any]]:
        return [{"name": name, "partitions": [{}] * count} for name, count in self.present.items()]

    def wait_for_topics(self, names: list[str]) -> None:
        assert set(names) <= self.present.keys()

    def create_topics(self, new: list[NewTopic]) -> None:
        for topic in new:
            self.present.update({topic.name: self.rivals[topic.name]} if topic.name in self.rivals else {})
            if topic.name in self.present:
                raise TopicAlreadyExistsError
            self.asked.append(topic)
            self.present[topic.name] = topic.num_partitions


def client(fake: FakeAdmin) -> KafkaAdminClient:
    return cast("KafkaAdminClient", fake)


def test_only_what_is_missing_is_created_and_named() -> None:
    fake = FakeAdmin({RAW.name: 8})
    assert topics.ensure(client(fake), [RAW, CLEAN], replication_factor=3) == [CLEAN.name]
    (asked,) = fake.asked
    assert (asked.name, asked.num_partitions, asked.replication_factor) == (CLEAN.name, 8, 3)


def test_a_topic_that_somebody_else_creates_at_the_same_time_is_taken_as_it_is() -> None:
    fake = FakeAdmin({}, rivals={RAW.name: 8})
    assert topics.ensure(client(fake), [RAW]) == []


def test_more_partitions_than_declared_are_fine() -> None:
    topics.check(client(FakeAdmin({RAW.name: 16})), [RAW])


@pytest.mark.parametrize("count", [1, 7])
def test_fewer_partitions_than_declared_are_told_with_what_to_do(count: int) -> None:
    with pytest.raises(TopicMismatch, match=rf"{RAW.name} has {count} partitions where 8 are declared"):
        topics.ensure(client(FakeAdmin({RAW.name: count})), [RAW])


def test_a_missing_topic_is_told_with_the_command_that_creates_it() -> None:
    with pytest.raises(TopicMismatch, match="communique topics"):
        topics.check(client(FakeAdmin({})), [RAW])


@pytest.mark.logs_errors("nobody listens, and the client library says so")
def test_a_broker_that_does_not_answer_is_named() -> None:
    address = f"127.0.0.1:{free_port()}"
    with pytest.raises(NoBroker, match=address):
        topics.connect(address, timeout=1.0)


def test_an_address_that_is_none_is_no_broker() -> None:
    with pytest.raises(NoBroker):
        topics.connect("not an address", timeout=1.0)
