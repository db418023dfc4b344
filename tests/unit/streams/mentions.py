"""A mention and an event to vary in tests of the runtime."""

from typing import Any

from schemas import Actor, DiplomaticEvent, EventMention, Evidence, Span

CODED: dict[str, Any] = {
    "event_id": "e-1", "event_type": "REJECT", "cameo_code": "125", "quad_class": 3, "goldstein": -5.0,
    "source": Actor(name="Russia", country="RUS"), "target": Actor(name="Ukraine", country="UKR"),
    "event_date": "2025-05-15", "confidence": 0.8,
}  # fmt: skip
EVIDENCE = Evidence(
    sentence="Russia snubbed the talks.", start=0, end=25, predicate=Span(start=7, end=14), source=Span(start=0, end=6)
)


def mention(**changes: object) -> EventMention:
    """A mention of Russia rejecting talks with Ukraine."""
    known: dict[str, Any] = {
        **CODED, "mention_id": "m-1", "article_id": "a-1", "fingerprint": "fp-1", "rule": "refuse",
        "evidence": EVIDENCE, "codebook_version": "1", "pipeline_version": "0.1.0", "model": "m",
    }  # fmt: skip
    return EventMention(**{**known, **changes})


def event(**changes: object) -> DiplomaticEvent:
    """The event that one such mention makes."""
    known: dict[str, Any] = {**CODED, "revision": 1, "mention_count": 1, "article_count": 1, "publisher_count": 0}
    return DiplomaticEvent(**{**known, **changes})
