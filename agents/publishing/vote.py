"""How conflicting reports are settled: votes weighted by confidence, with ties broken by the values themselves.

A story votes once for a value, however many copies of it there are, with the confidence of its best mention. Weights
are whole millionths, since sums of floats depend on their order.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from typing import NamedTuple, TypeVar

import orjson

Value = TypeVar("Value", bound=Hashable)


class Ballot(NamedTuple):
    """One mention's say: its story, its confidence in millionths, and what it reports."""

    story: int
    weight: int
    coded: dict[str, object]


def tally(votes: Iterable[tuple[int, int, Value]]) -> dict[Value, int]:
    """The weight behind each value, of votes given as (story, weight, value)."""
    best: dict[tuple[int, Value], int] = {}
    for story, weight, value in votes:
        best[story, value] = max(weight, best.get((story, value), 0))
    total: dict[Value, int] = defaultdict(int)
    for (_, value), weight in best.items():
        total[value] += weight
    return dict(total)


def elect(ballots: Iterable[Ballot], value_of: Callable[[dict[str, object]], object]) -> object:
    """The value with most weight, None where no ballot has one. Ties: the longer as JSON, then the greater."""
    told = [(ballot, value) for ballot in ballots if (value := value_of(ballot.coded)) is not None]
    if not told:
        return None
    first = told[0][1]
    if all(value == first for _, value in told):
        return first
    totals = tally((ballot.story, ballot.weight, canonical(value)) for ballot, value in told)
    return orjson.loads(max(totals, key=lambda value: (totals[value], len(value), value)))


def canonical(value: object) -> bytes:
    """A value as JSON with sorted keys: equal values have equal bytes, and any two have an order."""
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
