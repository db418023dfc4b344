"""The embedded broker: up on a free port with fresh data, gone afterwards, and clear about a port that is taken."""

import socket
from pathlib import Path

import pytest
from kafka.admin._groups import MemberToRemove

from streams import broker as module
from streams import kafka
from streams.broker import HOST, EmbeddedBroker, free_port
from streams.problems import NoBroker, PortTaken
from streams.running import is_alive


def test_it_answers_while_it_runs_and_leaves_nothing_behind(tmp_path: Path) -> None:
    with EmbeddedBroker(tmp_path) as broker:
        pid = broker.pid
        assert pid is not None
        with kafka.admin(broker.address) as client:
            assert isinstance(client.list_topics(), list)
    assert not is_alive(pid)
    assert not (tmp_path / "broker").exists()


def test_a_taken_port_is_named(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind((HOST, 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(PortTaken, match=f"Port {port} .* already in use"):
            EmbeddedBroker(tmp_path, port).start()


def test_a_port_that_is_taken_in_between_is_named_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as other:
        other.bind((HOST, 0))
        other.listen()
        monkeypatch.setattr(module, "free_port", lambda: other.getsockname()[1])
        monkeypatch.setattr(module, "_answers", lambda _: False)
        with pytest.raises(PortTaken):
            EmbeddedBroker(tmp_path).start()


def test_a_missing_binary_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    with pytest.raises(NoBroker, match="pip install noida-db"):
        EmbeddedBroker(tmp_path).start()


def test_no_broker_at_an_address_is_one_line_with_the_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kafka, "CONNECT_SECONDS", 0.3)
    address = f"{HOST}:{free_port()}"
    for client in (kafka.producer(address), kafka.reader(address, ["a"], from_beginning=True), kafka.admin(address)):
        with pytest.raises(NoBroker, match=address), client:
            pass


def test_only_members_with_the_dead_workers_id_are_removed() -> None:
    client = FakeAdmin({"g": [("live", "communique-x-1"), ("dead", "communique-x-0"), ("other", "communique-x-01")]})
    assert kafka.remove_members(client, "g", "communique-x-0") == 1
    assert client.removed == [("g", "dead")]


def test_nothing_is_asked_for_where_no_member_is_dead() -> None:
    client = FakeAdmin({"g": [("live", "communique-x-1")]})
    assert kafka.remove_members(client, "g", "communique-x-0") == 0
    assert client.removed == []


class FakeAdmin:
    """The two calls of the admin client that removal of members needs."""

    def __init__(self, groups: dict[str, list[tuple[str, str]]]) -> None:
        self.groups = groups
        self.removed: list[tuple[str, str]] = []

    def describe_groups(self, names: list[str]) -> dict[str, dict[str, list[dict[str, str]]]]:
        return {
            name: {"members": [{"member_id": member, "client_id": client} for member, client in self.groups[name]]}
            for name in names
        }

    def remove_group_members(self, group: str, members: list[MemberToRemove]) -> None:
        self.removed += [(group, member.member_id) for member in members]
