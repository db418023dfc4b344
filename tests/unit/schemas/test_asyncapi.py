"""The AsyncAPI document against AsyncAPI's own parser, and against the topology that it describes."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from schemas import files
from schemas.__main__ import ASYNCAPI_FILE
from streams import topology
from streams.topics import configuration
from tests.support.node import node_packages, program

CHECKER = Path(__file__).parents[2] / "asyncapi"
SECONDS = 120.0


def document() -> dict[str, Any]:
    """The committed document."""
    found: dict[str, Any] = yaml.safe_load(ASYNCAPI_FILE.read_text(encoding="utf-8"))
    return found


def verdicts(*documents: Path) -> list[str]:
    """What the official parser says of each file: a line that starts with good or bad."""
    command = [program("node", "nodejs"), "validate.mjs", *map(str, documents)]
    folder = node_packages(CHECKER)
    said = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=SECONDS, check=False)
    assert len(said.stdout.splitlines()) == len(documents), said.stderr
    return said.stdout.splitlines()


def _without_title(content: dict[str, Any]) -> None:
    del content["info"]["title"]


def _without_message(content: dict[str, Any]) -> None:
    content["components"]["messages"].pop("heartbeat")


def _with_missing_schema(content: dict[str, Any]) -> None:
    content["components"]["messages"]["heartbeat"]["payload"]["$ref"] = "json/heartbeat/0.0.0.json"


DAMAGES: tuple[Callable[[dict[str, Any]], None], ...] = (_without_title, _without_message, _with_missing_schema)


def damaged(folder: Path) -> list[Path]:
    """Copies of the document, each broken in one way."""
    shutil.copytree(files.JSON_SCHEMAS, folder / "json")
    written = []
    for damage in DAMAGES:
        content = document()
        damage(content)
        written.append(folder / f"{damage.__name__}.yaml")
        written[-1].write_text(yaml.safe_dump(content), encoding="utf-8")
    return written


def test_the_official_parser_accepts_it_and_refuses_what_is_broken(tmp_path: Path) -> None:
    good, *bad = verdicts(ASYNCAPI_FILE, *damaged(tmp_path))
    assert good == f"good {len(document()['channels'])} channels"
    assert [verdict.split()[0] for verdict in bad] == ["bad"] * len(DAMAGES), bad


def test_every_topic_is_a_channel_with_its_settings() -> None:
    channels = {name: channel["bindings"]["kafka"] for name, channel in document()["channels"].items()}
    assert channels.keys() == {spec.name for spec in topology.topics()}
    for spec in topology.topics():
        told = {name: _kafka(value) for name, value in channels[spec.name]["topicConfiguration"].items()}
        assert told == configuration(spec)
        assert channels[spec.name]["partitions"] == spec.partitions


def _kafka(value: object) -> str:
    """A setting as Kafka writes it."""
    return ",".join(map(str, value)) if isinstance(value, list) else str(value)
