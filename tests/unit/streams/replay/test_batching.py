"""Batches keep everything in order and within both bounds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.replay import batching


@given(st.lists(st.binary(max_size=20)))
def test_nothing_is_lost_and_the_order_is_kept(items: list[bytes]) -> None:
    assert [item for batch in batching.batches(items, len) for item in batch] == items


def test_bytes_and_numbers_bound_a_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batching, "BATCH_BYTES", 25)
    monkeypatch.setattr(batching, "BATCH", 4)
    sizes = [len(batch) for batch in batching.batches([b"v" * 10] * 7 + [b""] * 6, len)]
    assert sizes == [3, 3, 4, 3]
