"""A broker with the project's topics, messages with times of our choosing, and groups that stand where we put them."""

from collections.abc import Callable, Sequence
from contextlib import closing
from functools import partial

import pytest
from kafka import KafkaProducer, TopicPartition

from streams import offsets as offsets_of
from streams import topics, topology
from tests.brokers.base import Broker
from tests.support import console
from tests.support.topics import Sent, admin

Put = Callable[..., None]
"""Puts messages into a partition of a topic."""


@pytest.fixture(scope="module")
def bootstrap(broker: Broker) -> str:
    """The address of a broker on which all topics exist."""
    with closing(admin(broker.bootstrap)) as client:
        topics.ensure(client, topology.topics())
    return broker.bootstrap


@pytest.fixture
def communique(bootstrap: str) -> console.Run:
    """Runs a command on the broker."""
    return partial(console.on, bootstrap)


@pytest.fixture
def put(bootstrap: str) -> Put:
    """Puts messages into one partition of a topic, in order; ``at`` in seconds since 1970, one for each."""

    def send(topic: str, partition: int, messages: Sequence[Sent], at: Sequence[float] = ()) -> None:
        client = KafkaProducer(bootstrap_servers=bootstrap, acks="all")
        with closing(client):
            for number, one in enumerate(messages):
                when = int(at[number] * 1000) if at else None
                headers = list(one.headers)
                client.send(topic, one.value, key=one.key, headers=headers, partition=partition, timestamp_ms=when).get(
                    timeout=30
                )

    return send


def commit(bootstrap: str, group: str, offsets: dict[tuple[str, int], int]) -> None:
    """Have a group without members stand at these offsets."""
    with closing(admin(bootstrap)) as client:
        refused = offsets_of.commit(
            client, group, {TopicPartition(*place): offset for place, offset in offsets.items()}
        )
    assert refused == {}
