"""``lag`` and ``offsets`` say what the broker knows, where nothing is committed or much is deleted too."""

import time
from contextlib import closing

import pytest
from kafka import TopicPartition

from streams.topology import CLEAN, RAW, UnknownStage, stage_named
from tests.integration.replay.conftest import Put, commit
from tests.support.console import Run
from tests.support.topics import Sent, admin

GROUP = stage_named("cleaning").group


@pytest.fixture(scope="module")
def start() -> float:
    """When the oldest message was written."""
    return float(int(time.time()) - 3600)


def test_lag_is_what_is_left_and_as_old_as_the_oldest_of_it(
    bootstrap: str, put: Put, communique: Run, start: float
) -> None:
    put(RAW.name, 2, [Sent(b"k", b"v")] * 5, at=[start + 60 * minute for minute in range(5)])
    commit(bootstrap, GROUP, {(RAW.name, 2): 3})
    rows = {row["partition"]: row for row in communique("lag", "cleaning", "--json").values}
    assert len(rows) == RAW.partitions
    assert (rows[2]["committed"], rows[2]["end"], rows[2]["lag"]) == (3, 5, 2)
    assert rows[2]["behind_seconds"] == pytest.approx(time.time() - start - 180, abs=60)
    assert (rows[0]["lag"], rows[0]["behind_seconds"]) == (0, 0.0)
    assert "cleaning: 2 waiting, the oldest for" in communique("lag", "cleaning").text


def test_what_was_never_committed_waits_from_the_start(put: Put, communique: Run) -> None:
    put(CLEAN.name, 0, [Sent(b"k", b"v")] * 3)
    row = communique("lag", "extraction", "--json").values[0]
    assert "committed" not in row
    assert row["lag"] == 3
    assert row["behind_seconds"] < 600


def test_what_retention_took_no_longer_waits(bootstrap: str, put: Put, communique: Run) -> None:
    put(CLEAN.name, 1, [Sent(b"k", b"v")] * 4)
    with closing(admin(bootstrap)) as client:
        client.delete_records({TopicPartition(CLEAN.name, 1): 3})
    row = communique("lag", "extraction", "--json").values[1]
    assert (row["start"], row["end"], row["lag"]) == (3, 4, 1)


def test_offsets_finds_the_first_message_of_a_time(communique: Run, start: float) -> None:
    at = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(start + 120))
    rows = {row["partition"]: row for row in communique("offsets", "cleaning", "--at", at, "--json").values}
    assert rows[2] == {
        "group": GROUP, "topic": RAW.name, "partition": 2, "first": 0, "committed": 3, "end": 5, "lag": 2, "at": 2,
    }  # fmt: skip
    assert rows[0]["at"] == rows[0]["end"]
    assert "no worker is active" in communique("offsets", "cleaning").text


def test_an_unknown_stage_is_told_what_there_is(communique: Run) -> None:
    with pytest.raises(UnknownStage, match="cleaning, extraction, classification, publishing"):
        communique("offsets", "parsing")
