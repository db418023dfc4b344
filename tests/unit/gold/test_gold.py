"""The gold files keep to their format, name codes that exist, and do not repeat one another."""

from pathlib import Path

import pytest

from agents.classification.codebook import Codebook
from tests.gold.texts import FLAGS, files, read

EVERY = files(held_out=False) + files(held_out=True)


@pytest.mark.parametrize("path", EVERY, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_events_have_codes_of_the_codebook(path: Path) -> None:
    codebook = Codebook.load()
    for text in read(path):
        for event in text.events:
            entry = codebook[event.cameo]
            assert (text.id, entry.event_type, entry.mode or "") == (text.id, event.type, event.mode or "")
            assert event.flags <= set(FLAGS)


def test_ids_and_texts_are_unique() -> None:
    texts = [text for path in EVERY for text in read(path)]
    assert len({text.id for text in texts}) == len({text.text for text in texts}) == len(texts)


def test_some_texts_have_no_event() -> None:
    assert sum(not text.events for path in EVERY for text in read(path)) >= len(EVERY)
