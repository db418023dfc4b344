"""Extraction from one worker to three and back under load: nothing is lost, and each key keeps its order."""

from contextlib import ExitStack
from pathlib import Path

import pytest

from schemas import CleanArticle, ExtractedArticle, Language
from streams.topology import CLEAN, EXTRACTED
from tests.brokers.base import Broker
from tests.integration.test_faults import prepared
from tests.support.articles import articles
from tests.support.processes import Running, environment, settle, worker
from tests.support.topics import Sent, count, read, send, wait_until

__all__ = ["prepared"]  # a fixture, used below by its name
KEYS, VERSIONS = 40, 8
LOAD = KEYS * VERSIONS
WAIT_SECONDS = 240.0


def feed() -> list[Sent]:
    """Articles of ``KEYS`` fingerprints, several of each one after the other, told apart by their article id."""
    bodies = [article.body for article in articles(KEYS, seed=11)]
    return [clean(key, version, bodies[key]) for version in range(VERSIONS) for key in range(KEYS)]


def clean(key: int, version: int, body: str) -> Sent:
    """An edition of an article whose fingerprint is of our choice."""
    message = CleanArticle(
        article_id=f"{key}-{version}", fingerprint=f"{key:032x}", body=f"{body} Edition {version}.",
        language=Language(code="en"),
    )  # fmt: skip
    return Sent(message.fingerprint.encode(), message.to_bytes())


def _start(stack: ExitStack, broker: Broker, folder: Path, name: str) -> Running:
    """One more worker, in a folder of its own as on a machine of its own."""
    running = stack.enter_context(worker("extraction", environment(broker.bootstrap, folder / name, instance=name)))
    return running.wait_ready("extraction")


@pytest.mark.slow
@pytest.mark.apache_only("the embedded broker does not expire the members that leave")
def test_workers_come_and_go_under_load_and_nothing_is_lost_or_overtaken(prepared: Broker, tmp_path: Path) -> None:
    messages = feed()
    with ExitStack() as first:
        running = [_start(first, prepared, tmp_path, "one")]
        send(prepared.bootstrap, CLEAN.name, messages[: LOAD // 2])
        with ExitStack() as others:
            running += [_start(others, prepared, tmp_path, name) for name in ("two", "three")]
            shares = [one.served("extraction") for one in running]
            wait_until(lambda: all(_has_partitions(one) for one in running), WAIT_SECONDS, "three to share the work")
            send(prepared.bootstrap, CLEAN.name, messages[LOAD // 2 :])
            wait_until(
                lambda: all(share.metric("messages_consumed_total") for share in shares), WAIT_SECONDS, "all three"
            )
            assert count(prepared.bootstrap, EXTRACTED.name) < LOAD, "the load was over before two workers left"
            assert [one.stop() for one in running[1:]] == [0, 0]
        settle(prepared.bootstrap, "extraction")
        assert running[0].stop() == 0
    _check(prepared)


def _has_partitions(running: Running) -> bool:
    return running.served("extraction").ready()


def _check(broker: Broker) -> None:
    """Everything came out, and of each key the first appearances of its editions are in order."""
    seen: dict[bytes, list[int]] = {}
    for record in read(broker.bootstrap, EXTRACTED.name):
        edition = int(ExtractedArticle.from_bytes(record.value or b"").article_id.split("-")[1])
        known = seen.setdefault(record.key or b"", [])
        if edition not in known:
            known.append(edition)
    assert len(seen) == KEYS
    assert all(editions == list(range(VERSIONS)) for editions in seen.values()), seen
