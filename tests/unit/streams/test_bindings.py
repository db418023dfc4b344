"""Agents beside the event loop: answers, errors, and calls that outlast their time."""

import asyncio
import threading
from collections.abc import Sequence
from typing import cast

import pytest

from schemas import DiplomaticEvent, Message, RawArticle
from streams import bindings
from streams.bindings import InThread, MapAgent, MergeAgent, Publishing, Recent
from streams.settings import Settings
from streams.topology import STAGES
from streams.version import pipeline_version
from tests.unit.streams.fakes import FakeAgent
from tests.unit.streams.mentions import mention

ARTICLE = RawArticle(body="text")


def test_a_call_is_answered_from_another_thread() -> None:
    def where(message: Message) -> Sequence[Message]:
        assert threading.current_thread() is not threading.main_thread()
        return (message,)

    assert asyncio.run(InThread(where, 5.0).handle(ARTICLE)) == (ARTICLE,)


@pytest.mark.parametrize("error", [ValueError("odd"), MemoryError()])
def test_what_the_function_raises_comes_out(error: Exception) -> None:
    def fail(message: Message) -> Sequence[Message]:
        del message
        raise error

    with pytest.raises(type(error)):
        asyncio.run(InThread(fail, 5.0).handle(ARTICLE))


def test_a_call_that_hangs_is_given_up_and_the_next_one_is_answered() -> None:
    released = threading.Event()

    def hang_once(message: Message) -> Sequence[Message]:
        if cast("RawArticle", message).body == "hang":
            released.wait()
        return (message,)

    async def work() -> None:
        agent = InThread(hang_once, 0.05)
        with pytest.raises(TimeoutError):
            await agent.handle(RawArticle(body="hang"))
        patient = InThread(hang_once, 30.0)
        assert await patient.handle(ARTICLE) == (ARTICLE,)
        released.set()

    asyncio.run(work())


def test_one_call_at_a_time_and_waiting_costs_nobody_their_time() -> None:
    inside = threading.Semaphore(1)

    def alone(message: Message) -> Sequence[Message]:
        assert inside.acquire(blocking=False)
        threading.Event().wait(0.02)
        inside.release()
        return (message,)

    async def work() -> None:
        agent = InThread(alone, 30.0)
        answers = await asyncio.gather(*(agent.handle(ARTICLE) for _ in range(5)))
        assert len(answers) == 5

    asyncio.run(work())


def test_maps_and_merges_can_be_told_apart() -> None:
    assert isinstance(FakeAgent(), MapAgent)
    assert isinstance(Publishing(), MergeAgent)
    assert not isinstance(Publishing(), MapAgent)


def test_publishing_tells_of_an_event_once_and_not_again_while_it_stays_the_same() -> None:
    agent = Publishing()
    state, changed = agent.fold(None, [mention()])
    (told,) = agent.told(state)
    assert isinstance(told, DiplomaticEvent)
    assert (told.event_id, changed) == ("e-1", 0)
    assert agent.fold(state, [mention(), mention()]) == (state, None)
    with pytest.raises(ValueError, match="no mentions"):
        agent.fold(None, [])


def test_an_event_whose_last_mention_is_withdrawn_is_told_as_retracted_then_ended() -> None:
    agent = Publishing()
    before, _ = agent.fold(None, [mention()])
    after, _ = agent.fold(before, [mention(withdrawn=True)])
    told, end = agent.told(after)
    assert isinstance(told, DiplomaticEvent)
    assert (told.state, end) == ("retracted", None)


def test_every_stage_tells_its_versions() -> None:
    for stage in STAGES:
        told = bindings.versions(stage.name, Settings())
        assert told["version"] == pipeline_version()
        assert bool(told["codebook"]) == (stage.name == "classification")
        assert bool(told["model"]) == (stage.name == "extraction")


def test_what_was_read_lately_is_remembered_within_its_bound() -> None:
    read: list[bytes] = []

    def parse(value: bytes) -> str:
        read.append(value)
        return value.decode()

    recent = Recent(parse, limit=4)
    assert [recent.read(value) for value in (b"aa", b"bb", b"aa", b"cc", b"aa", b"bb")] == [
        "aa", "bb", "aa", "cc", "aa", "bb",
    ]  # fmt: skip
    assert read == [b"aa", b"bb", b"cc", b"bb"]
    recent.keep(b"too large for it", "x")
    assert recent.read(b"too large for it") == "too large for it"


def test_what_is_remembered_changes_nothing_that_is_told() -> None:
    mentions = [mention(mention_id=f"m-{number % 7}", confidence=0.1 * (number % 3)) for number in range(20)]
    one = Publishing()
    state: bytes | None = None
    for each in mentions:
        fresh = Publishing()
        after, changed = fresh.fold(state, [each])
        assert one.fold(state, [each]) == (after, changed)
        assert one.told(after) == Publishing().told(after)
        state = after


def test_mentions_folded_at_once_make_the_state_that_they_make_one_by_one() -> None:
    mentions = [mention(mention_id=f"m-{number % 4}", confidence=0.1 * (number % 3)) for number in range(12)]
    state: bytes | None = None
    for each in mentions:
        state, _ = Publishing().fold(state, [each])
    assert Publishing().fold(None, mentions) == (state, 0)
    half, _ = Publishing().fold(None, mentions[:2])
    assert Publishing().fold(half, [*mentions[:2], *mentions[2:]]) == (state, 2)
