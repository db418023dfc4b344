"""The supervisor: restarts with growing waits, gives up in the end, stops in order and leaves nothing behind."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.attached import command_line
from streams.launcher import MAX_LOG_BYTES, RestartPolicy, Supervisor, Worker, last_line
from streams.problems import MissingModel, StageFailed
from streams.running import is_alive

PATIENCE = 20.0
"""Seconds that a test waits for what must happen; never a measure of speed."""
FOREVER = "import time; time.sleep(600)"
PROMPT = RestartPolicy(first_wait=0.01, longest_wait=0.02, most_deaths=3, window=60.0)


def worker(folder: Path, program: str, stage: str = "cleaning") -> Worker:
    return Worker(stage, "test-0", [sys.executable, "-c", program], {}, folder / f"{stage}.log")


def always(worker: Worker) -> bool:
    del worker
    return True


def until(condition: Callable[[], bool], tick: Callable[[], None] = lambda: None) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        tick()
        time.sleep(0.01)


@pytest.fixture
def started(tmp_path: Path) -> Iterator[Supervisor]:
    """Two workers that run until they are told to stop."""
    supervisor = Supervisor(
        [worker(tmp_path, FOREVER, "cleaning"), worker(tmp_path, FOREVER, "extraction")], ready=always
    )
    supervisor.start()
    yield supervisor
    supervisor.kill()


@given(st.lists(st.floats(0.0, 1e6), min_size=1, max_size=40).map(sorted))
def test_waits_grow_within_bounds_and_end_after_too_many_deaths(deaths: list[float]) -> None:
    policy = RestartPolicy(first_wait=0.5, longest_wait=15.0, most_deaths=8, window=120.0)
    recent = sum(deaths[-1] - at <= policy.window for at in deaths)
    wait = policy.wait(deaths)
    if recent > policy.most_deaths:
        assert wait is None
    else:
        assert wait is not None
        assert policy.first_wait <= wait <= policy.longest_wait
        assert wait == policy.longest_wait or wait == policy.first_wait * 2 ** (recent - 1)


def test_a_worker_that_answers_is_ready(started: Supervisor) -> None:
    assert "ready" not in {worker.state for worker in started.workers}
    started.tick()
    assert {worker.state for worker in started.workers} == {"ready"}


def test_a_killed_worker_comes_back_after_what_it_left_was_cleaned_up(tmp_path: Path) -> None:
    buried: list[int | None] = []
    one = worker(tmp_path, FOREVER)
    supervisor = Supervisor([one], ready=always, on_death=lambda dead: buried.append(dead.exit_code), policy=PROMPT)
    supervisor.start()
    first = one.pid
    assert first is not None
    os.kill(first, signal.SIGKILL)
    until(lambda: one.pid not in (None, first) and one.state == "ready", supervisor.tick)
    assert buried == [-signal.SIGKILL]
    assert one.restarts == 1
    supervisor.kill()


def test_a_worker_that_keeps_dying_ends_the_pipeline_with_its_last_words(tmp_path: Path) -> None:
    supervisor = Supervisor([worker(tmp_path, "import sys; sys.exit('out of cheese')")], ready=always, policy=PROMPT)
    supervisor.start()
    with pytest.raises(StageFailed, match=r"cleaning worker keeps dying \(exit code 1\).*out of cheese"):
        until(lambda: False, supervisor.tick)
    assert supervisor.workers[0].restarts == PROMPT.most_deaths


def test_what_no_restart_mends_is_told_at_once(tmp_path: Path) -> None:
    program = f"import sys; print('communique: no model'); sys.exit({MissingModel.exit_code})"
    supervisor = Supervisor([worker(tmp_path, program)], ready=always, policy=PROMPT)
    supervisor.start()
    with pytest.raises(MissingModel, match="cleaning: no model"):
        until(lambda: False, supervisor.tick)
    assert supervisor.workers[0].restarts == 0


def test_workers_are_stopped_in_the_order_of_the_flow(tmp_path: Path) -> None:
    stopped: list[str] = []
    names = ["cleaning", "extraction", "classification"]
    supervisor = Supervisor(
        [worker(tmp_path, FOREVER, name) for name in names],
        ready=always,
        on_change=lambda one: stopped.append(one.stage) if one.state == "stopped" else None,
    )
    supervisor.start()
    supervisor.stop(PATIENCE)
    assert stopped == names
    assert all(one.pid is None for one in supervisor.workers)


def test_a_worker_that_will_not_stop_is_killed(tmp_path: Path) -> None:
    deaf = (
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(600)"
    )
    one = worker(tmp_path, deaf)
    supervisor = Supervisor([one], ready=always)
    supervisor.start()
    until(lambda: last_line(one.log) == "deaf")
    supervisor.stop(-3.9)
    assert one.process is not None
    assert one.process.returncode == -signal.SIGKILL


def test_children_of_a_killed_worker_go_with_it(tmp_path: Path) -> None:
    child_of_its_own = f"subprocess.Popen([sys.executable, '-c', {FOREVER!r}]).pid"
    parent = f"import subprocess, sys; print({child_of_its_own}, flush=True); {FOREVER}"
    one = worker(tmp_path, parent)
    supervisor = Supervisor([one], ready=always, policy=PROMPT)
    supervisor.start()
    until(lambda: last_line(one.log).isdecimal())
    child = int(last_line(one.log))
    os.kill(one.pid or 0, signal.SIGKILL)
    until(lambda: not is_running(child), supervisor.tick)
    supervisor.kill()


def test_a_command_dies_with_the_process_that_started_it(tmp_path: Path) -> None:
    launcher = f"""
import subprocess, sys, time
from streams.attached import command_line
print(subprocess.Popen(command_line([sys.executable, '-c', {FOREVER!r}])).pid, flush=True)
time.sleep(600)
"""
    log = tmp_path / "launcher.log"
    with log.open("wb") as out:
        process = subprocess.Popen([sys.executable, "-c", launcher], stdout=out)
    until(lambda: last_line(log).isdecimal())
    child = int(last_line(log))
    assert is_running(child)
    process.kill()
    process.wait()
    until(lambda: not is_running(child))


def test_a_command_whose_parent_is_gone_does_not_start(tmp_path: Path) -> None:
    flag = tmp_path / "ran"
    command = command_line([sys.executable, "-c", f"open({str(flag)!r}, 'w')"])
    orphan = [*command[:3], "1", *command[4:]]
    assert subprocess.run(orphan, check=False).returncode == 1
    assert not flag.exists()


def test_an_overlong_log_is_moved_aside_while_it_is_written(tmp_path: Path) -> None:
    one = worker(tmp_path, FOREVER)
    supervisor = Supervisor([one], ready=always)
    supervisor.start()
    with one.log.open("ab") as log:
        log.truncate(MAX_LOG_BYTES + 1)
    supervisor.tick()
    assert one.log.stat().st_size == 0
    assert one.log.with_suffix(".log.1").stat().st_size == MAX_LOG_BYTES + 1
    supervisor.kill()


def is_running(pid: int) -> bool:
    """Whether the process exists and is more than a zombie that nobody has waited for."""
    if not is_alive(pid):
        return False
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"
