"""A replay in place: the stage's group is moved back, and its workers read on from there. Nothing is copied.

Everything after that place is read again too, so there is no end to choose; and the group must be without workers, for
those that run would go on from where they are and commit over it.
"""

from collections.abc import Mapping

from kafka import KafkaConsumer, TopicPartition
from kafka.admin import KafkaAdminClient
from kafka.errors import KafkaError

from streams.offsets import commit, committed, members
from streams.problems import NoBroker, UsageProblem
from streams.replay.planning import ranges_for
from streams.replay.selection import Selection
from streams.topology import Stage


def moves(
    client: KafkaConsumer, admin: KafkaAdminClient, stage: Stage, selection: Selection
) -> dict[TopicPartition, tuple[int, int]]:
    """For each partition that moves: the offset to read from, and the one committed now. Only ever back.

    Raises:
        UsageProblem: the selection cannot be read in place, or nothing would move; the message says why.
    """
    _refuse(selection)
    now, wanted = committed(admin, stage.group), ranges_for(client, stage, selection)
    found = {tp: (start, now[tp]) for tp, (start, end) in wanted.items() if start < min(end, now.get(tp, 0))}
    if not found:
        why = "has committed nothing" if not now else "has not yet come as far in any partition"
        raise UsageProblem(f"nothing to move back: {stage.group} {why}, so it reads all of that anyway")
    return found


def _refuse(selection: Selection) -> None:
    if selection.by_content:
        raise UsageProblem("--in-place reads everything from a place on; articles and publishers need the other way")
    if selection.end is not None or any(end is not None for _, end in selection.offsets.values()):
        raise UsageProblem(
            "--in-place reads everything from a place on, to the end: leave out --to and ends of offsets"
        )


def refuse_active(admin: KafkaAdminClient, stage: Stage) -> None:
    """In-place needs a group at rest.

    Raises:
        UsageProblem: workers are active; the message names them.
    """
    active = members(admin, stage.group)
    if active:
        named = ", ".join(str(one) for one in active[:8]) + (" and others" if len(active) > 8 else "")
        count = f"{len(active)} active worker{'' if len(active) == 1 else 's'}"
        raise UsageProblem(
            f"{stage.group} has {count} ({named}): stop the {stage.name} workers first (one that was stopped counts "
            "until its session has run out), or leave out --in-place to have the messages sent again beside what runs"
        )


def move_back(admin: KafkaAdminClient, stage: Stage, to: Mapping[TopicPartition, int]) -> None:
    """Set the group's offsets.

    Raises:
        UsageProblem: workers are active. NoBroker: the broker does not take an offset.
    """
    refuse_active(admin, stage)
    try:
        refused = commit(admin, stage.group, to)
    except KafkaError as error:
        raise NoBroker(f"the broker did not move {stage.group}: {type(error).__name__}") from error
    if refused:
        refuse_active(admin, stage)
        tp, answer = next(iter(refused.items()))
        raise NoBroker(f"the broker did not move {stage.group} in {len(refused)} partitions: {tp.partition}, {answer}")
