"""A message that can never succeed, as it goes to the dead-letter topic: its bytes untouched, headers that say why."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from agents.errors import Rejected, RejectReason
from schemas import rfc3339
from streams.records import Outgoing, Record
from streams.topology import Stage
from streams.version import pipeline_version

PREFIX = "dlq_"
MAX_EXPLANATION_BYTES = 1024


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a message became a dead letter, after how many tries, and when."""

    reason: RejectReason
    error: BaseException
    attempts: int
    failed_at: datetime


def letter(stage: Stage, record: Record, failure: Failure) -> Outgoing:
    """The dead letter: key, value, partition and headers as they came, an earlier failure's own replaced."""
    kept = tuple(header for header in record.headers if not header[0].startswith(PREFIX))
    return Outgoing(
        topic=stage.source.dead_letters().name,
        key=record.key,
        value=record.value,
        headers=(*kept, *((PREFIX + name, value) for name, value in _told(stage, record, failure))),
        partition=record.partition,
    )


def _told(stage: Stage, record: Record, failure: Failure) -> Iterator[tuple[str, bytes]]:
    cause = failure.error.__cause__ if isinstance(failure.error, Rejected) else None
    yield "original_topic", record.topic.encode()
    yield "original_partition", str(record.partition).encode()
    yield "original_offset", str(record.offset).encode()
    yield "original_timestamp", rfc3339(datetime.fromtimestamp(record.timestamp, UTC)).encode()
    yield "consumer_group", stage.group.encode()
    yield "stage", stage.name.encode()
    yield "reason", failure.reason.encode()
    yield "exception_class", type(cause or failure.error).__name__.encode()
    yield "exception_message", _cut(str(failure.error))
    yield "attempts", str(failure.attempts).encode()
    yield "failed_at", rfc3339(failure.failed_at).encode()
    yield "pipeline_version", pipeline_version().encode()


def _cut(text: str) -> bytes:
    """The text as UTF-8 within the bound, no character torn apart."""
    whole = text.encode("utf-8", "replace")[:MAX_EXPLANATION_BYTES]
    return whole.decode("utf-8", "ignore").encode()
