"""All checks in order, each told in a line at the end: ``make test``. It goes on after a failure and exits non-zero.

With ``COMMUNIQUE_REQUIRE_APACHE=1`` it fails where Apache Kafka cannot run; without, that part is skipped, and it says
why.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree as ET

from tests.brokers.apache import kafka_version, missing

REQUIRE = "COMMUNIQUE_REQUIRE_APACHE"
CORES = min(4, os.cpu_count() or 1)
ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class Step:
    """One check: what it is called, the command after ``python -m``, and whether pytest counts its tests."""

    name: str
    command: tuple[str, ...]
    counted: bool = False


@dataclass(slots=True)
class Outcome:
    """What became of a step. ``skipped`` is a reason where it did not run at all."""

    name: str
    passed: bool
    seconds: float = 0.0
    skipped: str = ""
    tests: dict[str, int] = field(default_factory=dict)


def steps() -> Iterator[Step]:
    """The checks, quick ones first."""
    yield Step("style", ("ruff", "check", "."))
    yield Step("format", ("ruff", "format", "--check", "."))
    yield Step("types", ("mypy",))
    yield Step("unit and gold", ("pytest", "tests/unit", "tests/gold", *side_by_side(CORES)), counted=True)
    yield integration("embedded broker", "--broker", "embedded")


def apache_step() -> Step:
    """The integration suite once more, on Apache Kafka."""
    return integration(f"Apache Kafka {kafka_version()}", "--broker", "apache", "--require-broker")


def integration(broker: str, *options: str) -> Step:
    """The integration suite on a broker: one more file at a time than there are cores, since its tests mostly wait."""
    command = ("pytest", "tests/integration", *options, *side_by_side(CORES + 1))
    return Step(f"integration, {broker}", command, counted=True)


def side_by_side(processes: int) -> tuple[str, ...]:
    """Options by which pytest runs whole files in that many processes; every file has brokers of its own."""
    return ("-n", str(processes), "--dist", "loadfile")


def say(words: str) -> None:
    """Print at once, so that it stands before what a child process prints next."""
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


def run(step: Step) -> Outcome:
    """Run one step; its output goes straight to the terminal."""
    say(f"\n== {step.name}")
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="communique-test-") as folder:
        report = Path(folder) / "report.xml"
        wanted = (f"--junitxml={report}", "-q") if step.counted else ()
        code = subprocess.run([sys.executable, "-m", *step.command, *wanted], cwd=ROOT, check=False).returncode
        tests = counts(report) if step.counted else {}
    return Outcome(step.name, code == 0, time.monotonic() - started, tests=tests)


def counts(report: Path) -> dict[str, int]:
    """Passed, failed and skipped tests of a JUnit report; a run that wrote none counts as one failure."""
    if not report.exists():
        return {"passed": 0, "failed": 1, "skipped": 0}
    suites = list(ET.parse(report).getroot().iter("testsuite"))
    total, failures, errors, skipped = (
        sum(int(suite.get(name, 0)) for suite in suites) for name in ("tests", "failures", "errors", "skipped")
    )
    failed = failures + errors
    return {"passed": total - failed - skipped, "failed": failed, "skipped": skipped}


def apache() -> Outcome:
    """Run the suite on Apache Kafka, or say why it was left out."""
    lacking = missing()
    if lacking is None:
        return run(apache_step())
    required = os.environ.get(REQUIRE) == "1"
    return Outcome(apache_step().name, passed=not required, skipped=f"{lacking}{', but it is required' * required}")


def summary(outcomes: list[Outcome]) -> str:
    """A line a step and the tests' total, in the words that test runners use."""
    lines = ["", "== summary"]
    for outcome in outcomes:
        state = "SKIPPED" if outcome.skipped and outcome.passed else "ok" if outcome.passed else "FAILED"
        told = ", ".join(f"{number} {what}" for what, number in outcome.tests.items())
        lines.append(f"{state:8}{outcome.name:42}{outcome.seconds:6.0f} s  {outcome.skipped or told}")
    total = {what: sum(outcome.tests.get(what, 0) for outcome in outcomes) for what in ("passed", "failed", "skipped")}
    failed = max(total["failed"], sum(not outcome.passed for outcome in outcomes))
    return "\n".join([*lines, "", f"{total['passed']} passed, {failed} failed, {total['skipped']} skipped"])


def main() -> int:
    """Run every step; the exit code is 0 where all passed."""
    outcomes = [run(step) for step in steps()]
    outcomes.append(apache())
    say(summary(outcomes))
    return 0 if all(outcome.passed for outcome in outcomes) else 1


if __name__ == "__main__":
    sys.exit(main())
