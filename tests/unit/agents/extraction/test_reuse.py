"""Extractions kept for copies: by what they are told apart, and within which bounds."""

from agents.extraction.reuse import Reuse, adapted, key_of
from tests.unit.agents.extraction.reading import STORY, article, read


def test_copies_share_a_key_only_with_the_same_body_day_and_entities() -> None:
    first = article(STORY)
    assert key_of(first) == key_of(first.model_copy(update={"article_id": "b", "url": "urn:b"}))
    others = [
        article(f"{STORY} "), article(STORY, ["Togo"]), article(STORY, published="2025-05-16T00:00:00Z"),
        article(STORY, name="another fingerprint"),
    ]  # fmt: skip
    assert len({key_of(first), *map(key_of, others)}) == 5


def test_reuse_is_bounded_by_entries_and_characters() -> None:
    found = read(STORY)
    by_entries, by_size = Reuse(max_entries=2), Reuse(max_characters=100)
    for memory in (by_entries, by_size):
        for key in (b"a", b"b", b"c"):
            memory.keep(key, found, 40)
        assert (len(memory), memory.get(b"a"), memory.get(b"c")) == (2, None, found)
    by_size.keep(b"d", found, 101)
    assert by_size.get(b"d") is None
    assert adapted(found, article(STORY, name="copy")).reused
