"""What stands in topics, read whole and without a consumer group, and bytes put into them; for tests of any broker."""

import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

from kafka import KafkaConsumer, KafkaProducer, TopicPartition
from kafka.admin import KafkaAdminClient
from kafka.admin._groups import MemberToRemove

from streams.records import Record
from streams.topics import connect

POLL_MILLISECONDS = 200
LARGEST_REQUEST = 16 * 1024 * 1024
SEND_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Sent:
    """A message as a test puts it into a topic."""

    key: bytes | None
    value: bytes | None
    headers: tuple[tuple[str, bytes], ...] = field(default=())


def admin(bootstrap: str) -> KafkaAdminClient:
    """An admin client; close it."""
    return connect(bootstrap)


def empty(client: KafkaAdminClient, group: str) -> None:
    """Remove what members stopped workers left in a group: those with a lasting name do not leave it by themselves."""
    if group not in {known["group_id"] for known in client.list_groups()}:
        return  # a new cluster has no coordinator to ask about it yet
    members = client.describe_groups([group])[group]["members"]
    if members:
        client.remove_group_members(group, [_named(member) for member in members])


def _named(member: Mapping[str, Any]) -> MemberToRemove:
    """A member as the broker wants it named: by its lasting name where it has one, as KIP-345 asks."""
    if member.get("group_instance_id"):
        return MemberToRemove(group_instance_id=member["group_instance_id"])
    return MemberToRemove(member_id=member["member_id"])


def send(bootstrap: str, topic: str, messages: Iterable[Sent]) -> int:
    """Send messages, wait until the broker has confirmed them all, and say how many there were."""
    client = KafkaProducer(bootstrap_servers=bootstrap, acks="all", max_request_size=LARGEST_REQUEST)
    with closing(client):
        futures = [client.send(topic, key=m.key, value=m.value, headers=list(m.headers)) for m in messages]
        for future in futures:
            future.get(timeout=SEND_SECONDS)
    return len(futures)


def read(bootstrap: str, topic: str) -> list[Record]:
    """All messages of a topic that stand in it now, by partition and offset."""
    client = KafkaConsumer(bootstrap_servers=bootstrap, enable_auto_commit=False, allow_auto_create_topics=False)
    with closing(client):
        partitions = [TopicPartition(topic, number) for number in client.partitions_for_topic(topic) or ()]
        client.assign(partitions)
        client.seek_to_beginning(*partitions)
        ends = client.end_offsets(partitions)
        found: list[Record] = []
        while any(client.position(partition) < end for partition, end in ends.items()):
            for batch in client.poll(timeout_ms=POLL_MILLISECONDS).values():
                found += [_record(message) for message in batch]
    return sorted(found, key=lambda record: (record.partition, record.offset))


def _record(message: object) -> Record:
    values = {name: getattr(message, name) for name in ("topic", "partition", "offset", "key", "value")}
    headers = tuple((name, bytes(value or b"")) for name, value in getattr(message, "headers", ()))
    return Record(**values, timestamp=getattr(message, "timestamp", 0) / 1000, headers=headers)


def count(bootstrap: str, *topics: str) -> int:
    """How many messages were ever written to these topics: the sum of their end offsets."""
    client = KafkaConsumer(bootstrap_servers=bootstrap, enable_auto_commit=False, allow_auto_create_topics=False)
    with closing(client):
        partitions = [TopicPartition(topic, n) for topic in topics for n in client.partitions_for_topic(topic) or ()]
        return sum(client.end_offsets(partitions).values())


def compacted(records: Iterable[Record]) -> dict[bytes, bytes]:
    """What a compacted topic comes to: the last value of each key, tombstoned keys left out."""
    last: dict[bytes, bytes | None] = {}
    for record in records:
        last[record.key or b""] = record.value
    return {key: value for key, value in last.items() if value is not None}


def caught_up(bootstrap: str, group: str, topic: str) -> bool:
    """Whether a consumer group has committed all that a topic holds now."""
    reader = KafkaConsumer(bootstrap_servers=bootstrap, enable_auto_commit=False, allow_auto_create_topics=False)
    with closing(reader), closing(admin(bootstrap)) as client:
        committed = client.list_group_offsets(group)[group]
        partitions = [TopicPartition(topic, number) for number in reader.partitions_for_topic(topic) or ()]
        ends = reader.end_offsets(partitions)
    reached = {partition: done.offset for partition, done in committed.items()}
    return bool(partitions) and all(reached.get(partition, 0) >= end for partition, end in ends.items())


def wait_until(condition: Callable[[], bool], seconds: float, what: str) -> None:
    """Return when the condition holds.

    Raises:
        TimeoutError: it did not within ``seconds``; the message says what was waited for.
    """
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError(f"waited {seconds:.0f} s in vain for {what}")
        time.sleep(POLL_MILLISECONDS / 1000)
