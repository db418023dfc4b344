"""The same mentions through Kafka in different orders, with duplicates, on one, two and three workers: one outcome."""

import random
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack, closing
from pathlib import Path

import pytest

from schemas import DiplomaticEvent, EventMention
from streams import kafka, topics
from streams.local import client_id
from streams.topology import EVENTS, MENTIONS, STAGES
from streams.topology import topics as declared
from tests.brokers.base import Broker
from tests.integration.consumers.feed import told
from tests.support.processes import Running, environment, settle, worker
from tests.support.topics import Sent, admin, compacted, count, read, send
from tests.unit.agents.publishing.mentions import Draw, drawn

EVENTS_MADE = 40
MENTIONS_MADE = 12
"""Of each event, among them copies, near copies, several versions and withdrawals."""
MERGE = STAGES[-1].name


def world() -> list[EventMention]:
    """Mentions of many events; of some every mention ends withdrawn."""
    chance = random.Random(6)
    made = []
    for number in range(EVENTS_MADE):
        for _ in range(MENTIONS_MADE):
            draw = Draw(
                chance.randrange(20),
                chance.randrange(2),
                chance.randrange(4),
                chance.random() < 0.3,
                chance.randrange(2),
            )
            mention = drawn(draw if number % 8 else draw._replace(withdrawn=True))
            ids = {"event_id": f"event {number}", "mention_id": f"{number}/{mention.mention_id}"}
            made.append(mention.model_copy(update=ids))
    return made


def oracle(mentions: list[EventMention]) -> dict[bytes, bytes]:
    """The compacted topic as it must come out: events that stand, by key."""
    last: dict[str, DiplomaticEvent] = {}
    for event_id in {mention.event_id for mention in mentions}:
        *_, last[event_id] = told([mention for mention in mentions if mention.event_id == event_id])
    return {key.encode(): event.to_bytes() for key, event in last.items() if event.state == "active"}


def disturbed(mentions: list[EventMention], seed: int) -> list[Sent]:
    """The mentions in an order of their own, a third of them twice."""
    chance = random.Random(seed)
    again = chance.sample(mentions, k=len(mentions) // 3)
    order = chance.sample([*mentions, *again], k=len(mentions) + len(again))
    return [Sent(mention.event_id.encode(), mention.to_bytes()) for mention in order]


def merged_by(bootstrap: str, folder: Path, messages: list[Sent], workers: int) -> None:
    """Run the messages through so many workers; those after the first join in the middle of the work.

    Their group is told that they are gone, as the supervisor does: members with a lasting name do not leave it.
    """
    half = len(messages) // 2
    with ExitStack() as stack:
        running = [stack.enter_context(_started(bootstrap, folder / "0"))]
        send(bootstrap, MENTIONS.name, messages[:half])
        running += [stack.enter_context(_started(bootstrap, folder / str(number))) for number in range(1, workers)]
        send(bootstrap, MENTIONS.name, messages[half:])
        settle(bootstrap, MERGE)
        took_part = sum(each.served(MERGE).metric("messages_consumed_total") > 0 for each in running)
        assert took_part == workers, "a worker got nothing to do"
        assert [each.stop() for each in running] == [0] * workers
    with closing(admin(bootstrap)) as client:
        kafka.remove_members(client, STAGES[-1].group, client_id(MERGE, "0"))


def _started(bootstrap: str, folder: Path) -> Running:
    """A worker with a folder of its own and all else alike, as on a machine of its own."""
    return worker(MERGE, environment(bootstrap, folder)).wait_ready(MERGE)


@pytest.mark.parametrize("workers", [1, 2, 3])
def test_any_order_on_any_number_of_workers_comes_to_the_same(
    another_broker: Callable[[], AbstractContextManager[Broker]], tmp_path: Path, workers: int
) -> None:
    """Each run has an order of its own; the oracle merges in the order in which the mentions were made."""
    mentions = world()
    wanted = oracle(mentions)
    assert 0 < len(wanted) < EVENTS_MADE
    with another_broker() as broker:
        with closing(admin(broker.bootstrap)) as client:
            topics.ensure(client, declared())
        merged_by(broker.bootstrap, tmp_path, disturbed(mentions, seed=workers), workers)
        assert compacted(read(broker.bootstrap, EVENTS.name)) == wanted
        before = count(broker.bootstrap, EVENTS.name)
        merged_by(broker.bootstrap, tmp_path / "replay", disturbed(mentions, seed=workers + 3), 1)
        assert count(broker.bootstrap, EVENTS.name) == before, "a replay of what is known told subscribers something"
