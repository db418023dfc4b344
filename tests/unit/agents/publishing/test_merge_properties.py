"""What must hold for every set of mentions: the event is a function of the set, and of nothing else."""

import random
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.publishing import EventState, event, merge, to_event
from schemas import EventMention
from tests.unit.agents.publishing.mentions import MENTIONS, event_bytes, merged, merged_in_runs

SEEDS = st.integers(0, 2**32 - 1)


@pytest.fixture(params=[(200, 2_000), (2, 5)], ids=["roomy", "tight"], scope="module", autouse=True)
def bounds(request: pytest.FixtureRequest) -> Iterator[None]:
    """The bounds as they are, and so tight that nearly every generated set reaches them."""
    detailed, records = request.param
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("agents.publishing.merging.MAX_DETAILED", detailed)
        patch.setattr("agents.publishing.merging.MAX_RECORDS", records)
        patch.setattr("agents.publishing.state.MAX_RECORDS", records)
        yield


def disturbed(mentions: list[EventMention], seed: int) -> list[EventMention]:
    """The same set in another order, with some of it delivered twice."""
    chance = random.Random(seed)
    again = chance.sample(mentions, k=chance.randint(0, len(mentions)))
    return chance.sample([*mentions, *again], k=len(mentions) + len(again))


def split(mentions: list[EventMention], seed: int) -> list[list[EventMention]]:
    """The same set cut into up to four runs that overlap."""
    chance = random.Random(seed)
    runs: list[list[EventMention]] = [[] for _ in range(4)]
    for each in mentions:
        for run in chance.sample(runs, k=chance.randint(1, 2)):
            run.append(each)
    return runs


@given(mentions=MENTIONS, seed=SEEDS)
def test_any_order_and_any_duplication_give_the_same_bytes(mentions: list[EventMention], seed: int) -> None:
    straight, other = merged(mentions), merged(disturbed(mentions, seed))
    assert other.to_bytes() == straight.to_bytes()
    assert event_bytes(other) == event_bytes(straight)


@given(mentions=MENTIONS, seed=SEEDS)
def test_any_split_into_runs_gives_the_same_bytes(mentions: list[EventMention], seed: int) -> None:
    whole, parts = merged(mentions), merged_in_runs(split(mentions, seed))
    assert parts.to_bytes() == whole.to_bytes()
    assert event_bytes(parts) == event_bytes(whole)


@given(mentions=MENTIONS)
def test_what_is_known_already_changes_nothing(mentions: list[EventMention]) -> None:
    state = merged(mentions)
    assert all(merge(state, mention) is state for mention in mentions)


@given(mentions=MENTIONS)
def test_every_change_has_a_greater_revision(mentions: list[EventMention]) -> None:
    state: EventState | None = None
    revisions: list[int] = []
    for mention in mentions:
        before, state = state, merge(state, mention)
        event = to_event(state)
        if state is not before and event is not None:
            revisions.append(event.revision)
    assert revisions == sorted(set(revisions))


@given(mentions=MENTIONS)
def test_a_stored_state_reads_back_as_it_was(mentions: list[EventMention]) -> None:
    state = merged(mentions)
    assert EventState.from_bytes(state.to_bytes()) == state


@given(mentions=MENTIONS)
def test_an_event_is_active_while_a_mention_stands(mentions: list[EventMention]) -> None:
    state = merged(mentions)
    event = to_event(state)
    standing = any(not record.version.withdrawn for record in state.records)
    assert event is not None
    assert (event.state == "active") is standing
    assert (event.mention_count > 0) is standing


@given(mentions=MENTIONS)
def test_where_all_report_the_same_the_short_way_tells_what_the_vote_would(mentions: list[EventMention]) -> None:
    for each in mentions:
        alike = [each.model_copy(update={"mention_id": f"copy {number}"}) for number in range(3)]
        witnesses = [record for record in merged(alike).records if record.coded is not None]
        assert len(witnesses) > 1
        assert event._unanimous(witnesses[0].coded or {}) == event._voted(witnesses)
