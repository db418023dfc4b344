"""The word lists of extraction: well formed, each asked for by a rule, each in one file alone."""

import re
from collections import Counter
from importlib.resources import files
from pathlib import Path
from types import SimpleNamespace

import pydantic
import pytest
import yaml

from agents.extraction import words
from agents.extraction.words import lists, load_words

FOLDER = Path(str(files(words)))
EXTRACTION = FOLDER.parent
READ = {name: yaml.safe_load((FOLDER / name).read_text(encoding="utf-8")) for name in lists.FILES}
LISTS = {name: list(found) for read in READ.values() for name, found in read.items()}


def test_every_file_of_the_folder_is_read() -> None:
    assert sorted(path.name for path in FOLDER.glob("*.yaml")) == sorted(lists.FILES)


@pytest.mark.parametrize("name", LISTS)
def test_a_list_has_each_word_once_and_in_lower_case(name: str) -> None:
    assert LISTS[name]
    assert [word for word, times in Counter(LISTS[name]).items() if times > 1] == []
    assert [word for word in LISTS[name] if word != word.lower().strip()] == []


def test_every_list_is_asked_for() -> None:
    rules = "\n".join(path.read_text(encoding="utf-8") for path in EXTRACTION.rglob("*.py") if path.name != "lists.py")
    assert [name for name in LISTS if not re.search(rf"\.{name}\b", rules)] == []


def load(folder: Path, monkeypatch: pytest.MonkeyPatch, **files: str) -> object:
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    monkeypatch.setattr(lists, "files", lambda _: SimpleNamespace(joinpath=folder.joinpath))
    monkeypatch.setattr(lists, "FILES", tuple(f"{name}.yaml" for name in files))
    return load_words.__wrapped__()


def test_a_list_that_stands_in_two_files_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ValueError, match=r"two\.yaml.*naming"):
        load(tmp_path, monkeypatch, one="naming: [call]\n", two="naming: [dub]\n")


def test_a_missing_list_and_an_unknown_one_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(pydantic.ValidationError) as told:
        load(tmp_path, monkeypatch, one="naming: [call]\nspare: [tyre]\n")
    problems = {(error["loc"][0], error["type"]) for error in told.value.errors()}
    assert ("spare", "unexpected_keyword_argument") in problems
    assert ("light_verbs", "missing") in problems
