"""What is kept of an event between two mentions, and its bytes: the value of the keyed table.

The state is a bounded sketch of a *set*: of all mentions ever merged it keeps those whose ids hash lowest. Which ones
those are depends on the ids alone, so no order of arrival, duplicate or newer version can change the choice. The lowest
``MAX_DETAILED`` keep all that an event tells of a mention; the others up to ``MAX_RECORDS`` keep what counting needs.
"""

from dataclasses import dataclass
from typing import Any, NamedTuple, Self

import orjson

from schemas.diplomatic_event import MAX_MENTIONS

FORMAT = 1
"""Version of the stored bytes; another one means that the table has to be rebuilt from the mentions."""

MAX_DETAILED = MAX_MENTIONS
"""Mentions kept in full: those that the event lists, and whose codes are put to the vote."""

MAX_RECORDS = 2_000
"""Distinct mentions up to which every count is exact. About 300 KB of state, a third of Kafka's usual message bound."""

MAX_SEEN = 32
"""Versions of one mention that are told apart for the revision."""


class Version(NamedTuple):
    """Which version of a mention this is. ``digest`` is the hash of its content, and decides between equals."""

    codebook: str
    withdrawn: bool
    pipeline: str
    model: str
    digest: str


class Record(NamedTuple):
    """What is kept of one mention. Ids are hashed (16 hex digits), moments are microseconds since 1970."""

    rank: str
    version: Version
    seen: tuple[str, ...]
    article: str
    fingerprint: str
    similarity: str
    publisher: str
    published: int | None
    summary: dict[str, Any] | None
    coded: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class EventState:
    """The kept mentions of one event, sorted by ``rank``."""

    event_id: str
    records: tuple[Record, ...]

    @property
    def full(self) -> bool:
        """Whether the event has reached the bound beyond which its counts are lower bounds."""
        return len(self.records) >= MAX_RECORDS

    def to_bytes(self) -> bytes:
        """The state as JSON; equal sets of mentions give equal bytes. Repeated parts are written once."""
        pool = _Pool()
        rows = [_row(record, pool) for record in self.records]
        return orjson.dumps([FORMAT, self.event_id, pool.values, rows])

    @classmethod
    def from_bytes(cls, value: bytes) -> Self:
        """Read a state.

        Raises:
            ValueError: the bytes are not a state of this format.
        """
        found = orjson.loads(value)
        if not isinstance(found, list) or len(found) != 4 or found[0] != FORMAT:
            raise ValueError(f"not an event state of format {FORMAT}; rebuild the table from the mentions topic")
        _, event_id, pool, rows = found
        return cls(event_id, tuple(_record(row, pool) for row in rows))


class _Pool:
    """Values in order of first use; each is referred to by its index."""

    def __init__(self) -> None:
        self.values: list[Any] = []
        self._index: dict[bytes, int] = {}

    def put(self, value: object) -> int:
        """The index of the value, which joins the pool where it is new."""
        key = orjson.dumps(value)
        index = self._index.setdefault(key, len(self.values))
        if index == len(self.values):
            self.values.append(value)
        return index


def _row(record: Record, pool: _Pool) -> list[Any]:
    codebook, withdrawn, pipeline, model, digest = record.version
    row = [
        record.rank, digest, int(withdrawn), pool.put([codebook, pipeline, model]), list(record.seen),
        record.article, record.fingerprint, record.similarity, record.publisher, record.published,
    ]  # fmt: skip
    return row if record.summary is None else [*row, record.summary, pool.put(record.coded)]


def _record(row: list[Any], pool: list[Any]) -> Record:
    rank, digest, withdrawn, version, seen, article, fingerprint, similarity, publisher, published, *detail = row
    codebook, pipeline, model = pool[version]
    summary, coded = (detail[0], pool[detail[1]]) if detail else (None, None)
    kept = Version(codebook, bool(withdrawn), pipeline, model, digest)
    return Record(rank, kept, tuple(seen), article, fingerprint, similarity, publisher, published, summary, coded)
