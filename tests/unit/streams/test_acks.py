"""Acknowledgement in the order of arrival, which keeps Faust from committing past a message still worked on."""

from collections import defaultdict

from faust.transport.consumer import Consumer
from hypothesis import given
from hypothesis import strategies as st

from streams.acks import OrderedAcks
from tests.unit.streams.fakes import FakeEvent, FakeMessage


def events(offsets: list[int], acked: list[int], partition: int = 0) -> list[FakeEvent]:
    return [FakeEvent(FakeMessage("topic", partition, offset, None, b""), acked) for offset in offsets]


@given(st.permutations(range(8)), st.integers(min_value=0, max_value=8))
def test_whatever_the_order_of_finishing_only_a_finished_prefix_is_acknowledged(
    order: list[int], finished: int
) -> None:
    acks, acked = OrderedAcks(), list[int]()
    pending = [acks.take(event) for event in events(list(range(8)), acked)]
    for offset in order[:finished]:
        acks.finish(pending[offset])
    done = set(order[:finished])
    prefix = next((offset for offset in range(8) if offset not in done), 8)
    assert acked == list(range(prefix))
    assert acks.position("topic", 0) == prefix


def test_partitions_do_not_wait_for_one_another() -> None:
    acks, acked = OrderedAcks(), list[int]()
    acks.take(events([1], acked, partition=0)[0])
    other = acks.take(events([7], acked, partition=1)[0])
    acks.finish(other)
    assert acked == [7]
    assert acks.position("topic", 0) == 1


def test_a_partition_that_was_never_read_has_no_position() -> None:
    assert OrderedAcks().position("topic", 0) is None


class FaustCommits:
    """Only what Faust's own arithmetic of commits needs of a consumer."""

    def __init__(self, committed: int | None) -> None:
        self._acked: dict[str, list[int]] = defaultdict(list)
        self._acked_index: dict[str, set[int]] = defaultdict(set)
        self._gap: dict[str, None] = defaultdict(lambda: None)
        self._committed_offset: dict[str, int | None] = defaultdict(lambda: committed)

    def ack(self, offset: int) -> None:
        self._acked["tp"].append(offset)
        self._acked_index["tp"].add(offset)

    def next_commit(self) -> int | None:
        offset: int | None = Consumer._new_offset(self, "tp")  # type: ignore[arg-type]  # a stand-in for the consumer
        return offset


def test_faust_itself_commits_past_a_gap_which_is_why_we_order_acknowledgements() -> None:
    fresh = FaustCommits(committed=None)
    fresh.ack(5)
    assert fresh.next_commit() == 6, "nothing committed yet: offsets 0 to 4 would be lost"
    running = FaustCommits(committed=37)
    running.ack(38)
    assert running.next_commit() == 39, "37 is the next to be read and not acknowledged: it would be lost"


@given(st.permutations(range(6)), st.sampled_from([None, 0]))
def test_in_order_faust_never_commits_past_what_is_unfinished(order: list[int], committed: int | None) -> None:
    faust, acks, acked = FaustCommits(committed), OrderedAcks(), list[int]()
    pending = [acks.take(event) for event in events(list(range(6)), acked)]
    done: set[int] = set()
    for offset in order:
        before = len(acked)
        acks.finish(pending[offset])
        done.add(offset)
        for new in acked[before:]:
            faust.ack(new)
        commit = faust.next_commit() or 0
        assert set(range(commit)) <= done
