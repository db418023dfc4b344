"""The supervisor: a process a stage, restarted when it dies, stopped in the order of the flow.

It looks at its workers from one thread, a few times a second. A worker that dies is started again after a wait that
grows; one that keeps dying stops the whole pipeline, for then the fault is not one that a restart mends. Workers run in
sessions of their own, so that Ctrl-C at the terminal reaches the supervisor alone, and die with it whatever kills it.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from streams.attached import command_line
from streams.problems import AccessDenied, MissingModel, Problem, StageFailed, TopicMismatch, UsageProblem

State = Literal["starting", "ready", "waiting", "stopped", "failed"]

MAX_LOG_BYTES = 20 * 1024 * 1024
"""A worker's log is moved aside at this size; the one before it goes."""
STOP_MARGIN_SECONDS = 4.0
"""Given to a worker on top of its own time to finish, before it is killed."""


@dataclass(frozen=True, slots=True)
class RestartPolicy:
    """When a worker that died is started again. All times in seconds."""

    first_wait: float = 0.5
    longest_wait: float = 15.0
    most_deaths: int = 8
    window: float = 120.0

    def wait(self, deaths: Sequence[float]) -> float | None:
        """The wait before the next start, given the times of the deaths so far; ``None`` to give up."""
        recent = [at for at in deaths if deaths[-1] - at <= self.window]
        if len(recent) > self.most_deaths:
            return None
        return float(min(self.first_wait * 2.0 ** (len(recent) - 1), self.longest_wait))


@dataclass(slots=True)
class Worker:
    """One worker: what it runs, and what became of it."""

    stage: str
    instance: str
    command: Sequence[str]
    environment: Mapping[str, str]
    log: Path
    state: State = "starting"
    restarts: int = 0
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    due: float = 0.0
    exit_code: int | None = None
    deaths: deque[float] = field(default_factory=lambda: deque(maxlen=64))

    @property
    def pid(self) -> int | None:
        """Process id while it runs."""
        return self.process.pid if self.process and self.process.poll() is None else None

    def start(self, now: float) -> None:
        """Start the process; its output is added to the log."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(  # noqa: S603 - our own command, and no shell
                command_line([*self.command]), env={**os.environ, **self.environment}, stdin=subprocess.DEVNULL,
                stdout=log, stderr=subprocess.STDOUT, start_new_session=True,
            )  # fmt: skip
        self.state, self.started = "starting", now

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to the process alone; its own children are its to stop."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(number)

    def sweep(self) -> None:
        """Kill what is left of the process and of the children it started."""
        if self.process:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


PERMANENT: Mapping[int, type[Problem]] = {
    kind.exit_code: kind for kind in (UsageProblem, MissingModel, TopicMismatch, AccessDenied)
}
"""Exit codes of a worker that no restart mends."""
SPEAKER = "communique: "
"""How a worker's command line begins its one line of explanation."""
STANDARD_POLICY = RestartPolicy()

Ready = Callable[[Worker], bool]
Notice = Callable[[Worker], None]


def _ignore(worker: Worker) -> None:
    del worker


class Supervisor:
    """Keeps workers running. ``tick`` is called often; nothing happens between calls."""

    def __init__(
        self,
        workers: Sequence[Worker],
        *,
        ready: Ready,
        on_death: Notice = _ignore,
        on_change: Notice = _ignore,
        policy: RestartPolicy = STANDARD_POLICY,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Prepare, in the order of the flow.

        Args:
            workers: what to run.
            ready: whether a running worker takes messages.
            on_death: called before a dead worker is started again, to clean up after it.
            on_change: called when a worker's state has changed.
            policy: when to start a dead worker again.
            clock: seconds on a clock that never goes back.
        """
        self.workers = tuple(workers)
        self._ready, self._on_death, self._on_change = ready, on_death, on_change
        self._policy, self._clock = policy, clock

    def start(self) -> None:
        """Start every worker."""
        for worker in self.workers:
            worker.start(self._clock())
            self._on_change(worker)

    def tick(self) -> None:
        """Look at every worker once.

        Raises:
            Problem: one has died too often, or of something that only a person can put right.
        """
        for worker in self.workers:
            before = worker.state
            self._look_at(worker)
            if worker.state != before:
                self._on_change(worker)
            if worker.state == "failed":
                raise _failure(worker)

    def _look_at(self, worker: Worker) -> None:
        now = self._clock()
        if worker.state == "waiting":
            if now >= worker.due:
                worker.restarts += 1
                worker.start(now)
        elif worker.process and worker.process.poll() is not None:
            self._bury(worker, now)
        elif worker.state == "starting" and self._ready(worker):
            worker.state = "ready"
        _bound_log(worker.log)

    def _bury(self, worker: Worker, now: float) -> None:
        worker.exit_code = worker.process.returncode if worker.process else None
        worker.sweep()
        worker.deaths.append(now)
        wait = None if worker.exit_code in PERMANENT else self._policy.wait(worker.deaths)
        self._on_death(worker)
        worker.state = "failed" if wait is None else "waiting"
        worker.due = now + (wait or 0.0)

    def stop(self, seconds: float) -> None:
        """Stop all, first stage first, so that what is under way downstream can finish.

        Args:
            seconds: how long a worker may take to finish its work.
        """
        for worker in self.workers:
            worker.signal(signal.SIGTERM)
            if worker.process:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    worker.process.wait(timeout=seconds + STOP_MARGIN_SECONDS)
            worker.sweep()
            worker.state = "stopped"
            self._on_change(worker)

    def kill(self) -> None:
        """End all at once, for someone who will not wait."""
        for worker in self.workers:
            worker.sweep()
            worker.state = "stopped"


def _failure(worker: Worker) -> Problem:
    """What to tell of a worker that is not started again: its own words where it said what a person can do."""
    last = last_line(worker.log).removeprefix(SPEAKER)
    kind = PERMANENT.get(worker.exit_code or 0)
    if kind and last:
        return kind(f"{worker.stage}: {last}")
    said = f" Its last words: {last}" if last else ""
    return StageFailed(f"The {worker.stage} worker keeps dying (exit code {worker.exit_code}).{said}")


def last_line(log: Path, bound: int = 4096) -> str:
    """The last line of a log that is not empty, at most 300 characters."""
    with contextlib.suppress(OSError), log.open("rb") as file:
        file.seek(max(0, log.stat().st_size - bound))
        lines = [line for line in file.read().decode(errors="replace").splitlines() if line.strip()]
        return lines[-1].strip()[:300] if lines else ""
    return ""


def _bound_log(log: Path) -> None:
    """Move an overlong log aside. The writer appends, so cutting it short under its hands is safe."""
    with contextlib.suppress(OSError):
        if log.stat().st_size > MAX_LOG_BYTES:
            shutil.copyfile(log, log.with_suffix(".log.1"))
            os.truncate(log, 0)


def worker_command(stage: str) -> list[str]:
    """The command that runs a worker of a stage in the foreground."""
    return [sys.executable, "-m", "streams.cli", "worker", stage]
