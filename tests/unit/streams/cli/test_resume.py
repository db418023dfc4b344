"""``communique resume`` against a worker's real HTTP server."""

import asyncio
from collections.abc import Callable
from pathlib import Path

from streams.health import HealthServer, write_port_file
from streams.local import EMBEDDED_FOLDER
from streams.metrics import Metrics
from streams.problems import UsageProblem
from streams.settings import Settings
from tests.unit.streams.cli.test_commands import refused, run

HOST = "127.0.0.1"


def test_without_a_worker_it_says_where_it_looked(tmp_path: Path) -> None:
    refused(run(tmp_path, "resume", "cleaning"), UsageProblem.exit_code, "COMMUNIQUE_DATA_DIR")
    refused(run(tmp_path, "resume", "knitting"), UsageProblem.exit_code, "cleaning, extraction")


def test_a_worker_that_was_killed_leaves_a_file_that_is_passed_over(tmp_path: Path) -> None:
    folder = Settings(data_dir=tmp_path / "data").stage_dir("cleaning")
    write_port_file(folder, HOST, 1)
    (folder.parent / "odd").mkdir()
    (folder.parent / "odd" / "http.json").write_text("[]")
    refused(run(tmp_path, "resume", "cleaning"), UsageProblem.exit_code, "No worker of cleaning answers")


def test_it_closes_the_breaker_of_every_worker_of_the_stage(tmp_path: Path) -> None:
    resumed: list[str] = []

    def note(name: str) -> bool:
        resumed.append(name)
        return name == "own"

    async def work() -> None:
        async with _server(lambda: note("own")) as own, _server(lambda: note("embedded")) as embedded:
            data = tmp_path / "data"
            write_port_file(Settings(data_dir=data).stage_dir("cleaning"), "0.0.0.0", own.port)
            write_port_file(Settings(data_dir=data / EMBEDDED_FOLDER).stage_dir("cleaning"), HOST, embedded.port)
            answer = await asyncio.to_thread(run, tmp_path, "resume", "cleaning")
            assert answer.returncode == 0, answer.stderr
            assert answer.stdout.count("takes messages again") == answer.stdout.count("had not stopped") == 1

    asyncio.run(work())
    assert resumed == ["own", "embedded"]


def _server(resume_work: Callable[[], bool]) -> HealthServer:
    return HealthServer(
        host=HOST, port=0, registry=Metrics().registry, ready=dict, versions={}, resume=resume_work
    )  # fmt: skip
