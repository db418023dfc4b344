"""One Faust app a stage, made from the topology and the settings when asked for; importing this makes none."""

import hashlib
import platform
from dataclasses import dataclass
from typing import cast

import faust
from faust.auth import Credentials, SASLCredentials, SSLCredentials
from faust.exceptions import ConsumerNotStarted
from faust.streams import Stream
from faust.types import TP, StreamT
from yarl import URL

from streams.batches import BatchGuard
from streams.bindings import Agent, MapAgent
from streams.canaries import PassingCanaries
from streams.delivery import FaustDelivery
from streams.expiry import Aging, Expiry
from streams.feed import batches
from streams.guard import Guard, Handler, OnFault
from streams.handlers import MapHandler, Sender, max_bytes_of
from streams.merging import MergeHandler
from streams.metrics import Books, Metrics
from streams.prompt import prompt
from streams.pulse import Pulse, pulse_of
from streams.security import Security, security_of
from streams.settings import Settings
from streams.state import TableState, declare_table
from streams.topology import DEAD_LETTER_HEADROOM, Stage, topics
from streams.tracing import Spans

MAX_BATCH = 256 * 1024
"""Bytes of one partition sent together; the usual 16 KiB is five states."""
READ_AHEAD = 2
"""Messages buffered for each that is worked on: enough to hide a fetch, few enough to bound memory."""


@dataclass(frozen=True, slots=True)
class StageApp:
    """What a worker runs: the app, and the parts that metrics and health ask about."""

    app: faust.App
    guard: Guard
    delivery: FaustDelivery
    books: Books
    expiry: Expiry | None
    """Only of a merge: a map keeps nothing that could grow old."""
    pulse: Pulse | None
    """Only of a merge: what a map writes late is written twice at worst."""


def build(
    stage: Stage,
    agent: Agent,
    settings: Settings,
    metrics: Metrics,
    on_fault: OnFault,
    *,
    spans: Spans | None = None,
) -> StageApp:
    """A stage's app with its guarded agent. Must be called inside the running event loop."""
    settings = paced(stage, settings)
    app = new_app(stage, settings)
    pulse = None if stage.kind == "map" else pulse_of(settings)
    delivery = FaustDelivery(app, settings, pulse)
    books = Books(metrics, stage.name)
    sender = Sender(stage, delivery, books, delivery.all)
    inner, expiry = _handler(app, stage, agent, sender, delivery, settings=settings, metrics=metrics)
    handler = PassingCanaries(stage, inner, delivery, books)
    kind = Guard if stage.kind == "map" else BatchGuard
    guard = kind(stage, handler, delivery, books, settings=settings, on_fault=on_fault, spans=spans)
    source = app.topic(stage.source.name, key_type=bytes, value_type=bytes)

    @app.agent(source, name=stage.name)
    async def guarded(stream: StreamT[bytes]) -> None:
        if isinstance(guard, BatchGuard):
            await guard.run_batches(batches(stream, guard.most))
        else:
            await guard.run(cast("Stream[bytes]", stream).noack().events())

    return StageApp(app, guard, delivery, books, expiry, pulse)


def paced(stage: Stage, settings: Settings) -> Settings:
    """The settings with the number of messages at a time that fits the kind of stage."""
    return settings if stage.kind == "map" else settings.model_copy(update={"in_flight": settings.merge_in_flight})


def new_app(stage: Stage, settings: Settings) -> faust.App:
    """An app with our way of running: bytes on the wire, nothing created or served by Faust itself.

    Membership of the group is static: a worker that is started again takes up its partitions without a rebalance, and
    one whose commit meets a rebalance does not leave a member behind that never answers. Therefore each worker of a
    stage needs an ``instance`` of its own, and one that goes for good is missed after the session timeout.
    """
    servers = [f"kafka://{server.strip()}" for server in (settings.bootstrap_servers or "").split(",")]
    app = faust.App(
        stage.group,
        broker=servers,
        broker_credentials=_credentials(security_of(settings)),
        broker_client_id=f"{stage.group}-{settings.instance}",
        datadir=str(settings.stage_dir(stage.name).absolute()),
        store="rocksdb://",
        key_serializer="raw",
        value_serializer="raw",
        broker_commit_interval=settings.commit_interval,
        broker_session_timeout=settings.session_timeout,
        broker_heartbeat_interval=settings.heartbeat_interval,
        broker_max_poll_records=settings.in_flight * READ_AHEAD,
        consumer_auto_offset_reset="earliest",
        consumer_group_instance_id=member_name(stage, settings),
        producer_acks=-1,
        producer_linger=0.0,
        producer_max_batch_size=MAX_BATCH,
        producer_request_timeout=settings.delivery_timeout,
        producer_max_request_size=max(spec.max_message_bytes for spec in topics()) + DEAD_LETTER_HEADROOM,
        stream_buffer_maxsize=settings.in_flight * READ_AHEAD,
        stream_wait_empty=True,
        table_standby_replicas=settings.standby_replicas,
        topic_allow_declare=False,
        topic_disable_leader=True,
        web_enabled=False,
        web_tables_enabled=False,
        web_router_enabled=False,
        worker_redirect_stdouts=False,
    )
    prompt(app, [URL(server) for server in servers])
    return app


def member_name(stage: Stage, settings: Settings) -> str:
    """The worker's lasting name in its group: the same after a restart, and no other worker's.

    Of two workers under one name each would shut the other out by turns, while both go on writing, and a state without
    what the other took in would overwrite the full one. The instance alone tells apart workers of one data folder only.
    """
    place = f"{platform.node()}:{settings.data_dir.absolute()}".encode()
    return f"{stage.group}-{settings.instance}-{hashlib.blake2b(place, digest_size=6).hexdigest()}"


def _credentials(security: Security) -> Credentials | None:
    """What Faust's client shows of itself; None in the clear."""
    context = security.ssl_context()
    if security.authenticated:
        return SASLCredentials(
            username=security.username, password=security.password, mechanism=security.mechanism, ssl_context=context
        )
    return None if context is None else SSLCredentials(context)


def _handler(
    app: faust.App,
    stage: Stage,
    agent: Agent,
    sender: Sender,
    delivery: FaustDelivery,
    *,
    settings: Settings,
    metrics: Metrics,
) -> tuple[Handler, Expiry | None]:
    bound = max_bytes_of(stage, settings)
    if isinstance(agent, MapAgent):
        return MapHandler(stage, agent, sender, bound), None
    if stage.changelog is None:
        raise TypeError(f"stage {stage.name} is no merge, but its agent is")
    table = declare_table(app, stage.changelog)
    store = TableState(table, stage.changelog, delivery)
    handler = MergeHandler(stage, agent, sender, store, bound)
    aging = Aging(store, handler.turns, agent.expired, sender.end, lambda: serving(stage, app))
    expiry = Expiry(aging, settings.expiry_interval, metrics.events_forgotten.inc)
    _settle_before_a_rebalance(app, expiry)
    return handler, expiry


def serving(stage: Stage, app: faust.App) -> set[int]:
    """The partitions whose messages reach the agent at the moment: assigned, their state restored, none being revoked.

    Faust suspends the flow when a rebalance begins and resumes it when the state of what it then has is restored.
    """
    return {tp.partition for tp in assigned_partitions(stage, app)} if app.flow_control.is_active() else set()


def _settle_before_a_rebalance(app: faust.App, expiry: Expiry) -> None:
    """Faust waits for messages at hand before it lets partitions go; it must wait for an end at hand as well."""

    async def settle(*_: object, **__: object) -> None:
        await expiry.settled()

    app.on_partitions_revoked.connect(settle)


def assigned_partitions(stage: Stage, app: faust.App) -> set[TP]:
    """The partitions of the stage's source that this worker has now; none before its consumer has started."""
    if not app.started:
        return set()
    try:
        return {tp for tp in app.consumer.assignment() if tp.topic == stage.source.name}
    except ConsumerNotStarted:
        return set()
