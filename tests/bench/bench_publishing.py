"""Publishing in figures: merging with the rocksdb store and through Kafka, a million open events, and many random sets.

``python -m tests.bench.bench_publishing [PART[=COUNT]…]``: merge, open, sets, worker, recover, takeover, orders;
without any, all with small counts. Seconds are told twice: of the clock, and of the processor that this process had.
"""

import itertools
import os
import random
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from functools import cache
from pathlib import Path
from typing import Any, cast

import psutil
from faust.stores.rocksdb import RocksDBOptions

from agents.publishing import EventState, merge
from schemas import EventMention
from streams import topics
from streams.bindings import Publishing
from streams.state import ROCKSDB
from streams.topology import EVENTS, MENTIONS, stage_named
from streams.topology import topics as declared
from tests.bench.parts import run
from tests.brokers.apache import ApacheBroker
from tests.brokers.base import Broker
from tests.integration.test_convergence import disturbed, merged_by, oracle, world
from tests.support.processes import Running, environment, settle, worker
from tests.support.topics import Sent, admin, compacted, count, read, send, wait_until
from tests.unit.agents.publishing.mentions import Draw, drawn, event_bytes, mention

PARTITIONS = 8
MEBIBYTE = 2**20
SENTENCE = (
    "The foreign minister accused the neighbouring government of breaking the agreement on the border crossings that "
    "both sides had signed in the spring, and called on it to return to the talks."
)


def say(line: str) -> None:
    """Print at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


@contextmanager
def measured(what: str, items: int) -> Iterator[None]:
    """Tell the time that so many items took."""
    clock, processor = time.monotonic(), time.process_time()
    yield
    seconds, busy = time.monotonic() - clock, time.process_time() - processor
    say(
        f"{what}: {items:,} in {seconds:.1f} s, {items / seconds:,.0f}/s; processor {busy:.1f} s, {items / busy:,.0f}/s"
    )


def reports(events: int, each: int, near: int | None = None) -> Iterator[EventMention]:
    """Mentions of so many events, mixed; ids, URLs and sentence as long as real ones.

    ``near``: so many events are told of at a time, as news comes in; without it all are, from the first to the last.
    """
    chance = random.Random(1)
    for number in range(events * each):
        event = chance.randrange(events) if near is None else number // (each * near) * near + chance.randrange(near)
        ids = {name: str(uuid.UUID(int=chance.getrandbits(128))) for name in ("mention_id", "article_id")}
        yield mention(
            **ids, event_id=str(uuid.UUID(int=event)), fingerprint=f"{chance.getrandbits(128):032x}",
            similarity=f"{chance.getrandbits(64):016x}", publisher=f"Publisher {chance.randrange(400)}",
            url=f"https://news.example/world/2026/03/04/{number}/a-story-of-usual-length", confidence=0.7,
            published_at="2026-03-04T12:00:00Z", location={"name": "Ankara", "country": "TUR", "geonames_id": 323786},
            evidence={
                "sentence": SENTENCE, "start": 0, "end": len(SENTENCE), "predicate": {"start": 21, "end": 28},
                "source": {"start": 0, "end": 20},
            },
        )  # fmt: skip


@contextmanager
def stores() -> Iterator[tuple[list[Any], Path]]:
    """A rocksdb store a partition, opened as a worker opens them."""
    with tempfile.TemporaryDirectory(prefix="communique-bench-") as folder:
        options = RocksDBOptions(**cast("dict[str, Any]", ROCKSDB))
        yield [options.open(Path(folder) / f"{number}.db") for number in range(PARTITIONS)], Path(folder)


def merge_with_store(number: int) -> None:
    """What a worker does with a mention, Kafka apart: decode, read, merge, make the event and its bytes, write."""
    agent = Publishing()
    values = [each.to_bytes() for each in reports(number // 2, 2)]
    with stores() as (opened, _), measured("merge with rocksdb", len(values)):
        for value in values:
            message = EventMention.from_bytes(value)
            key = message.event_id.encode()
            store = opened[key[-1] % PARTITIONS]
            before = store.get(key)
            after, _ = agent.fold(before, (message,))
            for event in agent.told(after):
                if event is not None:
                    event.to_bytes()
            store.put(key, after)


def open_events(number: int) -> None:
    """Memory and disk with so many open events of one or two mentions each."""
    process = psutil.Process()
    before = process.memory_info().rss
    with stores() as (opened, folder):
        with measured("open events", number):
            for each, state in enumerate(_states(number)):
                opened[each % PARTITIONS].put(str(uuid.UUID(int=each)).encode(), state)
        grown = (process.memory_info().rss - before) / MEBIBYTE
        size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / MEBIBYTE
        chance = random.Random(2)
        keys = [str(uuid.UUID(int=chance.randrange(number))).encode() for _ in range(20_000)]
        with measured("read at random", len(keys)):
            missing = sum(opened[uuid.UUID(key.decode()).int % PARTITIONS].get(key) is None for key in keys)
        read = (process.memory_info().rss - before) / MEBIBYTE
    say(f"open events: {missing} missing, {size:,.0f} MiB on disk, memory +{grown:,.0f} MiB written, +{read:,.0f} read")


def _states(number: int) -> Iterator[bytes]:
    """So many states, of one mention or of two; a thousand different ones, again and again."""
    some = list(itertools.islice(reports(500, 4), 1_000))
    same = [each.model_copy(update={"event_id": "event"}) for each in some]
    made = [merge(merge(None, one) if number % 4 == 0 else None, one) for number, one in enumerate(same)]
    pairs = [merge(state, same[number - 1]) if number % 4 == 0 else state for number, state in enumerate(made)]
    return itertools.islice(itertools.cycle([state.to_bytes() for state in pairs]), number)


@cache
def _drawn(draw: Draw) -> EventMention:
    return drawn(draw)


def random_sets(number: int) -> None:
    """So many random sets of mentions, each merged in two orders, with duplicates: state and event must be equal."""
    chance = random.Random(3)
    sizes = 0
    with measured("sets", number):
        for _ in range(number):
            mentions = [_drawn(_draw(chance)) for _ in range(chance.randint(1, 10))]
            sizes += len(mentions)
            again = mentions + chance.choices(mentions, k=chance.randint(0, 3))
            chance.shuffle(again)
            one, other = _merged(mentions), _merged(again)
            if one.to_bytes() != other.to_bytes() or event_bytes(one) != event_bytes(other):
                raise AssertionError(f"order changes the event of {[each.mention_id for each in mentions]}")
    say(f"sets: all equal, {sizes / number:.1f} mentions in a set on average")


def _draw(chance: random.Random) -> Draw:
    withdrawn = chance.random() < 0.3
    return Draw(chance.randrange(20), chance.randrange(2), chance.randrange(4), withdrawn, chance.randrange(2))


def _merged(mentions: list[EventMention]) -> EventState:
    first, *rest = mentions
    state = merge(None, first)
    for each in rest:
        state = merge(state, each)
    return state


def _distinct(number: int, after: int = 0) -> Iterator[EventMention]:
    """Mentions of so many events, one of each, with ids that follow on so many others."""
    for place, each in enumerate(reports(number, 1), start=after):
        yield each.model_copy(update={"event_id": str(uuid.UUID(int=place))})


MIXES: dict[str, Callable[[int], Iterator[EventMention]]] = {
    "each its own event": _distinct,
    "3 an event, far apart": lambda number: reports(number // 3, 3),
    "3 an event, near each other": lambda number: reports(number // 3, 3, near=100),
}


@contextmanager
def prepared(broker: Broker) -> Iterator[tuple[str, Path]]:
    """The address of a broker with our topics, and a folder for workers."""
    with tempfile.TemporaryDirectory(prefix="communique-bench-") as folder:
        broker.start()
        try:
            with closing(admin(broker.bootstrap)) as client:
                topics.ensure(client, declared())
            yield broker.bootstrap, Path(folder)
        finally:
            broker.stop()


def through_kafka(number: int) -> None:
    """One worker from the mentions topic to the event topic, changelog and store included, on Apache Kafka."""
    say(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    merge_with_store(min(number, 10_000))
    for name, mix in MIXES.items():
        messages = [Sent(each.event_id.encode(), each.to_bytes()) for each in mix(number)]
        with prepared(ApacheBroker()) as (bootstrap, folder):
            for start in range(0, number, 5_000):
                send(bootstrap, MENTIONS.name, messages[start : start + 5_000])
            with _working(bootstrap, folder) as (running, process):
                _say_what_it_takes(name, bootstrap, running, process)


def _say_what_it_takes(mix: str, bootstrap: str, running: Running, process: psutil.Process) -> None:
    served = running.served("publishing")
    done, clock, busy = served.metric("messages_handled_total"), time.monotonic(), _busy(process)
    settle(bootstrap, "publishing")
    seconds, used = time.monotonic() - clock, _busy(process) - busy
    taken = served.metric("messages_handled_total") - done
    say(
        f"worker, {mix}: {taken:,.0f} mentions in {seconds:.1f} s, {taken / seconds:,.0f}/s; processor {used:.1f} s, "
        f"{taken / used:,.0f}/s; {count(bootstrap, EVENTS.name):,} revisions told of all; "
        f"memory {process.memory_info().rss / MEBIBYTE:,.0f} MiB; load {os.getloadavg()[0]:.1f}"
    )


@contextmanager
def _working(bootstrap: str, folder: Path, **settings: str) -> Iterator[tuple[Running, psutil.Process]]:
    with worker("publishing", environment(bootstrap, folder, **settings)) as running:
        running.wait_ready("publishing")
        yield running, psutil.Process(running.served("publishing").pid)


def recover(number: int) -> None:
    """On Apache Kafka, a worker with so many open events in its changelog: the time until it is ready."""
    with prepared(ApacheBroker()) as (bootstrap, folder):
        _open(bootstrap, number)
        for what in ("with its disk lost", "with its disk kept"):
            clock = time.monotonic()
            with _working(bootstrap, folder) as (_, process):
                say(
                    f"recovery {what}: {number:,} events, ready after {time.monotonic() - clock:.1f} s; processor "
                    f"{_busy(process):.1f} s, memory {process.memory_info().rss / MEBIBYTE:,.0f} MiB; "
                    f"load {os.getloadavg()[0]:.1f}"
                )


def _open(bootstrap: str, number: int) -> None:
    """So many open events in the changelog."""
    changelog = stage_named("publishing").changelog
    if changelog is None:
        raise AssertionError("publishing keeps no changelog")
    states = [Sent(str(uuid.UUID(int=each)).encode(), state) for each, state in enumerate(_states(number))]
    for start in range(0, number, 10_000):
        send(bootstrap, changelog.name, states[start : start + 10_000])


def take_over(number: int) -> None:
    """On Apache Kafka, two workers share so many open events; one is killed. The time until the other tells for it.

    Without a standby the other restores the killed one's partitions from the changelog; with one it has them already.
    """
    for standby in (0, 1):
        with prepared(ApacheBroker()) as (bootstrap, folder), ExitStack() as stack:
            _open(bootstrap, number)
            clock = time.monotonic()
            settings = {"standby_replicas": str(standby)}
            (one, _), (_, left) = [
                stack.enter_context(_working(bootstrap, folder / name, **settings)) for name in ("one", "two")
            ]
            started = time.monotonic() - clock
            _wait_until_grown(folder / "two")
            copied = time.monotonic() - clock
            one.process.kill()
            one.process.wait()
            clock, busy = time.monotonic(), _busy(left)
            news = [Sent(each.event_id.encode(), each.to_bytes()) for each in _distinct(64, after=number)]
            send(bootstrap, MENTIONS.name, news)
            _wait_until_told(bootstrap, len(news))
            say(
                f"take-over with {standby} standby: {number:,} events, both ready after {started:.1f} s, copied after "
                f"{copied:.1f} s; told again {time.monotonic() - clock:.1f} s after the kill; "
                f"processor {_busy(left) - busy:.1f} s; load {os.getloadavg()[0]:.1f}"
            )


def _wait_until_told(bootstrap: str, events: int) -> None:
    wait_until(lambda: len(compacted(read(bootstrap, EVENTS.name))) == events, 300.0, "every event to be told of")


def _wait_until_grown(folder: Path) -> None:
    """Return when a worker's store has not grown for five seconds."""
    size, since = -1, time.monotonic()
    while time.monotonic() - since < 5.0:
        now = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
        size, since = (now, time.monotonic()) if now != size else (size, since)
        time.sleep(0.5)


def orders(number: int) -> None:
    """On Apache Kafka, three orders of the same mentions with duplicates on one, two and three workers each."""
    mentions = world()
    wanted = oracle(mentions)
    for workers, seed in itertools.product((1, 2, 3), range(number)):
        with prepared(ApacheBroker()) as (bootstrap, folder):
            clock = time.monotonic()
            merged_by(bootstrap, folder, disturbed(mentions, seed), workers)
            same = compacted(read(bootstrap, EVENTS.name)) == wanted
            say(
                f"orders: order {seed} on {workers} workers: {'equal' if same else 'DIFFERENT'}, "
                f"{count(bootstrap, EVENTS.name)} told, {time.monotonic() - clock:.0f} s"
            )
            if not same:
                raise AssertionError(f"order {seed} on {workers} workers comes to another topic")


def _busy(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


PARTS: dict[str, tuple[Callable[[int], None], int]] = {
    "merge": (merge_with_store, 20_000),
    "open": (open_events, 100_000),
    "sets": (random_sets, 2_000),
    "worker": (through_kafka, 6_000),
    "recover": (recover, 10_000),
    "takeover": (take_over, 10_000),
    "orders": (orders, 1),
}


if __name__ == "__main__":
    sys.exit(run(PARTS, sys.argv[1:]))
