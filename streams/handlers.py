"""What a stage does with one message: a map sends what its agent makes of it. What a merge does is in ``merging``."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import NamedTuple

from agents.errors import Rejected
from schemas import Message
from streams import headers
from streams.bindings import MapAgent
from streams.codec import decode
from streams.guard import Deliver
from streams.metrics import Books
from streams.records import Outgoing, Record
from streams.settings import Settings
from streams.topology import DEAD_LETTER_HEADROOM, RAW, Stage, TopicSpec

DeliverAll = Callable[[Sequence[Outgoing]], Awaitable[object]]
"""Sends messages, those of a key in their order, and returns when the broker has confirmed them all."""


class Ready(NamedTuple):
    """A message as it will travel, with the one that led to it. ``new``: nothing was told of its key before."""

    record: Record
    outgoing: Outgoing
    message: Message | None
    new: bool


class Sender:
    """Sends a stage's messages to its sink, each with its key and headers, and returns when they are confirmed."""

    def __init__(self, stage: Stage, deliver: Deliver, books: Books, deliver_all: DeliverAll | None = None) -> None:
        self._stage = stage
        self._deliver = deliver
        self._deliver_all = deliver_all or self._one_by_one
        self._books = books

    def outgoing(self, record: Record, message: Message) -> Outgoing:
        """The message as it will travel.

        Raises:
            Rejected: it is larger than the sink's topic takes.
        """
        sink, now = self._stage.sink, headers.utc_now()
        value = message.to_bytes()
        bounded(value, sink)
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
        """Deliver one message and count it."""
        await self._deliver(outgoing)
        self._books.produced(outgoing.topic, message, _first_seen(record), headers.utc_now())

    async def send_all(self, ready: Sequence[Ready]) -> None:
        """Deliver many messages, those of a key in their order, and count them."""
        await self._deliver_all([each.outgoing for each in ready])
        now = headers.utc_now()
        for each in ready:
            self._books.produced(each.outgoing.topic, each.message, _first_seen(each.record), now, new=each.new)

    async def _one_by_one(self, outgoing: Sequence[Outgoing]) -> None:
        for each in outgoing:
            await self._deliver(each)


class MapHandler:
    """Decode, ask the agent, send all that it makes of the message."""

    def __init__(self, stage: Stage, agent: MapAgent, sender: Sender, max_bytes: int) -> None:
        self._kind = message_of(stage.source)
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


def _first_seen(record: Record) -> datetime | None:
    """When the article was; None of what a replay caused, which tells nothing of how long news takes."""
    return None if headers.last(record.headers, headers.REPLAY) is not None else headers.ingested_at(record.headers)


def key_of(message: Message, topic: TopicSpec) -> bytes:
    """The key under which a message travels on a topic."""
    return str(getattr(message, topic.key)).encode()


def max_bytes_of(stage: Stage, settings: Settings) -> int:
    """The largest value that a stage reads: what the topic can carry, and for raw articles what the settings allow."""
    return settings.max_raw_bytes if stage.source == RAW else stage.source.max_message_bytes


def message_of(topic: TopicSpec) -> type[Message]:
    """What a topic carries; the sources of stages all declare it."""
    if topic.message is None:
        raise TypeError(f"topic {topic.name} declares no message")
    return topic.message


def bounded(value: bytes, topic: TopicSpec) -> None:
    """Hold a value against its topic's bound before the broker does.

    Raises:
        Rejected: it does not fit.
    """
    if len(value) > topic.max_message_bytes - DEAD_LETTER_HEADROOM:
        raise Rejected("too_large", f"{len(value)} bytes for {topic.name} where {topic.max_message_bytes} are allowed")
