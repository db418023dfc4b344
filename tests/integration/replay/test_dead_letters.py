"""Dead letters listed, looked at, corrected, sent again and dropped: each once, none lost, no letter for ever."""

import json
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from kafka import TopicPartition
from kafka.admin import NewTopic

from agents.errors import RejectReason
from schemas import AuditEntry
from streams.dead_letters import Failure, letter
from streams.dlq import redrive
from streams.dlq.letters import REDRIVES, DeadLetter
from streams.headers import last
from streams.problems import BadRecord, UsageProblem
from streams.records import Record
from streams.topics import configuration, partition_counts
from streams.topology import AUDIT, CLEAN, RAW, TopicSpec, stage_named
from tests.integration.replay.conftest import Put
from tests.support.console import Run
from tests.support.topics import Sent, admin, read, wait_until

CLEANING, EXTRACTION = stage_named("cleaning"), stage_named("extraction")
DEAD_RAW, DEAD_CLEAN = RAW.dead_letters(), CLEAN.dead_letters()
NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
Die = Callable[..., None]


def emptied(bootstrap: str, spec: TopicSpec) -> None:
    """The topic made anew, so that its offsets start again."""
    with closing(admin(bootstrap)) as client:
        client.delete_topics([spec.name])
        wait_until(lambda: spec.name not in partition_counts(client), 30, "the topic to be gone")
        client.create_topics([NewTopic(spec.name, spec.partitions, 1, topic_configs=configuration(spec))])
        client.wait_for_topics([spec.name])


@pytest.fixture
def die(bootstrap: str, put: Put) -> Die:
    """Has messages of a stage die as its guard would; the topics are empty at first, but the audit remembers."""
    for spec in (RAW, CLEAN, DEAD_RAW, DEAD_CLEAN):
        emptied(bootstrap, spec)

    def kill(records: list[Record], reason: RejectReason = "processing_error", at: datetime = NOW) -> None:
        for record in records:
            stage = CLEANING if record.topic == RAW.name else EXTRACTION
            dead = letter(stage, record, Failure(reason, ValueError("it broke"), 3, at))
            put(dead.topic, record.partition, [Sent(dead.key, dead.value, dead.headers)])

    return kill


def record(number: int, topic: str = RAW.name, value: bytes = b"{", partition: int = 0) -> Record:
    return Record(topic, partition, number, 1_700_000_000.0, b"k%d" % number, value, (("traceparent", b"t"),))


def test_letters_are_counted_and_filtered(die: Die, communique: Run) -> None:
    die([record(0), record(1)], "decode_error", NOW)
    die([record(2), record(0, CLEAN.name)], "timeout", NOW.replace(day=2))
    rows = communique("dlq", "list", "--json").values
    assert [(row["stage"], row["reason"], row["letters"]) for row in rows] == [
        ("cleaning", "decode_error", 2), ("cleaning", "timeout", 1), ("extraction", "timeout", 1),
    ]  # fmt: skip

    def ids(*words: str) -> list[str]:
        return [row["id"] for row in communique("dlq", "list", "--each", "--json", *words).values]

    assert ids("--reason", "timeout") == ["cleaning:0:2", "extraction:0:0"]
    assert ids("--since", "2026-03-04T12:00:00Z") == ["cleaning:0:0", "cleaning:0:1"]
    assert ids("--since", "2026-03-04T12:00:01Z") == []
    assert ids("--stage", "extraction", "--limit", "5") == ["extraction:0:0"]
    assert len(ids("--limit", "3")) == 3
    assert "no dead letters wait" in communique("dlq", "list", "--reason", "too_large").text


def test_a_letter_shows_its_bytes_beside_the_error(die: Die, communique: Run) -> None:
    die([record(0, value='{"body": "Señor"'.encode()), record(1, value=b"\xff\x00")])
    shown = communique("dlq", "show", "cleaning:0:0").text
    assert "ValueError" in shown
    assert "it broke" in shown
    assert '{"body": "Señor"' in shown
    assert "\\xff\\x00" in communique("dlq", "show", "cleaning:0:1").text
    (told,) = communique("dlq", "show", "cleaning:0:1", "--json").values
    assert told["value_base64"] == "/wA="


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("show", "cleaning:0:9"), "holds nothing there"),
        (("show", "cleaning:99:0"), "no such partition"),
        (("show", "17"), "STAGE:PARTITION:OFFSET"),
        (("list", "--stage", "parsing"), "cleaning, extraction"),
        (("list", "--reason", "bad"), "decode_error, schema_invalid"),
        (("list", "--since", "monday"), "is no time"),
    ],
)
def test_what_does_not_exist_is_told_with_what_does(die: Die, communique: Run, words: list[str], said: str) -> None:
    del die
    with pytest.raises(UsageProblem, match=said):
        communique("dlq", *words)


def test_a_dry_run_touches_nothing(bootstrap: str, die: Die, communique: Run) -> None:
    die([record(0), record(1)])
    audited = len(read(bootstrap, AUDIT.name))
    assert "2 would be sent again" in communique("dlq", "redrive").text
    assert "2 would be set aside" in communique("dlq", "drop").text
    assert read(bootstrap, RAW.name) == []
    assert len(read(bootstrap, AUDIT.name)) == audited


def test_a_redrive_sends_each_letter_once_to_where_it_came_from(bootstrap: str, die: Die, communique: Run) -> None:
    die([record(0, partition=5), record(1, value=b"other"), record(2, partition=5)])
    (told,) = communique("dlq", "redrive", "--execute", "--json").values
    assert told["sent"] == 3
    sent = read(bootstrap, RAW.name)
    assert [(one.partition, one.key, one.value) for one in sent] == [
        (0, b"k1", b"other"), (5, b"k0", b"{"), (5, b"k2", b"{"),
    ]  # fmt: skip
    assert all(one.headers == (("traceparent", b"t"), (REDRIVES, b"1")) for one in sent)
    assert communique("dlq", "redrive", "--execute", "--json").values[0].get("sent", 0) == 0
    assert len(read(bootstrap, RAW.name)) == 3
    audit = [AuditEntry.from_bytes(one.value or b"") for one in read(bootstrap, AUDIT.name)]
    ours = [entry for entry in audit if entry.operation_id == told["operation_id"]]
    assert [entry.outcome for entry in ours] == ["started", "progress", "done"]
    assert sum(one.end - one.start for one in ours[1].ranges) == 3
    assert ours[-1].counts["sent"] == 3


def test_a_thousand_are_sent_in_two_goes_and_none_twice(bootstrap: str, die: Die, communique: Run, put: Put) -> None:
    del die
    dead = letter(CLEANING, record(0), Failure("timeout", TimeoutError(), 1, NOW))
    put(DEAD_RAW.name, 0, [Sent(b"k%d" % number, b"v%d" % number, dead.headers) for number in range(1000)])
    assert communique("dlq", "redrive", "--limit", "450", "--execute", "--json").values[0]["sent"] == 450
    assert communique("dlq", "list", "--json").values[0]["letters"] == 550
    assert communique("dlq", "redrive", "--execute", "--json").values[0]["sent"] == 550
    sent = [one.value for one in read(bootstrap, RAW.name)]
    assert len(sent) == 1000
    assert set(sent) == {b"v%d" % number for number in range(1000)}


def test_poison_returns_counted_and_stops_at_the_limit(bootstrap: str, die: Die, communique: Run) -> None:
    die([record(0)])
    for turn in (1, 2):
        told = communique("dlq", "redrive", "--most-redrives", "2", "--execute", "--json").values[0]
        assert told["sent"] == 1
        returned = read(bootstrap, RAW.name)[-1]
        assert last(returned.headers, REDRIVES) == b"%d" % turn
        die([returned])
    told = communique("dlq", "redrive", "--most-redrives", "2", "--execute", "--json").values[0]
    assert (told.get("sent", 0), told["at_limit"]) == (0, 1)
    assert len(read(bootstrap, RAW.name)) == 2
    (left,) = communique("dlq", "list", "--each", "--json").values
    assert left["redrives"] == 2


def test_corrected_values_are_sent_and_no_others(bootstrap: str, die: Die, communique: Run, tmp_path: Path) -> None:
    die([record(0, value=b"wrong"), record(1, value=b"kept")])
    file = tmp_path / "letters.jsonl"
    assert "2 letters" in communique("dlq", "export", "--to", str(file)).text
    first = json.loads(file.read_text().splitlines()[0])
    assert (first["value"], first["message"]) == ("wrong", "it broke")
    file.write_text(json.dumps({**first, "value": "right"}) + "\n")
    communique("dlq", "redrive", "--corrected", str(file), "--execute")
    assert [one.value for one in read(bootstrap, RAW.name)] == [b"right"]
    assert [row["id"] for row in communique("dlq", "list", "--each", "--json").values] == ["cleaning:0:1"]


def test_dropped_letters_are_not_sent_and_keep_their_bytes(bootstrap: str, die: Die, communique: Run) -> None:
    die([record(0)], "decode_error")
    die([record(1)], "timeout")
    assert "1 dropped" in communique("dlq", "drop", "--reason", "decode_error", "--execute").text
    assert [row["reason"] for row in communique("dlq", "list", "--json").values] == ["timeout"]
    assert len(read(bootstrap, DEAD_RAW.name)) == 2


def test_a_topic_made_anew_does_not_inherit_what_was_dealt_with(bootstrap: str, die: Die, communique: Run) -> None:
    die([record(0)])
    communique("dlq", "drop", "--execute")
    assert communique("dlq", "list", "--json").values == []
    emptied(bootstrap, DEAD_RAW)
    die([record(0)])
    assert communique("dlq", "list", "--json").values[0]["letters"] == 1


@pytest.mark.parametrize("policy", ["stop", "skip", "send-back"])
def test_a_letter_that_cannot_be_sent_is_treated_as_asked(
    bootstrap: str, die: Die, communique: Run, put: Put, policy: str
) -> None:
    headers = (("dlq_original_topic", b"somewhere.else"), ("dlq_reason", b"timeout"))
    put(DEAD_RAW.name, 0, [Sent(b"k", b"odd", headers)])
    die([record(1, value=b"good")])
    words = ("dlq", "redrive", "--on-failure", policy, "--execute", "--json")
    if policy == "stop":
        with pytest.raises(BadRecord, match="cleaning:0:0 cannot be sent: it comes from somewhere"):
            communique(*words)
    else:
        told = communique(*words).values[0]
        assert (told["sent"], told.get("failed", 0), told.get("sent_back", 0)) == (
            (1, 1, 0) if policy == "skip" else (1, 0, 1)
        )
    assert [one.value for one in read(bootstrap, RAW.name)] == [b"good"]
    left = communique("dlq", "list", "--each", "--json").values
    assert [row["id"] for row in left] == ["cleaning:0:2" if policy == "send-back" else "cleaning:0:0"]
    assert left[0]["redrives"] == (1 if policy == "send-back" else 0)


def test_partitions_that_are_no_more_are_left_to_the_key() -> None:
    dead = letter(CLEANING, record(0, partition=40), Failure("timeout", TimeoutError(), 1, NOW))
    odd = DeadLetter(Record(DEAD_RAW.name, 0, 0, 0.0, dead.key, dead.value, dead.headers), CLEANING)
    assert redrive.again(odd, b"v").partition is None
    assert TopicPartition(*DeadLetter(odd.record, CLEANING).origin) == TopicPartition(RAW.name, 40)
