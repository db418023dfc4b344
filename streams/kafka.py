"""Kafka clients of the command line: kafka-python with bounded waits, closed after use, quiet unless asked."""

import contextlib
import logging
from collections.abc import Iterator, Sequence
from typing import Any

from kafka import KafkaConsumer, KafkaProducer, TopicPartition
from kafka.admin import KafkaAdminClient
from kafka.admin._groups import MemberToRemove
from kafka.errors import KafkaError

from streams.problems import NoBroker
from streams.security import client_options, unreachable
from streams.topics import connect

CONNECT_SECONDS = 5.0
"""Longest wait for a first answer: enough for a broker across the world, short enough for a person who mistyped."""
REQUEST_SECONDS = 15.0
DELIVERY_SECONDS = 30.0
POLL_MILLISECONDS = 200
ALL_FETCHED = 2**31
"""Messages taken at a poll: all that were fetched, which the sizes of fetches bound. Of a partition that is paused when
only some were taken kafka-python 3.0 keeps the rest, never gives it, and fetches nothing more."""
MAX_REQUEST_BYTES = 8 * 1024 * 1024
"""As large as the largest message that the raw topic takes."""


def _connection(address: str, name: str) -> dict[str, Any]:
    return {
        "bootstrap_servers": address.split(","),
        "client_id": f"communique-{name}",
        "bootstrap_timeout_ms": int(CONNECT_SECONDS * 1000),
        "request_timeout_ms": int(REQUEST_SECONDS * 1000),
        **client_options(address),
    }


@contextlib.contextmanager
def _reaching(address: str) -> Iterator[None]:
    """Turn what the client library raises while it connects into one line."""
    logging.getLogger("kafka").setLevel(logging.CRITICAL)
    try:
        yield
    except (KafkaError, OSError, ValueError) as error:
        raise unreachable(address, error) from error


@contextlib.contextmanager
def admin(address: str) -> Iterator[KafkaAdminClient]:
    """An admin client, closed at the end.

    Raises:
        BrokerUnreachable: no broker answers within ``CONNECT_SECONDS``.
    """
    logging.getLogger("kafka").setLevel(logging.CRITICAL)
    client = connect(address, CONNECT_SECONDS)
    try:
        yield client
    finally:
        client.close()


@contextlib.contextmanager
def producer(address: str) -> Iterator[KafkaProducer]:
    """A producer that waits for all replicas; what it still holds is sent before it closes.

    Raises:
        NoBroker: no broker answers within ``CONNECT_SECONDS``.
    """
    with _reaching(address):
        client = KafkaProducer(
            **_connection(address, "publish"), acks="all", linger_ms=5, max_request_size=MAX_REQUEST_BYTES,
            max_block_ms=int(REQUEST_SECONDS * 1000), delivery_timeout_ms=int(DELIVERY_SECONDS * 1000),
            allow_auto_create_topics=False,
        )  # fmt: skip
    try:
        yield client
    finally:
        client.close(timeout=CONNECT_SECONDS)


@contextlib.contextmanager
def reader(address: str, topics: Sequence[str], *, from_beginning: bool) -> Iterator[KafkaConsumer]:
    """A consumer of whole topics that belongs to no group and so leaves nothing behind on the broker.

    Raises:
        NoBroker: no broker answers in time, or a topic does not exist.
    """
    with _reaching(address):
        client = KafkaConsumer(
            **_connection(address, "subscribe"), enable_auto_commit=False, auto_offset_reset="earliest",
            allow_auto_create_topics=False, fetch_max_wait_ms=100,
        )  # fmt: skip
    try:
        _assign(client, topics, address, from_beginning=from_beginning)
        yield client
    finally:
        client.close()


def _assign(client: KafkaConsumer, topics: Sequence[str], address: str, *, from_beginning: bool) -> None:
    """Take all partitions and settle the positions now, so that nothing sent from here on is missed."""
    partitions = [
        TopicPartition(topic, number) for topic in topics for number in client.partitions_for_topic(topic) or ()
    ]
    if {partition.topic for partition in partitions} != set(topics):
        message = (
            f"The broker at {address} lacks a topic of {', '.join(topics)}: `communique topics --create` makes it."
        )
        raise NoBroker(message)
    client.assign(partitions)
    if from_beginning:
        client.seek_to_beginning(*partitions)
    else:
        client.seek_to_end(*partitions)
    for partition in partitions:
        client.position(partition)


def remove_members(client: KafkaAdminClient, group: str, client_id: str) -> int:
    """Remove from a consumer group the members that a dead process left behind; gives how many there were.

    Only members with exactly this client id go: the id names one process, so no live worker is touched. The embedded
    broker never expires a dead member, and Apache Kafka only after the session timeout.
    """
    members = client.describe_groups([group])[group]["members"]
    dead = [member["member_id"] for member in members if member["client_id"] == client_id]
    if dead:
        client.remove_group_members(group, [MemberToRemove(member_id=member) for member in dead])
    return len(dead)


def latest_by_key(client: KafkaConsumer) -> dict[bytes, bytes]:
    """Read all that is there now; of each key the last value, keys with a tombstone left out."""
    ends = client.end_offsets(sorted(client.assignment()))
    latest: dict[bytes, bytes | None] = {}
    while any(client.position(partition) < end for partition, end in ends.items()):
        for records in client.poll(timeout_ms=POLL_MILLISECONDS).values():
            latest.update((record.key, record.value) for record in records)
    return {key: value for key, value in latest.items() if value is not None}
