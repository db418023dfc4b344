"""How far the stages have got with what was published: committed offsets against the ends of their source topics."""

from collections.abc import Sequence
from dataclasses import dataclass

from kafka import TopicPartition
from kafka.admin import KafkaAdminClient, OffsetSpec

from streams.topology import STAGES, Stage


@dataclass(frozen=True, slots=True)
class Progress:
    """Of the messages in a stage's source topic, how many it has seen to their end."""

    stage: str
    done: int
    total: int

    @property
    def drained(self) -> bool:
        """Whether none is left."""
        return self.done >= self.total


def progress(client: KafkaAdminClient, stages: Sequence[Stage] = STAGES) -> list[Progress]:
    """The progress of every stage, in the order of the flow.

    A stage commits only what it has delivered, and each stage's commits are read before the end of the next one's
    source. So if all are drained in one reading, nothing is under way anywhere between the first stage and the last.
    """
    return [_of(client, stage) for stage in stages]


def _of(client: KafkaAdminClient, stage: Stage) -> Progress:
    partitions = [TopicPartition(stage.source.name, number) for number in range(stage.source.partitions)]
    ends = client.list_partition_offsets(dict.fromkeys(partitions, OffsetSpec.LATEST))
    committed = client.list_group_offsets(stage.group)[stage.group]
    known = {partition: max(0, committed[partition].offset) for partition in partitions if partition in committed}
    total = sum(end.offset for end in ends.values())
    return Progress(stage.name, min(total, sum(known.values())), total)
