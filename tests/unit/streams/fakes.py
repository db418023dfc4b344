"""Stand-ins for what surrounds the guard: Faust's events, a broker that remembers, agents that do as they are told."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field

from agents.errors import Rejected
from schemas import CleanArticle, Language, Message, RawArticle
from streams.acks import Event
from streams.bindings import MapAgent
from streams.faults import DeliveryFailed
from streams.guard import Guard, Handler
from streams.handlers import MapHandler, Sender
from streams.metrics import Books, Metrics
from streams.records import Outgoing, Record
from streams.settings import Settings
from streams.topology import STAGES, Stage
from streams.tracing import Spans

CLEANING: Stage = STAGES[0]
PUBLISHING: Stage = STAGES[3]
SETTINGS = Settings(retry_backoff=0.001, max_attempts=3, in_flight=4, max_raw_bytes=10_000)


@dataclass
class FakeMessage:
    """What a Faust message offers."""

    topic: str
    partition: int
    offset: int
    key: bytes | None
    value: bytes | None
    timestamp: float = 1_700_000_000.5
    headers: tuple[tuple[str, bytes], ...] | None = ()


@dataclass
class FakeEvent:
    """A Faust event that notes its acknowledgement in a shared list."""

    message: FakeMessage
    acked: list[int]

    def ack(self) -> bool:
        self.acked.append(self.message.offset)
        return True


@dataclass
class FakeBroker:
    """Takes messages, or fails to for the topics named; ``before`` runs before each."""

    sent: list[Outgoing] = field(default_factory=list)
    failing: set[str] = field(default_factory=set)
    before: Callable[[Outgoing], None] | None = None

    async def __call__(self, outgoing: Outgoing) -> None:
        await asyncio.sleep(0)
        if outgoing.topic in self.failing:
            raise DeliveryFailed(outgoing.topic)
        if self.before is not None:
            self.before(outgoing)
        self.sent.append(outgoing)

    def on(self, topic: str) -> list[Outgoing]:
        return [outgoing for outgoing in self.sent if outgoing.topic == topic]


class FakeAgent:
    """Cleans by copying. A body of ``title`` chooses what happens instead; see ``behaviours``."""

    def __init__(self, behaviours: dict[str, Callable[[], Sequence[Message]]] | None = None) -> None:
        self.behaviours = behaviours or {}
        self.calls = 0
        self.gates: dict[str, asyncio.Event] = {}

    async def start(self) -> None:
        """Nothing to load."""

    async def stop(self) -> None:
        """Nothing to let go of."""

    async def handle(self, message: Message) -> Sequence[Message]:
        assert isinstance(message, RawArticle)
        self.calls += 1
        if message.body in self.gates:
            await self.gates[message.body].wait()
        if message.body in self.behaviours:
            return self.behaviours[message.body]()
        return (cleaned(message),)


def cleaned(article: RawArticle) -> CleanArticle:
    """A clean article that depends on the raw one alone."""
    return CleanArticle(
        article_id=article.article_id or "none", fingerprint=f"fp-{article.body}", body=article.body,
        language=Language(code="en"),
    )  # fmt: skip


def raising(error: BaseException) -> Callable[[], Sequence[Message]]:
    """A behaviour that raises."""

    def behave() -> Sequence[Message]:
        raise error

    return behave


def rejecting() -> Callable[[], Sequence[Message]]:
    """A behaviour that refuses the message for its language."""
    return raising(Rejected("unsupported_language", "sw"))


@dataclass
class Bench:
    """A guard with everything around it in reach."""

    guard: Guard
    broker: FakeBroker
    books: Books
    metrics: Metrics
    faults: list[BaseException]
    acked: list[int]
    offset: int = 0

    def event(self, value: bytes | None, key: bytes | None = b"k", partition: int = 0) -> FakeEvent:
        message = FakeMessage(CLEANING.source.name, partition, self.offset, key, value)
        self.offset += 1
        return FakeEvent(message, self.acked)

    async def run(self, *events: Event) -> None:
        """Feed the events and wait until each has come to its end."""
        await self.guard.run(stream(events))
        await self.guard.finish()


def bench(
    agent: MapAgent | None = None, *, stage: Stage = CLEANING, handler: Handler | None = None,
    settings: Settings = SETTINGS, broker: FakeBroker | None = None, spans: Spans | None = None,
) -> Bench:  # fmt: skip
    """A guard around an agent (or a handler); must be called inside an event loop."""
    broker = broker or FakeBroker()
    metrics = Metrics()
    books = Books(metrics, stage.name)
    faults: list[BaseException] = []
    work = handler or MapHandler(stage, agent or FakeAgent(), Sender(stage, broker, books), settings.max_raw_bytes)
    guard = Guard(stage, work, broker, books, settings=settings, on_fault=faults.append, spans=spans)
    return Bench(guard, broker, books, metrics, faults, [])


async def stream(events: Sequence[Event]) -> AsyncIterator[Event]:
    """The events one after the other."""
    for event in events:
        yield event


def record(value: bytes | None, key: bytes | None = b"k", **others: object) -> Record:
    """A record of the raw topic, with anything about it changed."""
    known = {"topic": CLEANING.source.name, "partition": 3, "offset": 17, "timestamp": 1_700_000_000.5, "headers": ()}
    return Record(key=key, value=value, **{**known, **others})  # type: ignore[arg-type]  # tests name fields freely
