"""Bad use of every command: one line on standard error, no traceback, and the exit code that is documented."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from streams import cli
from streams.broker import HOST, free_port
from streams.cli import COMMANDS, _explain_fault
from streams.problems import NoBroker, UnreadableInput, UsageProblem

FOLDER = Path(cli.__file__).parent


def run(folder: Path, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run a command in a folder of its own, with no settings but the given ones."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("COMMUNIQUE_")}
    chosen = {f"COMMUNIQUE_{name.upper()}": value for name, value in settings.items()}
    return subprocess.run(
        [sys.executable, "-m", "streams.cli", *arguments],
        env={**clean, "COMMUNIQUE_DATA_DIR": str(folder / "data"), **chosen},
        capture_output=True, text=True, timeout=120, check=False, stdin=subprocess.DEVNULL,
    )  # fmt: skip


def refused(answer: subprocess.CompletedProcess[str], code: int, said: str) -> None:
    """The command ended with this code and said so in one line."""
    assert answer.returncode == code, answer.stderr
    assert len(answer.stderr.splitlines()) == 1
    assert answer.stderr.startswith("communique: ")
    assert said in answer.stderr


def test_every_module_that_offers_a_command_is_registered() -> None:
    offered = {file.stem for file in FOLDER.glob("*.py") if "def register(" in file.read_text(encoding="utf-8")}
    assert set(COMMANDS) == offered


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(command: str, tmp_path: Path) -> None:
    answer = run(tmp_path, command, "--help")
    assert answer.returncode == 0
    assert "Example" in answer.stdout
    assert f"communique {command}" in " ".join(answer.stdout.split())


def test_an_unknown_stage_lists_the_stages(tmp_path: Path) -> None:
    refused(
        run(tmp_path, "worker", "knitting"), UsageProblem.exit_code, "cleaning, extraction, classification, publishing"
    )
    refused(run(tmp_path, "up", "--workers", "knitting=2"), UsageProblem.exit_code, "cleaning, extraction")


@pytest.mark.parametrize("wanted", ["extraction", "extraction=", "extraction=none", "extraction=0", "extraction=65"])
def test_a_number_of_workers_that_cannot_be_is_refused(tmp_path: Path, wanted: str) -> None:
    refused(run(tmp_path, "up", "--workers", wanted), UsageProblem.exit_code, "STAGE=N")


def test_without_a_pipeline_the_way_to_one_is_told(tmp_path: Path) -> None:
    article = tmp_path / "a.txt"
    article.write_text("Peru thanked Chile.")
    for command in (["subscribe"], ["topics"], ["publish", str(article)], ["worker", "cleaning"]):
        refused(run(tmp_path, *command), NoBroker.exit_code, "communique up")


def test_a_broker_that_does_not_answer_is_named(tmp_path: Path) -> None:
    address = f"{HOST}:{free_port()}"
    refused(run(tmp_path, "topics", bootstrap_servers=address), NoBroker.exit_code, address)


def test_an_unreadable_file_is_named(tmp_path: Path) -> None:
    refused(run(tmp_path, "publish", "gone.txt"), UnreadableInput.exit_code, "gone.txt")
    refused(run(tmp_path, "code", "gone.txt"), UnreadableInput.exit_code, "gone.txt")
    refused(run(tmp_path, "code", "--jsonl", "gone.jsonl"), UnreadableInput.exit_code, "gone.jsonl")


@pytest.mark.parametrize("command", ["publish", "code"])
def test_files_and_jsonl_exclude_each_other(tmp_path: Path, command: str) -> None:
    for arguments in ([], ["a.txt", "--jsonl", "-"]):
        refused(run(tmp_path, command, *arguments), UsageProblem.exit_code, "not both")


def test_fields_belong_to_files(tmp_path: Path) -> None:
    refused(run(tmp_path, "publish", "--jsonl", "-", "--source", "Wire"), UsageProblem.exit_code, "go with files")
    refused(run(tmp_path, "publish", "a", "b", "--url", "u:1"), UsageProblem.exit_code, "one article")


def test_a_setting_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    refused(run(tmp_path, "topics", http_port="many"), UsageProblem.exit_code, "COMMUNIQUE_HTTP_PORT")


def test_our_own_fault_is_one_line_too(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.delenv("COMMUNIQUE_DEBUG", raising=False)
    _explain_fault(KeyError, KeyError("no\nsuch thing"), None)
    assert len(capsys.readouterr().err.splitlines()) == 1
    monkeypatch.setenv("COMMUNIQUE_DEBUG", "1")
    try:
        raise KeyError
    except KeyError as error:
        _explain_fault(KeyError, error, error.__traceback__)
    assert "Traceback" in capsys.readouterr().err
