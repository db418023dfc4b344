"""A real Prometheus for one test: it scrapes workers on loopback and answers PromQL. Debian's package brings it."""

import json
import shutil
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from streams.attached import command_line
from tests.brokers.base import HOST, end_process, free_port, tail

RULES = Path(__file__).resolve().parents[2] / "deploy" / "prometheus" / "rules"
START_SECONDS = 60.0


class PrometheusUnavailable(Exception):
    """It is not installed, or did not come up; the message says which."""


@dataclass(frozen=True, slots=True)
class Prometheus:
    """One that runs."""

    address: str

    def query(self, promql: str) -> list[dict[str, Any]]:
        """The result of an instant query.

        Raises:
            urllib.error.HTTPError: it is not PromQL.
        """
        return self._asked("query", query=promql)

    def query_range(self, promql: str, seconds: float, points: int) -> list[dict[str, Any]]:
        """The result over the last seconds, at so many points.

        Raises:
            urllib.error.HTTPError: it is not PromQL.
        """
        now = time.time()
        return self._asked("query_range", query=promql, start=now - seconds, end=now, step=seconds / points)

    def _asked(self, what: str, **how: str | float) -> list[dict[str, Any]]:
        asked = urllib.parse.urlencode(how)
        with urllib.request.urlopen(f"http://{self.address}/api/v1/{what}?{asked}", timeout=10) as answer:
            told: list[dict[str, Any]] = json.loads(answer.read())["data"]["result"]
        return told

    def value(self, promql: str) -> float:
        """The one number that a query comes to; 0 where it comes to none."""
        found = self.query(promql)
        return float(found[0]["value"][1]) if found else 0.0

    def ready(self) -> bool:
        """Whether it answers."""
        try:
            with urllib.request.urlopen(f"http://{self.address}/-/ready", timeout=5) as answer:
                return int(answer.status) == 200
        except OSError:
            return False


@contextmanager
def prometheus(folder: Path, targets: Sequence[str]) -> Iterator[Prometheus]:
    """Scrape these targets every two seconds, under the project's own rules.

    Raises:
        PrometheusUnavailable: it is not installed, or did not come up.
    """
    binary = shutil.which("prometheus")
    if binary is None:
        raise PrometheusUnavailable("prometheus is not installed (apt-get install prometheus)")
    folder.mkdir(parents=True)
    config, log = folder / "prometheus.yml", folder / "prometheus.log"
    config.write_text(yaml.safe_dump(_configuration(targets)))
    running = Prometheus(f"{HOST}:{free_port()}")
    options = [f"--config.file={config}", f"--storage.tsdb.path={folder / 'data'}"]
    with log.open("wb") as output:
        process = subprocess.Popen(
            command_line([binary, *options, f"--web.listen-address={running.address}"]),
            stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True,
        )  # fmt: skip
    try:
        _await(running, log)
        yield running
    finally:
        end_process(process)


def _configuration(targets: Sequence[str]) -> dict[str, Any]:
    often = {"scrape_interval": "2s", "evaluation_interval": "1s"}
    scrape = {"job_name": "communique", "static_configs": [{"targets": list(targets)}]}
    return {"global": often, "rule_files": [str(RULES / "*.yml")], "scrape_configs": [scrape]}


def _await(running: Prometheus, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not running.ready():
        if time.monotonic() > deadline:
            raise PrometheusUnavailable(f"prometheus did not come up:\n{tail(log)}")
        time.sleep(0.1)
