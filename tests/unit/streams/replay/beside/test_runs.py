"""Which replays beside there are, as the audit tells, and what they are called on a broker."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas import AuditEntry
from schemas.audit_entry import Outcome
from streams.access import principals
from streams.headers import utc_now
from streams.problems import UsageProblem
from streams.replay.beside import runs
from streams.replay.beside.steps import NAME, checked, stage_of, steps
from streams.replay.selected import begun
from streams.topology import EXTRACTED


def entry(name: str, step: runs.Doing, outcome: Outcome) -> AuditEntry:
    return AuditEntry(
        operation_id=f"{step}-{name}", action="replay", outcome=outcome, at=utc_now(), by="a@b", pipeline_version="0",
        stage="classification", selection=runs.asked(name, step, {"from": "2026-03-01T00:00:00Z"}),
    )  # fmt: skip


RUN = [entry("v2", "run", "started"), entry("v2", "run", "progress")]
DONE = [*RUN, entry("v2", "run", "done")]


def test_a_run_is_known_from_its_beginning_to_its_discarding() -> None:
    assert runs.known(RUN)["v2"].state() == "not finished"
    assert runs.finished(DONE, "v2").selection.as_text() == {"from": "2026-03-01T00:00:00Z"}
    promoted = [*DONE, entry("v2", "promote", "started")]
    assert runs.known(promoted)["v2"].state() == "partly promoted"
    gone = [*promoted, entry("v2", "discard", "started"), entry("v2", "discard", "done")]
    assert runs.known(gone) == {}
    assert runs.known([*gone, *RUN])["v2"].state() == "not finished"


def test_what_is_not_there_is_told_with_what_is() -> None:
    with pytest.raises(UsageProblem, match=r"no replay 'v3'.*; there is v2 \(finished\)"):
        runs.named(DONE, "v3")
    with pytest.raises(UsageProblem, match="not finished"):
        runs.finished(RUN, "v2")


def test_it_is_no_replay_that_a_sweep_or_a_resumption_could_take_up() -> None:
    with pytest.raises(UsageProblem, match="there is no replay"):
        begun(DONE, "run-v2")


def test_every_stage_from_the_first_on_has_a_group_and_a_sink_of_its_own() -> None:
    first, second = steps("classification", "v2")
    assert first.stage.source == EXTRACTED
    assert first.stage.sink.name == second.stage.source.name == "diplomacy.mentions.v1.r-v2"
    assert second.stage.sink.name == "diplomacy.events.v1.r-v2"
    assert (first.group, second.group) == ("communique-classification.r-v2", "communique-publishing.r-v2")


@given(st.from_regex(NAME, fullmatch=True))
def test_an_operator_may_do_all_that_a_replay_beside_takes(name: str) -> None:
    granted = dict(principals())["communique-operator"]
    for step in steps("cleaning", checked(name)):
        for operation in ("CREATE", "READ", "WRITE", "DELETE"):
            assert any(g.operation == operation and g.covers("topic", step.stage.sink.name) for g in granted)
        for operation in ("READ", "DELETE"):
            assert any(g.operation == operation and g.covers("group", step.group) for g in granted)


@pytest.mark.parametrize("name", ["", "V2", "v 2", "v.2", "-v", "v" * 31])
def test_names_that_topics_should_not_bear_are_refused(name: str) -> None:
    with pytest.raises(UsageProblem, match="no name for a replay"):
        checked(name)


def test_a_stage_goes_by_its_name_or_its_topic() -> None:
    assert stage_of("news.articles.extracted.v1") == stage_of("classification") == "classification"
