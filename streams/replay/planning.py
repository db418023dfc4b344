"""What a replay would touch, found out before anything is done: partitions, offsets, messages, groups and time."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from kafka import KafkaConsumer, TopicPartition

from schemas import Heartbeat
from streams.headers import last
from streams.problems import UsageProblem
from streams.records import Record
from streams.replay import times
from streams.replay.reading import Ranges, messages, read, whole
from streams.replay.selection import REPLAY_OF, Selection, known, told_by
from streams.topology import HEARTBEATS, STAGES, Stage

REPORT_EVERY = 500


@dataclass(slots=True)
class Chosen:
    """What is chosen in one partition."""

    partition: int
    first: int
    last: int
    messages: int = 0
    oldest: float = 0.0
    newest: float = 0.0

    def take(self, record: Record) -> None:
        """Count a message."""
        self.oldest = min(self.oldest, record.timestamp) if self.messages else record.timestamp
        self.newest = max(self.newest, record.timestamp)
        self.last = record.offset
        self.messages += 1

    def as_json(self) -> dict[str, object]:
        """For programs."""
        return {
            "partition": self.partition, "first": self.first, "last": self.last, "messages": self.messages,
            "oldest": times.shown(self.oldest), "newest": times.shown(self.newest),
        }  # fmt: skip


@dataclass(slots=True)
class Plan:
    """A replay of chosen messages. ``ranges`` is what must be read to find them."""

    stage: Stage
    selection: Selection
    ranges: Ranges
    partitions: list[Chosen] = field(default_factory=list)
    copies: int = 0
    """Copies from earlier replays, left out because their originals are there."""
    articles: set[str] = field(default_factory=set)

    @property
    def messages(self) -> int:
        """How many are chosen."""
        return sum(one.messages for one in self.partitions)


def groups(stage: Stage) -> list[str]:
    """The consumer groups that a replay gives work: the stage's, and those after it."""
    return [one.group for one in STAGES[STAGES.index(stage) :]]


def ranges_for(client: KafkaConsumer, stage: Stage, selection: Selection) -> dict[TopicPartition, tuple[int, int]]:
    """The offsets that must be looked at, up to the ends as they are now.

    Where a time range ends is not looked up: timestamps are the writers', so a later message may have an earlier one.

    Raises:
        UsageProblem: a partition or an offset does not exist; the message says which do.
    """
    held = whole(client, stage.source.name)
    if selection.offsets:
        missing = set(selection.offsets) - {tp.partition for tp in held}
        if missing:
            raise UsageProblem(f"{stage.source.name} has partitions 0 to {len(held) - 1}, not {min(missing)}")
        held = {tp: _within(tp, span, selection) for tp, span in held.items() if tp.partition in selection.offsets}
    if selection.start is None:
        return held
    first = client.offsets_for_times(dict.fromkeys(held, times.milliseconds(selection.start)))
    return {tp: (max(start, _found(first.get(tp), end)), end) for tp, (start, end) in held.items()}


def _within(tp: TopicPartition, span: tuple[int, int], selection: Selection) -> tuple[int, int]:
    first, end = selection.offsets[tp.partition]
    if first < span[0] or (first >= span[1]) or (end is not None and end > span[1]):
        there = "nothing" if span[0] == span[1] else f"offsets {span[0]} to {span[1] - 1}"
        raise UsageProblem(f"partition {tp.partition} of {tp.topic} holds {there}")
    return first, span[1] if end is None else end


def _found(answer: object, end: int) -> int:
    """The offset of an answer to a look-up by time; the end where no message is as late."""
    return end if answer is None else int(getattr(answer, "offset", end))


def chosen(client: KafkaConsumer, ranges: Ranges, selection: Selection) -> Iterator[Record]:
    """The messages that are meant, in the order of each partition. Copies count where their original is gone."""
    starts = client.beginning_offsets(list(ranges))
    for record in read(client, ranges):
        if selection.meets(record) and not is_copy(record, starts):
            yield record


def is_copy(record: Record, starts: dict[TopicPartition, int]) -> bool:
    """Whether an earlier replay made it of a message that is still there."""
    told = (last(record.headers, REPLAY_OF) or b"").decode("ascii", "replace")
    partition, _, offset = told.partition(":")
    if not (partition.isdecimal() and offset.isdecimal()):
        return False
    return int(offset) >= starts.get(TopicPartition(record.topic, int(partition)), 0)


def survey(
    client: KafkaConsumer,
    stage: Stage,
    selection: Selection,
    on_progress: Callable[[int, int], None],
    ranges: Ranges | None = None,
) -> Plan:
    """Read what must be read and count what is chosen; ``ranges`` where that is known already.

    Raises:
        UsageProblem: nothing is chosen, or an article or a publisher is not there; the message says what is.
    """
    goes_on = ranges is not None
    ranges = ranges_for(client, stage, selection) if ranges is None else ranges
    plan = Plan(stage, selection, ranges)
    starts, found = client.beginning_offsets(list(ranges)), dict[int, Chosen]()
    publishers: Counter[str] = Counter()
    total = messages(ranges)
    for number, record in enumerate(read(client, ranges), 1):
        if selection.by_content:
            publishers[told_by(record).publisher] += 1
        if selection.meets(record):
            _count(plan, found, record, copy=is_copy(record, starts))
        if number % REPORT_EVERY == 0:
            on_progress(number, total)
    plan.partitions = [found[partition] for partition in sorted(found)]
    if not goes_on:
        _refuse_nothing(client, plan, publishers)
    return plan


def _count(plan: Plan, found: dict[int, Chosen], record: Record, *, copy: bool) -> None:
    if copy:
        plan.copies += 1
        return
    found.setdefault(record.partition, Chosen(record.partition, record.offset, record.offset)).take(record)
    if plan.selection.articles:
        plan.articles.add(told_by(record).article_id)


def _refuse_nothing(client: KafkaConsumer, plan: Plan, publishers: Counter[str]) -> None:
    lacking = sorted(plan.selection.articles - plan.articles)
    unknown = sorted(plan.selection.publishers - publishers.keys())
    where = f"{plan.stage.source.name} {_holds(client, plan)}"
    if unknown:
        named = known(name for name, _ in publishers.most_common())
        raise UsageProblem(f"no message of publisher {unknown[0]!r}; those there are {named}; {where}")
    if lacking:
        raise UsageProblem(f"no message of article {lacking[0]!r} in what was asked for; {where}")
    if not plan.messages:
        copies = f" but {plan.copies} copies of an earlier replay" if plan.copies else ""
        raise UsageProblem(f"nothing lies in what was asked for{copies}; {where}")


def _holds(client: KafkaConsumer, plan: Plan) -> str:
    """What the source holds: how many messages, and of what time."""
    held = whole(client, plan.stage.source.name)
    seen = [record.timestamp for span in held.items() for record in _ends(client, *span)]
    if not seen:
        return "is empty"
    return f"holds {messages(held):,} messages from {times.shown(min(seen))} to {times.shown(max(seen))}"


def _ends(client: KafkaConsumer, tp: TopicPartition, span: tuple[int, int]) -> Iterator[Record]:
    """The first and the last message of a partition."""
    if span[0] < span[1]:
        yield from read(client, {tp: (span[0], span[0] + 1)})
        yield from read(client, {tp: (span[1] - 1, span[1])})


def rate(client: KafkaConsumer, stage: Stage) -> float | None:
    """Messages a second of one worker of the stage, as its heartbeats of the last hour tell; None where none worked."""
    beats: dict[str, list[Heartbeat]] = {}
    for record in read(client, whole(client, HEARTBEATS.name)):
        if record.key == stage.name.encode() and record.value is not None:
            beat = Heartbeat.from_bytes(record.value)
            beats.setdefault(beat.worker, []).append(beat)
    return busy_rate(beats.values())


def busy_rate(series: Iterable[list[Heartbeat]]) -> float | None:
    """Messages a second over the time in which each worker's count grew."""
    done, seconds = 0, 0.0
    for beats in series:
        for before, after in pairwise(sorted(beats, key=lambda beat: beat.sent_at)):
            if after.processed > before.processed:
                done += after.processed - before.processed
                seconds += (after.sent_at - before.sent_at).total_seconds()
    return done / seconds if seconds > 0 else None
