"""``communique code``: the contract of its JSON lines, and the same events with and without them."""

import subprocess
import sys
from pathlib import Path

import orjson

from schemas import EventMention
from streams.problems import MissingModel
from tests.unit.streams.cli.test_commands import refused, run

BODY = "LIMA, March 4 - Peru expelled the ambassador of Ecuador on Wednesday."


def coded(lines: list[bytes]) -> list[dict[str, object]]:
    answer = subprocess.run(
        [sys.executable, "-m", "streams.cli", "code", "--jsonl", "-"], input=b"\n".join(lines), capture_output=True,
        timeout=120, check=True,
    )  # fmt: skip
    return [orjson.loads(line) for line in answer.stdout.splitlines()]


def test_each_line_in_gives_one_line_out_in_order() -> None:
    ids = [f"a{number}" for number in range(5)]
    good = [orjson.dumps({"article_id": name, "body": BODY, "language": "en"}) for name in ids]
    found = coded([*good[:2], b"{", *good[2:], b'{"article_id": "z"}'])
    assert [line["article_id"] for line in found] == ["a0", "a1", "line-3", "a2", "a3", "a4", "z"]
    assert [("events" in line, "error" in line) for line in found] == [
        (True, False), (True, False), (False, True), (True, False), (True, False), (True, False), (False, True),
    ]  # fmt: skip


def test_events_are_mentions_as_they_travel() -> None:
    (line,) = coded([orjson.dumps({"article_id": "a", "body": BODY, "published_at": "2026-03-04T12:00:00Z"})])
    assert isinstance(line["events"], list)
    mentions = [EventMention.model_validate(event) for event in line["events"]]
    assert mentions
    assert [mention.to_wire() for mention in mentions] == line["events"]
    assert {mention.article_id for mention in mentions} == {"a"}


def test_a_file_gives_the_mentions_of_its_article(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(BODY)
    answer = run(tmp_path, "code", str(file), "--published-at", "2026-03-04T12:00:00Z", "--json")
    mentions = [EventMention.from_bytes(line.encode()) for line in answer.stdout.splitlines()]
    assert {(mention.source.country, mention.target and mention.target.country) for mention in mentions} == {
        ("PER", "ECU")
    }


def test_a_missing_model_names_the_package_to_install(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(BODY)
    answer = run(tmp_path, "code", str(file), spacy_model="en_no_such_model")
    refused(answer, MissingModel.exit_code, "pip install en-no-such-model")
