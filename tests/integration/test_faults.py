"""Workers killed, starved of their sink, stripped of their state: nothing is lost, and the events come out the same.

Every test proves that its fault happened: a process that was seen to die, a topic that was gone, a folder deleted, and
always while there was still work to do.
"""

import os
import random
import shutil
import signal
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, closing
from pathlib import Path

import psutil
import pytest
from kafka import TopicPartition

from schemas import CleanArticle, EventMention
from streams import topics
from streams.topology import CLEAN, EVENTS, EXTRACTED, MENTIONS, RAW, STAGES, stage_named
from streams.topology import topics as declared
from tests.brokers.base import Broker
from tests.support.articles import articles
from tests.support.bad import sent
from tests.support.oracle import as_topic, expected
from tests.support.processes import Running, environment, settle, whole_pipeline, worker
from tests.support.topics import Sent, admin, compacted, count, empty, read, send, wait_until

LOAD = 500
KILL_AT = (100, 300)
"""Extracted articles at which the worker is killed: well under way, well before the end."""
FEW = 40
FAULT_SECONDS = 120.0
"""A start of a worker takes six seconds on an idle machine; this is for one with many at work."""


@pytest.fixture
def prepared(broker: Broker) -> Broker:
    """The broker with all topics, new and empty."""
    with closing(admin(broker.bootstrap)) as client:
        ours = {spec.name for spec in declared()} & set(topics.partition_counts(client))
        if ours:
            client.delete_topics(sorted(ours))
            wait_until(lambda: not ours & set(topics.partition_counts(client)), 30, "the topics to be gone")
        groups = {group["group_id"] for group in client.list_groups()} & {stage.group for stage in STAGES}
        for group in groups:
            empty(client, group)
            client.delete_groups([group])
        topics.ensure(client, declared())
    return broker


def kill(running: Running, stage: str) -> int:
    """kill -9 of a stage's worker, its children left to themselves; gives the id of the process that died."""
    pid = running.served(stage).pid
    assert pid is not None, f"{stage} is not running"
    process = psutil.Process(pid)
    os.kill(pid, signal.SIGKILL)
    wait_until(lambda: not process.is_running() or process.status() == psutil.STATUS_ZOMBIE, 10, f"{pid} to die")
    return pid


def wait_back(running: Running, stage: str, dead: int) -> None:
    """Return when the supervisor has brought a stage back, as another process."""
    served = running.served(stage)
    wait_until(lambda: served.pid not in {None, dead} and served.ready(), FAULT_SECONDS, f"{stage} to come back")


def final_state(broker: Broker) -> dict[bytes, bytes]:
    """What the compacted event topic comes to."""
    return compacted(read(broker.bootstrap, EVENTS.name))


def undisturbed(broker: Broker, folder: Path, messages: list[Sent]) -> dict[bytes, bytes]:
    """Run the messages through with nothing in their way."""
    with whole_pipeline(environment(broker.bootstrap, folder)):
        send(broker.bootstrap, RAW.name, messages)
        settle(broker.bootstrap)
    return final_state(broker)


@pytest.mark.slow
@pytest.mark.apache_only("a kill under load is shown on the broker that production has")
def test_extraction_killed_twice_under_load_changes_nothing(
    another_broker: Callable[[], AbstractContextManager[Broker]], tmp_path: Path
) -> None:
    messages = [sent(article) for article in articles(LOAD)]
    with another_broker() as calm:
        wanted = undisturbed(calm, tmp_path / "calm", messages)
    assert wanted
    with another_broker() as broker, whole_pipeline(environment(broker.bootstrap, tmp_path / "faulty")) as running:
        send(broker.bootstrap, RAW.name, messages)
        dead = [_kill_extraction_at(running, reached) for reached in KILL_AT]
        settle(broker.bootstrap)
        assert len({*dead, running.served("extraction").pid}) == len(KILL_AT) + 1
        assert running.log.read_text().count("after exit code -9") == len(KILL_AT)
        assert final_state(broker) == wanted


def _kill_extraction_at(running: Running, reached: int) -> int:
    """Kill the worker when so many articles are extracted, and wait until it is back; work must still be left."""
    wait_until(lambda: count(running.bootstrap, EXTRACTED.name) >= reached, FAULT_SECONDS, f"{reached} extracted")
    dead = kill(running, "extraction")
    assert count(running.bootstrap, EXTRACTED.name) < LOAD, "the kill came too late to prove anything"
    wait_back(running, "extraction", dead)
    return dead


def test_every_stage_killed_once_changes_nothing(prepared: Broker, tmp_path: Path) -> None:
    """On any broker, against the oracle: also on the embedded one, which never expires a dead consumer by itself."""
    batch = list(articles(FEW, seed=2))
    _, events = expected(batch)
    with whole_pipeline(environment(prepared.bootstrap, tmp_path / "data")) as running:
        for number, stage in enumerate(STAGES):
            send(prepared.bootstrap, RAW.name, [sent(article) for article in batch[number :: len(STAGES)]])
            dead = kill(running, stage.name)
            wait_back(running, stage.name, dead)
        settle(prepared.bootstrap)
        assert running.log.read_text().count("after exit code -9") == len(STAGES)
    assert final_state(prepared) == as_topic(events)


def test_the_merge_restores_its_state_from_the_changelog(prepared: Broker, tmp_path: Path) -> None:
    """Half of the mentions, then the worker's folder is deleted, then the rest and all of the first half again."""
    mentions, events = expected(list(articles(FEW, seed=3)))
    draw = random.Random(3)
    draw.shuffle(mentions)
    first, rest = mentions[::2], mentions[1::2]
    assert {mention.event_id for mention in first} & {mention.event_id for mention in rest}, (
        "no event needs both halves"
    )
    settings = environment(prepared.bootstrap, tmp_path / "data")
    _merge(prepared, settings, first)
    assert list((tmp_path / "data").rglob("*.db")), "the worker kept nothing on disk that could be deleted"
    shutil.rmtree(tmp_path / "data" / "workers")
    again = [*rest, *first]
    draw.shuffle(again)
    _merge(prepared, settings, again)
    assert final_state(prepared) == as_topic(events)


def _merge(broker: Broker, settings: dict[str, str], mentions: list[EventMention]) -> None:
    """Put mentions before a merge worker, wait until it has taken them all in, and stop it."""
    with worker("publishing", settings) as running:
        running.wait_ready("publishing")
        _send(broker, mentions)
        settle(broker.bootstrap, "publishing")
        assert running.stop() == 0


def _send(broker: Broker, mentions: list[EventMention]) -> None:
    put = [Sent(mention.event_id.encode(), mention.to_bytes()) for mention in mentions]
    send(broker.bootstrap, MENTIONS.name, put)


@pytest.mark.apache_only("the embedded broker never expires a dead member of a group")
def test_a_standby_takes_over_the_state_of_a_worker_that_was_killed(prepared: Broker, tmp_path: Path) -> None:
    """Half of the mentions by two workers, then one is killed, then the rest and all of the first half again."""
    mentions, events = expected(list(articles(FEW, seed=5)))
    first, rest = mentions[::2], mentions[1::2]
    folders = (tmp_path / "one", tmp_path / "two")
    settings = [environment(prepared.bootstrap, folder, standby_replicas="1") for folder in folders]
    with worker("publishing", settings[0]) as one, worker("publishing", settings[1]) as two:
        one.wait_ready("publishing")
        two.wait_ready("publishing")
        _send(prepared, first)
        settle(prepared.bootstrap, "publishing")
        assert one.served("publishing").metric("messages_consumed_total") > 0
        one.process.kill()
        one.process.wait()
        _send(prepared, [*rest, *first])
        settle(prepared.bootstrap, "publishing")
        assert two.stop() == 0
    assert final_state(prepared) == as_topic(events)


def test_a_merge_that_stood_still_for_longer_than_its_session_ends_when_it_wakes(
    prepared: Broker, tmp_path: Path
) -> None:
    """Its partitions may be another worker's by then: it must not write what it had in hand."""
    settings = environment(prepared.bootstrap, tmp_path / "data", session_timeout="6", heartbeat_interval="2")
    with worker("publishing", settings) as running:
        running.wait_ready("publishing")
        running.process.send_signal(signal.SIGSTOP)
        try:
            time.sleep(2 * 6)
        finally:
            running.process.send_signal(signal.SIGCONT)
        assert running.process.wait(timeout=FAULT_SECONDS) == 1
        assert "stood still" in running.log.read_text()


@pytest.mark.apache_only("the embedded broker creates a topic that was deleted as soon as somebody writes to it")
def test_a_fault_of_ours_ends_the_process_uncommitted_and_nothing_is_lost(prepared: Broker, tmp_path: Path) -> None:
    """The sink disappears under a running worker: no message can be delivered, so none may be acknowledged."""
    batch = list(articles(FEW, seed=4))
    settings = environment(prepared.bootstrap, tmp_path / "data", delivery_timeout="2", retry_backoff="0.05")
    with closing(admin(prepared.bootstrap)) as client, worker("cleaning", settings) as running:
        running.wait_ready("cleaning")
        client.delete_topics([CLEAN.name])
        wait_until(lambda: CLEAN.name not in topics.partition_counts(client), 30, "the sink to be gone")
        send(prepared.bootstrap, RAW.name, [sent(article) for article in batch])
        wait_until(lambda: running.process.poll() is not None, FAULT_SECONDS, "the worker to give up")
        assert running.process.returncode == 1
        assert _committed(prepared, "cleaning") == 0
        topics.ensure(client, declared())
    with worker("cleaning", settings) as running:
        running.wait_ready("cleaning")
        settle(prepared.bootstrap, "cleaning")
    assert _cleaned(prepared) == {article.article_id for article in batch}


def test_a_clean_stop_under_load_loses_and_repeats_nothing(prepared: Broker, tmp_path: Path) -> None:
    batch = list(articles(LOAD, seed=5))
    settings = environment(prepared.bootstrap, tmp_path / "data")
    send(prepared.bootstrap, RAW.name, [sent(article) for article in batch])
    with worker("cleaning", settings) as running:
        wait_until(lambda: count(prepared.bootstrap, CLEAN.name) > 0, FAULT_SECONDS, "the first clean article")
        assert running.stop() == 0
    before = count(prepared.bootstrap, CLEAN.name)
    assert 0 < before < len(batch), "it was not stopped in the middle of its work"
    with worker("cleaning", settings) as running:
        running.wait_ready("cleaning")
        settle(prepared.bootstrap, "cleaning")
    assert _cleaned(prepared) == {article.article_id for article in batch}
    assert count(prepared.bootstrap, CLEAN.name) == len(batch)


def _cleaned(broker: Broker) -> set[str]:
    return {CleanArticle.from_bytes(record.value or b"").article_id for record in read(broker.bootstrap, CLEAN.name)}


def _committed(broker: Broker, stage: str) -> int:
    """The sum of a stage's committed offsets: how many messages it has acknowledged for good."""
    group, source = stage_named(stage).group, stage_named(stage).source
    with closing(admin(broker.bootstrap)) as client:
        offsets: dict[TopicPartition, object] = client.list_group_offsets(group)[group]
    return sum(int(getattr(at, "offset", 0)) for place, at in offsets.items() if place.topic == source.name)
