"""Delivery waits for the broker's word; state is kept once the changelog has it. Against a producer that remembers."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import faust
import pytest
from faust.types import TP, TableT
from kafka.partitioner.default import murmur2 as kafka_murmur2

from streams.delivery import FaustDelivery
from streams.faults import DeliveryFailed, Fault
from streams.pulse import Pulse
from streams.records import Kept, Outgoing
from streams.settings import Settings
from streams.state import TableState, declare_table
from streams.topology import TopicSpec

CHANGELOG = TopicSpec("changelog", "event_id", cleanup="compact")
SETTINGS = Settings(max_attempts=3, retry_backoff=0.001)
TOO_LARGE = b"too large for a batch"
MESSAGE = Outgoing("topic", b"k", b"v", (("h", b"1"),), 5)


class FakeBatch:
    """Holds three messages at most, as aiokafka's holds so many bytes."""

    def __init__(self) -> None:
        self.messages: list[Outgoing] = []
        self.closed = False

    def append(
        self, *, timestamp: float | None, key: bytes | None, value: bytes | None, headers: list[tuple[str, bytes]]
    ) -> object:
        if len(self.messages) == 3 or value == TOO_LARGE:
            self.close()
            return None
        assert timestamp is None
        self.messages.append(Outgoing("", key, value, tuple(headers)))
        return object()

    def close(self) -> None:
        self.closed = True

    def record_count(self) -> int:
        return len(self.messages)


class FakeProducer:
    """Confirms with rising offsets, after the given number of failures; as Faust's producer and as aiokafka's."""

    def __init__(self, failures: int = 0) -> None:
        self.failures = failures
        self.sent: list[tuple[Any, ...]] = []
        self.batches: list[tuple[str, int, list[bytes | None]]] = []

    def _ensure_producer(self) -> "FakeProducer":
        return self

    async def partitions_for(self, topic: str) -> set[int]:
        return set(range(8)) if topic else set()

    def create_batch(self) -> FakeBatch:
        return FakeBatch()

    async def send_batch(self, batch: FakeBatch, topic: str, *, partition: int) -> "asyncio.Future[SimpleNamespace]":
        assert batch.closed
        answer = await self.send(topic, *[each.value for each in batch.messages])
        if not answer.exception():
            self.batches.append((topic, partition, [each.value for each in batch.messages]))
            held = sum(len(values) for _, place, values in self.batches if place == partition)
            answer = asyncio.get_running_loop().create_future()
            answer.set_result(SimpleNamespace(offset=held - len(batch.messages)))
        return answer

    async def send(self, *message: Any) -> "asyncio.Future[SimpleNamespace]":  # noqa: ANN401 - whatever was given
        answer: asyncio.Future[SimpleNamespace] = asyncio.get_running_loop().create_future()
        if self.failures:
            self.failures -= 1
            answer.set_exception(TimeoutError("not confirmed"))
        else:
            self.sent.append(message)
            answer.set_result(SimpleNamespace(offset=len(self.sent)))
        return answer


class FakeApp:
    """An app that has a producer and nothing else."""

    def __init__(self, producer: FakeProducer) -> None:
        self.producer = producer

    async def maybe_start_producer(self) -> FakeProducer:
        return self.producer


def delivery(producer: FakeProducer) -> FaustDelivery:
    return FaustDelivery(cast("faust.App", FakeApp(producer)), SETTINGS)


def test_a_message_goes_out_whole() -> None:
    producer = FakeProducer()
    asyncio.run(delivery(producer)(MESSAGE))
    assert producer.sent == [("topic", b"k", b"v", 5, None, [("h", b"1")])]


def test_a_delivery_that_fails_for_a_moment_is_tried_again() -> None:
    producer = FakeProducer(failures=SETTINGS.max_attempts - 1)
    asyncio.run(delivery(producer)(MESSAGE))
    assert len(producer.sent) == 1


def test_a_delivery_that_keeps_failing_is_a_fault_that_names_the_topic_but_quotes_nothing() -> None:
    producer = FakeProducer(failures=SETTINGS.max_attempts)
    with pytest.raises(DeliveryFailed, match="topic did not take a message of 1 bytes"):
        asyncio.run(delivery(producer)(MESSAGE))
    assert producer.sent == []


def test_many_messages_go_out_by_partition_in_their_order_and_the_last_places_are_told() -> None:
    producer = FakeProducer()
    values = [b"%d" % number for number in range(7)]
    messages = [Outgoing("topic", b"k", value, partition=int(value) % 2) for value in values]
    offsets = asyncio.run(delivery(producer).all(messages))
    assert producer.batches == [
        ("topic", 0, [b"0", b"2", b"4"]), ("topic", 0, [b"6"]), ("topic", 1, [b"1", b"3", b"5"]),
    ]  # fmt: skip
    assert offsets == {("topic", 0): 3, ("topic", 1): 2}


@pytest.mark.parametrize("key", [b"k", b"another", b"0acbbde5-22d8-57a9-af5d-8da10ef7bf96"])
def test_without_a_partition_the_key_decides_as_every_kafka_client_lets_it(key: bytes) -> None:
    producer = FakeProducer()
    asyncio.run(delivery(producer).all([Outgoing("topic", key, b"v")]))
    expected = (kafka_murmur2(key) & 0x7FFFFFFF) % 8
    assert [partition for _, partition, _ in producer.batches] == [expected]


def test_a_batch_that_is_not_confirmed_is_sent_again_message_by_message() -> None:
    producer = FakeProducer(failures=2)
    messages = [Outgoing("topic", b"k", value, partition=5) for value in (b"a", b"b")]
    offsets = asyncio.run(delivery(producer).all(messages))
    assert [message[2] for message in producer.sent] == [b"a", b"b"]
    assert offsets == {("topic", 5): 2}


def test_what_fits_no_batch_is_sent_by_itself_and_what_stays_unconfirmed_is_a_fault() -> None:
    producer = FakeProducer()
    asyncio.run(delivery(producer).all([Outgoing("topic", b"k", TOO_LARGE, partition=0)]))
    assert [message[2] for message in producer.sent] == [TOO_LARGE]
    with pytest.raises(DeliveryFailed):
        asyncio.run(delivery(FakeProducer(failures=9)).all([MESSAGE]))


def test_a_worker_that_stood_still_sends_nothing_more() -> None:
    producer = FakeProducer()
    now = [0.0]
    pulse = Pulse(7.0, lambda: now[0])
    late = FaustDelivery(cast("faust.App", FakeApp(producer)), SETTINGS, pulse)

    async def begin() -> None:
        beating = asyncio.create_task(pulse.run())
        await asyncio.sleep(0)
        await late(MESSAGE)
        beating.cancel()

    asyncio.run(begin())
    now[0] = 7.5
    with pytest.raises(Fault, match="stood still"):
        asyncio.run(late(MESSAGE))
    with pytest.raises(Fault, match="stood still"):
        asyncio.run(late.all([MESSAGE]))
    assert len(producer.sent) == 1


def test_nothing_to_deliver_is_delivered() -> None:
    assert asyncio.run(delivery(FakeProducer()).all([])) == {}


class BrokenStore:
    """A disk that is gone."""

    offset_key = b"offset"

    def _db_for_partition(self, partition: int) -> object:
        raise OSError(partition)


def broken() -> TableState:
    table = cast("TableT[bytes, bytes]", SimpleNamespace(data=BrokenStore()))
    return TableState(table, CHANGELOG, delivery(FakeProducer()))


def test_state_is_in_the_changelog_of_its_partition_and_then_in_the_store(tmp_path: Path) -> None:
    producer = FakeProducer()
    with on_disk(tmp_path, producer) as (kept, store):
        asyncio.run(kept.put([Kept(b"e-1", 4, b"new"), Kept(b"e-9", 4, b"other"), Kept(b"e-1", 2, b"there")]))
        assert producer.batches == [(CHANGELOG.name, 4, [b"new", b"other"]), (CHANGELOG.name, 2, [b"there"])]
        assert [kept.get(b"e-1", 4), kept.get(b"e-9", 4), kept.get(b"e-1", 2)] == [b"new", b"other", b"there"]
        assert [store.persisted_offset(TP(CHANGELOG.name, partition)) for partition in (4, 2)] == [1, 0]
        assert kept.get(b"e-1", 3) is None


def test_without_the_changelogs_word_the_store_stays_as_it_was(tmp_path: Path) -> None:
    with on_disk(tmp_path, FakeProducer(failures=9)) as (kept, store):
        with pytest.raises(DeliveryFailed):
            asyncio.run(kept.put([Kept(b"e-1", 4, b"new")]))
        assert kept.get(b"e-1", 4) == b"state 1"
        assert store.persisted_offset(TP(CHANGELOG.name, 4)) == 7


def test_a_broken_disk_is_our_fault_and_not_the_messages() -> None:
    with pytest.raises(Fault):
        broken().get(b"e-1", 4)
    with pytest.raises(Fault):
        asyncio.run(broken().put([Kept(b"e-1", 4, b"state")]))


@contextmanager
def on_disk(folder: Path, producer: FakeProducer) -> Iterator[tuple[TableState, Any]]:
    """The state of an app on a real rocksdb store, partition 4 of which holds five keys."""
    app = faust.App("test-of-state", datadir=str(folder), store="rocksdb://")
    table = declare_table(app, CHANGELOG)
    store: Any = table.data
    for number in range(5):
        store._db_for_partition(4).put(b"e-%d" % number, b"state %d" % number)
    store.set_persisted_offset(TP(CHANGELOG.name, 4), 7)
    yield TableState(table, CHANGELOG, delivery(producer)), store
    asyncio.run(store.stop())


def test_a_partition_is_paged_through_in_the_order_of_its_keys_without_what_faust_keeps_there(tmp_path: Path) -> None:
    with on_disk(tmp_path, FakeProducer()) as (kept, _):
        first = kept.page(4, None, 2)
        second = kept.page(4, first[-1][0], 10)
        assert first == [(b"e-0", b"state 0"), (b"e-1", b"state 1")]
        assert [key for key, _ in second] == [b"e-2", b"e-3", b"e-4"]
        assert kept.page(4, b"e-4", 10) == []


def test_a_key_is_forgotten_in_the_changelog_and_then_in_the_store(tmp_path: Path) -> None:
    producer = FakeProducer()
    with on_disk(tmp_path, producer) as (kept, store):
        assert kept.get(b"e-1", 4) == b"state 1"
        asyncio.run(kept.forget(b"e-1", 4))
        assert producer.sent == [(CHANGELOG.name, b"e-1", None, 4, None, [])]
        assert kept.get(b"e-1", 4) is None
        assert store.persisted_offset(TP(CHANGELOG.name, 4)) == 1
        assert len(kept.page(4, None, 10)) == 4


def test_without_the_changelogs_word_nothing_is_forgotten(tmp_path: Path) -> None:
    with on_disk(tmp_path, FakeProducer(failures=9)) as (kept, _):
        with pytest.raises(DeliveryFailed):
            asyncio.run(kept.forget(b"e-1", 4))
        assert kept.get(b"e-1", 4) == b"state 1"


def test_a_disk_that_cannot_be_searched_is_a_fault() -> None:
    with pytest.raises(Fault):
        broken().page(4, None, 10)
    with pytest.raises(Fault):
        asyncio.run(broken().forget(b"e-1", 4))
