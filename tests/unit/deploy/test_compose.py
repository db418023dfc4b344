"""docker-compose.yml as far as it can be checked without a Docker engine: it parses and says what it must."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from streams.topology import STAGES
from tests.brokers.apache import PROPERTIES, kafka_version

ROOT = Path(__file__).resolve().parents[3]
DEFAULTED = {"log.cleaner.dedupe.buffer.size", "log.cleaner.threads", "offsets.topic.num.partitions"}
"""Settings that only make the tests' broker smaller; the image does well with Kafka's own values."""


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
    return loaded


def test_every_stage_is_a_service(compose: dict[str, Any]) -> None:
    commands = [service.get("command") for service in compose["services"].values()]
    assert [command for command in commands if command and command[0] == "worker"] == [
        ["worker", stage.name] for stage in STAGES
    ]


def test_topics_are_created_before_any_worker_starts(compose: dict[str, Any]) -> None:
    services = compose["services"]
    assert services["topics"]["command"] == ["topics", "--create"]
    assert services["topics"]["depends_on"] == {"kafka": {"condition": "service_healthy"}}
    for stage in STAGES:
        assert services[stage.name]["depends_on"] == {"topics": {"condition": "service_completed_successfully"}}


def test_nothing_is_published_beyond_this_machine(compose: dict[str, Any]) -> None:
    published = [port for service in compose["services"].values() for port in service.get("ports", [])]
    assert published
    assert all(port.startswith("127.0.0.1:") for port in published)
    assert len({port.split(":")[1] for port in published}) == len(published)


def test_every_long_running_service_has_a_health_check(compose: dict[str, Any]) -> None:
    for name, service in compose["services"].items():
        assert "test" in service["healthcheck"] or name == "topics", name


def test_the_broker_is_the_one_that_the_tests_run(compose: dict[str, Any]) -> None:
    assert compose["services"]["kafka"]["image"] == f"apache/kafka:{kafka_version()}"


def test_the_broker_is_configured_whole(compose: dict[str, Any]) -> None:
    """Setting any variable discards the image's defaults: what the tests' broker needs, the image needs too."""
    given = set(compose["services"]["kafka"]["environment"])
    needed = {line.split("=")[0] for line in PROPERTIES.splitlines()} - DEFAULTED
    assert {"KAFKA_" + name.upper().replace(".", "_") for name in needed} <= given
    assert "CLUSTER_ID" in given


def test_the_image_runs_without_privileges_and_from_two_stages() -> None:
    lines = (ROOT / "deploy" / "Dockerfile").read_text(encoding="utf-8").splitlines()
    assert sum(line.startswith("FROM ") for line in lines) == 2
    assert "USER 10001" in lines
    assert lines.index("USER 10001") < lines.index('ENTRYPOINT ["communique"]')


def test_prometheus_and_grafana_are_given_files_that_exist(compose: dict[str, Any]) -> None:
    given = [volume for name in ("prometheus", "grafana") for volume in compose["services"][name]["volumes"]]
    files = [volume.split(":")[0] for volume in given if volume.startswith("./")]
    assert len(files) == 3
    assert all((ROOT / file).is_dir() for file in files)
    source = yaml.safe_load((ROOT / "deploy/grafana/provisioning/datasources/communique.yml").read_text())
    assert source["datasources"][0]["url"] == "http://prometheus:9090"
    provider = yaml.safe_load((ROOT / "deploy/grafana/provisioning/dashboards/communique.yml").read_text())
    mounted = {volume.split(":")[1] for volume in given}
    assert provider["providers"][0]["options"]["path"] in mounted


def test_workers_can_be_scaled(compose: dict[str, Any]) -> None:
    """No port of the host and no name is any container's own."""
    for stage in STAGES:
        service = compose["services"][stage.name]
        assert "ports" not in service
        assert "container_name" not in service
        assert service["environment"]["COMMUNIQUE_INSTANCE"] == "hostname"


def test_workers_have_no_privileges_and_write_only_where_they_must(compose: dict[str, Any]) -> None:
    for stage in STAGES:
        service = compose["services"][stage.name]
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
