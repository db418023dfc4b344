"""The whole pipeline on one machine: a broker, the topics and the workers, started and stopped together."""

import contextlib
import shutil
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kafka.errors import KafkaError

from streams import kafka, topics, topology
from streams.broker import EmbeddedBroker
from streams.launcher import STANDARD_POLICY, Notice, RestartPolicy, Supervisor, Worker, worker_command
from streams.readiness import is_ready
from streams.security import brokers
from streams.settings import Settings

IDENTITY_FILE = "identity"
EMBEDDED_FOLDER = "embedded"
"""Where the embedded broker, its workers' state and their logs live until the next start."""


@dataclass(frozen=True)
class Local:
    """What runs: the brokers' address, its settings and the supervisor of its workers."""

    address: str
    settings: Settings
    supervisor: Supervisor
    broker: EmbeddedBroker | None
    created: list[str] = field(default_factory=list)


def identity(folder: Path) -> str:
    """An id of this data folder, made once: it tells our own consumer-group members from other machines'."""
    file = folder / IDENTITY_FILE
    with contextlib.suppress(OSError):
        known = file.read_text(encoding="ascii").strip()
        if known:
            return known
    folder.mkdir(parents=True, exist_ok=True)
    file.write_text(uuid.uuid4().hex[:8], encoding="ascii")
    return file.read_text(encoding="ascii").strip()


@contextlib.contextmanager
def local_pipeline(
    settings: Settings,
    *,
    copies: Mapping[str, int] | None = None,
    port: int | None = None,
    on_change: Notice,
    policy: RestartPolicy = STANDARD_POLICY,
) -> Iterator[Local]:
    """Start everything; stop all of it at the end, workers first, in the order of the flow.

    Args:
        settings: where ``bootstrap_servers`` is set no broker is started.
        copies: workers a stage; one where a stage is not named.
        port: the embedded broker's port; a free one when ``None``.
        on_change: told of every change of a worker's state.
        policy: when a dead worker is started again.

    Raises:
        Problem: of any kind that a person can put right.
    """
    with contextlib.ExitStack() as stack:
        broker = None
        if settings.bootstrap_servers is None:
            folder = _fresh(settings.data_dir / EMBEDDED_FOLDER)
            broker = stack.enter_context(EmbeddedBroker(folder, port))
            ours = {"bootstrap_servers": broker.address, "data_dir": folder, "security_protocol": "PLAINTEXT"}
            settings = settings.model_copy(update=ours)
        address = brokers(settings.bootstrap_servers or "", settings)
        created = create_topics(address, settings)
        supervisor = Supervisor(
            plan(settings, copies or {}),
            ready=lambda worker: is_ready(settings, worker),
            on_death=lambda worker: forget_member(address, worker),
            on_change=on_change,
            policy=policy,
        )
        stack.callback(supervisor.stop, settings.shutdown_timeout)
        supervisor.start()
        yield Local(address, settings, supervisor, broker, created)


def _fresh(folder: Path) -> Path:
    """An empty folder: state that outlived its broker would be taken for that of the next one."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def create_topics(address: str, settings: Settings) -> list[str]:
    """Create the topics that are missing and check the others; gives the names of the new ones."""
    with kafka.admin(address) as client:
        return topics.ensure(client, topology.topics(), settings.replication_factor)


def plan(settings: Settings, copies: Mapping[str, int]) -> list[Worker]:
    """The workers to run, in the order of the flow."""
    ours = identity(settings.data_dir)
    return [
        _worker(settings, stage.name, f"{ours}-{number}")
        for stage in topology.STAGES
        for number in range(copies.get(stage.name, 1))
    ]


def _worker(settings: Settings, stage: str, instance: str) -> Worker:
    environment = {
        "COMMUNIQUE_BOOTSTRAP_SERVERS": settings.bootstrap_servers or "",
        "COMMUNIQUE_SECURITY_PROTOCOL": settings.security_protocol,
        "COMMUNIQUE_DATA_DIR": str(settings.data_dir.resolve()),
        "COMMUNIQUE_INSTANCE": instance,
        "COMMUNIQUE_HTTP_PORT": "0",
        "COMMUNIQUE_NLP_WORKERS": str(settings.nlp_workers),
        "COMMUNIQUE_SHUTDOWN_TIMEOUT": str(settings.shutdown_timeout),
    }
    log = settings.data_dir / "logs" / f"{stage}-{instance}.log"
    return Worker(stage, instance, worker_command(stage), environment, log)


def client_id(stage: str, instance: str) -> str:
    """The Kafka client id of a worker; no two live workers share one."""
    return f"communique-{stage}-{instance}"


def forget_member(address: str, worker: Worker) -> None:
    """Take a dead worker out of its consumer group, so that the others need not wait for it.

    Where the broker cannot be asked the group's session timeout does it, later; the restart does not depend on it.
    """
    group = topology.stage_named(worker.stage).group
    with contextlib.suppress(KafkaError, topics.BrokerUnreachable, KeyError), kafka.admin(address) as client:
        kafka.remove_members(client, group, client_id(worker.stage, worker.instance))
