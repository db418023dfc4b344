"""The worker's HTTP endpoints, over real sockets on free ports."""

import asyncio
import json
import os
from pathlib import Path

import aiohttp
import pytest

from streams.health import PORT_FILE, HealthServer, write_port_file
from streams.metrics import Metrics
from streams.problems import PortTaken

HOST = "127.0.0.1"


def server(checks: dict[str, bool], port: int = 0) -> HealthServer:
    metrics = Metrics()
    metrics.messages_consumed.labels("cleaning").inc()
    return HealthServer(
        host=HOST, port=port, registry=metrics.registry, ready=lambda: checks, versions={"version": "1"}
    )


async def get(port: int, path: str) -> tuple[int, str]:
    async with aiohttp.ClientSession() as session, session.get(f"http://{HOST}:{port}{path}") as answer:
        return answer.status, await answer.text()


def test_the_endpoints_answer() -> None:
    async def work() -> None:
        async with server({"agent_loaded": True}) as health:
            assert health.port > 0
            status, metrics = await get(health.port, "/metrics")
            assert status == 200
            assert 'communique_messages_consumed_total{stage="cleaning"} 1.0' in metrics
            assert (await get(health.port, "/healthz"))[0] == 200
            assert json.loads((await get(health.port, "/version"))[1]) == {"version": "1"}

    asyncio.run(work())


def test_readiness_follows_the_checks_while_health_does_not() -> None:
    async def work() -> None:
        checks = {"agent_loaded": True, "partitions_assigned": False}
        async with server(checks) as health:
            status, text = await get(health.port, "/readyz")
            assert (status, json.loads(text)) == (503, checks)
            assert (await get(health.port, "/healthz"))[0] == 200
            checks["partitions_assigned"] = True
            assert (await get(health.port, "/readyz"))[0] == 200

    asyncio.run(work())


def test_a_port_that_is_taken_is_named_with_what_to_do() -> None:
    async def work() -> None:
        async with server({}) as first:
            with pytest.raises(PortTaken, match=f"{first.port}.*COMMUNIQUE_HTTP_PORT"):
                async with server({}, port=first.port):
                    pytest.fail("two servers on one port")

    asyncio.run(work())


def test_the_port_file_tells_who_serves_where(tmp_path: Path) -> None:
    file = write_port_file(tmp_path / "made", HOST, 4711)
    assert file.name == PORT_FILE
    assert json.loads(file.read_text()) == {"pid": os.getpid(), "host": HOST, "port": 4711}
    assert [found.name for found in (tmp_path / "made").iterdir()] == [PORT_FILE]


def test_only_who_runs_on_the_worker_s_own_machine_may_resume_it() -> None:
    async def work() -> None:
        async with server({}) as health, aiohttp.ClientSession() as session:
            async with session.post(f"http://{HOST}:{health.port}/resume") as answer:
                assert (answer.status, await answer.json()) == (200, {"resumed": False})
            elsewhere = aiohttp.TCPConnector(local_addr=("127.0.0.2", 0))
            async with aiohttp.ClientSession(connector=elsewhere) as other:
                async with other.post(f"http://{HOST}:{health.port}/resume") as answer:
                    assert answer.status == 403
                async with other.get(f"http://{HOST}:{health.port}/resume") as answer:
                    assert answer.status == 405

    asyncio.run(work())
