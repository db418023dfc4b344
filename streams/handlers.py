"""What a stage does with one message: a map sends what its agent makes of it, a merge folds it into its key's state."""

import asyncio
from collections.abc import Sequence
from typing import Protocol

from agents.errors import Rejected
from schemas import Message
from streams import headers
from streams.bindings import MapAgent, MergeAgent
from streams.codec import decode
from streams.guard import Deliver
from streams.metrics import Books
from streams.records import Outgoing, Record
from streams.settings import Settings
from streams.topology import DEAD_LETTER_HEADROOM, RAW, Stage, TopicSpec
from streams.turns import Turns


class StateStore(Protocol):
    """The state of a merge by key, on disk and in a changelog."""

    def get(self, key: bytes, partition: int) -> bytes | None:
        """The state of a key of that partition; None before its first message."""

    async def put(self, key: bytes, partition: int, state: bytes) -> None:
        """Keep the state; returns when it is safe from a loss of this process and of its disk."""


class Sender:
    """Sends a stage's messages to its sink, each with its key and headers, and returns when they are confirmed."""

    def __init__(self, stage: Stage, deliver: Deliver, books: Books) -> None:
        self._stage = stage
        self._deliver = deliver
        self._books = books

    def outgoing(self, record: Record, message: Message) -> Outgoing:
        """The message as it will travel.

        Raises:
            Rejected: it is larger than the sink's topic takes.
        """
        sink, now = self._stage.sink, headers.utc_now()
        value = message.to_bytes()
        _bounded(value, sink)
        beside = (*headers.carried(record.headers, now), *headers.describing(message, self._stage.name, now))
        return Outgoing(sink.name, key_of(message, sink), value, beside)

    def tombstone(self, record: Record, key: bytes) -> Outgoing:
        """The end of a key on a compacted topic."""
        return Outgoing(self._stage.sink.name, key, None, headers.carried(record.headers, headers.utc_now()))

    async def end(self, key: bytes) -> None:
        """Deliver the end of a key for which no message asked, and count it."""
        trace = ((headers.TRACEPARENT, headers.next_traceparent(None)),)
        await self._deliver(Outgoing(self._stage.sink.name, key, None, trace))
        self._books.produced(self._stage.sink.name, None, None, headers.utc_now())

    async def send(self, record: Record, outgoing: Outgoing, message: Message | None) -> None:
        """Deliver one message and count it. One that a replay caused tells nothing of how long news takes."""
        await self._deliver(outgoing)
        replayed = headers.last(record.headers, headers.REPLAY) is not None
        first_seen = None if replayed else headers.ingested_at(record.headers)
        self._books.produced(outgoing.topic, message, first_seen, headers.utc_now())


class MapHandler:
    """Decode, ask the agent, send all that it makes of the message."""

    def __init__(self, stage: Stage, agent: MapAgent, sender: Sender, max_bytes: int) -> None:
        self._kind = _message_of(stage.source)
        self._agent = agent
        self._sender = sender
        self._max_bytes = max_bytes

    async def handle(self, record: Record) -> None:
        """Returns when the broker has confirmed every message that the agent made.

        Raises:
            Rejected, Dropped, DeliveryFailed, and whatever else the agent raises.
        """
        made = await self.made(record)
        ready = [(self._sender.outgoing(record, message), message) for message in made]
        await asyncio.gather(*(self._sender.send(record, outgoing, message) for outgoing, message in ready))

    async def made(self, record: Record) -> Sequence[Message]:
        """What the agent makes of the message, not sent anywhere.

        Raises:
            Rejected, Dropped, and whatever else the agent raises.
        """
        return await self._agent.handle(decode(self._kind, record.value, self._max_bytes))


class MergeHandler:
    """Decode, merge into the state of the key, tell subscribers, then keep the state: in that order.

    Were the state kept first, a kill before the event was confirmed would leave a state that has taken in a message of
    which nobody was told, and the message's return would change nothing. In this order it is told twice instead, in
    the same bytes.
    """

    def __init__(self, stage: Stage, agent: MergeAgent, sender: Sender, store: StateStore, max_bytes: int) -> None:
        self._source = stage.source
        self._kind = _message_of(stage.source)
        self._agent = agent
        self._sender = sender
        self._store = store
        self._max_bytes = max_bytes
        self._changelog = stage.changelog
        self.turns = Turns()

    async def handle(self, record: Record) -> None:
        """Returns when the event, where it changed, and the state are confirmed.

        Raises:
            Rejected, Fault, and whatever else the agent raises.
        """
        message = decode(self._kind, record.value, self._max_bytes)
        key = key_of(message, self._source)
        if record.key != key:
            raise Rejected("schema_invalid", f"the key is not the {self._source.key}, by which state is kept")
        async with self.turns.of(key):
            await self._merge(record, key, message)

    async def _merge(self, record: Record, key: bytes, message: Message) -> None:
        before = self._store.get(key, record.partition)
        after = self._agent.merge(before, message)
        if after == before:
            return
        if self._changelog is not None:
            _bounded(after, self._changelog)
        await self._tell(record, key, self._agent.publish(before, after))
        await self._store.put(key, record.partition, after)

    async def _tell(self, record: Record, key: bytes, told: Sequence[Message | None]) -> None:
        """One after the other: a tombstone must not overtake the event that it ends."""
        ready = [
            (
                self._sender.tombstone(record, key) if message is None else self._sender.outgoing(record, message),
                message,
            )
            for message in told
        ]
        for outgoing, message in ready:
            await self._sender.send(record, outgoing, message)


def key_of(message: Message, topic: TopicSpec) -> bytes:
    """The key under which a message travels on a topic."""
    return str(getattr(message, topic.key)).encode()


def max_bytes_of(stage: Stage, settings: Settings) -> int:
    """The largest value that a stage reads: what the topic can carry, and for raw articles what the settings allow."""
    return settings.max_raw_bytes if stage.source == RAW else stage.source.max_message_bytes


def _message_of(topic: TopicSpec) -> type[Message]:
    """What a topic carries; the sources of stages all declare it."""
    if topic.message is None:
        raise TypeError(f"topic {topic.name} declares no message")
    return topic.message


def _bounded(value: bytes, topic: TopicSpec) -> None:
    """Hold a value against its topic's bound before the broker does.

    Raises:
        Rejected: it does not fit.
    """
    if len(value) > topic.max_message_bytes - DEAD_LETTER_HEADROOM:
        raise Rejected("too_large", f"{len(value)} bytes for {topic.name} where {topic.max_message_bytes} are allowed")
