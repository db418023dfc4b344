"""Mentions to order: every field has a default, and small worlds of them in which things collide."""

from typing import Any, NamedTuple

from hypothesis import strategies as st

from agents.publishing import EventState, combine, merge, to_event
from schemas import EventMention

FAR_APART = (0x0000000000000000, 0xFFFFFFFF00000000, 0x00000000FFFFFFFF, 0xFFFF0000FFFF0000)
"""Signatures of stories that have nothing in common: at least 32 of 64 bits apart."""

DEFAULTS: dict[str, Any] = {
    "mention_id": "m0", "event_id": "event", "article_id": "a0", "fingerprint": "f0", "event_type": "ACCUSE",
    "mode": "disapprove", "cameo_code": "111", "quad_class": 3, "goldstein": -2.0, "event_date": "2026-01-02",
    "source": {"country": "RUS", "sector": "GOV", "text": "Moscow"}, "confidence": 0.5, "rule": "accuse",
    "target": {"country": "UKR", "sector": "GOV", "text": "Kyiv"}, "codebook_version": "1.0.0",
    "pipeline_version": "0.1.0", "model": "none",
    "evidence": {
        "sentence": "Moscow accused Kyiv.", "start": 0, "end": 20,
        "predicate": {"start": 7, "end": 14}, "source": {"start": 0, "end": 6},
    },
}  # fmt: skip


def mention(**fields: Any) -> EventMention:  # noqa: ANN401 - any field of the message
    """A valid mention that differs from the plainest one in the given fields."""
    return EventMention.model_validate({**DEFAULTS, **fields})


def merged(mentions: list[EventMention]) -> EventState:
    """The state after all of them, one by one, stored and read back before each."""
    state: EventState | None = None
    for each in mentions:
        state = merge(None if state is None else EventState.from_bytes(state.to_bytes()), each)
    if state is None:
        raise ValueError("a state needs at least one mention")
    return state


def merged_in_runs(runs: list[list[EventMention]]) -> EventState:
    """The states of the runs, each merged apart, put together."""
    first, *others = [merged(run) for run in runs if run]
    for other in others:
        first = combine(first, other)
    return first


def event_bytes(state: EventState) -> bytes:
    """The event as it is published; empty where there is none."""
    event = to_event(state)
    return b"" if event is None else event.to_bytes()


class Draw(NamedTuple):
    """The choices that make up a generated mention; small numbers, so that most of them meet."""

    article: int
    predicate: int
    version: int
    withdrawn: bool
    variant: int


CODEBOOKS = ("1.9.0", "1.10.0", "2.0.0-beta", "2.0.0")
PLACES: tuple[dict[str, Any] | None, ...] = (
    None,
    {"name": "Ankara", "country": "TUR"},
    {"name": "Istanbul", "country": "TUR", "latitude": 41.01, "longitude": 28.95, "geonames_id": 745044},
    {"name": "Moscow", "country": "RUS", "latitude": 55.75, "longitude": 37.62, "basis": "actor"},
)


def drawn(draw: Draw) -> EventMention:
    """The mention that the choices stand for. Articles 4 apart are near copies, 8 apart are copies."""
    story = draw.article % 4
    signature = FAR_APART[story] ^ (0b111 << 8 * (draw.article % 8))
    return mention(
        mention_id=f"{draw.article}/{draw.predicate}",
        article_id=f"article {draw.article}",
        fingerprint=f"{draw.article % 8:032x}",
        similarity=f"{signature:016x}" if draw.article % 5 else None,
        publisher=(None, "Gazette", "gazette ", "The Courier", "Wire")[draw.article % 5],
        published_at=f"2026-01-0{1 + draw.article % 7}T08:00:00Z" if draw.article % 3 else None,
        codebook_version=CODEBOOKS[draw.version],
        withdrawn=draw.withdrawn or None,
        **_reported((draw.variant + draw.predicate + draw.version) % 6),
    )


def _reported(variant: int) -> dict[str, Any]:
    """What mentions of one event may differ in."""
    return {
        "mode": (None, "disapprove", "blame")[variant % 3],
        "cameo_code": ("11", "111", "1121", "112")[variant % 4],
        "goldstein": (-2.0, -2.5)[variant % 2],
        "confidence": (0.1, 0.3, 0.55, 0.55, 0.8, 0.123456789)[variant],
        "contexts": (["military"], [], ["diplomatic", "military"])[variant % 3],
        "location": PLACES[variant % 4],
        "event_date": ("2026-01-02", "2026-01-01", "2026-01-03")[variant % 3],
        "date_basis": ("published", "dateline", "stated")[variant % 3],
        "date_precision": ("day", "month")[variant % 2],
        "status": {"future": variant % 2 == 0, "negated": variant == 3},
        "reciprocal": variant % 2 == 0,
    }


DRAWS = st.builds(
    Draw,
    article=st.integers(0, 19),
    predicate=st.integers(0, 1),
    version=st.integers(0, 3),
    withdrawn=st.booleans(),
    variant=st.integers(0, 1),
)
MENTIONS = st.lists(DRAWS.map(drawn), min_size=1, max_size=14)
"""Sets of mentions of one event: copies, near copies, several versions, withdrawals, and conflicting reports."""
