"""What bad messages cost: the whole pipeline fed good articles alone, then the same with one bad message in four.

Prints good articles a second for both, and the ratio. On Apache Kafka where it can run, else on the embedded broker.
"""

import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

from streams import topics, topology
from tests.brokers.apache import ApacheBroker, missing
from tests.brokers.base import Broker
from tests.brokers.embedded import EmbeddedBroker
from tests.support.articles import articles
from tests.support.bad import mixed, sent
from tests.support.processes import environment, settle, whole_pipeline
from tests.support.topics import Sent, admin, send

GOOD = 300
"""Takes about ten seconds on two cores; the 100 bad ones among them hold 80 MB, which the embedded broker bears."""
WARM_UP = 20


def broker() -> Broker:
    """A fresh broker of the better kind."""
    return EmbeddedBroker() if missing() else ApacheBroker()


def good_per_second(messages: list[Sent]) -> float:
    """Start everything afresh, warm it up, and time the messages from the first sent to the last event published."""
    chosen = broker()
    chosen.start()
    try:
        with closing(admin(chosen.bootstrap)) as client, tempfile.TemporaryDirectory() as folder:
            topics.ensure(client, topology.topics())
            with whole_pipeline(environment(chosen.bootstrap, Path(folder), nlp_workers="2")):
                send(chosen.bootstrap, topology.RAW.name, [sent(article) for article in articles(WARM_UP, seed=9)])
                settle(chosen.bootstrap)
                started = time.perf_counter()
                send(chosen.bootstrap, topology.RAW.name, messages)
                settle(chosen.bootstrap)
                return GOOD / (time.perf_counter() - started)
    finally:
        chosen.stop()


def main() -> int:
    """Print the comparison."""
    good = list(articles(GOOD, seed=8))
    clean = good_per_second([sent(article) for article in good])
    with_bad = good_per_second(list(mixed(good)))
    sys.stdout.write(f"broker {broker().name}, {GOOD} good articles, all stages\n")
    sys.stdout.write(f"{'input':34}{'good articles/s':>16}{'ratio':>8}\n")
    sys.stdout.write(f"{'good ones alone':34}{clean:16.1f}{1:8.2f}\n")
    sys.stdout.write(f"{'one bad message in four besides':34}{with_bad:16.1f}{with_bad / clean:8.2f}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
