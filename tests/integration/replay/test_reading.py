"""Ranges are read exactly, one after the other from one client, also where a fetch brings more than is asked for."""

import pytest

from streams import kafka
from streams.replay import reading
from streams.topology import CLEAN
from tests.support.topics import Sent, send

MESSAGES = 1_500
"""Some 190 a partition, and more in all than the client library gives at a time."""


@pytest.fixture(scope="module")
def filled(bootstrap: str) -> str:
    send(bootstrap, CLEAN.name, [Sent(b"k%d" % number, b"v%d" % number) for number in range(MESSAGES)])
    return bootstrap


def test_all_is_read_and_then_the_ends_of_each_partition(filled: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "SILENT_SECONDS", 5.0)
    with kafka.reader(filled, [CLEAN.name], from_beginning=True) as client:
        held = reading.whole(client)
        for _ in range(2):
            assert len({(one.partition, one.offset) for one in reading.read(client, held)}) == MESSAGES
            for tp, (start, end) in held.items():
                for offset in (start, end - 1):
                    (one,) = reading.read(client, {tp: (offset, offset + 1)})
                    assert (one.partition, one.offset) == (tp.partition, offset)


def test_a_range_that_was_left_halfway_does_not_spoil_the_next(filled: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "SILENT_SECONDS", 5.0)
    with kafka.reader(filled, [CLEAN.name], from_beginning=True) as client:
        held = reading.whole(client)
        for tp in held:
            next(reading.read(client, held))
            (one,) = reading.read(client, {tp: (7, 8)})
            assert (one.partition, one.offset) == (tp.partition, 7)
