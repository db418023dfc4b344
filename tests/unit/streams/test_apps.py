"""A stage's Faust app, made and never started: what the rest relies on is set."""

import asyncio
from pathlib import Path

import pytest
from faust.types import ProcessingGuarantee

from streams.apps import StageApp, build, member_name
from streams.batches import BatchGuard
from streams.bindings import Agent, Publishing
from streams.metrics import Metrics
from streams.prompt import PromptTransport
from streams.settings import Settings
from streams.topology import STAGES, Stage, stage_named, topics
from tests.unit.streams.fakes import FakeAgent

SETTINGS = Settings(bootstrap_servers="one:9092, two:9092", instance="7", commit_interval=0.25, standby_replicas=2)


async def made(stage: Stage, agent: Agent, settings: Settings = SETTINGS) -> StageApp:
    return build(stage, agent, settings, Metrics(), lambda fault: pytest.fail(repr(fault)))


def agent_for(stage: Stage) -> Agent:
    return Publishing() if stage.kind == "merge" else FakeAgent()


@pytest.mark.parametrize("stage", STAGES, ids=lambda stage: stage.name)
def test_an_app_runs_one_agent_over_its_source_in_its_own_group(stage: Stage) -> None:
    app = asyncio.run(made(stage, agent_for(stage))).app
    (agent,) = app.agents.values()
    assert tuple(agent.channel.topics) == (stage.source.name,)
    assert app.conf.id == stage.group


def test_faust_creates_serves_and_decodes_nothing() -> None:
    conf = asyncio.run(made(stage_named("cleaning"), FakeAgent())).app.conf
    assert not conf.topic_allow_declare
    assert conf.topic_disable_leader
    assert not conf.web_enabled
    assert (conf.key_serializer, conf.value_serializer) == ("raw", "raw")
    assert str(conf.processing_guarantee) == str(ProcessingGuarantee.AT_LEAST_ONCE)


def test_the_settings_reach_the_app() -> None:
    conf = asyncio.run(made(stage_named("cleaning"), FakeAgent())).app.conf
    assert [str(url) for url in conf.broker] == ["kafka://one:9092", "kafka://two:9092"]
    assert conf.broker_client_id == "communique-cleaning-7"
    assert conf.broker_commit_interval == 0.25
    assert conf.table_standby_replicas == 2
    assert conf.producer_max_request_size > max(spec.max_message_bytes for spec in topics())


def test_no_two_workers_have_one_name_and_a_restarted_one_keeps_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage = stage_named("publishing")
    settings = Settings(data_dir=tmp_path, bootstrap_servers="one:9092")
    name = member_name(stage, settings)
    assert member_name(stage, Settings(data_dir=tmp_path)) == name
    assert asyncio.run(made(stage, Publishing(), settings)).app.conf.consumer_group_instance_id == name
    others = {
        member_name(stage, Settings(data_dir=tmp_path, instance="1")),
        member_name(stage, Settings(data_dir=tmp_path / "other")),
        member_name(stage_named("cleaning"), settings),
    }
    monkeypatch.setattr("platform.node", lambda: "another-host")
    assert len(others | {name, member_name(stage, settings)}) == 5


def test_workers_of_one_stage_keep_their_state_apart(tmp_path: Path) -> None:
    stage = stage_named("publishing")
    folders = {
        str(asyncio.run(made(stage, Publishing(), Settings(data_dir=tmp_path, instance=name))).app.conf.datadir)
        for name in ("a", "b")
    }
    assert len(folders) == 2


def test_a_merge_has_one_table_whose_changelog_is_the_one_declared() -> None:
    stage = stage_named("publishing")
    app = asyncio.run(made(stage, Publishing())).app
    (table,) = app.tables.values()
    assert stage.changelog is not None
    assert table.changelog_topic.get_topic_name() == stage.changelog.name


def test_a_stage_that_is_no_merge_refuses_a_merging_agent() -> None:
    with pytest.raises(TypeError, match="cleaning"):
        asyncio.run(made(stage_named("cleaning"), Publishing()))


def test_a_merge_works_on_more_at_a_time_as_it_waits_for_the_broker() -> None:
    settings = Settings(bootstrap_servers="one:9092", in_flight=3, merge_in_flight=70)
    merge = asyncio.run(made(stage_named("publishing"), Publishing(), settings)).app.conf
    cleaning = asyncio.run(made(stage_named("cleaning"), FakeAgent(), settings)).app.conf
    assert merge.stream_buffer_maxsize / cleaning.stream_buffer_maxsize == 70 / 3


def test_a_merge_takes_batches_within_what_it_may_work_on_and_a_map_one_by_one() -> None:
    settings = Settings(bootstrap_servers="one:9092", merge_in_flight=70)
    guard = asyncio.run(made(stage_named("publishing"), Publishing(), settings)).guard
    assert isinstance(guard, BatchGuard)
    assert guard.most == 35
    assert not isinstance(asyncio.run(made(stage_named("cleaning"), FakeAgent())).guard, BatchGuard)


def test_faust_consumes_promptly() -> None:
    app = asyncio.run(made(stage_named("cleaning"), FakeAgent())).app
    assert isinstance(app.transport, PromptTransport)
    assert [str(url) for url in app.transport.url] == ["kafka://one:9092", "kafka://two:9092"]
