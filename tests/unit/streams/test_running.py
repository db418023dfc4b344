"""The file by which terminals find the running pipeline: believed only while its process lives."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from streams import running
from streams.problems import NoBroker, UsageProblem
from streams.running import Running
from streams.settings import Settings


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.delenv("COMMUNIQUE_BOOTSTRAP_SERVERS", raising=False)
    return Settings(data_dir=tmp_path)


@pytest.fixture
def dead_pid() -> int:
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def test_an_announced_pipeline_is_found_until_it_is_withdrawn(settings: Settings, tmp_path: Path) -> None:
    running.announce(tmp_path, Running("127.0.0.1:9", os.getpid()))
    assert running.broker_address(settings) == "127.0.0.1:9"
    running.withdraw(tmp_path)
    with pytest.raises(NoBroker, match="communique up"):
        running.broker_address(settings)


def test_a_setting_goes_before_what_is_announced(settings: Settings, tmp_path: Path) -> None:
    running.announce(tmp_path, Running("127.0.0.1:9", os.getpid()))
    chosen = settings.model_copy(update={"bootstrap_servers": "kafka:9092"})
    assert running.broker_address(chosen) == "kafka:9092"


def test_a_dead_pipelines_file_is_passed_over(settings: Settings, tmp_path: Path, dead_pid: int) -> None:
    running.announce(tmp_path, Running("127.0.0.1:9", dead_pid))
    assert running.find(tmp_path) is None
    running.refuse_second(tmp_path)
    with pytest.raises(NoBroker):
        running.broker_address(settings)


def test_another_pipelines_file_is_not_withdrawn_and_refuses_a_second(tmp_path: Path) -> None:
    other = Running("127.0.0.1:9", os.getppid())
    running.announce(tmp_path, other)
    running.withdraw(tmp_path)
    assert running.find(tmp_path) == other
    with pytest.raises(UsageProblem, match="already runs"):
        running.refuse_second(tmp_path)


@pytest.mark.parametrize("content", ["", "{", "[]", '{"pid": 1}', '{"bootstrap_servers": "a", "pid": 1, "more": 2}'])
def test_a_file_of_another_shape_is_passed_over(tmp_path: Path, content: str) -> None:
    (tmp_path / running.FILE).write_text(content)
    assert running.find(tmp_path) is None
