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

from streams.delivery import FaustDelivery
from streams.faults import DeliveryFailed, Fault
from streams.records import Outgoing
from streams.settings import Settings
from streams.state import TableState, declare_table
from streams.topology import TopicSpec

CHANGELOG = TopicSpec("changelog", "event_id", cleanup="compact")
SETTINGS = Settings(max_attempts=3, retry_backoff=0.001)
MESSAGE = Outgoing("topic", b"k", b"v", (("h", b"1"),), 5)


class FakeProducer:
    """Confirms with rising offsets, after the given number of failures."""

    def __init__(self, failures: int = 0) -> None:
        self.failures = failures
        self.sent: list[tuple[Any, ...]] = []

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


class FakeStore(dict[bytes, bytes]):
    """A local store that notes up to which offset of the changelog it is."""

    def __init__(self) -> None:
        super().__init__()
        self.offsets: dict[TP, int] = {}

    def set_persisted_offset(self, tp: TP, offset: int) -> None:
        self.offsets[tp] = offset


class BrokenStore(FakeStore):
    """A disk that is gone."""

    def get(self, *key: Any) -> Any:  # noqa: ANN401 - as a dict's
        raise OSError(key)

    def __setitem__(self, key: bytes, value: bytes) -> None:
        raise OSError(key)


def state(store: FakeStore, producer: FakeProducer) -> TableState:
    table = cast("TableT[bytes, bytes]", SimpleNamespace(data=store))
    return TableState(table, CHANGELOG, delivery(producer))


def test_state_is_in_the_changelog_of_its_partition_and_then_in_the_store() -> None:
    store, producer = FakeStore(), FakeProducer()
    kept = state(store, producer)
    asyncio.run(kept.put(b"e-1", 4, b"state"))
    assert producer.sent == [(CHANGELOG.name, b"e-1", b"state", 4, None, [])]
    assert kept.get(b"e-1", 4) == b"state"
    assert store.offsets == {TP(CHANGELOG.name, 4): 1}
    assert kept.get(b"e-2", 4) is None


def test_without_the_changelogs_word_the_store_stays_as_it_was() -> None:
    store = FakeStore()
    with pytest.raises(DeliveryFailed):
        asyncio.run(state(store, FakeProducer(failures=9)).put(b"e-1", 4, b"state"))
    assert store == {}
    assert store.offsets == {}


def test_a_broken_disk_is_our_fault_and_not_the_messages() -> None:
    kept = state(BrokenStore(), FakeProducer())
    with pytest.raises(Fault):
        kept.get(b"e-1", 4)
    with pytest.raises(Fault):
        asyncio.run(kept.put(b"e-1", 4, b"state"))


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
        assert kept.look(b"e-1", 4) == b"state 1"
        asyncio.run(kept.forget(b"e-1", 4))
        assert producer.sent == [(CHANGELOG.name, b"e-1", None, 4, None, [])]
        assert kept.look(b"e-1", 4) is None
        assert store.persisted_offset(TP(CHANGELOG.name, 4)) == 1
        assert len(kept.page(4, None, 10)) == 4


def test_without_the_changelogs_word_nothing_is_forgotten(tmp_path: Path) -> None:
    with on_disk(tmp_path, FakeProducer(failures=9)) as (kept, _):
        with pytest.raises(DeliveryFailed):
            asyncio.run(kept.forget(b"e-1", 4))
        assert kept.look(b"e-1", 4) == b"state 1"


def test_a_disk_that_cannot_be_searched_is_a_fault() -> None:
    kept = state(BrokenStore(), FakeProducer())
    with pytest.raises(Fault):
        kept.page(4, None, 10)
    with pytest.raises(Fault):
        kept.look(b"e-1", 4)
    with pytest.raises(Fault):
        asyncio.run(kept.forget(b"e-1", 4))
