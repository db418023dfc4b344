"""A small feed of events with everything in it that a consumer must cope with, made without the pipeline."""

from collections.abc import Iterator
from contextlib import closing

from agents.publishing import EventState, merge, to_event
from schemas import DiplomaticEvent, EventMention
from streams import headers, topics
from streams.topology import EVENTS
from tests.support.topics import Sent, admin, send
from tests.unit.agents.publishing.mentions import mention

PAIRS = (("RUS", "UKR"), ("FRA", "DEU"), ("USA", "CHN"), ("TUR", "GRC"), ("IND", "PAK"), ("GBR", "IRN"))
RETRACTED = "IND/PAK"
REPORTS = 3
"""Reports of each event, and so revisions: 18 messages, one of them twice, one retraction and its tombstone."""


def mentions_of(source: str, target: str) -> list[EventMention]:
    """Three reports of one event by three publishers."""
    kind = {"event_type": "CONSULT", "quad_class": 1, "cameo_code": "042", "goldstein": 1.9, "mode": "visit"}
    chosen = kind if source in {"FRA", "TUR"} else {}
    return [
        mention(
            mention_id=f"{source}/{target}/{number}", event_id=f"{source}/{target}", article_id=f"{source}{number}",
            fingerprint=f"{source}{number}", source={"country": source}, target={"country": target},
            publisher=f"Publisher {number}", published_at=f"2026-01-02T0{number}:00:00Z", **chosen,
        )
        for number in range(REPORTS)
    ]  # fmt: skip


def told(mentions: list[EventMention]) -> Iterator[DiplomaticEvent]:
    """The event after each of its mentions."""
    state: EventState | None = None
    for each in mentions:
        state = merge(state, each)
        event = to_event(state)
        if event is not None:
            yield event


def sent(event: DiplomaticEvent) -> Sent:
    """An event as publishing sends it."""
    described = headers.describing(event, "publishing", headers.utc_now())
    return Sent(event.event_id.encode(), event.to_bytes(), tuple(described))


def feed() -> Iterator[Sent]:
    """The messages in order: all events grow side by side, one comes twice, one is taken back and ends."""
    growing = [list(told(mentions_of(*pair))) for pair in PAIRS]
    for revisions in zip(*growing, strict=True):
        yield from map(sent, revisions)
    yield sent(growing[0][-1])
    yield sent(taken_back())
    yield Sent(RETRACTED.encode(), None)


def taken_back() -> DiplomaticEvent:
    """The event of which every report was withdrawn."""
    mentions = mentions_of(*RETRACTED.split("/"))
    withdrawn = [each.model_copy(update={"withdrawn": True}) for each in mentions]
    *_, last = told([*mentions, *withdrawn])
    return last


def standing() -> dict[str, DiplomaticEvent]:
    """What stands once all was read, by event id."""
    ends = {f"{source}/{target}": list(told(mentions_of(source, target)))[-1] for source, target in PAIRS}
    del ends[RETRACTED]
    return ends


def publish_feed(bootstrap: str) -> int:
    """Create the event topic where it is missing and send the feed; gives the number of messages."""
    with closing(admin(bootstrap)) as client:
        topics.ensure(client, [EVENTS])
    return send(bootstrap, EVENTS.name, feed())
