"""What a replay beside would change for subscribers: events added, removed, retyped, re-dated or revised."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from kafka import KafkaConsumer, TopicPartition

from agents.publishing import EventState, merge, to_event
from schemas import Actor, DiplomaticEvent, EventMention
from streams.replay.beside.comparing import Partition, Scope, mention_in, mentions, withdrawal
from streams.replay.beside.steps import mentions_of
from streams.replay.reading import read
from streams.topology import MENTIONS

Kind = Literal["retyped", "redated", "reassigned", "added", "removed", "revised"]
KINDS: dict[Kind, str] = {
    "retyped": "the same words, coded as another act",
    "redated": "the same act on another date",
    "reassigned": "the same act between other actors",
    "added": "found for the first time",
    "removed": "no longer found",
    "revised": "the same event, told otherwise or by other reports",
}
"""The kinds of change in the order in which they are told, with their meaning."""
UNTOLD = frozenset({"revision", "schema_uri"})


class Link(NamedTuple):
    """Where a mention stands in the text: by this the old coding and the new one of the same words are found."""

    article: str
    predicate: tuple[int, int]
    source: tuple[int, int]
    target: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. ``before`` is the event as published, ``after`` as it would be; None where there is none."""

    kind: Kind
    before: DiplomaticEvent | None
    after: DiplomaticEvent | None
    fields: tuple[str, ...] = ()

    def order(self) -> tuple[str, ...]:
        """By date and id: the same report each time."""
        one = self.before or self.after
        return () if one is None else (one.event_date, one.event_id, "" if self.after is None else self.after.event_id)

    def as_json(self) -> dict[str, object]:
        """For programs."""
        sides = {"before": self.before, "after": self.after}
        told: dict[str, object] = {name: brief(event) for name, event in sides.items() if event is not None}
        return {**told, "fields": list(self.fields)} if self.fields else told


@dataclass(slots=True)
class Difference:
    """All of it. ``unchanged`` counts published events of the articles in question that stay as they are."""

    name: str
    articles: int
    codebook: str | None
    unchanged: int = 0
    send: int = 0
    withdraw: int = 0
    outranked: int = 0
    changes: list[Change] = field(default_factory=list)

    @property
    def counts(self) -> dict[Kind, int]:
        """How many of each kind."""
        found = Counter(change.kind for change in self.changes)
        return {kind: found[kind] for kind in KINDS}

    def of(self, kind: Kind, most: int) -> list[Change]:
        """The first few changes of a kind."""
        return sorted((change for change in self.changes if change.kind == kind), key=Change.order)[:most]

    def as_json(self, samples: int) -> dict[str, object]:
        """For programs."""
        told = {kind: [change.as_json() for change in self.of(kind, samples)] for kind in KINDS}
        return {
            "name": self.name, "articles": self.articles, "codebook": self.codebook, "unchanged": self.unchanged,
            "counts": self.counts, "mentions": {"send": self.send, "withdraw": self.withdraw},
            "outranked": self.outranked, "samples": told,
        }  # fmt: skip


@dataclass(slots=True)
class Touched:
    """The events that change, and where in the text their old and their new mentions stand."""

    before: dict[str, EventState] = field(default_factory=dict)
    after: dict[str, EventState] = field(default_factory=dict)
    gone: dict[Link, str] = field(default_factory=dict)
    come: dict[Link, str] = field(default_factory=dict)


def brief(event: DiplomaticEvent) -> dict[str, object]:
    """An event in a few fields, with the sentence of its surest mention."""
    told: dict[str, object] = {
        "event_id": event.event_id, "event_type": event.event_type, "mode": event.mode,
        "cameo_code": event.cameo_code, "source": who(event.source), "target": who(event.target),
        "event_date": event.event_date, "mentions": event.mention_count, "sentence": sentence(event),
    }  # fmt: skip
    return {name: value for name, value in told.items() if value is not None}


def who(actor: Actor | None) -> str | None:
    """An actor in a few words."""
    if actor is None:
        return None
    place = " ".join(part for part in (actor.country, actor.sector) if part)
    name = actor.name or actor.role
    return f"{name} ({place})" if name and place else name or place or "?"


def sentence(event: DiplomaticEvent | None) -> str:
    """The sentence of the surest mention."""
    listed = () if event is None else event.mentions
    surest = max(listed, key=lambda mention: (mention.confidence, mention.mention_id), default=None)
    return surest.sentence if surest else ""


def difference(client: KafkaConsumer, name: str, scope: Scope, work: Sequence[Partition]) -> Difference:
    """Compare the events. The client must have the published mentions and those beside assigned."""
    found = Difference(name, len(scope.articles), scope.codebook)
    touched = Touched()
    for one in work:
        found.unchanged += len(one.standing - one.touched)
        found.send += len(one.send)
        found.withdraw += len(one.withdraw)
        found.outranked += one.outranked
        if one.touched:
            _take(client, name, scope, one, touched)
    found.changes = list(changes_of(touched))
    return found


def _take(client: KafkaConsumer, name: str, scope: Scope, one: Partition, touched: Touched) -> None:
    """The states of the events of a partition that change: as they are, and with what would be sent."""
    gone: list[EventMention] = []
    for record, mention in mentions(client, TopicPartition(MENTIONS.name, one.number)):
        if mention.event_id in one.touched:
            _merge(touched.before, mention)
            _merge(touched.after, mention)
        if record.offset in one.withdraw:
            gone.append(mention)
            touched.gone[link(mention)] = mention.event_id
    for mention in _sent(client, name, one):
        _merge(touched.after, mention)
        touched.come[link(mention)] = mention.event_id
    for mention in gone:
        _merge(touched.after, withdrawal(mention, scope))


def _sent(client: KafkaConsumer, name: str, one: Partition) -> Iterator[EventMention]:
    if one.send:
        ranges = {TopicPartition(mentions_of(name), one.number): (min(one.send), max(one.send) + 1)}
        found = (mention_in(record) for record in read(client, ranges) if record.offset in one.send)
        yield from (mention for mention in found if mention is not None)


def _merge(states: dict[str, EventState], mention: EventMention) -> None:
    states[mention.event_id] = merge(states.get(mention.event_id), mention)


def link(mention: EventMention) -> Link:
    """Where a mention stands in the text."""
    evidence = mention.evidence
    target = (-1, -1) if evidence.target is None else (evidence.target.start, evidence.target.end)
    predicate, source = evidence.predicate, evidence.source
    return Link(mention.article_id, (predicate.start, predicate.end), (source.start, source.end), target)


def changes_of(touched: Touched) -> Iterator[Change]:
    """What became of the events, each old or new one told once."""
    before, after = _standing(touched.before), _standing(touched.after)
    removed, added = before.keys() - after.keys(), after.keys() - before.keys()
    for old, new in _pairs(touched, removed, added):
        if old in before and new in after:
            removed, added = removed - {old}, added - {new}
            yield Change(_kind(before[old], after[new]), before[old], after[new])
    yield from (Change("removed", before[one], None) for one in removed)
    yield from (Change("added", None, after[one]) for one in added)
    for one in before.keys() & after.keys():
        fields = tuple(_fields(before[one], after[one]))
        if fields:
            yield Change("revised", before[one], after[one], fields)


def _standing(states: dict[str, EventState]) -> dict[str, DiplomaticEvent]:
    events = ((one, to_event(state)) for one, state in states.items())
    return {one: event for one, event in events if event is not None and event.state == "active"}


def _pairs(touched: Touched, removed: Iterable[str], added: Iterable[str]) -> list[tuple[str, str]]:
    """Old and new events of the same words, of which at least one comes or goes."""
    linked = {(touched.gone[one], touched.come[one]) for one in touched.gone.keys() & touched.come.keys()}
    gone, come = set(removed), set(added)
    return sorted((old, new) for old, new in linked if old != new and (old in gone or new in come))


def _kind(old: DiplomaticEvent, new: DiplomaticEvent) -> Kind:
    if (old.event_type, old.mode) != (new.event_type, new.mode):
        return "retyped"
    return "redated" if old.event_date != new.event_date else "reassigned"


def _fields(old: DiplomaticEvent, new: DiplomaticEvent) -> Iterator[str]:
    for name in DiplomaticEvent.model_fields:
        if name not in UNTOLD and getattr(old, name) != getattr(new, name):
            yield name
