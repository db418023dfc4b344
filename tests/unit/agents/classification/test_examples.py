"""Every entry of the lexicon has an example that must be coded as it says, and a near miss that must not."""

import pytest

from agents.classification.charges import load_charges
from agents.classification.lexicon import Entry, load_acts, load_operators
from schemas import EventMention
from tests.support.coding import article, coder, extracted

ENTRIES = (*load_acts(), *load_operators(), *load_charges())


@pytest.fixture(scope="module")
def mentions() -> dict[str, list[EventMention]]:
    """All examples and near misses, coded in one batch."""
    texts = [text for entry in ENTRIES for text in (entry.example.text, entry.example.near_miss)]
    found = extracted([article(number, text) for number, text in enumerate(texts)])
    return {text: coder().code(one) for text, one in zip(texts, found, strict=True)}


def rules(mention: EventMention) -> list[str]:
    return mention.rule.split(" > ")


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.id)
def test_the_example_is_coded_as_the_entry_says(entry: Entry, mentions: dict[str, list[EventMention]]) -> None:
    found = mentions[entry.example.text]
    if entry.family is not None:
        assert any(entry.id in rules(mention) for mention in found)
    else:
        wanted = coder().lexicon.codebook[entry.code or ""].event_type
        assert wanted in {mention.event_type for mention in found}


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.id)
def test_the_near_miss_is_not_decided_by_the_entry(entry: Entry, mentions: dict[str, list[EventMention]]) -> None:
    found = mentions[entry.example.near_miss]
    if entry.family is not None:
        assert not any(entry.id in rules(mention) for mention in found)
    else:
        assert entry.id not in {mention.rule for mention in found}
