"""The whole pipeline under its supervisor: good articles with one bad message in four, and all that must hold after.

It runs once, is stopped, and what it left behind in topics, metrics and logs is held against what was put in.
"""

from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass

import psutil
import pytest

from schemas import DiplomaticEvent, EventMention
from streams.records import Record
from streams.topology import CLEAN, EVENTS, EXTRACTED, MENTIONS, RAW, STAGES
from tests.brokers.base import Broker
from tests.support.articles import articles
from tests.support.bad import KINDS, mixed
from tests.support.oracle import as_topic, expected
from tests.support.processes import Running, environment, errors_logged, settle, supervised
from tests.support.topics import Sent, compacted, read, send

GOOD = 72
"""Makes 24 bad ones: four of each kind."""
ENDS = ("handled", "dropped", "dead_lettered")


@dataclass(frozen=True)
class Outcome:
    """What went in, what stands in the topics, what the metrics said before the end, and how it ended."""

    sent: list[Sent]
    topics: dict[str, list[Record]]
    metrics: dict[str, dict[str, float]]
    produced: dict[str, float]
    pids: dict[str, set[int | None]]
    exit_code: int
    left_behind: list[int]
    errors: list[str]


@pytest.fixture(scope="module")
def outcome(broker: Broker, tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    settings = environment(broker.bootstrap, tmp_path_factory.mktemp("pipeline") / "data")
    messages = list(mixed(articles(GOOD)))
    with ExitStack() as stack:
        running = stack.enter_context(supervised(settings))
        running.wait_ready(*(stage.name for stage in STAGES))
        pids = {stage.name: {running.served(stage.name).pid} for stage in STAGES}
        send(broker.bootstrap, RAW.name, messages)
        settle(broker.bootstrap)
        for stage in STAGES:
            pids[stage.name].add(running.served(stage.name).pid)
        metrics = {stage.name: _books(running, stage.name) for stage in STAGES}
        produced = {stage.sink.name: running.served(stage.name).metric("messages_produced_total") for stage in STAGES}
        family = psutil.Process(running.process.pid).children(recursive=True)
        exit_code = running.stop()
        left_behind = [process.pid for process in family if process.is_running()]
        logged = [line for log in running.worker_logs() for line in errors_logged(log)]
    names = [RAW.name, CLEAN.name, EXTRACTED.name, MENTIONS.name, EVENTS.name]
    names += [stage.source.dead_letters().name for stage in STAGES]
    found = {name: read(broker.bootstrap, name) for name in names}
    return Outcome(messages, found, metrics, produced, pids, exit_code, left_behind, logged)


def _books(running: Running, stage: str) -> dict[str, float]:
    served = running.served(stage)
    columns = {name: served.metric(f"messages_{name}_total", stage=stage) for name in ("consumed", *ENDS)}
    return {**columns, "in_flight": served.metric("messages_in_flight", stage=stage)}


def dead_letters(outcome: Outcome) -> list[Record]:
    return outcome.topics[RAW.dead_letters().name]


def test_all_good_articles_come_out_and_as_they_do_without_a_broker(outcome: Outcome) -> None:
    """Byte for byte what the agents make of the articles in one process."""
    mentions, events = expected(list(articles(GOOD)))
    assert mentions
    assert compacted(outcome.topics[EVENTS.name]) == as_topic(events)
    told = {EventMention.from_bytes(record.value or b"").mention_id for record in outcome.topics[MENTIONS.name]}
    assert told == {mention.mention_id for mention in mentions}


def test_every_bad_message_is_a_dead_letter_with_its_bytes_unchanged(outcome: Outcome) -> None:
    bad = {message.key: message for message in outcome.sent if message.headers}
    assert len(bad) == GOOD // 3
    letters = {letter.key: letter for letter in dead_letters(outcome)}
    assert len(dead_letters(outcome)) == len(bad)
    assert {key: letter.value for key, letter in letters.items()} == {key: m.value for key, m in bad.items()}


def test_every_dead_letter_says_why_and_where_from(outcome: Outcome) -> None:
    reasons = {kind.name.encode(): kind.reason.encode() for kind in KINDS}
    origin = {record.key: record for record in outcome.topics[RAW.name]}
    for letter in dead_letters(outcome):
        headers, source = dict(letter.headers), origin[letter.key]
        assert headers["dlq_reason"] == reasons[headers["kind"]]
        assert headers["dlq_stage"] == b"cleaning"
        assert headers["dlq_consumer_group"] == b"communique-cleaning"
        assert headers["dlq_original_topic"] == RAW.name.encode()
        assert headers["dlq_original_partition"] == str(source.partition).encode()
        assert headers["dlq_original_offset"] == str(source.offset).encode()
        assert headers["dlq_exception_class"]
        assert 0 < len(headers["dlq_exception_message"]) <= 1024
        assert headers["dlq_attempts"] == b"1"
        assert letter.partition == source.partition


def test_every_kind_of_bad_message_took_part(outcome: Outcome) -> None:
    kinds = Counter(dict(letter.headers)["kind"].decode() for letter in dead_letters(outcome))
    assert kinds == {kind.name: GOOD // 3 // len(KINDS) for kind in KINDS}


def test_no_worker_restarted(outcome: Outcome) -> None:
    assert all(len(pids) == 1 and None not in pids for pids in outcome.pids.values()), outcome.pids


def test_later_stages_had_nothing_to_refuse(outcome: Outcome) -> None:
    later = [stage.source.dead_letters().name for stage in STAGES[1:]]
    assert {name: len(outcome.topics[name]) for name in later} == dict.fromkeys(later, 0)


def test_no_worker_logged_an_error(outcome: Outcome) -> None:
    assert outcome.errors == []


def test_the_books_balance(outcome: Outcome) -> None:
    """consumed = handled + dropped + dead-lettered + in flight, for each stage, and nothing is in flight any more."""
    for stage, books in outcome.metrics.items():
        assert books["consumed"] == sum(books[end] for end in ENDS), stage
        assert books["in_flight"] == 0, stage


def test_the_books_agree_with_the_topics(outcome: Outcome) -> None:
    for stage in STAGES:
        assert outcome.metrics[stage.name]["consumed"] == len(outcome.topics[stage.source.name]), stage.name
        dead = outcome.topics[stage.source.dead_letters().name]
        assert outcome.metrics[stage.name]["dead_lettered"] == len(dead), stage.name
        assert outcome.produced[stage.sink.name] == len(outcome.topics[stage.sink.name]), stage.name


def test_mentions_and_events_carry_the_headers_that_subscribers_filter_by(outcome: Outcome) -> None:
    for record in outcome.topics[EVENTS.name]:
        event, headers = DiplomaticEvent.from_bytes(record.value or b""), dict(record.headers)
        assert headers["ce_id"] == f"{event.event_id}/{event.revision}".encode()
        assert headers["event_type"] == event.event_type.encode()
        assert headers["quad_class"] == str(event.quad_class).encode()
        assert headers.get("source_country", b"") == (event.source.country or "").encode()
        assert {"traceparent", "communique_ingested_at", "content-type"} <= set(headers)


def test_a_key_stays_on_its_partition(outcome: Outcome) -> None:
    for topic in (CLEAN.name, EXTRACTED.name, MENTIONS.name, EVENTS.name):
        places: dict[bytes | None, set[int]] = {}
        for record in outcome.topics[topic]:
            places.setdefault(record.key, set()).add(record.partition)
        assert all(len(partitions) == 1 for partitions in places.values()), topic


def test_it_stopped_when_asked_and_left_no_process(outcome: Outcome) -> None:
    assert outcome.exit_code == 0
    assert outcome.left_behind == []
