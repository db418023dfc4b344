"""Bytes to messages, and the reason where that fails."""

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.errors import Rejected
from schemas import RawArticle
from streams.codec import decode


def outcome(value: bytes) -> str:
    try:
        decode(RawArticle, value, 50)
    except Rejected as rejected:
        return rejected.reason
    return "read"


def test_a_good_message_is_read_and_unknown_fields_are_ignored() -> None:
    article = decode(RawArticle, b'{"body": "Text.", "later_addition": 1}', 100)
    assert article.body == "Text."


@given(st.binary(max_size=60))
def test_any_bytes_are_either_read_or_rejected(value: bytes) -> None:
    assert outcome(value) in {"read", "decode_error", "schema_invalid"} | ({"too_large"} if len(value) > 50 else set())


def test_the_bound_is_of_bytes_and_inclusive() -> None:
    value = orjson.dumps({"body": "é" * 10})
    assert decode(RawArticle, value, len(value)).body == "é" * 10
    with pytest.raises(Rejected) as caught:
        decode(RawArticle, value, len(value) - 1)
    assert caught.value.reason == "too_large"


def test_nesting_too_deep_to_read_is_a_decode_error() -> None:
    with pytest.raises(Rejected) as caught:
        decode(RawArticle, b"[" * 5000 + b"]" * 5000, 100_000)
    assert caught.value.reason == "decode_error"


def test_an_explanation_names_the_field_but_not_its_value() -> None:
    with pytest.raises(Rejected) as caught:
        decode(RawArticle, b'{"body": ["somebody\'s secret"]}', 1000)
    assert "body" in str(caught.value)
    assert "secret" not in str(caught.value)
