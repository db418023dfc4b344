"""The topic files against the topology, the models, and the bounds that the page states."""

import pytest

from agents.publishing import MAX_RECORDS, MAX_SEEN
from schemas import MESSAGES, files
from schemas.__main__ import HANDBOOK_FILE
from schemas.asyncapi import DEAD_LETTER_HEADROOM
from streams import topology

DECLARED = {spec.name: spec for spec in topology.topics()}
DESCRIBED = {topic.topic: topic for topic in files.topics()}
BY_NOUN = {message.noun: message for message in MESSAGES}


def test_every_topic_is_described() -> None:
    letters = {topic.dead_letter_topic for topic in DESCRIBED.values() if topic.dead_letter_topic}
    assert DESCRIBED.keys() | letters == DECLARED.keys()


@pytest.mark.parametrize("name", DESCRIBED)
def test_a_topic_is_kept_as_described(name: str) -> None:
    described, declared = DESCRIBED[name], DECLARED[name]
    assert described.key == declared.key
    assert described.partitions == declared.partitions
    assert described.cleanup == declared.cleanup
    assert described.retention == declared.retention
    assert described.max_message_bytes == declared.max_message_bytes


@pytest.mark.parametrize("name", [name for name, topic in DESCRIBED.items() if topic.dead_letters])
def test_dead_letters_are_kept_as_described(name: str) -> None:
    described, declared = DESCRIBED[name], DECLARED[name + files.DEAD_LETTER_SUFFIX]
    assert described.dead_letters is not None
    assert declared.retention is not None
    assert described.dead_letters.retention_days == declared.retention.days
    assert declared.max_message_bytes == described.max_message_bytes + DEAD_LETTER_HEADROOM
    assert declared.partitions == described.partitions


@pytest.mark.parametrize("name", [name for name, topic in DESCRIBED.items() if topic.message])
def test_a_topic_carries_the_current_version_of_its_message(name: str) -> None:
    topic = DESCRIBED[name]
    message = BY_NOUN[str(topic.message)]
    assert message.topic == name
    assert message.version == topic.version
    assert DECLARED[name].message is message


@pytest.mark.parametrize("noun", BY_NOUN)
def test_every_committed_version_is_described_and_the_other_way_round(noun: str) -> None:
    (topic,) = [topic for topic in DESCRIBED.values() if topic.message == noun]
    assert [release.version for release in topic.versions] == files.versions_of(noun)


def test_stages_are_named_as_producers_and_consumers() -> None:
    for stage in topology.STAGES:
        assert stage.name in DESCRIBED[stage.source.name].consumers
        assert stage.name in DESCRIBED[stage.sink.name].producers


def test_a_file_is_named_after_its_topic() -> None:
    assert {file.stem for file in files.TOPICS.glob("*.yaml")} == DESCRIBED.keys()


def test_the_page_states_the_bounds_that_hold() -> None:
    page = HANDBOOK_FILE.read_text(encoding="utf-8")
    assert f"exact up to {MAX_RECORDS:,} mentions" in page
    assert f"told apart up to {MAX_SEEN};" in page
