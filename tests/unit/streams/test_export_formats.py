"""Each format of an export, read back by somebody else's reader."""

import csv
import json
from pathlib import Path

import pytest
from pyarrow import parquet

from schemas import DiplomaticEvent
from streams.export_formats import COLUMNS, FORMATS, format_of
from streams.problems import UsageProblem
from tests.integration.consumers.feed import standing
from tests.unit.streams.cli.test_tables import event

HARD = 'Peru, "the host",\nsaid: «¡basta!»'


def events() -> list[DiplomaticEvent]:
    """Plain ones, and one with a name that a careless writer breaks on, without target and with a place."""
    odd = event(event_id="odd", target=None, source=event().source.model_copy(update={"name": HARD}))
    return [*standing().values(), odd]


def written(folder: Path, suffix: str) -> Path:
    """The events in that format."""
    file = folder / f"events{suffix}"
    assert format_of(file).write(file, iter(events())) == len(events())
    return file


def test_json_lines_are_the_published_bytes(tmp_path: Path) -> None:
    assert written(tmp_path, ".jsonl").read_bytes().splitlines() == [each.to_bytes() for each in events()]


def test_csv_has_the_columns_and_survives_hard_text(tmp_path: Path) -> None:
    with written(tmp_path, ".csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert list(rows[0]) == [name for name, _, _ in COLUMNS]
    assert (rows[-1]["Actor1Name"], rows[-1]["Actor2CountryCode"]) == (HARD, "")
    assert (rows[0]["EventRootCode"], rows[0]["QuadClass"], rows[0]["NumSources"]) == ("11", "3", "3")


def test_parquet_has_the_same_cells_with_types(tmp_path: Path) -> None:
    table = parquet.read_table(written(tmp_path, ".parquet"))
    assert table.schema.names == [name for name, _, _ in COLUMNS]
    assert [str(kind) for kind in table.schema.types] == [kind.replace("float64", "double") for _, kind, _ in COLUMNS]
    assert table.column("Actor1Name")[-1].as_py() == HARD
    assert table.column("ActionGeo_Lat").null_count == len(events())


def test_an_empty_parquet_file_still_has_its_columns(tmp_path: Path) -> None:
    file = tmp_path / "none.parquet"
    assert format_of(file).write(file, iter(())) == 0
    assert parquet.read_table(file).num_rows == 0


def test_plover_names_the_attributes(tmp_path: Path) -> None:
    found = json.loads(written(tmp_path, ".plover.json").read_text(encoding="utf-8"))
    assert len(found) == len(events())
    first = found[0]
    assert {"id", "date", "source", "target", "event", "context", "text"} <= first.keys()
    assert (first["source"][0]["country"], first["event"]) == ("RUS", "ACCUSE")
    assert found[-1]["target"] == []
    assert None not in first.values()


def test_an_empty_plover_file_is_an_empty_list(tmp_path: Path) -> None:
    file = tmp_path / "none.plover.json"
    assert format_of(file).write(file, iter(())) == 0
    assert json.loads(file.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("name", ["events.json", "events.xlsx", "events", ".csv"])
def test_a_name_without_a_format_is_refused(name: str) -> None:
    with pytest.raises(UsageProblem, match=r"it must end in \.plover\.json"):
        format_of(Path(name))


def test_without_the_library_parquet_is_refused_before_anything_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    with pytest.raises(UsageProblem, match=r"pip install 'communique\[parquet\]'"):
        format_of(Path("events.parquet"))


def test_every_format_has_an_ending_of_its_own() -> None:
    assert len({each.suffix for each in FORMATS}) == len(FORMATS)
