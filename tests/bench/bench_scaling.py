"""What more workers of one stage bring: the same articles parsed by one, two and three workers of extraction.

Prints articles a second for each number, the ratio to one worker, and how busy the machine was before. Each worker
parses in one process. Each number has a fresh broker: Apache Kafka where it can run.
"""

import os
import sys
import tempfile
import time
from contextlib import ExitStack, closing
from functools import partial
from pathlib import Path

from streams import topics, topology
from tests.bench.bench_bad_messages import broker
from tests.brokers.base import Broker
from tests.integration.test_scaling import clean
from tests.support.articles import articles
from tests.support.processes import environment, settle, worker
from tests.support.topics import Sent, admin, count, send, wait_until

ARTICLES = 200
"""Some five seconds for one worker on a core of its own."""
WORKERS = (1, 2, 3)
WARM_UP = 24
"""Articles that come first, so that every worker has parsed something of every partition it may have."""
PATIENCE = 120.0


def stories(number: int, seed: int) -> list[Sent]:
    """So many different clean articles, spread over all partitions by their fingerprints."""
    return [clean(key + seed * 1_000_000, 0, article.body) for key, article in enumerate(articles(number, seed=seed))]


def articles_per_second(chosen: Broker, workers: int) -> float:
    """Time a load from the first sent to the last confirmed, with so many workers that are ready and warm."""
    with closing(admin(chosen.bootstrap)) as client, tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        topics.ensure(client, topology.topics())
        names = [f"worker-{number}" for number in range(workers)]
        settings = {name: environment(chosen.bootstrap, Path(folder) / name, instance=name) for name in names}
        running = [stack.enter_context(worker("extraction", settings[name])) for name in names]
        for one in running:
            one.wait_ready("extraction")
        send(chosen.bootstrap, topology.CLEAN.name, stories(WARM_UP, seed=20 + workers))
        settle(chosen.bootstrap, "extraction")
        load = stories(ARTICLES, seed=10 + workers)
        before = count(chosen.bootstrap, topology.EXTRACTED.name)
        started = time.perf_counter()
        send(chosen.bootstrap, topology.CLEAN.name, load)
        done = partial(_there, chosen.bootstrap, before + ARTICLES)
        wait_until(done, PATIENCE, "all articles to be extracted")
        return ARTICLES / (time.perf_counter() - started)


def _there(bootstrap: str, number: int) -> bool:
    return count(bootstrap, topology.EXTRACTED.name) >= number


def measured(workers: int) -> float:
    """The same on a broker of its own, so that no member of an earlier group is waited for."""
    chosen = broker()
    chosen.start()
    try:
        return articles_per_second(chosen, workers)
    finally:
        chosen.stop()


def main() -> int:
    """Print the comparison."""
    busy = f"load before {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
    rates = {workers: measured(workers) for workers in WORKERS}
    sys.stdout.write(f"broker {broker().name}, {ARTICLES} articles, extraction alone, {busy}\n")
    sys.stdout.write(f"{'workers':10}{'articles/s':>12}{'ratio':>8}\n")
    for workers, rate in rates.items():
        sys.stdout.write(f"{workers:<10}{rate:12.1f}{rate / rates[WORKERS[0]]:8.2f}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
