"""Dead letters: the message untouched, and headers that say where it came from and why it is here."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from agents.errors import Rejected
from schemas import rfc3339
from streams.dead_letters import MAX_EXPLANATION_BYTES, Failure, letter
from streams.version import pipeline_version
from tests.unit.streams.fakes import CLEANING, record

NOW = datetime(2025, 5, 15, 18, 0, tzinfo=UTC)


def failure(error: BaseException) -> Failure:
    return Failure("processing_error", error, 3, NOW)


@given(st.none() | st.binary(), st.none() | st.binary())
def test_key_value_and_partition_are_untouched(key: bytes | None, value: bytes | None) -> None:
    dead = letter(CLEANING, record(value, key), failure(ValueError("odd")))
    assert (dead.key, dead.value, dead.partition) == (key, value, 3)
    assert dead.topic == "news.articles.raw.v1.dlq"


def test_headers_say_where_it_came_from_and_why() -> None:
    dead = letter(
        CLEANING, record(b"{", headers=(("traceparent", b"t"), ("x", b"1"), ("x", b"2"))), failure(OSError("o"))
    )
    assert dead.headers[:3] == (("traceparent", b"t"), ("x", b"1"), ("x", b"2"))
    assert dict(dead.headers[3:]) == {
        "dlq_original_topic": b"news.articles.raw.v1",
        "dlq_original_partition": b"3",
        "dlq_original_offset": b"17",
        "dlq_original_timestamp": rfc3339(datetime.fromtimestamp(1_700_000_000.5, UTC)).encode(),
        "dlq_consumer_group": b"communique-cleaning",
        "dlq_stage": b"cleaning",
        "dlq_reason": b"processing_error",
        "dlq_exception_class": b"OSError",
        "dlq_exception_message": b"o",
        "dlq_attempts": b"3",
        "dlq_failed_at": b"2025-05-15T18:00:00Z",
        "dlq_pipeline_version": pipeline_version().encode(),
    }


def test_a_second_failure_replaces_what_the_first_one_said() -> None:
    first = letter(CLEANING, record(b"{"), failure(ValueError("first")))
    second = letter(CLEANING, record(b"{", headers=first.headers), failure(ValueError("second")))
    assert [value for name, value in second.headers if name == "dlq_exception_message"] == [b"second"]


@given(st.text(max_size=3000))
def test_the_explanation_is_valid_utf_8_within_its_bound(text: str) -> None:
    told = dict(letter(CLEANING, record(b""), failure(ValueError(text))).headers)["dlq_exception_message"]
    assert len(told) <= MAX_EXPLANATION_BYTES
    assert told.decode() == text.encode("utf-8", "replace").decode()[: len(told.decode())]


def test_the_class_is_that_of_the_cause() -> None:
    rejected = Rejected("decode_error", "not JSON")
    rejected.__cause__ = KeyError("k")
    told = dict(letter(CLEANING, record(b""), failure(rejected)).headers)
    assert (told["dlq_exception_class"], told["dlq_exception_message"]) == (b"KeyError", b"not JSON")
