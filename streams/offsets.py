"""Where each stage stands in its source: what it has committed, how much is left, and how old the oldest of that is."""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from kafka import KafkaConsumer, TopicPartition
from kafka.admin import KafkaAdminClient
from kafka.errors import CoordinatorLoadInProgressError, CoordinatorNotAvailableError, NoError, NotCoordinatorError
from kafka.structs import OffsetAndMetadata

from streams.kafka import ALL_FETCHED, POLL_MILLISECONDS
from streams.problems import NoBroker
from streams.topology import Stage

LOOK_SECONDS = 10.0
"""Longest look for the oldest waiting messages; where it does not suffice their age is left out."""
COORDINATOR_SECONDS = 15.0
"""A new cluster makes its offsets topic when it is first asked for a group, and takes seconds over it."""
NOT_YET = (CoordinatorNotAvailableError, CoordinatorLoadInProgressError, NotCoordinatorError)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Position:
    """A stage in one partition of its source. Offsets; ``committed`` is that of the next message to be read."""

    stage: str
    topic: str
    partition: int
    start: int
    end: int
    committed: int | None = None
    waiting_since: float | None = None
    """When the oldest waiting message was written, in seconds since 1970; None where none waits or it was not seen."""

    @property
    def next(self) -> int:
        """The offset that a worker would read next: what was deleted meanwhile is skipped, nothing means the start."""
        return max(self.committed or 0, self.start)

    @property
    def lag(self) -> int:
        """Messages not yet committed."""
        return max(0, self.end - self.next)

    def behind(self, now: float) -> float | None:
        """Seconds since the oldest waiting message was written; 0 where none waits."""
        if not self.lag:
            return 0.0
        return None if self.waiting_since is None else max(0.0, now - self.waiting_since)

    def as_json(self, now: float) -> dict[str, object]:
        """For programs; what is not known is left out."""
        values = {
            "stage": self.stage, "topic": self.topic, "partition": self.partition, "start": self.start,
            "committed": self.committed, "end": self.end, "lag": self.lag, "behind_seconds": self.behind(now),
        }  # fmt: skip
        return {name: value for name, value in values.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Member:
    """A worker in a stage's consumer group."""

    member_id: str
    client_id: str
    host: str

    def __str__(self) -> str:
        return f"{self.client_id} at {self.host.lstrip('/') or 'an unknown host'}"


def positions(client: KafkaConsumer, admin: KafkaAdminClient, stages: Sequence[Stage]) -> list[Position]:
    """Where these stages stand, by stage and partition. The client must have their sources assigned."""
    found = [position for stage in stages for position in _of_stage(client, admin, stage)]
    written = oldest(client, {TopicPartition(at.topic, at.partition): at.next for at in found if at.lag})
    return [_with_age(position, written) for position in found]


def committed(admin: KafkaAdminClient, group: str) -> dict[TopicPartition, int]:
    """What a group has committed; a group that has never been is an empty one."""
    found = patiently(lambda: admin.list_group_offsets(group)).get(group, {})
    return {tp: told.offset for tp, told in found.items() if told.offset >= 0}


def patiently(ask: Callable[[], T]) -> T:
    """The answer about a group, asked again as long as its coordinator is not there yet.

    Raises:
        NoBroker: it has not come within ``COORDINATOR_SECONDS``.
    """
    deadline = time.monotonic() + COORDINATOR_SECONDS
    while True:
        try:
            return ask()
        except NOT_YET as error:
            if time.monotonic() > deadline:
                raise NoBroker(f"no broker answers for consumer groups ({type(error).__name__})") from error
            time.sleep(POLL_MILLISECONDS / 1000)


def commit(admin: KafkaAdminClient, group: str, offsets: Mapping[TopicPartition, int]) -> dict[TopicPartition, str]:
    """Set the offsets of a group without members; gives the partitions that the broker refuses, with why.

    Raises:
        NoBroker: the group's coordinator does not answer. KafkaError: the broker refuses the request as a whole.
    """
    wanted = {tp: OffsetAndMetadata(offset, "", -1) for tp, offset in offsets.items()}

    def ask() -> dict[TopicPartition, type[Exception]]:
        answers: dict[TopicPartition, type[Exception]] = admin.alter_group_offsets(group, wanted)
        not_yet = next((answer for answer in answers.values() if issubclass(answer, NOT_YET)), None)
        if not_yet is not None:
            raise not_yet
        return answers

    return {tp: answer.__name__ for tp, answer in patiently(ask).items() if answer is not NoError}


def members(admin: KafkaAdminClient, group: str) -> list[Member]:
    """The workers of a group that the broker takes to be alive."""
    found: Iterable[dict[str, Any]] = patiently(lambda: admin.describe_groups([group]))[group].get("members") or ()
    return [Member(one["member_id"], one["client_id"], str(one.get("client_host") or "")) for one in found]


def oldest(client: KafkaConsumer, offsets: dict[TopicPartition, int]) -> dict[TopicPartition, float]:
    """When the first message at or after each offset was written, in seconds since 1970."""
    client.pause(*client.assignment())
    for tp, offset in offsets.items():
        client.seek(tp, offset)
        client.resume(tp)
    found: dict[TopicPartition, float] = {}
    deadline = time.monotonic() + LOOK_SECONDS
    while len(found) < len(offsets) and time.monotonic() < deadline:
        for tp, batch in client.poll(timeout_ms=POLL_MILLISECONDS, max_records=ALL_FETCHED).items():
            found.setdefault(tp, batch[0].timestamp / 1000)
            client.pause(tp)
    return found


def _of_stage(client: KafkaConsumer, admin: KafkaAdminClient, stage: Stage) -> Iterator[Position]:
    partitions = sorted(tp for tp in client.assignment() if tp.topic == stage.source.name)
    starts, ends, done = (
        client.beginning_offsets(partitions),
        client.end_offsets(partitions),
        committed(admin, stage.group),
    )
    for tp in partitions:
        yield Position(stage.name, tp.topic, tp.partition, starts[tp], ends[tp], done.get(tp))


def _with_age(position: Position, written: dict[TopicPartition, float]) -> Position:
    age = written.get(TopicPartition(position.topic, position.partition))
    return Position(
        position.stage, position.topic, position.partition, position.start, position.end, position.committed, age
    )
