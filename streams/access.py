"""What each stage may do on Kafka: the least that it needs, as a list that scripts and the check at the start share."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from kafka.admin import KafkaAdminClient
from kafka.errors import AuthorizationError, CoordinatorNotAvailableError

from streams.problems import AccessDenied
from streams.topology import EVENTS, HEARTBEATS, RAW, STAGES, Stage, topics

Operation = Literal["READ", "WRITE", "CREATE", "DELETE", "DESCRIBE"]
OPERATION_BITS: dict[str, int] = {"READ": 3, "WRITE": 4, "CREATE": 5, "DELETE": 6, "DESCRIBE": 8}
"""Codes of Kafka's AclOperation, which are the bits of the sets in which a broker tells what is allowed."""
BESIDE = ".r-"
"""As ``streams.replay.beside`` names its topics and groups; a test holds the two equal."""
BESIDE_TOPIC: tuple[Operation, ...] = ("CREATE", "READ", "WRITE", "DELETE")
BESIDE_GROUP: tuple[Operation, ...] = ("READ", "DELETE")
SUBSCRIBER_GROUP_PREFIX = "subscriber-"
COORDINATOR_LOOKS, COORDINATOR_PAUSE = 20, 0.5
"""Times and seconds: a new cluster makes its topic of offsets when somebody first asks for a group."""


@dataclass(frozen=True, slots=True)
class Grant:
    """One operation on one topic or group; with ``prefix`` on all whose names begin so."""

    operation: Operation
    kind: Literal["topic", "group"]
    name: str
    prefix: bool = False

    def covers(self, kind: str, name: str) -> bool:
        """Whether it is about that topic or group."""
        return kind == self.kind and (name.startswith(self.name) if self.prefix else name == self.name)


def grants(stage: Stage) -> Iterator[Grant]:
    """What a stage's worker needs. READ and WRITE bring DESCRIBE with them."""
    yield Grant("READ", "group", stage.group)
    yield Grant("READ", "topic", stage.source.name)
    written = [stage.sink.name, stage.source.dead_letters().name, HEARTBEATS.name]
    if stage.source == RAW:
        written.append(RAW.name)  # canaries
    if stage.changelog is not None:
        yield Grant("READ", "topic", stage.changelog.name)
        written.append(stage.changelog.name)
    yield from (Grant("WRITE", "topic", name) for name in written)


def principals() -> Iterator[tuple[str, tuple[Grant, ...]]]:
    """Every user of the cluster with what it needs: one a stage, and who looks at lag, operates, sends or reads."""
    for stage in STAGES:
        yield stage.group, tuple(grants(stage))
    watched = (Grant("DESCRIBE", kind, name) for stage in STAGES for kind, name in _watched(stage))
    yield "communique-keda", tuple(watched)
    yield "communique-operator", tuple(_operating())
    yield "communique-publisher", (Grant("WRITE", "topic", RAW.name),)
    yield "communique-subscriber", (
        Grant("READ", "topic", EVENTS.name),
        Grant("READ", "topic", HEARTBEATS.name),
        Grant("READ", "group", SUBSCRIBER_GROUP_PREFIX, prefix=True),
    )  # fmt: skip


def _operating() -> Iterator[Grant]:
    """What looking, replaying, redriving and sweeping take: every topic of ours, and the stages' groups moved back.

    And for replays beside what is published topics and groups of their own, which are made and removed.
    """
    for spec in topics():
        yield Grant("READ", "topic", spec.name)
        if spec not in {EVENTS, *(stage.changelog for stage in STAGES)}:
            yield Grant("WRITE", "topic", spec.name)
    yield from (Grant("READ", "group", stage.group) for stage in STAGES)
    for stage in STAGES:
        for operation in BESIDE_TOPIC:
            yield Grant(operation, "topic", stage.sink.name + BESIDE, prefix=True)
        for operation in BESIDE_GROUP:
            yield Grant(operation, "group", stage.group + BESIDE, prefix=True)


def _watched(stage: Stage) -> Iterator[tuple[Literal["topic", "group"], str]]:
    """What tells of a stage's lag."""
    yield "topic", stage.source.name
    yield "group", stage.group


def check_access(client: KafkaAdminClient, stage: Stage) -> None:
    """Ask the broker whether the stage may do what it must, before anything is started.

    Raises:
        AccessDenied: it may not; the message names the operation and the topic or group.
    """
    needed = list(grants(stage))
    names = sorted({grant.name for grant in needed if grant.kind == "topic"})
    found = {topic["name"]: topic for topic in client.describe_topics(names)}
    allowed = {name: _allowed(topic) for name, topic in found.items()}
    allowed[stage.group] = _allowed_on_group(client, stage.group)
    for grant in needed:
        known = allowed.get(grant.name)
        if known is not None and grant.operation not in known:
            raise AccessDenied(
                f"the broker does not allow {grant.operation} on {grant.kind} {grant.name}: "
                "deploy/kafka/acls.sh grants what each stage needs"
            )


def _allowed_on_group(client: KafkaAdminClient, group: str) -> set[str] | None:
    """As ``_allowed``, for a group; to whom nothing is allowed on it, the broker does not even name its coordinator."""
    for _ in range(COORDINATOR_LOOKS):
        try:
            return _allowed(client.describe_groups([group]).get(group, {}))
        except AuthorizationError:
            return set()
        except CoordinatorNotAvailableError:
            time.sleep(COORDINATOR_PAUSE)
    return None


def _allowed(described: dict[str, Any]) -> set[str] | None:
    """The operations allowed; None where the broker does not tell, as one without an authorizer may not."""
    if described.get("error_code") in AUTHORIZATION_FAILED or "uthoriz" in str(described.get("error") or ""):
        return set()
    told = described.get("authorized_operations", described.get("topic_authorized_operations"))
    if isinstance(told, int):
        return None if told < 0 else {name for name, bit in OPERATION_BITS.items() if told >> bit & 1}
    return None if told is None else set(told)


AUTHORIZATION_FAILED = frozenset({29, 30})
"""Kafka's TOPIC_ and GROUP_AUTHORIZATION_FAILED."""
