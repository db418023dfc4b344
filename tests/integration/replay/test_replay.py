"""A replay touches exactly what it says: times at their edges, offsets, articles, copies; and a group only at rest."""

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta

import orjson
import pytest
from kafka import KafkaConsumer, KafkaProducer, TopicPartition

from schemas import AuditEntry, Heartbeat, rfc3339
from streams.headers import REPLAY, last, utc_now
from streams.offsets import committed
from streams.problems import UsageProblem
from streams.replay.selection import REPLAY_OF
from streams.topology import AUDIT, EXTRACTED, HEARTBEATS, stage_named
from tests.integration.replay.conftest import Put, commit
from tests.support.console import Run
from tests.support.topics import Sent, admin, read, wait_until

STAGE = stage_named("classification")
TOPIC = EXTRACTED.name
TODAY = utc_now().replace(hour=0, minute=0, second=0, microsecond=0)
NOON = int(TODAY.timestamp()) - 12 * 3600
"""Of yesterday, in seconds since 1970: recent, for brokers delete what is older than the retention."""
DAY, NEXT = (f"{TODAY - timedelta(days=ago):%Y-%m-%d}" for ago in (1, 0))


def article(number: int, publisher: str = "Northwire") -> Sent:
    value = orjson.dumps({"article_id": f"a{number}", "publisher": publisher, "number": number})
    return Sent(b"f%d" % number, value, (("traceparent", b"t"),))


@pytest.fixture(scope="module", autouse=True)
def history(bootstrap: str) -> None:
    """Two partitions with messages, one of them out of the order of time; the other six have none."""
    with closing(KafkaProducer(bootstrap_servers=bootstrap, acks="all")) as client:

        def put(partition: int, number: int, at: float, publisher: str = "Northwire") -> None:
            one = article(number, publisher)
            client.send(
                TOPIC, one.value, key=one.key, headers=list(one.headers), partition=partition,
                timestamp_ms=int(at * 1000),
            ).get(timeout=30)  # fmt: skip

        for number, after in enumerate([-1, -0.001, 0, 30, 59.999, 60, 61]):
            put(0, number, NOON + after)
        for number, after in enumerate([0, 3600, 10, 7200], 10):
            put(1, number, NOON + after, "El Faro")


def numbers(bootstrap: str, replay: str) -> list[int]:
    """What a replay has sent, by the numbers of the articles."""
    sent = [one for one in read(bootstrap, TOPIC) if last(one.headers, REPLAY) == replay.encode()]
    return sorted(orjson.loads(one.value or b"")["number"] for one in sent)


def test_a_time_range_is_exact_at_its_edges_and_in_any_order(bootstrap: str, communique: Run) -> None:
    words = ("replay", "classification", "--from", f"{DAY}T12:00:00Z", "--to", f"{DAY}T12:01:00Z", "--json")
    (plan,) = communique(*words).values
    assert plan["messages"] == 5
    assert [(row["partition"], row["first"], row["last"], row["messages"]) for row in plan["partitions"]] == [
        (0, 2, 4, 3), (1, 0, 2, 2),
    ]  # fmt: skip
    assert plan["groups"] == ["communique-classification", "communique-publishing"]
    before = len(read(bootstrap, TOPIC))
    (done,) = communique(*words, "--execute").values
    assert numbers(bootstrap, done["operation_id"]) == [2, 3, 4, 10, 12]
    assert len(read(bootstrap, TOPIC)) == before + 5


def test_a_copy_is_the_message_again_with_the_marks_of_the_replay(bootstrap: str, communique: Run) -> None:
    (done,) = communique("replay", "classification", "--offsets", "0:6-7", "--json", "--execute").values
    (copy,) = [one for one in read(bootstrap, TOPIC) if last(one.headers, REPLAY) == done["operation_id"].encode()]
    original = article(6)
    assert (copy.partition, copy.key, copy.value) == (0, original.key, original.value)
    assert dict(copy.headers) == {
        "traceparent": b"t", REPLAY: done["operation_id"].encode(), REPLAY_OF: b"0:6",
    }  # fmt: skip
    told = [AuditEntry.from_bytes(one.value or b"") for one in read(bootstrap, AUDIT.name)]
    ours = [entry for entry in told if entry.operation_id == done["operation_id"]]
    assert [entry.outcome for entry in ours] == ["started", "progress", "done"]
    assert ours[0].selection == {"offsets": "0:6-7"}


def test_copies_are_not_copied_again(bootstrap: str, communique: Run) -> None:
    words = ("replay", "classification", "--publisher", "El Faro", "--json")
    for _ in range(2):
        (done,) = communique(*words, "--execute").values
        assert numbers(bootstrap, done["operation_id"]) == [10, 11, 12, 13]
    (plan,) = communique(*words).values
    assert plan["messages"] == 4
    assert plan["copies_left_out"] >= 8


def test_articles_are_found_by_their_id(bootstrap: str, communique: Run) -> None:
    words = ("replay", "classification", "--article", "a3", "--article", "a11", "--json", "--execute")
    (done,) = communique(*words).values
    assert numbers(bootstrap, done["operation_id"]) == [3, 11]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "say what to replay"),
        (("--article", "a99"), f"no message of article 'a99'.* holds .* messages from {DAY}T11:59:59Z"),
        (("--publisher", "Nobody"), "those there are .*Northwire"),
        (("--from", "2031-01-01"), "nothing lies in what was asked for"),
        (("--from", NEXT, "--to", DAY), "nothing between"),
        (("--from", NEXT, "--since", "1d"), "one is enough"),
        (("--from", "soon"), "is no time"),
        (("--offsets", "9:0-1"), "partitions 0 to 7, not 9"),
        (("--offsets", "0:900000-"), "holds offsets 0 to"),
        (("--offsets", "2:0-1"), "holds nothing"),
        (("--offsets", "0:5"), "PARTITION:FIRST-END"),
        (("--resume", "replay-1"), "no replay 'replay-1'; the latest are"),
        (("--article", "a1", "--in-place"), "need the other way"),
        (("--from", DAY, "--to", NEXT, "--in-place"), "leave out --to"),
    ],
)
def test_what_cannot_be_replayed_is_told_with_what_can(communique: Run, words: tuple[str, ...], said: str) -> None:
    with pytest.raises(UsageProblem, match=said):
        communique("replay", "classification", *words)


def test_an_unknown_stage_is_told_what_there_is(communique: Run) -> None:
    with pytest.raises(UsageProblem, match="cleaning, extraction, classification, publishing"):
        communique("replay", "parsing", "--since", "1d")


def test_in_place_moves_the_group_back_and_never_on(bootstrap: str, communique: Run) -> None:
    commit(bootstrap, STAGE.group, {(TOPIC, 0): 7, (TOPIC, 1): 1, (TOPIC, 2): 0})
    words = ("replay", "classification", "--from", f"{DAY}T12:00:30Z", "--in-place", "--json")
    (plan,) = communique(*words).values
    assert plan["partitions"] == [{"partition": 0, "from": 3, "committed": 7, "messages": 4}]
    assert (plan["messages"], plan["active_workers"]) == (4, [])
    before = len(read(bootstrap, TOPIC))
    communique(*words, "--execute")
    with closing(admin(bootstrap)) as client:
        found = committed(client, STAGE.group)
    assert {tp.partition: offset for tp, offset in found.items()} == {0: 3, 1: 1, 2: 0}
    assert len(read(bootstrap, TOPIC)) == before
    with pytest.raises(UsageProblem, match="nothing to move back"):
        communique(*words, "--execute")


@pytest.fixture
def worker(bootstrap: str) -> Iterator[str]:
    """An active member of the stage's group; its client id."""
    name = "communique-classification-here-0"
    client = KafkaConsumer(
        TOPIC, bootstrap_servers=bootstrap, group_id=STAGE.group, client_id=name, enable_auto_commit=False
    )
    with closing(client):
        wait_until(lambda: client.poll(timeout_ms=100) is not None and bool(client.assignment()), 30, "an assignment")
        yield name


def test_in_place_is_refused_while_a_worker_is_active(bootstrap: str, communique: Run, worker: str) -> None:
    words = ("replay", "classification", "--from", DAY, "--in-place")
    with closing(admin(bootstrap)) as client:
        before = committed(client, STAGE.group)
        with pytest.raises(UsageProblem, match=f"1 active worker .{worker} at 127.0.0.1.: stop the classification"):
            communique(*words, "--execute")
        assert committed(client, STAGE.group) == before
    assert f"refused while these workers are active: {worker}" in communique(*words).text


def test_time_is_estimated_from_what_the_workers_did(put: Put, communique: Run) -> None:
    words = ("replay", "classification", "--offsets", "0:0-6", "--json")
    assert "rate" not in communique(*words).values[0]
    beats = [
        Heartbeat(stage=STAGE.name, worker="w", sent_at=moment, pipeline_version="0", processed=done)
        for moment, done in ((NOON, 0), (NOON + 10, 20), (NOON + 60, 20))
    ]
    put(HEARTBEATS.name, 0, [Sent(STAGE.name.encode(), beat.to_bytes()) for beat in beats])
    (plan,) = communique(*words).values
    assert (plan["rate"], plan["estimated_seconds"]) == (2.0, 3.0)


def test_an_interrupted_replay_goes_on_where_it_was(bootstrap: str, communique: Run, put: Put) -> None:
    end = max(one.offset for one in read(bootstrap, TOPIC) if one.partition == 0) + 1
    entry = {
        "operation_id": "replay-cut", "action": "replay", "at": rfc3339(utc_now()), "by": "a@b",
        "stage": STAGE.name, "selection": {"from": f"{DAY}T12:00:00Z"}, "pipeline_version": "0",
    }  # fmt: skip
    for outcome, first in (("started", 0), ("progress", 4)):
        left = [{"topic": TOPIC, "partition": 0, "start": first, "end": end}]
        told = AuditEntry.model_validate({**entry, "outcome": outcome, "ranges": left})
        put(AUDIT.name, 0, [Sent(b"replay-cut", told.to_bytes())])
    communique("replay", "classification", "--resume", "replay-cut", "--execute")
    assert numbers(bootstrap, "replay-cut") == [4, 5, 6]
    with pytest.raises(UsageProblem, match="was done at"):
        communique("replay", "classification", "--resume", "replay-cut", "--execute")
    with pytest.raises(UsageProblem, match="no replay of cleaning"):
        communique("replay", "cleaning", "--resume", "replay-cut")


def test_copies_stand_in_for_originals_that_are_gone(bootstrap: str, communique: Run) -> None:
    (done,) = communique("replay", "classification", "--article", "a0", "--json", "--execute").values
    assert numbers(bootstrap, done["operation_id"]) == [0]
    with closing(admin(bootstrap)) as client:
        client.delete_records({TopicPartition(TOPIC, 0): 1})
    (done,) = communique("replay", "classification", "--article", "a0", "--json", "--execute").values
    assert numbers(bootstrap, done["operation_id"]) == [0]
