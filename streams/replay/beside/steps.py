"""What a replay beside is made of: the stages that it runs, each with a group and topics of its own."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from streams.problems import UsageProblem
from streams.topology import EVENTS, MENTIONS, STAGES, Stage, TopicSpec, stage_named

MARK = ".r-"
"""Stands between the name of a topic or group and that of a replay beside it. Rights are granted by it, as a prefix."""
ARTICLE = "communique_article"
"""On the message without a value that says in the mentions' topic that an article has been coded."""
NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,29}")
CODER = "classification"


@dataclass(frozen=True, slots=True)
class Step:
    """A stage as a replay beside runs it: its source and sink are those beside, but for the first one's source."""

    stage: Stage
    group: str


def checked(name: str) -> str:
    """A name that topics and groups can bear.

    Raises:
        UsageProblem: it is none.
    """
    if NAME.fullmatch(name) is None:
        raise UsageProblem(
            f"{name!r} is no name for a replay: up to 30 of a-z, 0-9, - and _ are expected, v2 for instance"
        )
    return name


def topic_beside(topic: str, name: str) -> str:
    """The name of the topic beside another."""
    return f"{topic}{MARK}{name}"


def steps(first: str, name: str) -> list[Step]:
    """The stages from one on, in the order of the flow.

    Raises:
        UsageProblem: there is no such stage, or it comes after the coder, so that nothing would be coded.
    """
    order = [stage.name for stage in STAGES]
    begin, coder = order.index(stage_named(first).name), order.index(CODER)
    if begin > coder:
        raise UsageProblem(f"a replay beside begins at {', '.join(order[: coder + 1])}: {first} codes nothing anew")
    return list(_beside(STAGES[begin:], name))


def _beside(stages: tuple[Stage, ...], name: str) -> Iterator[Step]:
    for number, stage in enumerate(stages):
        source = _spec(stage.source, name) if number else stage.source
        yield Step(replace(stage, source=source, sink=_spec(stage.sink, name)), f"{stage.group}{MARK}{name}")


def _spec(spec: TopicSpec, name: str) -> TopicSpec:
    return replace(spec, name=topic_beside(spec.name, name))


def sinks(made: list[Step], partitions: Mapping[str, int], name: str) -> list[TopicSpec]:
    """The topics to create: as many partitions as the published ones have, which may be more than were declared."""
    known = {topic_beside(topic, name): count for topic, count in partitions.items()}
    return [replace(step.stage.sink, partitions=known.get(step.stage.sink.name, 1)) for step in made]


def mentions_of(name: str) -> str:
    """The topic of the mentions of a replay beside."""
    return topic_beside(MENTIONS.name, name)


def events_of(name: str) -> str:
    """The topic of its events."""
    return topic_beside(EVENTS.name, name)


def stage_of(text: str) -> str:
    """The stage that is named, or that reads the topic that is named.

    Raises:
        UsageProblem: there is neither.
    """
    by_topic = {stage.source.name: stage.name for stage in STAGES}
    if text in by_topic:
        return by_topic[text]
    return stage_named(text).name
