"""The end of a replay with a newer codebook: what the new coder no longer finds in the replayed articles is withdrawn.

A mention's id comes from what is coded, so a mention that the new coder codes otherwise is not replaced: it would stand
beside the new one. A mention is withdrawn where its article was replayed and its newest version still carries an older
codebook than the one that the replay brought. Publishing then takes it out of its event, and
retracts an event that has none left.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from kafka import KafkaConsumer, KafkaProducer, TopicPartition
from kafka.admin import KafkaAdminClient

from agents.publishing.merging import version_key
from schemas import AuditEntry, EventMention
from streams.audit import Audit, Settled
from streams.dlq.letters import Choice, waiting
from streams.headers import REPLAY, carried, describing, utc_now
from streams.offsets import committed
from streams.problems import TimedOut, UsageProblem
from streams.records import Outgoing, Record
from streams.replay.batching import batches
from streams.replay.planning import chosen
from streams.replay.reading import read, whole
from streams.replay.selected import ranges_in
from streams.replay.selection import Selection, told_by
from streams.replay.sending import deliver
from streams.topology import MENTIONS, STAGES, Stage, stage_named

LOOK_SECONDS = 0.5
CODER = "classification"


class Standing(NamedTuple):
    """The newest version of a mention that was seen, and where it stands."""

    age: tuple[object, ...]
    codebook: str
    withdrawn: bool
    partition: int
    offset: int


@dataclass(slots=True)
class Sweep:
    """What is to be withdrawn. ``stale`` holds partitions and offsets of the mentions topic."""

    replay: str
    codebook: str
    articles: int
    held_back: int
    stale: dict[TopicPartition, set[int]] = field(default_factory=dict)

    @property
    def mentions(self) -> int:
        """How many mentions."""
        return sum(len(offsets) for offsets in self.stale.values())


def recoding(stage: Stage) -> list[Stage]:
    """The stages that must have caught up before it is known what the new coder found.

    Raises:
        UsageProblem: a replay of this stage codes nothing anew.
    """
    coder = STAGES.index(stage_named(CODER))
    found = list(STAGES[STAGES.index(stage) : coder + 1])
    if not found:
        raise UsageProblem(f"a replay of {stage.name} codes nothing anew, so it leaves nothing to sweep")
    return found


def wait_until_coded(client: KafkaConsumer, admin: KafkaAdminClient, stages: Iterable[Stage], seconds: float) -> None:
    """Return when each stage, in the order of the flow, has committed all that its source held when its turn came.

    Raises:
        TimedOut: one has not within ``seconds`` in all.
    """
    deadline = time.monotonic() + seconds
    for stage in stages:
        ends = {tp: end for tp, (start, end) in whole(client, stage.source.name).items() if end > start}
        while left := _left(admin, stage, ends):
            if time.monotonic() > deadline:
                raise TimedOut(
                    f"{stage.name} has {left:,} messages left; are its workers running? `communique lag` shows how it "
                    "gets on; --wait SECONDS waits longer"
                )
            time.sleep(LOOK_SECONDS)


def _left(admin: KafkaAdminClient, stage: Stage, ends: dict[TopicPartition, int]) -> int:
    done = committed(admin, stage.group)
    return sum(max(0, end - done.get(tp, 0)) for tp, end in ends.items())


def articles_of(client: KafkaConsumer, first: AuditEntry) -> set[str]:
    """The articles that a replay was about, from the messages that still stand."""
    ranges = ranges_in(first)
    selection = Selection() if "in_place" in first.selection else Selection.from_text(first.selection)
    starts = client.beginning_offsets(list(ranges))
    ranges = {tp: (max(start, starts[tp]), end) for tp, (start, end) in ranges.items()}
    return {told_by(record).article_id for record in chosen(client, ranges, selection)} - {""}


def survey(
    client: KafkaConsumer, first: AuditEntry, articles: set[str], settled: Settled, codebook: str | None
) -> Sweep:
    """Find the mentions to withdraw.

    Args:
        client: has the mentions and the dead letters of the stages assigned.
        first: the replay's first entry.
        articles: what was replayed.
        settled: the dead letters that have been dealt with.
        codebook: the version that the replay brought; found out from what it caused where that is None.

    Raises:
        UsageProblem: the codebook cannot be found out.
    """
    failed = articles & set(_failed(client, first, settled))
    newest: dict[tuple[str, str], Standing] = {}
    brought: set[str] = set()
    for record in read(client, whole(client, MENTIONS.name)):
        mention = _mention(record)
        if mention is None or mention.article_id not in articles:
            continue
        if _since(record, first.at):
            brought.add(mention.codebook_version)
        if mention.article_id not in failed:
            _take(newest, mention, record)
    target = codebook or max(brought, key=version_key, default=None)
    if target is None:
        raise UsageProblem("the replay has brought no mention that tells its codebook: name it, --codebook 1.2.0")
    sweep = Sweep(first.operation_id, target, len(articles), len(failed))
    for version in newest.values():
        if not version.withdrawn and version_key(version.codebook) < version_key(target):
            sweep.stale.setdefault(TopicPartition(MENTIONS.name, version.partition), set()).add(version.offset)
    return sweep


def _failed(client: KafkaConsumer, first: AuditEntry, settled: Settled) -> Iterator[str]:
    """Articles that became dead letters since: what the new coder finds in them is not known."""
    for stage in recoding(stage_named(first.stage or CODER)):
        for letter in waiting(client, settled, Choice(stage=stage.name, since=first.at)):
            told = letter.record
            source = Record(stage.source.name, told.partition, told.offset, told.timestamp, told.key, told.value)
            yield told_by(source).article_id


def _take(newest: dict[tuple[str, str], Standing], mention: EventMention, record: Record) -> None:
    """Keep the newest version of a mention of an event, as publishing tells it: the codebook, then withdrawal.

    One that is dated otherwise now keeps its id and goes to another event; the old event still has it.
    """
    withdrawn = bool(mention.withdrawn)
    age = (version_key(mention.codebook_version), withdrawn, version_key(mention.pipeline_version))
    place = mention.event_id, mention.mention_id
    known = newest.get(place)
    if known is None or age >= known.age:
        newest[place] = Standing(age, mention.codebook_version, withdrawn, record.partition, record.offset)


def _mention(record: Record) -> EventMention | None:
    """The mention; None for what is none, which publishing has told of already."""
    try:
        return EventMention.from_bytes(record.value or b"")
    except ValueError:
        return None


def _since(record: Record, when: datetime) -> bool:
    return record.timestamp >= when.timestamp()


def withdrawal(record: Record, sweep: Sweep) -> Outgoing:
    """The mention again, of the codebook that no longer finds it, and withdrawn."""
    mention = EventMention.from_bytes(record.value or b"")
    mention = mention.model_copy(update={"withdrawn": True, "codebook_version": sweep.codebook})
    now = utc_now()
    kept = tuple(header for header in carried(record.headers, now) if header[0] != REPLAY)
    headers = (*kept, (REPLAY, sweep.replay.encode()), *describing(mention, "replay", now))
    return Outgoing(record.topic, record.key, mention.to_bytes(), headers, record.partition)


def run(
    client: KafkaConsumer,
    producer: KafkaProducer,
    audit: Audit,
    sweep: Sweep,
    *,
    on_progress: Callable[[int], None],
    stopping: Callable[[], bool],
) -> Counter[str]:
    """Withdraw; what was done before an interruption is found withdrawn by the next sweep.

    Raises:
        NoBroker: the broker does not confirm.
    """
    counts = Counter(withdrawn=0)
    audit.write("started", counts)
    for batch in batches(stale(client, sweep), lambda record: len(record.value or b"")):
        if stopping():
            audit.write("interrupted", counts)
            return counts
        deliver(producer, [withdrawal(record, sweep) for record in batch])
        counts["withdrawn"] += len(batch)
        audit.write("progress", counts)
        on_progress(counts["withdrawn"])
    audit.write("done", counts)
    return counts


def stale(client: KafkaConsumer, sweep: Sweep) -> Iterator[Record]:
    """The mentions to withdraw, as they stand."""
    ranges = {tp: (min(offsets), max(offsets) + 1) for tp, offsets in sweep.stale.items()}
    for record in read(client, ranges):
        if record.offset in sweep.stale[TopicPartition(record.topic, record.partition)]:
            yield record
