"""The event as its mentions tell it: a pure function of their set, whatever the order in which they came.

Rules, where reports differ:

- type and mode, then code (among those that report the winning type and mode), then weights: a vote (``vote``);
- actors: the most voted actor on each side, with the most voted name, role and sectors among those that mean it;
- date: the best basis (stated, dateline, published), then the finest precision, then the earliest;
- place: one that the text gives before one inferred from an actor, then the most specific, then the most voted;
- flags and ``reciprocal``: set where every mention sets them; contexts: those with at least half of the weight;
- confidence: that of the most confident mention. How well it is corroborated, the counts say.

Copies and near copies of a story count once in ``mention_count`` and ``article_count``, and vote once; each of their
publishers counts. Withdrawn mentions neither count nor vote, except that a retracted event says what it was.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from agents.publishing.copies import stories
from agents.publishing.state import MAX_SEEN, EventState, Record
from agents.publishing.vote import Ballot, canonical, elect, tally
from schemas.coded import FLAGS
from schemas.diplomatic_event import DiplomaticEvent

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLION = 1_000_000
_BASES = {"stated": 2, "dateline": 1, "published": 0}
_PRECISIONS = {"day": 2, "month": 1, "year": 0}
_ACTOR_FIELDS = ("name", "country", "sector", "sectors", "role", "title", "actor_id")
_RANK_BITS = 36
"""Bits of a rank that the revision of a full event looks at: with 2,000 x 32 of them it stays below 2^53."""
_RANKS: int = 1 << _RANK_BITS


def to_event(state: EventState) -> DiplomaticEvent | None:
    """The event that the state amounts to, None where the state holds no mention in full."""
    active = [record for record in state.records if not record.version.withdrawn]
    detailed = [record for record in active if record.summary is not None]
    witnesses = detailed or [record for record in state.records if record.summary is not None]
    if not witnesses:
        return None
    return DiplomaticEvent.model_validate(
        {
            "event_id": state.event_id,
            "revision": revision(state),
            "status": "active" if active else "retracted",
            **_coded(witnesses),
            **_counts(active),
            **_period(active or witnesses),
            "mentions": _listed(detailed),
        }
    )


def revision(state: EventState) -> int:
    """How much the event has taken in: it grows with every change, and equal revisions mean equal events.

    It is the number of versions of mentions that were taken in. Once the event is full that number may shrink, as a
    mention drops out for one with a lower rank, so the ranks are added in: larger steps, but still growing.
    """
    versions = sum(len(record.seen) for record in state.records)
    if not state.full:
        return versions
    return sum(map(_depth, state.records)) * MAX_SEEN + versions


def _depth(record: Record) -> int:
    """The lower its rank, the deeper a record lies."""
    return _RANKS - (int(record.rank, 16) >> (64 - _RANK_BITS))


def _coded(witnesses: Sequence[Record]) -> dict[str, Any]:
    first = witnesses[0].coded or {}
    confidence = {"confidence": max(map(_weight, witnesses)) / _MILLION}
    if all(record.coded == first for record in witnesses):
        return {**_unanimous(first), **confidence}
    return {**_voted(witnesses), **confidence}


def _unanimous(coded: dict[str, Any]) -> dict[str, Any]:
    """What a vote would give where all report the same, as most events are: they have one mention, or copies of it."""
    status = coded.get("status", {})
    return {
        **{name: value for name, value in coded.items() if name != "status"},
        "contexts": sorted(set(coded.get("contexts", ()))),
        "reciprocal": bool(coded.get("reciprocal")),
        "flags": {flag: status.get(flag, False) for flag in FLAGS},
    }


def _voted(witnesses: Sequence[Record]) -> dict[str, Any]:
    ballots = [
        Ballot(story, _weight(record), record.coded or {})
        for story, record in zip(stories(witnesses), witnesses, strict=True)
    ]
    return {
        **_act(ballots),
        **_actors(ballots),
        **_date(ballots),
        **_place(ballots),
        "contexts": _contexts(ballots),
        "reciprocal": all(ballot.coded.get("reciprocal") for ballot in ballots),
        "flags": _flags(ballots),
    }


def _weight(record: Record) -> int:
    return round(float((record.summary or {}).get("confidence", 0.0)) * _MILLION)


def _act(ballots: Sequence[Ballot]) -> dict[str, Any]:
    act: dict[str, Any] = {}
    for names in (("event_type", "mode"), ("cameo_code",), ("quad_class", "goldstein")):
        won = elect(ballots, _pick(names))
        ballots = [ballot for ballot in ballots if _pick(names)(ballot.coded) == won]
        act.update(zip(names, won, strict=True) if isinstance(won, list) else ())
    return {name: value for name, value in act.items() if value is not None}


def _pick(names: tuple[str, ...]) -> Callable[[dict[str, object]], list[object]]:
    return lambda coded: [coded.get(name) for name in names]


def _actors(ballots: Sequence[Ballot]) -> dict[str, Any]:
    sides = {side: _actor(ballots, side) for side in ("source", "target")}
    return {side: actor for side, actor in sides.items() if actor is not None}


def _actor(ballots: Sequence[Ballot], side: str) -> dict[str, Any] | None:
    present = [
        Ballot(ballot.story, ballot.weight, actor)
        for ballot in ballots
        if isinstance(actor := ballot.coded.get(side), dict)
    ]
    if not present:
        return None
    first = present[0].coded
    if all(ballot.coded == first for ballot in present):
        return first
    identity = elect(present, _identity)
    meant = [ballot for ballot in present if _identity(ballot.coded) == identity]
    fields = {name: elect(meant, _get(name)) for name in _ACTOR_FIELDS}
    return {name: value for name, value in fields.items() if value is not None}


def _identity(actor: dict[str, object]) -> list[object]:
    return [actor.get("country"), actor.get("actor_id") or actor.get("name"), actor.get("sector")]


def _get(name: str) -> Callable[[dict[str, object]], object]:
    return lambda coded: coded.get(name)


def _date(ballots: Sequence[Ballot]) -> dict[str, Any]:
    best = min((ballot.coded for ballot in ballots), key=_date_order)
    return {name: best[name] for name in ("event_date", "date_precision", "date_basis")}


def _date_order(coded: dict[str, object]) -> tuple[int, int, str]:
    basis, precision = _BASES[str(coded["date_basis"])], _PRECISIONS[str(coded["date_precision"])]
    return -basis, -precision, str(coded["event_date"])


def _place(ballots: Sequence[Ballot]) -> dict[str, Any]:
    places = {canonical(place): place for ballot in ballots if isinstance(place := ballot.coded.get("location"), dict)}
    if not places:
        return {}
    weight = tally((ballot.story, ballot.weight, canonical(ballot.coded.get("location"))) for ballot in ballots)
    best = max(places, key=lambda key: (*_specificity(places[key]), weight[key], key))
    return {"location": places[best]}


def _specificity(place: dict[str, Any]) -> tuple[bool, int, bool]:
    known = sum(name in place for name in ("country", "admin1", "latitude", "geonames_id"))
    return place.get("basis") != "actor", known, place.get("basis") == "stated"


def _contexts(ballots: Sequence[Ballot]) -> list[str]:
    total = sum(tally((ballot.story, ballot.weight, 0) for ballot in ballots).values())
    votes = tally((ballot.story, ballot.weight, context) for ballot in ballots for context in _list(ballot, "contexts"))
    return sorted(context for context, weight in votes.items() if 2 * weight >= total)


def _list(ballot: Ballot, name: str) -> list[str]:
    values = ballot.coded.get(name)
    return values if isinstance(values, list) else []


def _flags(ballots: Sequence[Ballot]) -> dict[str, bool]:
    statuses = [status if isinstance(status := ballot.coded.get("status"), dict) else {} for ballot in ballots]
    return {flag: all(status.get(flag, False) for status in statuses) for flag in FLAGS}


def _counts(active: Sequence[Record]) -> dict[str, int]:
    mentions: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for story, record in zip(stories(active), active, strict=True):
        mentions[story][record.article] += 1
    return {
        "mention_count": sum(max(articles.values()) for articles in mentions.values()),
        "article_count": len(mentions),
        "publisher_count": len({record.publisher for record in active if record.publisher}),
    }


def _period(records: Iterable[Record]) -> dict[str, datetime]:
    moments = [record.published for record in records if record.published is not None]
    if not moments:
        return {}
    return {"first_reported_at": _moment(min(moments)), "last_reported_at": _moment(max(moments))}


def _moment(microseconds: int) -> datetime:
    return _EPOCH + timedelta(microseconds=microseconds)


def _listed(detailed: Iterable[Record]) -> list[dict[str, Any]]:
    """The mentions by time of publication (those without one last), then by id."""
    ordered = sorted(detailed, key=lambda record: (record.published is None, record.published or 0, record.rank))
    return [{**(record.summary or {}), "codebook_version": record.version.codebook} for record in ordered]
