"""Delivery waits for the broker's word; state is kept once the changelog has it. Against a producer that remembers."""

import asyncio
from types import SimpleNamespace
from typing import Any, cast

import faust
import pytest
from faust.types import TP, TableT

from streams.delivery import FaustDelivery
from streams.faults import DeliveryFailed, Fault
from streams.records import Outgoing
from streams.settings import Settings
from streams.state import TableState
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
