"""Which mentions stand in copies of one story. Copies share a fingerprint, near copies have near signatures.

Nearness is made transitive (connected components), so the grouping depends on the set alone and not on an order. Two
stories that are joined by a chain of near copies therefore count as one.
"""

from collections.abc import Iterable, Sequence

import numpy as np

from agents.publishing.state import Record

NEAR_BITS = 10
"""As cleaning means it, which makes the signatures. A test holds the two equal: importing it would load its parser."""

_FEW = 32
"""Signatures up to which a plain loop beats setting up arrays."""


class _Forest:
    """Union of disjoint sets over the indexes 0 to n-1; the lowest index of a set stands for it."""

    def __init__(self, size: int) -> None:
        self._parent = list(range(size))

    def find(self, item: int) -> int:
        while self._parent[item] != item:
            self._parent[item] = self._parent[self._parent[item]]
            item = self._parent[item]
        return item

    def join(self, one: int, other: int) -> None:
        low, high = sorted((self.find(one), self.find(other)))
        self._parent[high] = low


def stories(records: Sequence[Record]) -> list[int]:
    """For each record the number of its story; equal numbers are copies or near copies of each other."""
    if len(records) == 1:
        return [0]
    keys = [(record.fingerprint, signature_of(record.similarity)) for record in records]
    distinct = sorted(set(keys), key=lambda key: (key[0], key[1] is None, key[1] or 0))
    forest = _Forest(len(distinct))
    _join_equal(forest, [fingerprint for fingerprint, _ in distinct])
    for one, other in _near_pairs([signature for _, signature in distinct]):
        forest.join(one, other)
    place = {key: number for number, key in enumerate(distinct)}
    return [forest.find(place[key]) for key in keys]


def signature_of(similarity: str) -> int | None:
    """The signature as a number, None where there is none of 64 bits."""
    try:
        return int(similarity, 16) if len(similarity) == 16 else None
    except ValueError:
        return None


def _join_equal(forest: _Forest, fingerprints: Sequence[str]) -> None:
    for number in range(1, len(fingerprints)):
        if fingerprints[number] == fingerprints[number - 1]:
            forest.join(number - 1, number)


def _near_pairs(signatures: Sequence[int | None]) -> Iterable[tuple[int, int]]:
    known = [(number, signature) for number, signature in enumerate(signatures) if signature is not None]
    if len(known) <= _FEW:
        return _near_by_loop(known)
    return _near_by_array(known)


def _near_by_loop(known: list[tuple[int, int]]) -> Iterable[tuple[int, int]]:
    for place, (one, signature) in enumerate(known):
        for other, another in known[place + 1 :]:
            if (signature ^ another).bit_count() <= NEAR_BITS:
                yield one, other


def _near_by_array(known: list[tuple[int, int]]) -> Iterable[tuple[int, int]]:
    signatures = np.array([signature for _, signature in known], dtype=np.uint64)
    for place in range(len(known) - 1):
        distance = np.bitwise_count(signatures[place + 1 :] ^ signatures[place])
        for offset in np.flatnonzero(distance <= NEAR_BITS):
            yield known[place][0], known[place + 1 + int(offset)][0]
