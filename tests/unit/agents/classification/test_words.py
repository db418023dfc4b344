"""The short lists of words."""

import re
from collections import Counter
from dataclasses import fields
from pathlib import Path

import pytest
import yaml

from agents.classification.codebook import DATA
from agents.classification.words import Words, shipped


def test_every_list_has_lemmas_in_lower_case() -> None:
    lists = {one.name: getattr(shipped(), one.name) for one in fields(Words)}
    roles = {"posted", "visiting", "travelling"}
    assert all(lists.values())
    assert all(word == word.lower() for words in lists.values() for word in words)
    assert all(" " not in word for name, words in lists.items() for word in words if name not in roles)


def test_a_list_has_each_word_once_and_is_asked_for() -> None:
    raw: dict[str, list[str]] = yaml.safe_load((DATA / "words.yaml").read_text(encoding="utf-8"))
    assert [word for found in raw.values() for word, times in Counter(found).items() if times > 1] == []
    rules = "\n".join(path.read_text(encoding="utf-8") for path in DATA.parent.glob("*.py") if path.stem != "words")
    assert [name for name in raw if not re.search(rf"\.{name}\b", rules)] == []


def test_a_list_that_nobody_asks_for_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "words.yaml"
    file.write_text("meetings: [meet]\nsending: [send]\nconsisting: [number]\nempty: [be]\nspare: [tyre]\n")
    with pytest.raises(TypeError, match="spare"):
        Words.load(file)


def test_a_missing_list_is_missed(tmp_path: Path) -> None:
    file = tmp_path / "words.yaml"
    file.write_text("meetings: [meet]\n")
    with pytest.raises(TypeError, match="sending"):
        Words.load(file)
