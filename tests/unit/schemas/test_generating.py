"""The command that writes what is generated: it names what is stale, and writes only when not asked to check."""

from pathlib import Path

import pytest

from schemas.generating import command, stale


def test_a_missing_and_a_changed_file_are_stale_and_then_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    new, changed, same = tmp_path / "folder" / "new.txt", tmp_path / "changed.txt", tmp_path / "same.txt"
    changed.write_bytes(b"old")
    same.write_bytes(b"as it is")
    files = [(new, b"made"), (changed, b"made"), (same, b"as it is")]
    assert command("here", None, files, tmp_path, ["--check"]) == 1
    assert capsys.readouterr().out == "stale folder/new.txt\nstale changed.txt\n"
    assert changed.read_bytes() == b"old"
    assert command("here", None, files, tmp_path, []) == 0
    assert capsys.readouterr().out == "wrote folder/new.txt\nwrote changed.txt\n"
    assert stale(files) == []
    assert command("here", None, files, tmp_path, ["--check"]) == 0
