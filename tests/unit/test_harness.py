"""The test harness itself: what must fail a test does, and the summary of ``make test`` counts right."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.run import Outcome, counts, summary

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = """
import logging
import pytest

def test_swallows():
    logging.getLogger("streams.guard").error("lost")

@pytest.mark.logs_errors("to show that it may")
def test_declares():
    logging.getLogger("streams.guard").error("lost")

def test_warns():
    logging.getLogger("streams.guard").warning("odd")

def test_of_others():
    logging.getLogger("somebody.else").error("lost")
"""
REPORT = '<testsuites><testsuite tests="7" failures="1" errors="1" skipped="2"/></testsuites>'


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What pytest says of the sample under our conftest."""
    folder = tmp_path_factory.mktemp("harness")
    (folder / "test_sample.py").write_text(SAMPLE)
    (folder / "pytest.ini").write_text("[pytest]\n")
    command = [sys.executable, "-m", "pytest", "-p", "tests.conftest", "-rA", "--rootdir", str(folder), str(folder)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False).stdout


def told(verdicts: str, word: str) -> str:
    """The lines of the closing summary that start with a word; pytest gives paths relative to its own choice."""
    lines = verdicts.partition("short test summary")[2].splitlines()
    return "\n".join(line for line in lines if line.startswith(word))


def test_an_error_that_our_code_logs_fails_the_test(verdicts: str) -> None:
    assert "test_sample.py::test_swallows" in told(verdicts, "ERROR")


@pytest.mark.parametrize("name", ["test_declares", "test_warns", "test_of_others"])
def test_what_is_declared_or_harmless_does_not(verdicts: str, name: str) -> None:
    assert f"test_sample.py::{name}" in told(verdicts, "PASSED")
    assert f"test_sample.py::{name}" not in told(verdicts, "ERROR")


def test_a_report_is_counted(tmp_path: Path) -> None:
    report = tmp_path / "report.xml"
    report.write_text(REPORT)
    assert counts(report) == {"passed": 3, "failed": 2, "skipped": 2}


def test_a_run_without_a_report_has_failed(tmp_path: Path) -> None:
    assert counts(tmp_path / "none.xml")["failed"] == 1


def test_the_summary_ends_with_the_total_and_gives_the_reason_of_a_skip() -> None:
    told = summary(
        [
            Outcome("types", passed=False, seconds=4),
            Outcome("unit", passed=True, tests={"passed": 5, "failed": 0, "skipped": 1}),
            Outcome("Apache", passed=True, skipped="Java is not installed"),
        ]
    )
    assert told.splitlines()[-1] == "5 passed, 1 failed, 1 skipped"
    assert "Java is not installed" in told
    assert "FAILED  types" in told
