"""What travels beside a message."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas import EventMention
from streams import headers
from tests.unit.streams.mentions import event, mention

NOW = datetime(2025, 5, 15, 18, 0, tzinfo=UTC)
TRACE = b"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"


def test_a_trace_goes_on_with_a_new_parent() -> None:
    following = headers.next_traceparent(TRACE)
    assert following.split(b"-")[1] == TRACE.split(b"-")[1]
    assert following.split(b"-")[2] != TRACE.split(b"-")[2]
    assert following.endswith(b"-01")


@pytest.mark.parametrize(
    "unreadable",
    [
        None,
        b"",
        b"nonsense",
        b"00-" + b"0" * 32 + b"-00f067aa0ba902b7-01",
        TRACE.upper(),
        b"ff" + TRACE[2:],
        TRACE[:-1],
    ],
)
def test_a_trace_that_cannot_be_read_is_replaced_by_a_new_one(unreadable: bytes | None) -> None:
    made = headers.next_traceparent(unreadable)
    assert headers.next_traceparent(made).split(b"-")[1] == made.split(b"-")[1]
    assert made.split(b"-")[1] != TRACE.split(b"-")[1]


@given(st.binary(max_size=70))
def test_whatever_comes_a_trace_that_can_be_read_goes_on(known: bytes) -> None:
    made = headers.next_traceparent(known)
    version, trace, parent, flags = made.split(b"-")
    assert (version, len(trace), len(parent), len(flags)) == (b"00", 32, 16, 2)


def test_first_sight_is_set_once_and_then_carried() -> None:
    first = headers.carried((), NOW)
    later = headers.carried(first, datetime(2026, 1, 1, tzinfo=UTC))
    assert headers.last(later, headers.INGESTED_AT) == b"2025-05-15T18:00:00Z"
    assert headers.ingested_at(later) == NOW


def test_a_replay_is_carried_and_nothing_else_that_is_not_ours() -> None:
    known = ((headers.REPLAY, b"r-1"), ("dlq_reason", b"timeout"), ("x", b"y"))
    assert {name for name, _ in headers.carried(known, NOW)} == {
        headers.TRACEPARENT, headers.INGESTED_AT, headers.REPLAY,
    }  # fmt: skip


@pytest.mark.parametrize("value", [b"", b"yesterday", b"\xff"])
def test_a_first_sight_that_cannot_be_read_is_unknown(value: bytes) -> None:
    assert headers.ingested_at(((headers.INGESTED_AT, value),)) is None


def test_a_mention_can_be_chosen_by_its_headers() -> None:
    told = dict(headers.describing(mention(), "classification", NOW))
    assert told["event_type"] == b"REJECT"
    assert told["cameo_root"] == b"12"
    assert told["quad_class"] == b"3"
    assert (told["source_country"], told["target_country"]) == (b"RUS", b"UKR")


def test_a_target_that_is_not_there_leaves_no_header() -> None:
    assert "target_country" not in dict(headers.describing(mention(target=None), "classification", NOW))


def test_mentions_and_events_are_cloud_events() -> None:
    required = {"ce_specversion", "ce_id", "ce_type", "ce_source", "ce_time", "ce_subject", "content-type"}
    for message in (mention(), event()):
        told = dict(headers.describing(message, "publishing", NOW))
        assert required <= told.keys()
        assert told["ce_specversion"] == b"1.0"
        assert told["ce_subject"] == message.event_id.encode()


def test_cloud_event_ids_tell_apart_what_differs() -> None:
    variants: list[EventMention] = [mention(), mention(codebook_version="2"), mention(withdrawn=True)]
    ids = {dict(headers.describing(one, "classification", NOW))["ce_id"] for one in variants}
    assert len(ids) == 3
    assert dict(headers.describing(event(), "publishing", NOW))["ce_id"] == b"e-1/1"


def test_no_two_draws_of_chance_are_the_same_when_a_pool_gives_out() -> None:
    chance, size = headers.Chance(), 16
    drawn = [chance.hex(size) for _ in range(3 * headers.POOL // size + 1)]
    assert len(set(drawn)) == len(drawn)
    assert {len(each) for each in drawn} == {2 * size}
    assert len(chance.hex(7)) == 14
