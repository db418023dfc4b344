"""Which messages of a stage's source a replay is about: by time, offset, article and publisher."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple, Self

import orjson

from agents.cleaning import article_id_of
from schemas import RawArticle, rfc3339
from streams.problems import UsageProblem
from streams.records import Record
from streams.replay import times
from streams.topology import RAW

REPLAY_OF = "communique_replay_of"
"""On a copy that a replay sent: the partition and offset of its original. No stage passes it on."""
_OFFSETS = re.compile(r"([0-9]{1,6}):([0-9]{1,18})-([0-9]{1,18})?")


class Told(NamedTuple):
    """What a message says of its article."""

    article_id: str
    publisher: str


@dataclass(frozen=True, slots=True)
class Selection:
    """What was asked for. Times are ``[start, end)`` by the messages' own timestamps, offsets ``[first, end)``."""

    start: datetime | None = None
    end: datetime | None = None
    offsets: Mapping[int, tuple[int, int | None]] = field(default_factory=dict)
    articles: frozenset[str] = frozenset()
    publishers: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        """Whether anything was asked for."""
        return bool(self.start or self.end or self.offsets or self.by_content)

    @property
    def by_content(self) -> bool:
        """Whether messages must be looked into."""
        return bool(self.articles or self.publishers)

    def meets_time(self, record: Record) -> bool:
        """Whether the message was written in the range, to the millisecond, which is what Kafka keeps."""
        at = round(record.timestamp * 1000)
        after = self.start is None or at >= _up(self.start)
        return after and (self.end is None or at < _up(self.end))

    def meets(self, record: Record) -> bool:
        """Whether the message is meant; its offset is seen to by what is read."""
        if not self.meets_time(record):
            return False
        if not self.by_content:
            return True
        told = told_by(record)
        chosen = not self.articles or told.article_id in self.articles
        return chosen and (not self.publishers or told.publisher in self.publishers)

    def as_text(self) -> dict[str, str]:
        """For the audit, from which ``from_text`` makes it again."""
        found = {"from": self.start and rfc3339(self.start), "to": self.end and rfc3339(self.end)}
        spans = (f"{at}:{first}-{'' if end is None else end}" for at, (first, end) in sorted(self.offsets.items()))
        found["offsets"] = " ".join(spans)
        found["articles"] = orjson.dumps(sorted(self.articles)).decode() if self.articles else None
        found["publishers"] = orjson.dumps(sorted(self.publishers)).decode() if self.publishers else None
        return {name: value for name, value in found.items() if value}

    @classmethod
    def from_text(cls, text: Mapping[str, str]) -> Self:
        """What ``as_text`` wrote."""
        return cls(
            times.moment(text["from"]) if "from" in text else None,
            times.moment(text["to"]) if "to" in text else None,
            offsets_of(text.get("offsets", "").split()),
            frozenset(orjson.loads(text.get("articles", "[]"))),
            frozenset(orjson.loads(text.get("publishers", "[]"))),
        )


def offsets_of(texts: Sequence[str]) -> dict[int, tuple[int, int | None]]:
    """Offsets by partition, from ``PARTITION:FIRST-END``; without END to the end.

    Raises:
        UsageProblem: one is not of that form, its range is empty, or a partition comes twice.
    """
    found: dict[int, tuple[int, int | None]] = {}
    for text in texts:
        parts = _OFFSETS.fullmatch(text.strip())
        if parts is None:
            raise UsageProblem(
                f"--offsets {text}: PARTITION:FIRST-END is expected, END not included: 3:100-200 or 3:100-"
            )
        partition, first, end = int(parts[1]), int(parts[2]), None if parts[3] is None else int(parts[3])
        if partition in found:
            raise UsageProblem(f"--offsets names partition {partition} twice")
        if end is not None and end <= first:
            raise UsageProblem(f"--offsets {text}: nothing lies between {first} and {end}")
        found[partition] = (first, end)
    return found


def told_by(record: Record) -> Told:
    """The article and the publisher of a message of any source; empty where it does not tell or cannot be read."""
    try:
        values: Any = orjson.loads(record.value or b"")
    except orjson.JSONDecodeError:
        return Told(_text(record.key), "")
    if not isinstance(values, dict):
        return Told(_text(record.key), "")
    if record.topic == RAW.name:
        return Told(_raw_id(record, values), _string(values.get("source")))
    return Told(_string(values.get("article_id")), _string(values.get("publisher")))


def known(publishers: Iterable[str], most: int = 10) -> str:
    """Publishers for an error message, the first few of them."""
    named = [name for name in publishers if name]
    more = f" and {len(named) - most} more" if len(named) > most else ""
    return ", ".join(named[:most]) + more or "none that name themselves"


def _raw_id(record: Record, values: dict[str, Any]) -> str:
    """The id that cleaning will give the article."""
    try:
        return article_id_of(RawArticle.model_validate(values))
    except ValueError:
        return _text(record.key)


def _up(when: datetime) -> int:
    """A moment in whole milliseconds, rounded up: no message lies between it and the result."""
    return times.milliseconds(when) + bool(when.microsecond % 1000)


def _text(key: bytes | None) -> str:
    return (key or b"").decode("utf-8", "replace")


def _string(value: object) -> str:
    return value if isinstance(value, str) else ""
