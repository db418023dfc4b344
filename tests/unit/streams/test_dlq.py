"""Which letters are dealt with, as the audit remembers it; and a redrive that is told to stop."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas import AuditEntry
from streams.audit import Audit, Settled, ranges_of
from streams.dlq import files
from streams.dlq.letters import DeadLetter, place_of
from streams.dlq.redrive import Policy, Redrive
from streams.problems import BadRecord, UnreadableInput, UsageProblem
from streams.records import Record
from streams.replay.batching import BATCH
from streams.topology import AUDIT, stage_named

CLEANING = stage_named("cleaning")
DEAD = CLEANING.source.dead_letters().name
places = st.sets(st.tuples(st.integers(0, 3), st.integers(0, 40)))


def record(partition: int, offset: int, timestamp: float = 100.0, value: bytes | None = b"v") -> Record:
    return Record(DEAD, partition, offset, timestamp, b"k", value, (("dlq_reason", b"timeout"),))


def entry(records: list[Record]) -> AuditEntry:
    return AuditEntry(
        operation_id="o", action="redrive", outcome="progress", at=datetime(2026, 3, 4, tzinfo=UTC), by="a@b",
        ranges=tuple(ranges_of(records)), pipeline_version="0",
    )  # fmt: skip


@given(places, places)
def test_exactly_what_was_written_down_is_dealt_with(first: set[tuple[int, int]], later: set[tuple[int, int]]) -> None:
    told = [entry([record(*place) for place in done]) for done in (first, later)]
    read_back = [AuditEntry.from_bytes(one.to_bytes()) for one in told]
    settled = Settled(read_back)
    everywhere = {(partition, offset) for partition in range(4) for offset in range(41)}
    assert {place for place in everywhere if record(*place) in settled} == first | later
    assert not any(record(*place, timestamp=100.5) in settled for place in everywhere)


@given(places)
def test_neighbours_become_one_range(done: set[tuple[int, int]]) -> None:
    ranges = ranges_of(record(*place) for place in done)
    assert sum(one.end - one.start for one in ranges) == len(done)
    ends = {(one.partition, one.end) for one in ranges}
    assert not ends & {(one.partition, one.start) for one in ranges}


class Broker:
    """Takes what is sent, as kafka-python's producer does, and confirms it."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, bytes | None]] = []

    def send(self, topic: str, value: bytes | None = None, **_: Any) -> "Broker":  # noqa: ANN401 - what else is told
        self.sent.append((topic, value))
        return self

    def get(self, timeout: float) -> None:
        assert timeout > 0


def test_a_stop_leaves_whole_batches_and_says_so() -> None:
    broker = Broker()
    letters = [DeadLetter(record(0, offset), CLEANING) for offset in range(3 * BATCH)]
    done: list[int] = []
    audit = Audit(broker, "redrive", stage=None, selection={})
    job = Redrive(broker, audit, Policy(), on_progress=done.append, stopping=lambda: len(done) == 2)
    assert job.run(letters) is False
    assert job.counts["sent"] == 2 * BATCH
    audited = [AuditEntry.from_bytes(value or b"") for topic, value in broker.sent if topic == AUDIT.name]
    assert [one.outcome for one in audited] == ["started", "progress", "progress", "interrupted"]
    settled = Settled(audited)
    assert [letter.record in settled for letter in letters] == [True] * 2 * BATCH + [False] * BATCH


@pytest.mark.parametrize("text", ["", "cleaning", "cleaning:1", "cleaning:x:1", "cleaning:-1:1", "parsing:1:1"])
def test_what_is_no_id_is_refused(text: str) -> None:
    with pytest.raises(UsageProblem, match=r"no dead letter's id|no stage"):
        place_of(text)


@given(st.binary(max_size=40))
def test_bytes_come_back_from_a_file_as_they_were(tmp_path_factory: pytest.TempPathFactory, value: bytes) -> None:
    file = tmp_path_factory.mktemp("letters") / "letters.jsonl"
    assert files.write([DeadLetter(record(1, 2, value=value), CLEANING)], file) == 1
    assert files.corrections(file) == {"cleaning:1:2": value}


@pytest.mark.parametrize("line", ["{", "[]", '{"id": "cleaning:1:2"}', '{"id": "cleaning:1:2", "value_base64": "?"}'])
def test_a_line_of_another_form_is_named(tmp_path: Path, line: str) -> None:
    file = tmp_path / "letters.jsonl"
    file.write_text(f"\n{line}\n")
    with pytest.raises(BadRecord, match="line 2"):
        files.corrections(file)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput, match="cannot be read"):
        files.corrections(tmp_path / "none")
