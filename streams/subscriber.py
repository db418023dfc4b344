"""The subscriber: the event feed as Python objects. A thin client on kafka-python, meant to be read and copied.

    from streams import Selection, Subscriber

    with Subscriber("127.0.0.1:9092", start="2h", select=Selection(sources={"RUS"}, types={"ACCUSE"})) as feed:
        for event in feed:
            print(event.event_date, event.source.country, event.event_type, event.revision)

What it does for you: it filters by header before it decodes, recognises duplicates by their revision, keeps tombstones
apart from events, commits only what you have finished with, and stops cleanly. What it cannot do: an event may come
again after a restart (delivery is at least once), so what you do with it should bear repeating.
"""

import logging
import re
import threading
import time
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Literal, Self

from kafka import KafkaConsumer, OffsetAndMetadata, TopicPartition
from kafka.consumer.fetcher import ConsumerRecord
from kafka.errors import KafkaError
from pydantic import ValidationError

from schemas import DiplomaticEvent
from streams.problems import NoBroker, UsageProblem
from streams.security import client_options, unreachable

CONNECT_SECONDS = 5.0
"""Longest wait for a first answer."""

POLL_SECONDS = 0.5
"""Longest that one poll waits, and so the longest that ``stop`` takes to be noticed."""

COMMIT_SECONDS = 1.0
"""Between commits of a group's progress: what a crash may deliver again."""

MAX_KNOWN = 100_000
"""Events whose revision is remembered to recognise duplicates, about 20 MB; the least recently seen goes first."""

_DURATION = re.compile(r"(\d+(?:\.\d+)?)\s*([smhdw])")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}

Start = Literal["earliest", "latest"] | str | datetime | timedelta
Kind = Literal["active", "retracted", "ended"]

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Selection:
    """Which events to take, judged by headers alone. An empty set takes any; all that are not empty must agree."""

    types: frozenset[str] | set[str] = frozenset()
    sources: frozenset[str] | set[str] = frozenset()
    targets: frozenset[str] | set[str] = frozenset()
    quad_classes: frozenset[int] | set[int] = frozenset()
    roots: frozenset[str] | set[str] = frozenset()

    def takes(self, headers: Mapping[str, str]) -> bool:
        """Whether a message with these headers is wanted."""
        return all(not wanted or headers.get(name) in wanted for name, wanted in self._by_header())

    def _by_header(self) -> tuple[tuple[str, frozenset[str] | set[str]], ...]:
        return (
            ("event_type", self.types),
            ("source_country", self.sources),
            ("target_country", self.targets),
            ("quad_class", {str(number) for number in self.quad_classes}),
            ("cameo_root", self.roots),
        )


ANY = Selection()


@dataclass(frozen=True, slots=True)
class Update:
    """One message of the topic. ``event`` is None where the event ended (a tombstone); ``written_at`` is UTC."""

    event_id: str
    kind: Kind
    event: DiplomaticEvent | None
    partition: int
    offset: int
    written_at: datetime
    duplicate: bool = False
    headers: Mapping[str, str] = field(default_factory=dict)


class Subscriber:
    """Reads ``diplomacy.events.v1``. Not for several threads, but ``stop`` may be called from any, and from signals.

    Without a ``group`` it reads all partitions and remembers nothing on the broker. With one, its members share the
    partitions, and each goes on where the group was; ``start`` then counts only where the group has no progress yet.
    """

    def __init__(
        self, bootstrap_servers: str, *, start: Start = "latest", select: Selection = ANY, group: str | None = None,
        topic: str = DiplomaticEvent.topic, poll_seconds: float = POLL_SECONDS, **kafka: object,
    ) -> None:  # fmt: skip
        """Connect; ``kafka`` are settings of kafka-python's KafkaConsumer, for instance ``security_protocol``.

        Raises:
            NoBroker: no broker answers in time, or the topic does not exist.
            UsageProblem: ``start`` is neither a known word nor a duration, 30m for instance.
        """
        self.unreadable = 0
        self._moment = moment_of(start, datetime.now(UTC))
        self._start = start
        self._select = select
        self._group = group
        self._topic = topic
        self._poll_ms = int(poll_seconds * 1000)
        self._known: OrderedDict[str, int] = OrderedDict()
        self._done: dict[TopicPartition, int] = {}
        self._assigned: set[TopicPartition] = set()
        self._stopping = threading.Event()
        self._committed_at = time.monotonic()
        self._client = _connected(bootstrap_servers, group, start, kafka)
        self._take_partitions(bootstrap_servers)

    def __iter__(self) -> Iterator[DiplomaticEvent]:
        """Selected events as they come, without duplicates and tombstones; a retracted one says so in ``state``."""
        for update in self.updates():
            if update.event is not None and not update.duplicate:
                yield update.event

    def updates(self, seconds: float | None = None) -> Iterator[Update]:
        """Every selected message, tombstones and duplicates too, until ``stop``, or for so many seconds.

        A tombstone has no headers to select by, so all of them come. A message counts as finished, and its offset
        is committed where there is a group, once the next one is asked for.
        """
        deadline = None if seconds is None else time.monotonic() + seconds
        while not self._stopping.is_set() and (deadline is None or time.monotonic() < deadline):
            yield from self._polled()

    def present(self) -> Iterator[Update]:
        """As ``updates``, but only what is there now; then it ends. For subscribers without a group."""
        ends = self._client.end_offsets(sorted(self._client.assignment()))
        while not self._stopping.is_set() and self._behind(ends):
            yield from self._polled()

    def latest_state(self) -> dict[str, DiplomaticEvent]:
        """The selected events that stand now, by id: the compacted view. It reads the whole topic, and leaves the
        subscriber where it was. Give it a subscriber without a group, as a group's member sees only its partitions.
        """
        places = {partition: self._client.position(partition) for partition in self._client.assignment()}
        self._client.seek_to_beginning(*places)
        latest = dict(self._until(self._client.end_offsets(sorted(places))))
        for partition, offset in places.items():
            self._client.seek(partition, offset)
        found = ((key, _decoded(record)) for key, record in latest.items() if self._stands(record))
        return {key: event for key, event in found if event is not None and event.state == "active"}

    def stop(self) -> None:
        """End the iteration after the message at hand; returns at once."""
        self._stopping.set()

    def close(self) -> None:
        """Commit what is finished, leave the group and disconnect. Safe to call twice."""
        self._stopping.set()
        try:
            self._commit()
        finally:
            self._client.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def _take_partitions(self, address: str) -> None:
        numbers = self._client.partitions_for_topic(self._topic)
        if not numbers:
            self._client.close()
            raise NoBroker(
                f"The broker at {address} has no topic {self._topic}: `communique topics --create` makes it."
            )
        if self._group is not None:
            self._client.subscribe([self._topic])
            return
        partitions = [TopicPartition(self._topic, number) for number in sorted(numbers)]
        self._client.assign(partitions)
        self._seek(partitions)

    def _seek(self, partitions: list[TopicPartition]) -> None:
        """Settle where to start now, so that nothing sent from here on is missed."""
        if self._moment is not None:
            self._seek_to(self._moment, partitions)
        elif self._start == "earliest":
            self._client.seek_to_beginning(*partitions)
        else:
            self._client.seek_to_end(*partitions)
        for partition in partitions:
            self._client.position(partition)

    def _seek_to(self, moment: datetime, partitions: list[TopicPartition]) -> None:
        found = self._client.offsets_for_times(dict.fromkeys(partitions, int(moment.timestamp() * 1000)))
        for partition in partitions:
            if found.get(partition) is None:
                self._client.seek_to_end(partition)
            else:
                self._client.seek(partition, found[partition].offset)

    def _polled(self) -> Iterator[Update]:
        batch = self._client.poll(timeout_ms=self._poll_ms)
        moved = self._settle_new_partitions()
        for partition, records in batch.items():
            for record in records if partition not in moved else ():
                if self._stopping.is_set():
                    return
                update = self._read(record)
                if update is not None:
                    yield update
                self._done[partition] = record.offset + 1
        self._commit_now_and_then()

    def _settle_new_partitions(self) -> set[TopicPartition]:
        """In a group: move partitions that are new here and without progress to the moment asked for.

        What was fetched from them before is passed over, as it comes from another place. The two words that are no
        moment are Kafka's own ``auto_offset_reset`` and need nothing.
        """
        present = self._client.assignment()
        new, self._assigned = present - self._assigned, set(present)
        if self._group is None or self._moment is None:
            return set()
        fresh = [partition for partition in sorted(new) if self._client.committed(partition) is None]
        self._seek(fresh)
        return set(fresh)

    def _behind(self, ends: Mapping[TopicPartition, int]) -> bool:
        return any(self._client.position(partition) < end for partition, end in ends.items())

    def _read(self, record: ConsumerRecord) -> Update | None:
        key, headers = (record.key or b"").decode(errors="replace"), _text(record.headers)
        if record.value is None:
            self._known.pop(key, None)
            return _update(record, key, headers, None, duplicate=False)
        if not self._select.takes(headers):
            return None
        event = _decoded(record)
        if event is None:
            self.unreadable += 1
            return None
        return _update(record, key, headers, event, duplicate=self._seen(event))

    def _seen(self, event: DiplomaticEvent) -> bool:
        """Whether this revision or a later one came before; remembers it if not."""
        known = self._known.get(event.event_id, 0)
        self._known[event.event_id] = max(known, event.revision)
        self._known.move_to_end(event.event_id)
        if len(self._known) > MAX_KNOWN:
            self._known.popitem(last=False)
        return event.revision <= known

    def _until(self, ends: Mapping[TopicPartition, int]) -> Iterator[tuple[str, ConsumerRecord]]:
        """All records from here to these offsets, by key."""
        while self._behind(ends):
            for records in self._client.poll(timeout_ms=self._poll_ms).values():
                yield from (((record.key or b"").decode(errors="replace"), record) for record in records)

    def _stands(self, record: ConsumerRecord) -> bool:
        return record.value is not None and self._select.takes(_text(record.headers))

    def _commit_now_and_then(self) -> None:
        if time.monotonic() - self._committed_at >= COMMIT_SECONDS:
            self._commit()

    def _commit(self) -> None:
        """Tell the broker what is finished. A failure is only logged: the messages then come again."""
        self._committed_at = time.monotonic()
        if self._group is None or not self._done:
            return
        ours = self._client.assignment()
        progress = {each: OffsetAndMetadata(offset, "", -1) for each, offset in self._done.items() if each in ours}
        try:
            self._client.commit(progress)
        except KafkaError as error:
            log.warning("progress of group %s was not committed: %s", self._group, type(error).__name__)
        else:
            self._done.clear()


def moment_of(start: Start, now: datetime) -> datetime | None:
    """The moment to start from; None for ``earliest`` and ``latest``. A datetime without an offset is in UTC.

    Raises:
        UsageProblem: the text is neither a known word, a duration (30m, 2h, 1.5d) nor an ISO 8601 time.
    """
    if isinstance(start, timedelta):
        return now - start
    if isinstance(start, datetime):
        return start if start.tzinfo else start.replace(tzinfo=UTC)
    if start in {"earliest", "latest"}:
        return None
    found = _DURATION.fullmatch(start.strip())
    try:
        if found:
            return now - timedelta(**{_UNITS[found[2]]: float(found[1])})
        return moment_of(datetime.fromisoformat(start), now)
    except (ValueError, OverflowError):
        raise UsageProblem(f"{start!r} is no start: give earliest, latest, 30m, 2h, 7d or an ISO 8601 time") from None


def _connected(address: str, group: str | None, start: Start, kafka: dict[str, object]) -> KafkaConsumer:
    chosen: dict[str, object] = {
        "client_id": "communique-subscriber", "enable_auto_commit": False, "allow_auto_create_topics": False,
        "auto_offset_reset": "latest" if start == "latest" else "earliest", "fetch_max_wait_ms": 100,
        "bootstrap_timeout_ms": int(CONNECT_SECONDS * 1000), "group_id": group,
    }  # fmt: skip
    try:
        return KafkaConsumer(bootstrap_servers=address.split(","), **{**chosen, **client_options(address), **kafka})
    except (KafkaError, OSError, ValueError) as error:
        raise unreachable(address, error) from error


def _text(headers: Iterable[tuple[str, bytes | None]] | None) -> dict[str, str]:
    """Headers as text; of repeated ones the last."""
    return {name: (value or b"").decode(errors="replace") for name, value in headers or ()}


def _decoded(record: ConsumerRecord) -> DiplomaticEvent | None:
    """The event; None, with a warning, where the value is none. The topic goes on behind it."""
    try:
        return DiplomaticEvent.from_bytes(record.value)
    except (ValueError, ValidationError) as error:
        log.warning("partition %d offset %d is no event: %s", record.partition, record.offset, type(error).__name__)
        return None


def _update(
    record: ConsumerRecord, key: str, headers: Mapping[str, str], event: DiplomaticEvent | None, *, duplicate: bool
) -> Update:
    return Update(
        event_id=key, kind="ended" if event is None else event.state, event=event, partition=record.partition,
        offset=record.offset, written_at=datetime.fromtimestamp(record.timestamp / 1000, UTC), duplicate=duplicate,
        headers=headers,
    )  # fmt: skip
