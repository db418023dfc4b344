"""What is passed over for speed alone changes nothing: with every short cut closed, extraction says the same."""

from collections.abc import Iterator

import pytest

from agents.extraction import dates
from agents.extraction.attribution import Attributions
from agents.extraction.places import Places
from agents.extraction.status import Cues, StatusRules
from schemas import ExtractedArticle
from tests.gold.texts import files, read
from tests.unit.agents.extraction.reading import article, extractor


class Everywhere:
    """Stands for the look-up of words of time: finds one in every text."""

    def iter(self, text: str) -> Iterator[str]:
        """Something, whatever the text."""
        yield text


def told(texts: list[str]) -> list[dict[str, object]]:
    """What extraction says of some texts."""
    found = [one for one in extractor().extract([article(text) for text in texts]) if isinstance(one, ExtractedArticle)]
    assert len(found) == len(texts)
    return [one.to_wire() for one in found]


def test_short_cuts_change_nothing_in_the_gold(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [gold.text for path in files("development") for gold in read(path)][::6]
    expected = told(texts)
    monkeypatch.setattr(StatusRules, "cues", lambda *_: Cues(*[True] * 8))
    monkeypatch.setattr(Attributions, "has_aside", lambda *_: True)
    monkeypatch.setattr(Places, "may_place", lambda *_: True)
    monkeypatch.setattr(dates, "_ANY", Everywhere())
    monkeypatch.setattr(dates, "_clues", lambda _: {"unit", "day", "month", "month and digit", "digit"})
    found = told(texts)
    assert [one for one, other in zip(found, expected, strict=True) if one != other] == []
