"""The product's own commands run as processes, as an operator runs them: workers one by one, or all under ``up``."""

import json
import os
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Self

from prometheus_client.parser import text_string_to_metric_families

from streams.attached import command_line
from streams.health import PORT_FILE
from streams.topology import STAGES, stage_named
from tests.brokers.base import tail
from tests.support.topics import caught_up, wait_until

READY_SECONDS = 120.0
"""A worker alone is ready within six seconds; four of them loading models share two busy cores."""
SETTLE_SECONDS = 240.0
STOP_SECONDS = 60.0
QUICK = {"COMMUNIQUE_NLP_WORKERS": "1", "COMMUNIQUE_LOG_LEVEL": "INFO", "COMMUNIQUE_LOG_FORMAT": "json"}
EXPECTED_ERRORS = ("GroupCoordinatorNotAvailableError",)
"""Reported as errors by libraries though all is well: a new cluster makes its offsets topic when it is first asked."""


def environment(bootstrap: str, data: Path, **more: str) -> dict[str, str]:
    """This process's environment with the project's settings for one pipeline and nothing left over from others."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("COMMUNIQUE_")}
    ours = {"COMMUNIQUE_BOOTSTRAP_SERVERS": bootstrap, "COMMUNIQUE_DATA_DIR": str(data), **QUICK}
    return {**kept, **ours, **{f"COMMUNIQUE_{name.upper()}": value for name, value in more.items()}}


def command(*arguments: str, settings: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """Run ``communique`` with these arguments to its end."""
    return subprocess.run(
        [sys.executable, "-m", "streams.cli", *arguments],
        env=dict(settings),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=READY_SECONDS,
        check=False,
    )


@dataclass(frozen=True, slots=True)
class Served:
    """What a worker tells over HTTP, found by the file that names its port. Valid while that worker runs."""

    stage: str
    data: Path

    @property
    def _file(self) -> dict[str, object]:
        files = sorted((self.data / "workers" / self.stage).glob(f"*/{PORT_FILE}"))
        if len(files) != 1:
            raise OSError(f"{len(files)} workers of {self.stage} name their port, where one was expected")
        found: dict[str, object] = json.loads(files[0].read_text())
        return found

    @property
    def pid(self) -> int | None:
        """The worker's process id; None where it does not run."""
        try:
            pid = int(str(self._file["pid"]))
            os.kill(pid, 0)
        except (OSError, ValueError):
            return None
        return pid

    @property
    def address(self) -> str:
        """HOST:PORT of its metrics and health.

        Raises:
            OSError: it does not run.
        """
        return f"{self._file['host']}:{self._file['port']}"

    def get(self, path: str) -> bytes:
        """The answer to a request, whatever its status."""
        try:
            with urllib.request.urlopen(f"http://{self.address}{path}", timeout=5) as answer:
                return bytes(answer.read())
        except urllib.error.HTTPError as answer:
            return answer.read()

    def ready(self) -> bool:
        """Whether it takes messages."""
        try:
            checks: dict[str, bool] = json.loads(self.get("/readyz"))
        except (OSError, ValueError):
            return False
        return bool(checks) and all(checks.values())

    def metric(self, name: str, **labels: str) -> float:
        """The sum of a metric over all of its label values that agree with ``labels``."""
        families = text_string_to_metric_families(self.get("/metrics").decode())
        samples = [sample for family in families for sample in family.samples if sample.name == f"communique_{name}"]
        return sum(sample.value for sample in samples if labels.items() <= sample.labels.items())


class Running:
    """A command of the product that runs until it is stopped; its output goes to a file."""

    def __init__(self, arguments: list[str], settings: Mapping[str, str], log: Path) -> None:
        self.data = Path(settings["COMMUNIQUE_DATA_DIR"])
        self.bootstrap = settings["COMMUNIQUE_BOOTSTRAP_SERVERS"]
        self.log = log
        with log.open("ab") as output:
            self.process = subprocess.Popen(
                command_line([sys.executable, "-m", "streams.cli", *arguments]),
                env=dict(settings),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.stop()

    def served(self, stage: str) -> Served:
        """What the worker of a stage tells over HTTP."""
        return Served(stage, self.data)

    def worker_logs(self) -> list[Path]:
        """The logs of the workers that ``up`` runs, in the order of the stages' names."""
        return sorted((self.data / "logs").glob("*.log"))

    def wait_ready(self, *stages: str) -> Self:
        """Return when the workers of these stages take messages."""

        def ready() -> bool:
            if self.process.poll() is not None:
                raise RuntimeError(f"ended with {self.process.returncode} before it was ready:\n{tail(self.log)}")
            return all(self.served(stage).ready() for stage in stages)

        wait_until(ready, READY_SECONDS, f"{', '.join(stages)} to be ready; {tail(self.log)}")
        return self

    def stop(self) -> int:
        """SIGTERM; gives the exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=STOP_SECONDS)


def worker(stage: str, settings: Mapping[str, str]) -> Running:
    """One worker of one stage."""
    folder = Path(settings["COMMUNIQUE_DATA_DIR"])
    folder.mkdir(parents=True, exist_ok=True)
    return Running(["worker", stage], settings, folder / f"{stage}.log")


def supervised(settings: Mapping[str, str]) -> Running:
    """The whole pipeline under its supervisor."""
    folder = Path(settings["COMMUNIQUE_DATA_DIR"])
    folder.mkdir(parents=True, exist_ok=True)
    return Running(["up"], settings, folder / "up.log")


@contextmanager
def whole_pipeline(settings: Mapping[str, str]) -> Iterator[Running]:
    """The whole pipeline under its supervisor, ready; stopped in the end."""
    with supervised(settings) as running:
        yield running.wait_ready(*(stage.name for stage in STAGES))


def settle(bootstrap: str, *stages: str) -> None:
    """Return when these stages (all of them by default) have committed everything that they were given.

    Taken in the order of the flow this is final: what stands in a topic whose writers have caught up is all of it.
    """
    for stage in [stage_named(name) for name in stages] or STAGES:
        wait_until(
            partial(caught_up, bootstrap, stage.group, stage.source.name),
            SETTLE_SECONDS,
            f"{stage.name} to catch up",
        )


def errors_logged(log: Path) -> list[str]:
    """Lines of a worker's log at level error or above, and those that are no JSON (a traceback, a crash)."""
    found = []
    for line in log.read_text(errors="replace").splitlines():
        try:
            level = json.loads(line).get("level")
        except (ValueError, AttributeError):
            level = "unreadable"
        known = any(name in line for name in EXPECTED_ERRORS)
        if level in {"error", "critical", "unreadable"} and line.strip() and not known:
            found.append(line[:500])
    return found
