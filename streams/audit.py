"""The audit topic: every replay, redrive and drop writes down who did what to which messages, and what came of it.

It is the memory of those commands too: which dead letters have been dealt with, and what a replay was asked for.
"""

import getpass
import secrets
import socket
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime

from kafka import KafkaConsumer, KafkaProducer
from kafka.errors import KafkaError

from schemas import AuditEntry, AuditRange
from schemas.audit_entry import Action, Outcome
from streams.headers import utc_now
from streams.kafka import DELIVERY_SECONDS
from streams.problems import NoBroker
from streams.records import Record
from streams.replay.reading import read, whole
from streams.topology import AUDIT
from streams.version import pipeline_version


class Audit:
    """Writes the entries of one operation; each is confirmed before the work goes on."""

    def __init__(
        self,
        client: KafkaProducer,
        action: Action,
        *,
        stage: str | None,
        selection: Mapping[str, str],
        operation_id: str | None = None,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self.operation_id = operation_id or f"{action}-{clock():%Y%m%dT%H%M%SZ}-{secrets.token_hex(3)}"
        self._client = client
        self._action: Action = action
        self._stage = stage
        self._selection = dict(selection)
        self._clock = clock

    def write(
        self, outcome: Outcome, counts: Mapping[str, int], ranges: Iterable[AuditRange] = (), detail: str | None = None
    ) -> None:
        """Write an entry.

        Raises:
            NoBroker: the broker does not confirm it.
        """
        entry = AuditEntry(
            operation_id=self.operation_id, action=self._action, outcome=outcome, at=self._clock(), by=who(),
            stage=self._stage, selection=self._selection, counts=dict(counts), ranges=tuple(ranges), detail=detail,
            pipeline_version=pipeline_version(),
        )  # fmt: skip
        try:
            sent = self._client.send(AUDIT.name, key=self.operation_id.encode(), value=entry.to_bytes())
            sent.get(timeout=DELIVERY_SECONDS)
        except KafkaError as error:
            raise NoBroker(f"the broker did not confirm an audit entry ({type(error).__name__})") from error


def who() -> str:
    """The user and the host, as far as this machine tells."""
    try:
        user = getpass.getuser()
    except (KeyError, OSError):
        user = "unknown"
    return f"{user}@{socket.gethostname()}"


def entries(client: KafkaConsumer) -> Iterator[AuditEntry]:
    """All entries that there are, oldest first. The client must have the audit topic assigned."""
    for record in read(client, whole(client, AUDIT.name)):
        if record.value is not None:
            yield AuditEntry.from_bytes(record.value)


def ranges_of(records: Iterable[Record]) -> list[AuditRange]:
    """The messages as ranges, neighbours taken together; each with the time of its newest message."""
    found: list[AuditRange] = []
    for record in sorted(records, key=lambda one: (one.topic, one.partition, one.offset)):
        until = datetime.fromtimestamp(record.timestamp, UTC)
        last = found[-1] if found else None
        if last and (last.topic, last.partition, last.end) == (record.topic, record.partition, record.offset):
            newest = max(until, last.until or until)
            found[-1] = last.model_copy(update={"end": record.offset + 1, "until": newest})
        else:
            found.append(
                AuditRange(
                    topic=record.topic, partition=record.partition, start=record.offset, end=record.offset + 1,
                    until=until,
                )
            )  # fmt: skip
    return found


class Settled:
    """Which dead letters have been dealt with, by redrive or drop."""

    def __init__(self, told: Iterable[AuditEntry]) -> None:
        self._until: dict[tuple[str, int, int], datetime] = {}
        for entry in told:
            if entry.action in {"redrive", "drop"}:
                for one in entry.ranges:
                    self._take(one)

    def __contains__(self, record: Record) -> bool:
        """Whether that very message was: one of the same offset but written later is of a topic made anew."""
        until = self._until.get((record.topic, record.partition, record.offset))
        return until is not None and datetime.fromtimestamp(record.timestamp, UTC) <= until

    def _take(self, one: AuditRange) -> None:
        until = one.until or datetime.max.replace(tzinfo=UTC)
        for offset in range(one.start, one.end):
            place = (one.topic, one.partition, offset)
            self._until[place] = max(until, self._until.get(place, until))
