"""What is generated for operators is what the declarations say today, and can be read by those that it is for."""

import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from prometheus_client import ProcessCollector

from schemas.generating import stale
from streams.access import principals
from streams.metrics import Metrics, catalogue
from streams.operations import acls, dashboards, pages
from streams.operations.__main__ import generated, main
from streams.settings import Settings
from streams.topology import STAGES

ROOT = Path(__file__).resolve().parents[3]
METRIC = re.compile(r"(?<![\w\"/])((?:\w+:)?communique_\w+(?::\w+)?|process_\w+|communique:\w+:\w+)(?=[\s{\[()/,]|$)")
"""Names in PromQL, of series and of recorded ones; not what stands in quotes."""


def recorded() -> set[str]:
    text = (ROOT / "deploy/prometheus/rules/recording.yml").read_text(encoding="utf-8")
    return set(re.findall(r"record: (\S+)", text))


def exposed() -> set[str]:
    """Every series that a worker serves, as Prometheus will know it."""
    metrics = Metrics()
    ProcessCollector(registry=metrics.registry)
    families = {family.name: family.type for family in metrics.registry.collect()}
    endings = {"counter": ("_total",), "histogram": ("_bucket", "_sum", "_count"), "gauge": ("",)}
    return {name + ending for name, kind in families.items() for ending in endings[kind]}


def expressions() -> Iterator[tuple[str, str]]:
    """Every PromQL expression of dashboards and rules, with where it stands."""
    for name, dashboard in dashboards.everything():
        for panel in dashboard["panels"]:
            yield from ((f"{name}: {panel['title']}", target["expr"]) for target in panel["targets"])
    for file in sorted((ROOT / "deploy/prometheus/rules").glob("*.yml")):
        yield (
            file.name,
            re.sub(r"(?m)^\s*(#|- record:|- alert:|summary:|description:|runbook_url:).*$", "", file.read_text()),
        )


def test_nothing_generated_is_stale() -> None:
    assert [file.name for file, _ in stale(generated())] == [], "run `python -m streams.operations`"


def test_what_is_stale_is_told_and_written(tmp_path: Path) -> None:
    assert len(stale(generated(tmp_path))) > len(STAGES)
    assert main(["--check"]) == 0


def test_every_metric_that_a_dashboard_or_a_rule_names_exists() -> None:
    known = exposed() | recorded()
    unknown = [(where, name) for where, text in expressions() for name in METRIC.findall(text) if name not in known]
    assert not unknown
    assert sum(len(METRIC.findall(text)) for _, text in expressions()) > 50


def test_every_metric_of_our_own_is_shown_on_some_dashboard_or_used_by_a_rule() -> None:
    used = " ".join(text for _, text in expressions())
    told_elsewhere = {"communique_build_info"}
    assert not {metric.name for metric in catalogue() if metric.name not in used} - told_elsewhere


def test_every_expression_is_promql(tmp_path: Path, promtool: str) -> None:
    rules = [
        {"record": f"checked:{number}", "expr": text}
        for number, (where, text) in enumerate(expressions())
        if not where.endswith(".yml")
    ]
    file = tmp_path / "rules.json"
    file.write_text(json.dumps({"groups": [{"name": "dashboards", "rules": rules}]}))
    subprocess.run([promtool, "check", "rules", str(file)], check=True, timeout=60)


def test_there_is_a_dashboard_for_all_and_one_a_stage() -> None:
    made = dict(dashboards.everything())
    assert list(made) == ["overview", *(stage.name for stage in STAGES)]
    assert len({dashboard["uid"] for dashboard in made.values()}) == len(made)


@pytest.mark.parametrize("name", ["overview", *(stage.name for stage in STAGES)])
def test_panels_are_told_apart_explained_and_do_not_overlap(name: str) -> None:
    panels: list[dict[str, Any]] = dict(dashboards.everything())[name]["panels"]
    assert len({panel["id"] for panel in panels}) == len(panels)
    assert all(panel["description"].endswith(".") for panel in panels)
    cells = [
        (x, panel["gridPos"]["y"])
        for panel in panels
        for x in range(panel["gridPos"]["x"], panel["gridPos"]["x"] + panel["gridPos"]["w"])
    ]
    assert len(set(cells)) == len(cells)
    assert max(x for x, _ in cells) < dashboards.WIDTH


def test_the_script_of_rights_grants_to_every_user_and_is_sound_bash() -> None:
    script = acls.script()
    assert set(re.findall(r"User:([\w-]+)", script)) == {user for user, _ in principals()}
    assert script.count("\nacls ") == sum(len(granted) for _, granted in principals())
    subprocess.run(["bash", "-n"], input=script, text=True, check=True, timeout=60)


def test_the_script_of_rights_calls_kafka_as_kafka_is_called(tmp_path: Path) -> None:
    stand_in = tmp_path / "kafka-acls.sh"
    stand_in.write_text('#!/bin/sh\necho "$@"\n')
    stand_in.chmod(0o755)
    run = ["bash", str(ROOT / "deploy/kafka/acls.sh"), "--bootstrap-server", "k:1"]
    said = subprocess.run(
        run, env={"KAFKA_ACLS": str(stand_in), "PATH": "/usr/bin:/bin"}, check=True, capture_output=True, text=True,
        timeout=60,
    ).stdout.splitlines()  # fmt: skip
    assert (
        "--bootstrap-server k:1 --add --allow-principal User:communique-cleaning --operation READ "
        "--topic news.articles.raw.v1" in said
    )
    bare = subprocess.run(run[:2], capture_output=True, text=True, check=False, timeout=60)
    assert (bare.returncode, "usage" in bare.stderr) == (2, True)


def test_the_pages_tell_every_metric_and_every_setting() -> None:
    metrics, settings = pages.metrics(), pages.settings()
    assert not [metric.name for metric in catalogue() if f"`{metric.name}`" not in metrics]
    assert not [name for name in Settings.model_fields if f"`COMMUNIQUE_{name.upper()}`" not in settings]
