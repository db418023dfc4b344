"""Removes a replay beside: its topics and its groups, with whatever of them there is."""

from collections.abc import Iterable

from kafka.admin import KafkaAdminClient
from kafka.errors import KafkaError, UnknownTopicOrPartitionError

from streams.offsets import patiently
from streams.problems import NoBroker
from streams.replay.beside.steps import MARK
from streams.topics import partition_counts
from streams.topology import STAGES

FINE = frozenset({"OK", "NoError", "GroupIdNotFoundError"})
"""Answers to the removal of a group, as kafka-python gives them."""


def leftovers(admin: KafkaAdminClient, name: str) -> tuple[list[str], list[str]]:
    """The topics and the groups of a replay beside that there are."""
    topics = {f"{stage.sink.name}{MARK}{name}" for stage in STAGES} & partition_counts(admin).keys()
    there = {one["group_id"] for one in patiently(admin.list_groups)}
    groups = {f"{stage.group}{MARK}{name}" for stage in STAGES} & there
    return sorted(topics), sorted(groups)


def discard(admin: KafkaAdminClient, topics: Iterable[str], groups: Iterable[str]) -> None:
    """Remove them; what has gone meanwhile is no fault.

    Raises:
        NoBroker: the broker refuses.
    """
    try:
        _groups(admin, list(groups))
        _topics(admin, list(topics))
    except KafkaError as error:
        raise NoBroker(f"the broker does not remove it: {type(error).__name__}: {error}") from error


def _groups(admin: KafkaAdminClient, groups: list[str]) -> None:
    if not groups:
        return
    for group, answer in dict(admin.delete_groups(groups)).items():
        if answer not in FINE:
            raise NoBroker(f"the broker does not remove group {group}: {answer}")


def _topics(admin: KafkaAdminClient, topics: list[str]) -> None:
    for topic in topics:
        try:
            admin.delete_topics([topic])
        except UnknownTopicOrPartitionError:
            continue
