"""The guard: every message comes to exactly one end, which is delivered before the message is acknowledged."""

import asyncio
from collections.abc import Coroutine
from typing import Any

import orjson
import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st

from agents.errors import Dropped
from streams.faults import DeliveryFailed, Fault, TooManyFailures
from streams.guard import LONGEST_KEY, identity
from streams.records import Outgoing
from streams.settings import Settings
from tests.unit.streams.fakes import CLEANING, SETTINGS, Bench, FakeAgent, FakeBroker, bench, raising, record, rejecting

DEAD = CLEANING.source.dead_letters().name
SINK = CLEANING.sink.name


def run(work: Coroutine[Any, Any, None]) -> None:
    asyncio.run(work)


def article(body: str) -> bytes:
    return orjson.dumps({"body": body})


def reason(outgoing: Outgoing) -> str:
    return dict(outgoing.headers)["dlq_reason"].decode()


def balanced(at: Bench) -> bool:
    tally = at.books.tally
    return tally["consumed"] == tally["handled"] + tally["dropped"] + tally["dead_lettered"] + at.books.in_flight


def test_a_good_message_is_delivered_with_its_key_then_acknowledged() -> None:
    async def work() -> None:
        at = bench()
        await at.run(at.event(article("one")))
        assert [sent.key for sent in at.broker.on(SINK)] == [b"fp-one"]
        assert at.acked == [0]
        assert at.books.tally["handled"] == 1

    run(work())


def test_nothing_is_acknowledged_before_its_outcome_is_delivered() -> None:
    async def work() -> None:
        seen: list[tuple[str, list[int]]] = []
        broker = FakeBroker()
        at = bench(broker=broker)
        broker.before = lambda outgoing: seen.append((outgoing.topic, list(at.acked)))
        await at.run(at.event(article("good")), at.event(b"{"))
        assert sorted(topic for topic, _ in seen) == [SINK, DEAD]
        assert dict(seen)[SINK] == []
        assert 1 not in dict(seen)[DEAD]
        assert at.acked == [0, 1]

    run(work())


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (b"\xff\xfe", "decode_error"),
        (b"{", "decode_error"),
        (b'{"headline": 1}', "schema_invalid"),
        (b'{"body": ""}', "schema_invalid"),
        (b"[" * 20_000, "too_large"),
        (None, "decode_error"),
    ],
)
def test_a_bad_message_is_dead_lettered_unchanged_and_tried_once(value: bytes | None, expected: str) -> None:
    async def work() -> None:
        at = bench()
        await at.run(at.event(value, key=b"kept"), at.event(article("good")))
        (dead,) = at.broker.on(DEAD)
        assert (dead.key, dead.value, reason(dead)) == (b"kept", value, expected)
        assert dict(dead.headers)["dlq_attempts"] == b"1"
        assert at.acked == [0, 1]
        assert not at.faults

    run(work())


def test_what_the_agent_rejects_is_dead_lettered_with_its_reason() -> None:
    async def work() -> None:
        at = bench(FakeAgent({"x": rejecting()}))
        await at.run(at.event(article("x")))
        assert [reason(dead) for dead in at.broker.on(DEAD)] == ["unsupported_language"]

    run(work())


def test_what_the_agent_drops_is_counted_and_acknowledged() -> None:
    async def work() -> None:
        at = bench(FakeAgent({"x": raising(Dropped("not_news"))}))
        await at.run(at.event(article("x")))
        assert at.acked == [0]
        assert not at.broker.sent
        value = at.metrics.registry.get_sample_value(
            "communique_messages_dropped_total", {"stage": "cleaning", "reason": "not_news"}
        )
        assert value == 1

    run(work())


def test_an_exception_is_tried_again_and_then_dead_lettered() -> None:
    async def work() -> None:
        agent = FakeAgent({"x": raising(ValueError("odd"))})
        at = bench(agent)
        await at.run(at.event(article("x")))
        (dead,) = at.broker.on(DEAD)
        assert agent.calls == SETTINGS.max_attempts
        assert reason(dead) == "processing_error"
        assert dict(dead.headers)["dlq_exception_class"] == b"ValueError"
        assert at.acked == [0]

    run(work())


def test_a_transient_error_that_passes_leaves_no_trace() -> None:
    async def work() -> None:
        agent = FakeAgent()
        failures = iter([OSError("gone for a moment")])

        def behave() -> tuple[()]:
            for failure in failures:
                raise failure
            return ()

        agent.behaviours["x"] = behave
        at = bench(agent)
        await at.run(at.event(article("x")))
        assert agent.calls == 2
        assert at.books.tally == {"consumed": 1, "handled": 1}

    run(work())


def test_a_timeout_is_not_tried_again() -> None:
    async def work() -> None:
        agent = FakeAgent({"x": raising(TimeoutError())})
        at = bench(agent)
        await at.run(at.event(article("x")))
        assert [reason(dead) for dead in at.broker.on(DEAD)] == ["timeout"]
        assert agent.calls == 1

    run(work())


@pytest.mark.parametrize("error", [MemoryError(), Fault("broken"), KeyboardInterrupt(), SystemExit(3)])
def test_our_own_fault_is_never_acknowledged_nor_dead_lettered(error: BaseException) -> None:
    async def work() -> None:
        at = bench(FakeAgent({"x": raising(error)}))
        await at.run(at.event(article("x")))
        assert at.faults == [error]
        assert at.acked == []
        assert not at.broker.sent

    run(work())


@pytest.mark.parametrize("topic", [DEAD, SINK])
def test_what_cannot_be_delivered_is_a_fault(topic: str) -> None:
    async def work() -> None:
        at = bench(broker=FakeBroker(failing={topic}))
        await at.run(at.event(b"{" if topic == DEAD else article("good")))
        assert [type(fault) for fault in at.faults] == [DeliveryFailed]
        assert at.acked == []

    run(work())


def test_a_later_message_is_not_acknowledged_while_an_earlier_one_is_worked_on() -> None:
    async def work() -> None:
        agent = FakeAgent()
        agent.gates["slow"] = asyncio.Event()
        at = bench(agent)
        running = asyncio.create_task(at.run(at.event(article("slow")), at.event(article("fast"), key=b"another")))
        while not at.broker.on(SINK):
            await asyncio.sleep(0)
        await asyncio.sleep(0.01)
        assert at.acked == []
        agent.gates["slow"].set()
        await running
        assert at.acked == [0, 1]

    run(work())


def test_messages_of_a_key_are_delivered_in_their_order_however_long_each_takes() -> None:
    async def work() -> None:
        agent = FakeAgent()
        agent.gates["slow"] = asyncio.Event()
        at = bench(agent)
        events = [at.event(article("slow")), at.event(article("fast")), at.event(article("other"), key=b"another")]
        running = asyncio.create_task(at.run(*events))
        await asyncio.sleep(0.02)
        assert [sent.key for sent in at.broker.on(SINK)] == [b"fp-other"]
        agent.gates["slow"].set()
        await running
        assert [sent.key for sent in at.broker.on(SINK)] == [b"fp-other", b"fp-slow", b"fp-fast"]

    run(work())


def test_messages_behind_a_fault_are_not_acknowledged() -> None:
    async def work() -> None:
        at = bench(FakeAgent({"x": raising(MemoryError())}))
        await at.run(*(at.event(article(body)) for body in ("a", "x", "b", "c")))
        assert at.acked == [0]

    run(work())


def test_no_more_messages_are_in_flight_than_allowed() -> None:
    async def work() -> None:
        agent = FakeAgent()
        agent.gates["slow"] = asyncio.Event()
        at = bench(agent)
        events = [at.event(article("slow")) for _ in range(10)]
        running = asyncio.create_task(at.run(*events))
        await asyncio.sleep(0.02)
        assert at.books.in_flight == SETTINGS.in_flight
        agent.gates["slow"].set()
        await running
        assert at.books.in_flight == 0

    run(work())


def test_failures_without_end_stop_the_worker_rather_than_drain_the_topic() -> None:
    async def work() -> None:
        settings = Settings(retry_backoff=0.001, max_attempts=1, in_flight=1, max_consecutive_failures=3)
        at = bench(FakeAgent({"x": raising(ValueError())}), settings=settings)
        await at.run(*(at.event(article("x")) for _ in range(4)))
        assert [type(fault) for fault in at.faults] == [TooManyFailures]
        assert at.acked == [0, 1, 2]

    run(work())


def test_bad_messages_alone_never_stop_the_worker() -> None:
    async def work() -> None:
        settings = Settings(max_consecutive_failures=1)
        at = bench(settings=settings)
        await at.run(*(at.event(b"{") for _ in range(20)))
        assert not at.faults
        assert at.acked == list(range(20))

    run(work())


def test_whatever_is_logged_over_a_message_says_which_it_was() -> None:
    async def work() -> None:
        at = bench()
        with structlog.testing.capture_logs(processors=[structlog.contextvars.merge_contextvars]) as lines:
            await at.run(at.event(b"{", key=b"first"), at.event(b"{", key=b"second" * 99), at.event(b"{", key=None))
        told = sorted((line["offset"], line["key"][:6], line["topic"]) for line in lines)
        assert told == [
            (0, "first", CLEANING.source.name),
            (1, "second", CLEANING.source.name),
            (2, "", CLEANING.source.name),
        ]
        assert max(len(line["key"]) for line in lines) == LONGEST_KEY

    run(work())


def test_the_trace_is_logged_where_there_is_one() -> None:
    traced = record(b"", headers=(("traceparent", b"00-" + b"a" * 32 + b"-" + b"b" * 16 + b"-01"),))
    assert identity(traced)["trace"] == "a" * 32
    assert identity(record(b"", headers=(("traceparent", b"nonsense"),)))["trace"] == ""


KINDS = {
    "good": article("good"), "bad": b"{", "null": None, "dropped": article("dropped"), "odd": article("odd"),
    "rejected": article("rejected"),
}  # fmt: skip


@given(st.lists(st.sampled_from(sorted(KINDS)), max_size=12))
def test_the_books_balance_and_all_is_acknowledged_in_order(kinds: list[str]) -> None:
    async def work() -> None:
        behaviours = {"dropped": raising(Dropped("r")), "odd": raising(ValueError()), "rejected": rejecting()}
        at = bench(FakeAgent(behaviours))
        await at.run(*(at.event(KINDS[kind]) for kind in kinds))
        assert balanced(at)
        assert at.books.in_flight == 0
        assert at.acked == list(range(len(kinds)))
        assert len(at.broker.on(SINK)) == kinds.count("good")
        assert len(at.broker.on(DEAD)) == sum(kinds.count(kind) for kind in ("bad", "null", "odd", "rejected"))

    run(work())
