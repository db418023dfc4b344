"""A message as it stands in Kafka, apart from the library that read it, and one on its way there."""

from dataclasses import dataclass
from typing import NamedTuple

Headers = tuple[tuple[str, bytes], ...]
"""In order and with repeats, as Kafka keeps them."""


@dataclass(frozen=True, slots=True)
class Record:
    """A message that was read. ``timestamp`` is in seconds since the epoch."""

    topic: str
    partition: int
    offset: int
    timestamp: float
    key: bytes | None
    value: bytes | None
    headers: Headers = ()


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message to be sent. A ``value`` of None is a tombstone; without a partition the key decides."""

    topic: str
    key: bytes | None
    value: bytes | None
    headers: Headers = ()
    partition: int | None = None


class Kept(NamedTuple):
    """The state of a key as a merge keeps it, in the partition of the key's messages."""

    key: bytes
    partition: int
    state: bytes
