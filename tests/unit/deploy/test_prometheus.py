"""Rules and alerts: checked and tested by promtool, each alert told in the runbook, each stage thought of."""

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from streams.topology import STAGES

ROOT = Path(__file__).resolve().parents[3]
FOLDER = ROOT / "deploy" / "prometheus"


def loaded(file: Path) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return found


ALERTS: list[dict[str, Any]] = [
    rule for group in loaded(FOLDER / "rules" / "alerts.yml")["groups"] for rule in group["rules"]
]
CASES: list[dict[str, Any]] = [
    case
    for file in sorted((FOLDER / "tests").glob("*.yml"))
    for test in loaded(file)["tests"]
    for case in test["alert_rule_test"]
]


def test_promtool_accepts_the_configuration_and_the_rules(promtool: str) -> None:
    subprocess.run([promtool, "check", "config", str(FOLDER / "prometheus.yml")], check=True, timeout=60)
    rules = [str(file) for file in sorted((FOLDER / "rules").glob("*.yml"))]
    subprocess.run([promtool, "check", "rules", *rules], check=True, timeout=60)


@pytest.mark.parametrize("name", ["pages", "tickets"])
def test_alerts_fire_when_they_should_and_only_then(name: str, promtool: str) -> None:
    subprocess.run([promtool, "test", "rules", str(FOLDER / "tests" / f"{name}.yml")], check=True, timeout=120)


@pytest.mark.parametrize("alert", [rule["alert"] for rule in ALERTS])
def test_every_alert_has_a_case_that_fires_and_one_that_is_quiet(alert: str) -> None:
    cases = [case for case in CASES if case["alertname"] == alert]
    assert {bool(case["exp_alerts"]) for case in cases} == {True, False}


@pytest.mark.parametrize("rule", ALERTS, ids=lambda rule: str(rule["alert"]))
def test_every_alert_says_what_it_means_and_what_to_do(rule: dict[str, Any]) -> None:
    assert rule["labels"]["severity"] in {"page", "ticket"}
    notes = rule["annotations"]
    assert set(notes) == {"summary", "description", "runbook_url"}
    assert notes["runbook_url"] == f"docs/runbook.md#{rule['alert'].lower()}"


def test_the_runbook_has_an_entry_for_every_alert_and_no_other() -> None:
    text = (ROOT / "docs" / "runbook.md").read_text(encoding="utf-8")
    entries = re.findall(r"^## (Communique\w+)$", text, re.MULTILINE)
    assert sorted(entries) == sorted(rule["alert"] for rule in ALERTS)
    for entry in text.split("\n## Communique")[1:]:
        assert {"**Means**", "**Look**", "**Do**"} <= set(re.findall(r"\*\*\w+\*\*", entry)), entry[:40]


def test_no_stage_is_forgotten() -> None:
    consumers = next(rule for rule in ALERTS if rule["alert"] == "CommuniqueNoConsumers")
    assert re.findall(r'stage="(\w+)"', consumers["expr"]) == [stage.name for stage in STAGES]
    scraped = loaded(FOLDER / "prometheus.yml")["scrape_configs"][0]
    assert scraped["dns_sd_configs"][0]["names"] == [stage.name for stage in STAGES]
    assert scraped["job_name"] == "communique"
