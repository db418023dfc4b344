"""What a merge does with its messages: folds those of a key into the key's state, many keys at a time.

Of the messages that are taken together those of one key are folded at once: its state is read, told of and kept once
for all of them. Subscribers then see the key after the last of them, and not after each.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from agents.errors import Rejected
from schemas import Message
from streams.bindings import MergeAgent
from streams.codec import decode
from streams.guard import OUR_FAULTS
from streams.handlers import Ready, Sender, bounded, key_of, message_of
from streams.headers import REPLAY, last
from streams.records import Kept, Record
from streams.topology import Stage
from streams.turns import Turns

AT_ONCE = 32
"""Messages or keys worked on before the event loop has its turn again: some ten milliseconds."""


class StateStore(Protocol):
    """The state of a merge by key, on disk and in a changelog."""

    def get(self, key: bytes, partition: int) -> bytes | None:
        """The state of a key of that partition; None before its first message."""

    async def put(self, states: Sequence[Kept]) -> None:
        """Keep states; returns when they are safe from a loss of this process and of its disk."""


@dataclass(slots=True)
class Group:
    """Messages of one key in the order in which they came."""

    key: bytes
    partition: int
    records: list[Record] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)

    def add(self, record: Record, message: Message) -> None:
        """One more."""
        self.records.append(record)
        self.messages.append(message)


class Change(NamedTuple):
    """What a group of messages leads to: what is told of its key, and the state that is kept afterwards."""

    told: list[Ready]
    kept: Kept


class MergeHandler:
    """Decode, merge into the state of the key, tell subscribers, then keep the state: in that order.

    Were the state kept first, a kill before the event was confirmed would leave a state that has taken in a message of
    which nobody was told, and the message's return would change nothing. In this order it is told twice instead, in
    the same bytes.
    """

    def __init__(self, stage: Stage, agent: MergeAgent, sender: Sender, store: StateStore, max_bytes: int) -> None:
        self._source = stage.source
        self._kind = message_of(stage.source)
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
        key, message = self._read(record)
        group = Group(key, record.partition, [record], [message])
        async with self.turns.of(key):
            change = self._change(group)
            await self._apply([] if change is None else [change])

    async def together(self, records: Sequence[Record]) -> list[Record]:
        """The same for many, those of one key at once. Gives back those that failed: they are to be handled singly.

        Raises:
            Fault: ours, and none of the messages is done with.
        """
        groups, left = await self._grouped(records)
        async with self.turns.of_all(group.key for group in groups):
            changes = []
            for number, group in enumerate(groups):
                if number % AT_ONCE == AT_ONCE - 1:
                    await asyncio.sleep(0)
                try:
                    changes.append(self._change(group))
                except OUR_FAULTS:
                    raise
                except Exception:  # noqa: BLE001 - whatever it is: the guard decides on each message by itself
                    left.extend(group.records)
            await self._apply([change for change in changes if change is not None])
        return left

    async def _grouped(self, records: Sequence[Record]) -> tuple[list[Group], list[Record]]:
        """By key and partition, and those that cannot be read or belong to another replay than their key's first."""
        groups: dict[tuple[bytes, int], Group] = {}
        left = []
        for number, record in enumerate(records):
            if number % AT_ONCE == AT_ONCE - 1:
                await asyncio.sleep(0)
            try:
                key, message = self._read(record)
            except Rejected:
                left.append(record)
                continue
            group = groups.setdefault((key, record.partition), Group(key, record.partition))
            if group.records and _replay(group.records[0]) != _replay(record):
                left.append(record)
            else:
                group.add(record, message)
        return list(groups.values()), left

    def _read(self, record: Record) -> tuple[bytes, Message]:
        message = decode(self._kind, record.value, self._max_bytes)
        key = key_of(message, self._source)
        if record.key != key:
            raise Rejected("schema_invalid", f"the key is not the {self._source.key}, by which state is kept")
        return key, message

    def _change(self, group: Group) -> Change | None:
        before = self._store.get(group.key, group.partition)
        after, changed = self._agent.fold(before, group.messages)
        if changed is None:
            return None
        if self._changelog is not None:
            bounded(after, self._changelog)
        cause = group.records[changed]
        told = [self._ready(cause, group.key, message, new=before is None) for message in self._agent.told(after)]
        return Change(told, Kept(group.key, group.partition, after))

    def _ready(self, record: Record, key: bytes, message: Message | None, *, new: bool) -> Ready:
        outgoing = self._sender.tombstone(record, key) if message is None else self._sender.outgoing(record, message)
        return Ready(record, outgoing, message, new)

    async def _apply(self, changes: Sequence[Change]) -> None:
        """Tell of every key, then keep every state. Of a key a tombstone must not overtake the event that it ends."""
        told = [ready for change in changes for ready in change.told]
        if told:
            await self._sender.send_all(told)
        if changes:
            await self._store.put([change.kept for change in changes])


def _replay(record: Record) -> bytes | None:
    return last(record.headers, REPLAY)
