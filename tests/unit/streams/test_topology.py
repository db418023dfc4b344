"""The pipeline's page: what the contracts fix, and that it holds together."""

import itertools
from datetime import timedelta

import pytest

from streams.problems import UsageProblem
from streams.topics import configuration
from streams.topology import DEAD_LETTER_SUFFIX, EVENTS, STAGES, stage_named, topics

CONTRACT = {
    "news.articles.raw.v1": ("article_id", 8, "delete", timedelta(days=14)),
    "news.articles.clean.v1": ("fingerprint", 8, "delete", timedelta(days=14)),
    "news.articles.extracted.v1": ("fingerprint", 8, "delete", timedelta(days=90)),
    "diplomacy.mentions.v1": ("event_id", 8, "delete", timedelta(days=90)),
    "diplomacy.events.v1": ("event_id", 8, "compact", None),
    "communique.heartbeat.v1": ("stage", 1, "delete", timedelta(hours=1)),
    "communique.audit.v1": ("operation_id", 1, "delete", timedelta(days=365)),
}


def test_the_topics_are_those_of_the_contract() -> None:
    declared = {spec.name: (spec.key, spec.partitions, spec.cleanup, spec.retention) for spec in topics()}
    assert {name: declared.get(name) for name in CONTRACT} == CONTRACT


def test_every_topic_is_declared_once() -> None:
    names = [spec.name for spec in topics()]
    assert len(names) == len(set(names))


def test_the_stages_form_one_chain() -> None:
    for stage, following in itertools.pairwise(STAGES):
        assert stage.sink == following.source


def test_every_message_has_the_field_that_its_topic_is_keyed_by() -> None:
    for spec in topics():
        if spec.message is not None:
            assert spec.key in spec.message.model_fields
            assert spec.name == spec.message.topic


def test_a_dead_letter_topic_carries_as_large_a_message_in_as_many_partitions() -> None:
    declared = {spec.name: spec for spec in topics()}
    for stage in STAGES:
        dead = declared[stage.source.name + DEAD_LETTER_SUFFIX]
        assert dead.max_message_bytes > stage.source.max_message_bytes
        assert dead.partitions == stage.source.partitions
        assert dead.retention == timedelta(days=30)


def test_a_merge_has_a_compacted_changelog_with_the_partitions_of_its_source() -> None:
    for stage in STAGES:
        changelog = stage.changelog
        assert (changelog is not None) == (stage.kind == "merge")
        if changelog is not None:
            assert (changelog.cleanup, changelog.partitions) == ("compact", stage.source.partitions)


def test_groups_differ() -> None:
    assert [stage.group for stage in STAGES] == [f"communique-{stage.name}" for stage in STAGES]


def test_an_unknown_stage_is_answered_with_those_that_there_are() -> None:
    with pytest.raises(UsageProblem, match="cleaning, extraction, classification, publishing"):
        stage_named("cleanin")


def test_configuration_is_told_as_kafka_names_it() -> None:
    assert configuration(STAGES[0].source) == {
        "cleanup.policy": "delete", "retention.ms": str(14 * 86_400_000), "max.message.bytes": str(8 * 1024 * 1024),
    }  # fmt: skip
    assert "retention.ms" not in configuration(EVENTS)
