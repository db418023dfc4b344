"""The gold files keep to their format, name codes that exist, and do not repeat one another."""

from pathlib import Path

import pytest

from agents.classification.codebook import Codebook
from schemas.coded import FLAGS
from tests.gold.texts import cleaned, files, parse, read

EVERY = files("development", "held_out", "fresh", "practice")


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


def _gold(text: str, source: str, target: str) -> dict[str, object]:
    event = {"predicate": "told", "source": source, "target": target, "type": "STATEMENT", "cameo": "010", "flags": []}
    actors = [{"text": source, "country": "MLT"}, {"text": target, "country": "CYP"}]
    return {"id": "x", "published_at": "2025-01-01", "text": text, "actors": actors, "events": [event]}


def test_pieces_follow_their_words_when_cleaning_takes_a_dateline_away() -> None:
    body = "Malta told Cyprus that Malta was closed."
    gold = parse(_gold(f"VALLETTA - {body}", "Malta@2", "Cyprus"))
    moved = cleaned(gold, body)
    event = moved.events[0]
    spans = [event.predicate, event.source, event.target or (0, 0)]
    assert [(start, body[start:end]) for start, end in spans] == [(6, "told"), (23, "Malta"), (11, "Cyprus")]
    assert [body[slice(*actor.span)] for actor in moved.actors] == ["Malta", "Cyprus"]


def test_events_whose_source_was_in_the_dateline_are_left_out() -> None:
    gold = parse(_gold("VALLETTA - They told Cyprus.", "VALLETTA", "Cyprus"))
    moved = cleaned(gold, "They told Cyprus.")
    assert (moved.events, [actor.text for actor in moved.actors]) == ((), ["Cyprus"])
