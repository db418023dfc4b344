"""The sweep withdraws what a newer codebook no longer finds in the replayed articles, and nothing else, ever."""

from contextlib import closing

import orjson
import pytest
from kafka import TopicPartition

from agents.errors import Rejected
from agents.publishing import EventState, merge, to_event
from schemas import EventMention
from streams.dead_letters import Failure, letter
from streams.headers import REPLAY, last, utc_now
from streams.problems import TimedOut, UsageProblem
from streams.records import Record
from streams.topology import EXTRACTED, MENTIONS, stage_named
from tests.integration.replay.conftest import Put, commit
from tests.support.console import Run
from tests.support.topics import Sent, admin, read
from tests.unit.streams.mentions import mention

CODER = stage_named("classification")
NEW = "1.10.0"


def coded(article: str, number: int, codebook: str, **more: object) -> EventMention:
    return mention(
        mention_id=f"m-{article}-{number}", event_id=f"e-{article}-{number}", article_id=article,
        codebook_version=codebook, **more,
    )  # fmt: skip


def said(put: Put, *mentions: EventMention) -> None:
    put(MENTIONS.name, 1, [Sent(one.event_id.encode(), one.to_bytes()) for one in mentions])


def caught_up(bootstrap: str) -> None:
    """The coder has committed all that its source holds."""
    ends = {0: 0}
    for one in read(bootstrap, EXTRACTED.name):
        ends[one.partition] = one.offset + 1
    commit(bootstrap, CODER.group, {(EXTRACTED.name, partition): end for partition, end in ends.items()})


def withdrawn(bootstrap: str) -> list[EventMention]:
    found = [EventMention.from_bytes(one.value or b"") for one in read(bootstrap, MENTIONS.name)]
    return [one for one in found if one.withdrawn]


@pytest.fixture
def replayed(bootstrap: str, put: Put, communique: Run) -> str:
    """Articles a and b, not c, have been replayed; the coder has not yet seen them. Gives the replay's id."""
    with closing(admin(bootstrap)) as client:
        for topic in (EXTRACTED.name, MENTIONS.name):
            for one in read(bootstrap, topic):
                client.delete_records({TopicPartition(topic, one.partition): one.offset + 1})
    put(EXTRACTED.name, 0, [Sent(b"f", orjson.dumps({"article_id": name, "body": ""})) for name in "abc"])
    said(put, *(coded(name, number, "1.9.0") for name in "abc" for number in (1, 2)))
    (done,) = communique("replay", "classification", "--article", "a", "--article", "b", "--json", "--execute").values
    return str(done["operation_id"])


def test_only_what_was_replayed_and_is_no_longer_found_is_withdrawn(
    bootstrap: str, put: Put, communique: Run, replayed: str
) -> None:
    said(put, coded("a", 1, NEW), coded("a", 3, NEW))
    caught_up(bootstrap)
    (plan,) = communique("sweep", replayed, "--json").values
    assert (plan["articles"], plan["mentions"], plan["codebook"]) == (2, 3, NEW)
    assert withdrawn(bootstrap) == []
    assert communique("sweep", replayed, "--json", "--execute").values[0]["withdrawn"] == 3
    gone = withdrawn(bootstrap)
    assert {one.mention_id for one in gone} == {"m-a-2", "m-b-1", "m-b-2"}
    assert {one.codebook_version for one in gone} == {NEW}
    assert communique("sweep", replayed, "--json").values[0]["mentions"] == 0
    sent = [one for one in read(bootstrap, MENTIONS.name) if last(one.headers, REPLAY) == replayed.encode()]
    assert len(sent) == 3
    assert {last(one.headers, "ce_id") for one in sent} >= {b"m-a-2/1.10.0/withdrawn"}
    assert {one.key for one in sent} == {b"e-a-2", b"e-b-1", b"e-b-2"}


def test_a_mention_that_is_dated_otherwise_leaves_its_old_event(
    bootstrap: str, put: Put, communique: Run, replayed: str
) -> None:
    kept = [coded("a", 2, NEW), coded("b", 1, NEW), coded("b", 2, NEW)]
    said(put, coded("a", 1, NEW).model_copy(update={"event_id": "e-other-day"}), *kept)
    caught_up(bootstrap)
    assert communique("sweep", replayed, "--json", "--execute").values[0]["withdrawn"] == 1
    assert {(one.event_id, one.mention_id) for one in withdrawn(bootstrap)} == {("e-a-1", "m-a-1")}


def test_publishing_retracts_the_event_of_a_withdrawn_mention(
    bootstrap: str, put: Put, communique: Run, replayed: str
) -> None:
    said(put, coded("a", 1, NEW))
    caught_up(bootstrap)
    communique("sweep", replayed, "--execute")
    states: dict[str, EventState] = {}
    for one in read(bootstrap, MENTIONS.name):
        told = EventMention.from_bytes(one.value or b"")
        states[told.event_id] = merge(states.get(told.event_id), told)
    events = {event_id: to_event(state) for event_id, state in states.items()}
    standing = {event_id for event_id, event in events.items() if event is not None and event.state == "active"}
    assert standing == {"e-a-1", "e-c-1", "e-c-2"}


def test_a_sweep_waits_until_all_is_coded(put: Put, communique: Run, replayed: str) -> None:
    said(put, coded("a", 1, NEW))
    with pytest.raises(TimedOut, match=r"classification has .* messages left"):
        communique("sweep", replayed)


def test_articles_that_died_are_left_alone(bootstrap: str, put: Put, communique: Run, replayed: str) -> None:
    said(put, coded("a", 1, NEW))
    record = Record(EXTRACTED.name, 0, 9, 1.7e9, b"f", b'{"article_id": "b"}')
    dead = letter(CODER, record, Failure("schema_invalid", Rejected("schema_invalid", "odd"), 1, utc_now()))
    put(dead.topic, 0, [Sent(dead.key, dead.value, dead.headers)])
    caught_up(bootstrap)
    (plan,) = communique("sweep", replayed, "--json").values
    assert (plan["held_back"], plan["mentions"]) == (1, 1)
    assert "1 of them are dead letters" in communique("sweep", replayed).text
    communique("sweep", replayed, "--execute")
    assert {one.mention_id for one in withdrawn(bootstrap)} == {"m-a-2"}
    communique("dlq", "drop", "--execute")
    assert communique("sweep", replayed, "--json").values[0]["mentions"] == 2


def test_the_same_codebook_withdraws_nothing(bootstrap: str, put: Put, communique: Run, replayed: str) -> None:
    said(put, coded("a", 1, "1.9.0"))
    caught_up(bootstrap)
    assert communique("sweep", replayed, "--json").values[0]["mentions"] == 0


def test_where_nothing_was_found_the_codebook_must_be_named(bootstrap: str, communique: Run, replayed: str) -> None:
    caught_up(bootstrap)
    with pytest.raises(UsageProblem, match="name it, --codebook"):
        communique("sweep", replayed)
    assert communique("sweep", replayed, "--codebook", NEW, "--json").values[0]["mentions"] == 4


def test_a_replay_that_codes_nothing_or_does_not_exist_is_refused(
    bootstrap: str, put: Put, communique: Run, replayed: str
) -> None:
    del bootstrap, put, replayed
    (done,) = communique("replay", "publishing", "--article", "c", "--json", "--execute").values
    with pytest.raises(UsageProblem, match="codes nothing anew"):
        communique("sweep", str(done["operation_id"]))
    with pytest.raises(UsageProblem, match="no replay 'x'; the latest are replay-"):
        communique("sweep", "x")
