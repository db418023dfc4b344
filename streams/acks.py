"""Acknowledges messages of a partition in the order in which they came, however their work is overtaken.

Faust commits up to the first gap in what was acknowledged, but only once it knows a committed offset of the partition:
before that, and by one message after, an acknowledgement out of order is committed past the message still worked on,
which a kill would lose. (Seen in ``faust.transport.consumer.Consumer._new_offset``, 0.15.3.) Given in order, there is
never a gap.
"""

from collections import deque
from dataclasses import dataclass
from typing import Any, Protocol

Partition = tuple[str, int]


class Event(Protocol):
    """What we need of a Faust event: its message, and a way to acknowledge it."""

    @property
    def message(self) -> Any:  # noqa: ANN401 - Faust's message type; only topic, partition and offset are read here
        """The message as it was read."""

    def ack(self) -> bool:
        """Mark the message as safe to commit."""


@dataclass(slots=True)
class Pending:
    """A message that was taken, and whether its work is over."""

    event: Event
    offset: int
    done: bool = False


class OrderedAcks:
    """The messages taken and not yet acknowledged, by partition in the order of their offsets."""

    def __init__(self) -> None:
        self._pending: dict[Partition, deque[Pending]] = {}
        self._next: dict[Partition, int] = {}
        self._acknowledged_at: dict[Partition, float] = {}

    def take(self, event: Event) -> Pending:
        """A message was read. Hand what this gives to ``finish`` when its outcome has been delivered."""
        message = event.message
        pending = Pending(event, message.offset)
        self._pending.setdefault((message.topic, message.partition), deque()).append(pending)
        return pending

    def finish(self, pending: Pending) -> None:
        """The message's outcome has been delivered: acknowledge it, once those before it are finished too."""
        pending.done = True
        message = pending.event.message
        partition = (message.topic, message.partition)
        waiting = self._pending[partition]
        while waiting and waiting[0].done:
            first = waiting.popleft()
            first.event.ack()
            self._next[partition] = first.offset + 1
            self._acknowledged_at[partition] = first.event.message.timestamp

    def position(self, topic: str, partition: int) -> int | None:
        """The first offset not yet acknowledged; None where no message of the partition has been taken."""
        waiting = self._pending.get((topic, partition))
        return waiting[0].offset if waiting else self._next.get((topic, partition))

    def timestamp(self, topic: str, partition: int) -> float | None:
        """The time (Unix, seconds) of the first message not yet acknowledged, else of the last one that was; None where
        no message of the partition has been taken.
        """
        waiting = self._pending.get((topic, partition))
        if waiting:
            return float(waiting[0].event.message.timestamp)
        return self._acknowledged_at.get((topic, partition))
