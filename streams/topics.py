"""Creates the declared topics and checks those that are there. Nothing relies on the broker creating any by itself."""

from collections.abc import Iterable
from datetime import timedelta

from kafka.admin import KafkaAdminClient, NewTopic
from kafka.errors import KafkaError, TopicAlreadyExistsError

from streams.problems import NoBroker, TopicMismatch
from streams.security import client_options, unreachable
from streams.topology import TopicSpec

MILLISECOND = timedelta(milliseconds=1)


class BrokerUnreachable(NoBroker):
    """No broker answered; the message names the address that was tried."""


def connect(bootstrap_servers: str, timeout: float = 10.0) -> KafkaAdminClient:
    """An admin client; ``timeout`` in seconds.

    Raises:
        BrokerUnreachable: none of the brokers answered in time. AccessDenied: they refuse us, or TLS does them.
    """
    milliseconds = int(timeout * 1000)
    try:
        return KafkaAdminClient(
            bootstrap_servers=bootstrap_servers.split(","),
            client_id="communique-topics",
            request_timeout_ms=milliseconds,
            bootstrap_timeout_ms=milliseconds,
            **client_options(bootstrap_servers),
        )
    except (KafkaError, OSError, ValueError) as error:
        problem = unreachable(bootstrap_servers, error)
        raise (BrokerUnreachable(str(problem)) if type(problem) is NoBroker else problem) from error


def configuration(spec: TopicSpec) -> dict[str, str]:
    """The topic's own settings, as Kafka names them."""
    chosen = {"cleanup.policy": spec.cleanup, "max.message.bytes": str(spec.max_message_bytes)}
    if spec.retention is not None:
        chosen["retention.ms"] = str(spec.retention // MILLISECOND)
    return chosen


def ensure(admin: KafkaAdminClient, specs: Iterable[TopicSpec], replication_factor: int = 1) -> list[str]:
    """Create what is missing, check the rest; gives the names of what was created.

    Raises:
        TopicMismatch: a topic has fewer partitions than declared.
    """
    wanted = list(specs)
    present = partition_counts(admin)
    created = [spec.name for spec in wanted if spec.name not in present and _create(admin, spec, replication_factor)]
    # A broker confirms a creation before all of it is to be seen; whoever else creates, creates the same.
    admin.wait_for_topics([spec.name for spec in wanted])
    check(admin, wanted)
    return created


def check(admin: KafkaAdminClient, specs: Iterable[TopicSpec]) -> None:
    """Hold the broker's topics against the declared ones.

    Raises:
        TopicMismatch: a topic is missing or has fewer partitions than declared.
    """
    present = partition_counts(admin)
    for spec in specs:
        found = present.get(spec.name)
        if found is None:
            raise TopicMismatch(f"topic {spec.name} does not exist; `communique topics --create` makes it")
        if found < spec.partitions:
            raise TopicMismatch(
                f"topic {spec.name} has {found} partitions where {spec.partitions} are declared; "
                "add partitions while the topic is empty, or delete it and let it be created"
            )


def partition_counts(admin: KafkaAdminClient) -> dict[str, int]:
    """The number of partitions of every topic on the broker, by name."""
    return {topic["name"]: len(topic["partitions"]) for topic in admin.describe_topics()}


def _create(admin: KafkaAdminClient, spec: TopicSpec, replication_factor: int) -> bool:
    """Create one topic; false where somebody else did so at the same time."""
    new = NewTopic(spec.name, spec.partitions, replication_factor, topic_configs=configuration(spec))
    try:
        admin.create_topics([new])
    except TopicAlreadyExistsError:
        return False
    return True
