"""Kubernetes manifests: built by kustomize where that is there, held against Kubernetes' schemas and the topology."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest
import yaml

from streams.access import grants, principals
from streams.settings import Settings
from streams.topics import configuration
from streams.topology import STAGES, Stage, topics

ROOT = Path(__file__).resolve().parents[3]
FOLDER = ROOT / "deploy" / "kubernetes"
BASE = FOLDER / "base"
VERSION = "1.32"
"""Of Kubernetes, whose schemas the library brings."""
FOREIGN = {"KafkaTopic", "KafkaUser", "ScaledObject", "TriggerAuthentication", "ServiceMonitor"}
"""Kinds of Strimzi, KEDA and the Prometheus operator, of which the library has no schema."""
Manifest = dict[str, Any]


def manifests() -> Iterator[Manifest]:
    kustomization = yaml.safe_load((BASE / "kustomization.yaml").read_text(encoding="utf-8"))
    for name in kustomization["resources"]:
        yield from yaml.safe_load_all((BASE / name).read_text(encoding="utf-8"))


def of_kind(kind: str) -> dict[str, Manifest]:
    return {found["metadata"]["name"]: found for found in manifests() if found["kind"] == kind}


def built(overlay: str) -> list[Manifest]:
    """What ``kubectl apply -k`` would apply."""
    if shutil.which("kubectl") is None:
        pytest.skip("kubectl is not installed; it brings kustomize")
    command = ["kubectl", "kustomize", str(FOLDER / "overlays" / overlay)]
    answer = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert answer.returncode == 0, answer.stderr
    return list(yaml.safe_load_all(answer.stdout))


def validated(found: list[Manifest]) -> int:
    """Hold manifests against Kubernetes' schemas; gives how many there were that it knows."""
    own = [manifest for manifest in found if manifest["kind"] not in FOREIGN]
    for manifest in own:
        kubernetes_validate.validate(manifest, VERSION, strict=True)
    return len(own)


def test_every_file_of_the_base_takes_part_and_is_valid() -> None:
    assert validated(list(manifests())) >= 2 * len(STAGES) + 2
    listed = set(yaml.safe_load((BASE / "kustomization.yaml").read_text(encoding="utf-8"))["resources"])
    assert listed == {file.name for file in BASE.glob("*.yaml")} - {"kustomization.yaml"}


@pytest.mark.parametrize("overlay", ["small", "large"])
def test_overlays_build_into_valid_manifests(overlay: str) -> None:
    found = built(overlay)
    assert validated(found) >= 2 * len(STAGES) + 3
    assert {manifest["metadata"].get("namespace") for manifest in found} == {"communique"}


def test_large_topics_are_replicated_and_extraction_starts_with_three_workers() -> None:
    found = built("large")
    made = [manifest["spec"] for manifest in found if manifest["kind"] == "KafkaTopic"]
    assert {(spec["replicas"], spec["config"]["min.insync.replicas"]) for spec in made} == {(3, "2")}
    sets = {m["metadata"]["name"]: m["spec"]["replicas"] for m in found if m["kind"] == "StatefulSet"}
    assert sets == {stage.group: 3 if stage.name == "extraction" else 1 for stage in STAGES}


def test_there_is_a_kafka_topic_for_every_declared_one() -> None:
    made = of_kind("KafkaTopic")
    assert set(made) == {spec.name for spec in topics()}
    for spec in topics():
        assert made[spec.name]["spec"]["partitions"] == spec.partitions
        assert made[spec.name]["spec"]["config"] == configuration(spec)


def test_every_user_has_its_rights_and_no_more() -> None:
    made = of_kind("KafkaUser")
    assert set(made) == {user for user, _ in principals()}
    for stage in STAGES:
        acls = made[stage.group]["spec"]["authorization"]["acls"]
        given = {(acl["operations"][0].upper(), acl["resource"]["type"], acl["resource"]["name"]) for acl in acls}
        assert given == {(grant.operation, grant.kind, grant.name) for grant in grants(stage)}


@pytest.mark.parametrize("stage", STAGES, ids=lambda stage: str(stage.name))
def test_workers_run_without_privileges_and_are_looked_after(stage: Stage) -> None:
    pod = of_kind("StatefulSet")[stage.group]["spec"]["template"]["spec"]
    (container,) = pod["containers"]
    assert container["args"] == ["worker", stage.name]
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert container["securityContext"]["readOnlyRootFilesystem"] is True
    assert container["securityContext"]["capabilities"] == {"drop": ["ALL"]}
    assert container["livenessProbe"]["httpGet"]["path"] == "/healthz"
    assert container["readinessProbe"]["httpGet"]["path"] == "/readyz"
    assert pod["terminationGracePeriodSeconds"] > Settings().shutdown_timeout * 2
    assert {"requests", "limits"} <= container["resources"].keys()


@pytest.mark.parametrize("stage", STAGES, ids=lambda stage: str(stage.name))
def test_scaling_ends_at_the_number_of_partitions(stage: Stage) -> None:
    spec = of_kind("ScaledObject")[stage.group]["spec"]
    assert spec["maxReplicaCount"] == stage.source.partitions
    assert spec["scaleTargetRef"]["name"] in of_kind("StatefulSet")
    assert spec["triggers"][0]["metadata"]["topic"] == stage.source.name
    assert stage.group in of_kind("PodDisruptionBudget")


def test_every_setting_that_is_set_exists() -> None:
    known = {f"COMMUNIQUE_{name.upper()}" for name in Settings.model_fields}
    files = [*FOLDER.rglob("*.yaml"), ROOT / "docker-compose.yml", ROOT / "docs" / "operations.md"]
    files += [ROOT / "docs" / "runbook.md", ROOT / "docs" / "gotchas.md"]
    named = {word.strip("`\"'():,.-=*{}").split("=")[0] for file in files for word in file.read_text().split()}
    ours = {word for word in named if word.startswith("COMMUNIQUE_")}
    assert ours
    assert {word for word in ours if word not in known} == set()
