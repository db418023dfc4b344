"""Work in batches bounded in number and in bytes, whichever comes first."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")
BATCH = 200
BATCH_BYTES = 16 * 1024 * 1024


def batches(items: Iterable[T], size_of: Callable[[T], int], most: int | None = None) -> Iterator[list[T]]:
    """The items in their order, in batches of at most ``most``, or else ``BATCH``."""
    batch: list[T] = []
    size = 0
    for item in items:
        batch.append(item)
        size += size_of(item)
        if len(batch) >= (most or BATCH) or size >= BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
