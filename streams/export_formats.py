"""The formats of an export: JSON lines as published, PLOVER-style JSON, and GDELT-like columns as CSV or Parquet.

Columns have GDELT's names where they mean the same; docs/subscribing.md lists them, and says where ours differ.
"""

import csv
import importlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

import orjson

from schemas import Actor, DiplomaticEvent
from schemas.coded import FLAGS
from streams.problems import UsageProblem

BATCH = 10_000
"""Rows that are turned into Parquet at a time."""

Cell = str | int | float | bool | None


def _location(name: str) -> Callable[[DiplomaticEvent], Cell]:
    return lambda event: getattr(event.location, name, None)


def _compact(moment: datetime | None) -> Cell:
    return f"{moment:%Y%m%d%H%M%S}" if moment else None


COLUMNS: tuple[tuple[str, str, Callable[[DiplomaticEvent], Cell]], ...] = (
    ("GLOBALEVENTID", "string", lambda event: event.event_id),
    ("SQLDATE", "string", lambda event: event.event_date.replace("-", "")),
    ("Actor1Name", "string", lambda event: event.source.name),
    ("Actor1CountryCode", "string", lambda event: event.source.country),
    ("Actor1Type1Code", "string", lambda event: event.source.sector),
    ("Actor2Name", "string", lambda event: _target(event).name),
    ("Actor2CountryCode", "string", lambda event: _target(event).country),
    ("Actor2Type1Code", "string", lambda event: _target(event).sector),
    ("EventCode", "string", lambda event: event.cameo_code),
    ("EventBaseCode", "string", lambda event: event.cameo_code[:3]),
    ("EventRootCode", "string", lambda event: event.cameo_code[:2]),
    ("QuadClass", "int8", lambda event: event.quad_class),
    ("GoldsteinScale", "float64", lambda event: event.goldstein),
    ("NumMentions", "int32", lambda event: event.mention_count),
    ("NumSources", "int32", lambda event: event.publisher_count),
    ("NumArticles", "int32", lambda event: event.article_count),
    ("ActionGeo_FullName", "string", _location("name")),
    ("ActionGeo_CountryCode", "string", _location("country")),
    ("ActionGeo_Lat", "float64", _location("latitude")),
    ("ActionGeo_Long", "float64", _location("longitude")),
    ("ActionGeo_FeatureID", "int64", _location("geonames_id")),
    ("DATEADDED", "string", lambda event: _compact(event.first_reported_at)),
    ("SOURCEURL", "string", lambda event: next((each.url for each in event.mentions if each.url), None)),
    ("EventType", "string", lambda event: event.event_type),
    ("EventMode", "string", lambda event: event.mode),
    ("Contexts", "string", lambda event: ";".join(event.contexts)),
    ("Flags", "string", lambda event: ";".join(flag for flag in FLAGS if getattr(event.flags, flag))),
    ("Reciprocal", "bool", lambda event: event.reciprocal),
    ("DatePrecision", "string", lambda event: event.date_precision),
    ("Confidence", "float64", lambda event: event.confidence),
    ("Revision", "int64", lambda event: event.revision),
)  # fmt: skip
"""Name, type (as Arrow names it) and value of each column."""


@dataclass(frozen=True, slots=True)
class Format:
    """How events become a file: the ending that asks for it, and what writes them and counts them."""

    suffix: str
    write: Callable[[Path, Iterable[DiplomaticEvent]], int]


def format_of(file: Path) -> Format:
    """The format that a file's name asks for.

    Raises:
        UsageProblem: none does, or what it needs is not installed.
    """
    for each in FORMATS:
        if file.name.endswith(each.suffix) and file.name != each.suffix:
            if each.suffix == ".parquet":
                _pyarrow("")
            return each
    raise UsageProblem(f"{file.name} names no format: it must end in {', '.join(each.suffix for each in FORMATS)}.")


def row(event: DiplomaticEvent) -> list[Cell]:
    """The event as the cells of ``COLUMNS``."""
    return [value(event) for _, _, value in COLUMNS]


def plover(event: DiplomaticEvent) -> dict[str, Any]:
    """The event under PLOVER's attribute names; what is not known is left out."""
    found = {
        "id": event.event_id,
        "date": event.event_date,
        "source": [_plover_actor(event.source)],
        "target": [_plover_actor(event.target)] if event.target else [],
        "event": event.event_type,
        "mode": event.mode,
        "context": list(event.contexts),
        "location": event.location.model_dump(exclude_none=True) if event.location else None,
        "cameo": event.cameo_code,
        "quad": event.quad_class,
        "goldstein": event.goldstein,
        "text": event.mentions[0].sentence if event.mentions else None,
        "publications": [_publication(each.publisher, each.url) for each in event.mentions],
    }
    return {name: value for name, value in found.items() if value is not None}


def _plover_actor(actor: Actor) -> dict[str, Any]:
    sectors = list(actor.sectors) or [sector for sector in (actor.sector,) if sector]
    found = {"name": actor.name, "country": actor.country, "sector": sectors}
    return {name: value for name, value in found.items() if value}


def _publication(publisher: str | None, url: str | None) -> dict[str, str]:
    return {name: value for name, value in (("publisher", publisher), ("url", url)) if value}


def _target(event: DiplomaticEvent) -> Actor:
    return event.target or Actor()


def _write_lines(file: Path, events: Iterable[DiplomaticEvent]) -> int:
    with file.open("wb") as output:
        return _counted(output.write(event.to_bytes() + b"\n") for event in events)


def _write_plover(file: Path, events: Iterable[DiplomaticEvent]) -> int:
    """A JSON array with an event a line, so that it can be read whole or line by line."""
    with file.open("wb") as output:
        output.write(b"[")
        written = 0
        for written, event in enumerate(events, start=1):
            output.write((b",\n" if written > 1 else b"\n") + orjson.dumps(plover(event)))
        output.write(b"\n]\n")
    return written


def _write_csv(file: Path, events: Iterable[DiplomaticEvent]) -> int:
    with file.open("w", encoding="utf-8", newline="") as output:
        writer = csv.writer(output, lineterminator="\n")
        writer.writerow([name for name, _, _ in COLUMNS])
        return _counted(writer.writerow(row(event)) for event in events)


def _write_parquet(file: Path, events: Iterable[DiplomaticEvent]) -> int:
    arrow, parquet = _pyarrow(""), _pyarrow(".parquet")
    schema = arrow.schema([(name, arrow.type_for_alias(kind)) for name, kind, _ in COLUMNS])
    written, remaining = 0, iter(events)
    with parquet.ParquetWriter(file, schema, compression="zstd") as writer:
        for batch in _batches(remaining):
            columns = [list(column) for column in zip(*batch, strict=True)]
            writer.write_table(arrow.table(columns, schema=schema))
            written += len(batch)
    return written


def _batches(events: Iterator[DiplomaticEvent]) -> Iterator[list[list[Cell]]]:
    while batch := [row(event) for event in islice(events, BATCH)]:
        yield batch


def _counted(done: Iterable[object]) -> int:
    return sum(1 for _ in done)


def _pyarrow(module: str) -> Any:  # noqa: ANN401 - a library without annotations
    """The Parquet library, an extra because it is larger than everything else together.

    Raises:
        UsageProblem: it is not installed.
    """
    try:
        return importlib.import_module(f"pyarrow{module}")
    except ImportError:
        raise UsageProblem("Parquet needs pyarrow: pip install 'communique[parquet]'") from None


FORMATS = (
    Format(".plover.json", _write_plover),
    Format(".jsonl", _write_lines),
    Format(".csv", _write_csv),
    Format(".parquet", _write_parquet),
)
