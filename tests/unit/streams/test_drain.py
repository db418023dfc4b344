"""When the pipeline is drained: all that is in the source topics is committed, read in the order of the flow."""

from types import SimpleNamespace

from kafka import TopicPartition

from streams.drain import progress
from streams.topology import STAGES

FIRST, SECOND = STAGES[:2]


class FakeAdmin:
    """Ends of partitions and committed offsets, as the admin client gives them; notes what it was asked and when."""

    def __init__(self, ends: dict[str, list[int]], committed: dict[str, dict[tuple[str, int], int]]) -> None:
        self.ends, self.committed = ends, committed
        self.asked: list[str] = []

    def list_partition_offsets(self, wanted: dict[TopicPartition, object]) -> dict[TopicPartition, SimpleNamespace]:
        self.asked += {partition.topic for partition in wanted}
        return {
            partition: SimpleNamespace(offset=[*self.ends.get(partition.topic, []), *[0] * 8][partition.partition])
            for partition in wanted
        }

    def list_group_offsets(self, group: str) -> dict[str, dict[TopicPartition, SimpleNamespace]]:
        self.asked.append(group)
        known = self.committed.get(group, {})
        return {group: {TopicPartition(*place): SimpleNamespace(offset=offset) for place, offset in known.items()}}


def test_nothing_published_is_nothing_to_do() -> None:
    assert all(stage.drained for stage in progress(FakeAdmin({}, {})))


def test_what_is_not_committed_is_still_to_do() -> None:
    source = FIRST.source.name
    client = FakeAdmin({source: [3, 0, 2]}, {FIRST.group: {(source, 0): 3, (source, 1): -1}})
    first = progress(client)[0]
    assert (first.done, first.total, first.drained) == (3, 5, False)
    client.committed[FIRST.group][source, 2] = 2
    assert progress(client)[0].drained


def test_a_stages_commits_are_read_before_the_end_of_the_next_source() -> None:
    client = FakeAdmin({}, {})
    progress(client)
    assert client.asked.index(FIRST.group) < client.asked.index(SECOND.source.name)
