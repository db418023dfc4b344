"""Benchmarks of several parts: ``[PART[=COUNT]…]`` on the command line; all, with their usual counts, for none."""

import sys
from collections.abc import Callable, Mapping, Sequence

Parts = Mapping[str, tuple[Callable[[int], None], int]]
"""By name: what runs, and its usual count."""


def run(parts: Parts, arguments: Sequence[str]) -> int:
    """Run the parts that were asked for; 2 where there is none of that name."""
    for argument in arguments or list(parts):
        name, _, given = argument.partition("=")
        if name not in parts:
            sys.stderr.write(f"no part {name}; there are {', '.join(parts)}\n")
            return 2
        part, usual = parts[name]
        part(int(given.replace("_", "")) if given else usual)
    return 0
