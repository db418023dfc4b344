"""The commands that start processes: they do what they say, end as they say, and leave no process behind."""

import os
import signal
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil
import pytest

from schemas import DiplomaticEvent
from tests.support.topics import wait_until

MARK = "COMMUNIQUE_TEST_MARK"
"""A variable that every process inherits from the command, by which what it leaves behind is found."""
LONG = 120.0
"""Seconds to wait for what must happen, on a machine that does other things too."""


def processes(mark: str) -> list[psutil.Process]:
    """The living processes that descend from the command with this mark."""
    found = []
    for process in psutil.process_iter():
        with suppress(psutil.Error):
            if process.environ().get(MARK) == mark and process.status() != psutil.STATUS_ZOMBIE:
                found.append(process)
    return found


@contextmanager
def started(folder: Path, *arguments: str) -> Iterator[tuple["subprocess.Popen[str]", str]]:
    """A command that runs in a folder of its own, with its mark; whatever is left of it in the end is killed."""
    mark = uuid.uuid4().hex
    clean = {name: value for name, value in os.environ.items() if not name.startswith("COMMUNIQUE_")}
    process = subprocess.Popen(
        [sys.executable, "-m", "streams.cli", *arguments],
        env={**clean, MARK: mark, "COMMUNIQUE_DATA_DIR": str(folder / "data"), "TMPDIR": str(folder)},
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    try:
        yield process, mark
    finally:
        for left in processes(mark):
            with suppress(psutil.Error):
                left.kill()
        process.communicate()


def workers_are_up(mark: str) -> bool:
    """Whether the broker and a worker of every stage run."""
    return len(processes(mark)) >= 6


def test_the_demo_makes_events_and_ends_by_itself(tmp_path: Path) -> None:
    with started(tmp_path, "demo", "--json") as (process, mark):
        out, errors = process.communicate(timeout=LONG)
        assert process.returncode == 0, errors
        assert processes(mark) == []
    events = [DiplomaticEvent.from_bytes(line.encode()) for line in out.splitlines()]
    assert len({event.event_type for event in events}) >= 5
    assert len({event.event_id for event in events}) == len(events)
    assert any(event.publisher_count == 2 for event in events), "the syndicated copy did not count as another publisher"
    assert not any("derby" in mention.sentence for event in events for mention in event.mentions)
    assert list(tmp_path.glob("communique-demo-*")) == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_demo_leaves_nothing_behind(tmp_path: Path, number: signal.Signals) -> None:
    with started(tmp_path, "demo") as (process, mark):
        wait_until(lambda: workers_are_up(mark), LONG, "the workers to run")
        process.send_signal(number)
        _, errors = process.communicate(timeout=LONG)
        assert process.returncode == 130, errors
        assert "Traceback" not in errors
        assert processes(mark) == []


def test_nothing_outlives_a_killed_supervisor(tmp_path: Path) -> None:
    with started(tmp_path, "up") as (process, mark):
        wait_until(lambda: workers_are_up(mark), LONG, "the workers to run")
        process.kill()
        process.wait()
        wait_until(lambda: processes(mark) == [], LONG, "all that it had started to be gone")


def test_other_terminals_find_the_pipeline_and_it_stops_when_told_to(tmp_path: Path) -> None:
    article = tmp_path / "story.txt"
    article.write_text("LIMA, March 4 - Peru expelled the ambassador of Ecuador on Wednesday.")
    with started(tmp_path, "up") as (process, mark):
        wait_until((tmp_path / "data" / "running.json").exists, LONG, "the pipeline to announce itself")
        with started(tmp_path, "publish", str(article), "--published-at", "2026-03-04T12:00:00Z") as (publish, _):
            told, errors = publish.communicate(timeout=LONG)
            assert (publish.returncode, told) == (0, "1 article published\n"), errors
        with started(tmp_path, "subscribe", "--from-beginning", "--json", "--count", "1", "--timeout", "100") as (
            subscribe,
            _,
        ):
            told, errors = subscribe.communicate(timeout=LONG)
            assert subscribe.returncode == 0, errors
        assert DiplomaticEvent.from_bytes(told.encode()).source.country == "PER"
        process.send_signal(signal.SIGTERM)
        _, errors = process.communicate(timeout=LONG)
        assert process.returncode == 0, errors
        assert processes(mark) == []
    assert not (tmp_path / "data" / "running.json").exists()
