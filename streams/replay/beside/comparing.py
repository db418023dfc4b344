"""What a replay beside would change: its mentions against the published ones of the articles that it has coded.

Mentions of one event stand in one partition of both topics, so partitions are compared one by one. A mention is the
same where all that an event takes from it is the same, whatever codebook it names: what changes nothing is not sent.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

import orjson
from kafka import KafkaConsumer, TopicPartition

from agents.publishing.merging import record_of, short_hash, version_key
from agents.publishing.state import Record as Kept
from schemas import EventMention
from streams.headers import last
from streams.problems import UsageProblem
from streams.records import Record
from streams.replay.beside.steps import ARTICLE, mentions_of
from streams.replay.reading import read, whole
from streams.topology import MENTIONS

Id = tuple[str, str]
"""An event and one of its mentions."""


class Version(NamedTuple):
    """The newest version of a mention, and where it stands. ``age`` orders versions as the merge does."""

    age: tuple[object, ...]
    codebook: str
    withdrawn: bool
    content: str
    offset: int


@dataclass(slots=True)
class Partition:
    """What is to be done in one partition: offsets beside to send, and published ones to withdraw."""

    number: int
    send: set[int] = field(default_factory=set)
    withdraw: set[int] = field(default_factory=set)
    touched: set[str] = field(default_factory=set)
    """Events of these mentions."""
    standing: set[str] = field(default_factory=set)
    """Published events of the articles in question."""
    outranked: int = 0
    """Mentions that the merge would not take, as the published version is of the same codebook or a newer one."""

    @property
    def work(self) -> int:
        """Messages to send."""
        return len(self.send) + len(self.withdraw)


@dataclass(frozen=True, slots=True)
class Scope:
    """The articles that were coded, and the newest codebook that coded them; none where nothing was found at all."""

    articles: frozenset[str]
    codebook: str | None


def scope_of(client: KafkaConsumer, name: str) -> Scope:
    """What a replay beside has coded. The client must have its mentions assigned."""
    articles, books = set[str](), set[str]()
    for record in read(client, whole(client, mentions_of(name))):
        article = last(record.headers, ARTICLE)
        if article is not None:
            articles.add(article.decode())
        elif record.value is not None:
            books.add(str(orjson.loads(record.value).get("codebook_version", "")))
    return Scope(frozenset(articles), max(books, key=version_key, default=None))


def partitions(client: KafkaConsumer, name: str, scope: Scope) -> Iterator[Partition]:
    """What is to be done, partition by partition.

    Raises:
        UsageProblem: the topics differ in their partitions.
    """
    published, beside = whole(client, MENTIONS.name), whole(client, mentions_of(name))
    if len(published) != len(beside):
        raise UsageProblem(
            f"{MENTIONS.name} has got other partitions since {name} was begun: discard it and run it again"
        )
    for tp in sorted(published):
        twin = TopicPartition(mentions_of(name), tp.partition)
        yield _compared(tp.partition, _newest(client, tp, scope), _newest(client, twin, scope), scope)


def _newest(client: KafkaConsumer, tp: TopicPartition, scope: Scope) -> dict[Id, Version]:
    found: dict[Id, Version] = {}
    for record, mention in mentions(client, tp):
        if mention.article_id in scope.articles:
            version = version_of(mention, record.offset)
            known = found.get((mention.event_id, mention.mention_id))
            if known is None or version.age >= known.age:
                found[mention.event_id, mention.mention_id] = version
    return found


def mentions(client: KafkaConsumer, tp: TopicPartition) -> Iterator[tuple[Record, EventMention]]:
    """The mentions of a partition; what is none was told of when it was published."""
    for record in read(client, {tp: whole(client, tp.topic)[tp]}):
        mention = mention_in(record)
        if mention is not None:
            yield record, mention


def mention_in(record: Record) -> EventMention | None:
    """The mention that a message is; None where it is none."""
    if record.value is None:
        return None
    try:
        return EventMention.from_bytes(record.value)
    except ValueError:
        return None


def version_of(mention: EventMention, offset: int) -> Version:
    """How a version of a mention ranks, and a digest of what its event takes from it."""
    kept = record_of(mention)
    return Version(age_of(kept), kept.version.codebook, kept.version.withdrawn, _content(kept), offset)


def age_of(kept: Kept) -> tuple[object, ...]:
    """The order of versions that the merge has."""
    one = kept.version
    return version_key(one.codebook), one.withdrawn, version_key(one.pipeline), one.model, one.digest


def _content(kept: Kept) -> str:
    told = [kept.article, kept.fingerprint, kept.similarity, kept.publisher, kept.published, kept.summary, kept.coded]
    return short_hash(orjson.dumps(told, option=orjson.OPT_SORT_KEYS))


def _compared(number: int, old: dict[Id, Version], new: dict[Id, Version], scope: Scope) -> Partition:
    found = Partition(number)
    found.standing = {event for (event, _), version in old.items() if not version.withdrawn}
    for known, version in new.items():
        _send(found, known, old.get(known), version)
    for known, version in old.items():
        if known not in new and not version.withdrawn:
            _withdraw(found, known, version, scope)
    return found


def _send(found: Partition, known: Id, old: Version | None, new: Version) -> None:
    if old is not None and not old.withdrawn and old.content == new.content:
        return
    if old is not None and old.age >= new.age:
        found.outranked += 1
        return
    found.send.add(new.offset)
    found.touched.add(known[0])


def _withdraw(found: Partition, known: Id, old: Version, scope: Scope) -> None:
    """A withdrawal ranks above what was coded by the same codebook, and below a newer one."""
    if scope.codebook is not None and version_key(old.codebook) > version_key(scope.codebook):
        found.outranked += 1
        return
    found.withdraw.add(old.offset)
    found.touched.add(known[0])


def withdrawal(mention: EventMention, scope: Scope) -> EventMention:
    """The mention, withdrawn by the codebook that no longer finds it."""
    return mention.model_copy(
        update={"withdrawn": True, "codebook_version": scope.codebook or mention.codebook_version}
    )
