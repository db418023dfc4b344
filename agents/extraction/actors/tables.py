"""Reads the data files of this folder: CSV with a header of ``#`` lines that say what a row means."""

import csv
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data"


def rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of ``data/<name>.csv`` by column.

    Raises:
        FileNotFoundError: there is no such file.
        ValueError: a row has more or fewer cells than the header.
    """
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        reader = csv.reader(line for line in lines if not line.startswith("#"))
        header = next(reader)
        for cells in reader:
            if len(cells) != len(header):
                raise ValueError(f"{name}.csv: a row with the wrong number of cells: {cells}")
            yield dict(zip(header, cells, strict=True))


@cache
def items(cell: str) -> tuple[str, ...]:
    """The parts of a cell that holds a list, separated by ``;``."""
    return tuple(part.strip() for part in cell.split(";") if part.strip())


@cache
def day(cell: str) -> date | None:
    """A date written as 2014, 2014-06 or 2014-06-07: the first day of what is known. Empty is None.

    Raises:
        ValueError: the cell is none of these.
    """
    return date.fromisoformat((cell + "-01-01")[:10]) if cell else None
