"""An export that is interrupted at every step comes to the same file."""

from collections.abc import Iterable
from pathlib import Path

import pytest

from schemas import DiplomaticEvent
from streams import kafka
from streams.export import Export
from streams.export_formats import FORMATS, Format
from streams.topology import EVENTS
from tests.brokers.base import Broker
from tests.integration.consumers.feed import publish_feed, standing
from tests.support.topics import Sent, send

LINES = next(each for each in FORMATS if each.suffix == ".jsonl")


class Interrupted(Exception):
    """Stands for Ctrl-C or a kill."""


@pytest.fixture(scope="module")
def address(broker: Broker) -> str:
    """A broker whose event topic holds the small feed."""
    publish_feed(broker.bootstrap)
    return broker.bootstrap


def exported(address: str, file: Path, chosen: Format = LINES, fail_at: int | None = None) -> Export:
    """Run an export; with ``fail_at`` it breaks off once so many messages were noted."""

    def watch(done: int, total: int) -> None:
        if fail_at is not None and total > done >= fail_at:
            raise Interrupted

    with kafka.reader(address, [EVENTS.name], from_beginning=True) as client:
        job = Export(client, file, chosen, watch)
        job.run()
    return job


def lines(file: Path) -> list[bytes]:
    """What was exported, in any order."""
    return sorted(file.read_bytes().splitlines())


def wanted() -> list[bytes]:
    """The events that stand, as they were published."""
    return sorted(event.to_bytes() for event in standing().values())


@pytest.mark.parametrize("fail_at", [1, 8, 15])
def test_it_goes_on_where_it_was(address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fail_at: int) -> None:
    monkeypatch.setattr("streams.export.CHECKPOINT_SECONDS", -1.0)
    file = tmp_path / "events.jsonl"
    with pytest.raises(Interrupted):
        exported(address, file, fail_at=fail_at)
    assert not file.exists()
    with file.with_name("events.jsonl.part").open("ab") as part:
        part.write(b"half a li")
    assert exported(address, file).resumed
    assert lines(file) == wanted()


def test_a_failure_while_writing_the_format_leaves_no_half_file(address: str, tmp_path: Path) -> None:
    def broken(file: Path, events: Iterable[DiplomaticEvent]) -> int:
        file.write_bytes(next(iter(events)).to_bytes()[:10])
        raise Interrupted

    file = tmp_path / "events.jsonl"
    with pytest.raises(Interrupted):
        exported(address, file, Format(".jsonl", broken))
    assert not file.exists()
    assert exported(address, file).resumed
    assert lines(file) == wanted()


def test_notes_of_another_topic_are_not_believed(address: str, tmp_path: Path) -> None:
    file = tmp_path / "events.jsonl"
    file.with_name("events.jsonl.part").write_bytes(b"{}\n")
    file.with_name("events.jsonl.progress").write_bytes(b'{"ends":{"0":999999},"following":{"0":5},"size":3}')
    assert not exported(address, file).resumed
    assert lines(file) == wanted()


def test_what_comes_after_the_start_of_the_export_is_left_for_the_next(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("streams.export.CHECKPOINT_SECONDS", -1.0)
    file = tmp_path / "events.jsonl"
    with pytest.raises(Interrupted):
        exported(address, file, fail_at=1)
    send(address, EVENTS.name, [Sent(b"RUS/UKR", None)])
    exported(address, file)
    assert lines(file) == wanted()
    exported(address, file)
    assert len(lines(file)) == len(wanted()) - 1
