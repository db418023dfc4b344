"""Replays in figures: recoding against a replay from raw, all stages replayed twice on Apache Kafka, a great redrive.

``python -m tests.bench.bench_replay [PART[=COUNT]…]``: recode, whole, redrive; without any, all with small counts.
COUNT is a number of made-up articles of some hundred words. Rates leave the start of processes out.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import NamedTuple

import psutil

from streams import kafka, topics
from streams.replay.beside.passing import Watch
from streams.replay.beside.running import Order, Running
from streams.replay.planning import ranges_for
from streams.replay.selection import Selection
from streams.settings import Settings
from streams.topology import EVENTS, MENTIONS, RAW, STAGES, stage_named
from streams.topology import topics as declared
from tests.bench.parts import run
from tests.brokers.apache import ApacheBroker
from tests.brokers.base import Broker
from tests.brokers.embedded import EmbeddedBroker
from tests.support import console
from tests.support.articles import articles
from tests.support.oracle import as_topic, expected
from tests.support.processes import Running as Supervised
from tests.support.processes import environment, settle, whole_pipeline, worker
from tests.support.topics import Sent, admin, compacted, count, empty, read, send, wait_until

AGES = "36500"
POISON = 20
"""Messages that no fix can help, beside the others; with a hundred in a row the stage would stop itself."""
WANTED = 20.0
"""How many times as fast as a replay from raw recoding must be."""
LOOKS = 20
"""Times that a pass is looked at, which costs time too."""


def say(line: str) -> None:
    """Print at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def made(number: int) -> list[Sent]:
    """So many raw articles."""
    return [Sent(str(one.article_id).encode(), one.to_bytes()) for one in articles(number)]


@contextmanager
def pipeline(broker: Broker, stack: ExitStack) -> Iterator[Supervised]:
    """All stages running, with the settings that users have."""
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="communique-bench-")))
    settings = environment(broker.bootstrap, folder, keep_days=AGES, nlp_workers="2")
    with whole_pipeline(settings) as running:
        yield running


def processor(process: psutil.Process, but: Collection[int] = ()) -> float:
    """Processor time in seconds of a process and all below it, but for some."""
    found = 0.0
    for one in (process, *process.children(recursive=True)):
        with suppress(psutil.Error):
            times = one.cpu_times()
            found += 0.0 if one.pid in but else times.user + times.system
    return found


def started(broker: Broker, stack: ExitStack) -> Broker:
    """The broker with the project's topics, stopped in the end."""
    broker.start()
    stack.callback(broker.stop)
    with closing(admin(broker.bootstrap)) as client:
        topics.ensure(client, declared())
    return broker


class Taken(NamedTuple):
    """What so many messages took, in seconds of the clock and of the processor."""

    messages: int
    clock: float
    processor: float

    def __str__(self) -> str:
        return f"{self.messages / self.clock:,.0f}/s, {1000 * self.processor / self.messages:.2f} ms of processor each"


class Beside:
    """A replay beside; what each of its stages took from its first batch on."""

    def __init__(self, broker: Broker, name: str, stage: str) -> None:
        self.stages: dict[str, Taken] = {}
        with kafka.reader(broker.bootstrap, [stage_named(stage).source.name], from_beginning=True) as client:
            ranges = ranges_for(client, stage_named(stage), Selection())
        self._order = Order(name, stage, Selection(), ranges)
        self._broker = broker
        self._others = {child.pid for child in psutil.Process().children()}

    def run(self) -> float:
        """Run it; gives the seconds that it took, the start of its processes included."""
        clock = time.monotonic()
        Running(self._broker.bootstrap, Settings(nlp_workers=2), self._order, self._show).run(None, Counter())
        return time.monotonic() - clock

    @contextmanager
    def _show(self, stage: str, total: int) -> Iterator[Watch]:
        seen: list[tuple[int, float, float]] = []

        def look(done: int) -> None:
            if not seen or done - seen[-1][0] >= total / LOOKS or done == total:
                seen.append((done, time.monotonic(), processor(psutil.Process(), self._others)))

        yield Watch(look, lambda: False)
        (before, clock, busy), (done, end, used) = seen[0], seen[-1]
        self.stages[stage] = Taken(done - before, end - clock, used - busy)

    def __str__(self) -> str:
        return "; ".join(f"{stage} {taken}" for stage, taken in self.stages.items())


def by_workers(broker: Broker, number: int) -> Taken:
    """So many articles from raw to their mentions, by the running pipeline; publishing, beside it, is not counted."""
    with ExitStack() as stack, pipeline(broker, stack) as running:
        coders = [psutil.Process(running.served(stage.name).pid) for stage in STAGES[:-1]]
        clock, busy = time.monotonic(), sum(map(processor, coders))
        send(broker.bootstrap, RAW.name, made(number))
        settle(broker.bootstrap, *(stage.name for stage in STAGES[:-1]))
        taken = Taken(number, time.monotonic() - clock, sum(map(processor, coders)) - busy)
        settle(broker.bootstrap)
    return taken


def recode(number: int) -> None:
    """On the embedded broker: from raw by the workers, from raw beside, and recoded beside, in one run."""
    with ExitStack() as stack:
        broker = started(EmbeddedBroker(), stack)
        workers = by_workers(broker, number)
        say(f"from raw by the workers, publishing apart: {number:,} articles in {workers.clock:.1f} s, {workers}")
        parsed, again = Beside(broker, "raw", "cleaning"), Beside(broker, "again", "classification")
        say(f"from raw beside: {parsed.run():.1f} s with the start of processes; {parsed}")
        say(f"recoded beside: {again.run():.1f} s with the start of processes; {again}")
        recoded = again.stages["classification"]
        whole = [parsed.stages[stage.name] for stage in STAGES[:-1]]
        _ratio("the workers", recoded, workers.clock / workers.messages, workers.processor / workers.messages)
        _ratio(
            "parsing beside", recoded,
            sum(one.clock / one.messages for one in whole), sum(one.processor / one.messages for one in whole),
        )  # fmt: skip
        _same(broker.bootstrap)


def _ratio(what: str, recoded: Taken, clock: float, busy: float) -> None:
    times, spared = clock * recoded.messages / recoded.clock, busy * recoded.messages / recoded.processor
    say(f"recoding is {times:.1f} times as fast as {what}, {spared:.1f} by processor time ({WANTED:.0f} are wanted)")


def _same(bootstrap: str) -> None:
    """All three ways have come to the same mentions.

    Raises:
        AssertionError: they have not.
    """
    ways = [{one.value for one in read(bootstrap, MENTIONS.name + end)} - {None} for end in ("", ".r-raw", ".r-again")]
    if ways[0] != ways[1] or ways[0] != ways[2]:
        raise AssertionError(f"the ways differ: {[len(way) for way in ways]} mentions")
    say(f"all three ways: the same {len(ways[0]):,} mentions, byte for byte")


def whole(number: int) -> None:
    """All stages replayed twice on Apache Kafka: what is published must be, byte for byte, what it was."""
    with ExitStack() as stack:
        broker = started(ApacheBroker(), stack)
        run = partial(console.on, broker.bootstrap)
        with pipeline(broker, stack):
            send(broker.bootstrap, RAW.name, made(number))
            settle(broker.bootstrap)
            before, were = compacted(read(broker.bootstrap, EVENTS.name)), heads(broker.bootstrap)
            say(f"whole: {number:,} articles, {len(before):,} events; heads {were}")
            for turn in (1, 2):
                clock = time.monotonic()
                (done,) = run("replay", "cleaning", "--since", "1d", "--json", "--execute").values
                settle(broker.bootstrap)
                after = compacted(read(broker.bootstrap, EVENTS.name))
                same = "byte-identical" if after == before else "DIFFERENT"
                say(f"replay {turn}: {done['messages']:,} messages in {time.monotonic() - clock:.0f} s, {same}")
                say(f"  heads {heads(broker.bootstrap)}")
                if after != before:
                    raise AssertionError(f"{len(after.items() ^ before.items())} events differ")


def redrive(number: int) -> None:
    """So many real dead letters, after the fix of what killed them, sent again by a command that is killed once."""
    texts = list(articles(number))
    poison = [Sent(b"poison-%d" % each, one.to_bytes()[:-1]) for each, one in enumerate(texts[:POISON])]
    with ExitStack() as stack:
        broker = started(EmbeddedBroker(), stack)
        run = partial(console.on, broker.bootstrap)
        _kill(broker, [*made(number), *poison])
        letters = sum(row["letters"] for row in run("dlq", "list", "--json").values)
        say(f"redrive: {letters:,} dead letters of a limit that was set too low")
        with pipeline(broker, stack):
            clock = time.monotonic()
            sent = _cut_short(broker.bootstrap)
            (rest,) = run("dlq", "redrive", "--json", "--execute").values
            settle(broker.bootstrap)
            seconds = time.monotonic() - clock
            say(f"killed after {sent:,} were sent, then {rest['sent']:,} more; all handled in {seconds:.0f} s")
            _, events = expected(texts)
            if compacted(read(broker.bootstrap, EVENTS.name)) != as_topic(events):
                raise AssertionError("what is published is not what the articles say")
            say(f"published: {len(events):,} events, byte for byte those of the {number:,} articles, none twice")
            _exhaust(broker.bootstrap, run)


def _kill(broker: Broker, messages: list[Sent]) -> None:
    """Have every message refused by a cleaning worker whose settings are wrong."""
    wrong = {"max_raw_bytes": "100", "breaker_run": "1000000", "breaker_window": "1000000"}
    with tempfile.TemporaryDirectory(prefix="communique-bench-") as folder:
        with worker("cleaning", environment(broker.bootstrap, Path(folder), **wrong)) as cleaning:
            cleaning.wait_ready("cleaning")
            send(broker.bootstrap, RAW.name, messages)
            settle(broker.bootstrap, "cleaning")
        with closing(admin(broker.bootstrap)) as client:
            empty(client, stage_named("cleaning").group)


def _cut_short(bootstrap: str) -> int:
    """A redrive that is killed when it has sent something; gives how much."""
    before = count(bootstrap, RAW.name)
    settings = {**os.environ, "COMMUNIQUE_BOOTSTRAP_SERVERS": bootstrap}
    words = [sys.executable, "-m", "streams.cli", "dlq", "redrive", "--execute"]
    process = subprocess.Popen(words, env=settings, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    wait_until(lambda: count(bootstrap, RAW.name) > before, 60, "the redrive to send something")
    process.kill()
    process.wait()
    return count(bootstrap, RAW.name) - before


def _exhaust(bootstrap: str, run: Callable[..., console.Said]) -> None:
    """Poison returns, one redrive more each time, until the limit; then it is left alone.

    A letter that the killed redrive sent and had not yet settled goes again, so that some are a redrive ahead.
    """
    for turn in (2, 3, 4):
        found = Counter(row["redrives"] for row in run("dlq", "list", "--each", "--json").values)
        (told,) = run("dlq", "redrive", "--json", "--execute").values
        settle(bootstrap)
        say(f"poison: letters by redrives {dict(found)}; sent {told.get('sent', 0)}, at the limit {told['at_limit']}")
        if max(found) < turn - 1:
            raise AssertionError("poison does not count up")
        if len(found) > 1:
            say("  the kill made some letters go twice: at least once is what a redrive promises")
    if told.get("sent", 0):
        raise AssertionError("poison goes beyond the limit")


def heads(bootstrap: str) -> dict[str, int]:
    """The sum of the end offsets of each topic of the flow."""
    names = [*(stage.source.name for stage in STAGES), EVENTS.name]
    return {name: count(bootstrap, name) for name in names}


PARTS: dict[str, tuple[Callable[[int], None], int]] = {
    "recode": (recode, 400),
    "whole": (whole, 100),
    "redrive": (redrive, 200),
}


if __name__ == "__main__":
    sys.exit(run(PARTS, sys.argv[1:]))
