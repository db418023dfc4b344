"""The run in one process: messages go from stage to stage as the topology says, and mentions merge into events."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

import pytest

from agents.errors import Dropped, Rejected
from schemas import DiplomaticEvent, Message, RawArticle
from streams.bindings import Agent
from streams.pipeline import InProcess
from streams.settings import Settings
from streams.topology import STAGES, Stage

SETTINGS = Settings()


class Doubling:
    """Sends every message on twice, and keeps what it was asked."""

    def __init__(self) -> None:
        self.seen: list[Message] = []
        self.calls: list[str] = []

    async def start(self) -> None:
        self.calls.append("start")

    async def stop(self) -> None:
        self.calls.append("stop")

    async def handle(self, message: Message) -> Sequence[Message]:
        self.seen.append(message)
        return (message, message)


class Refusing(Doubling):
    """Says of every message what it was made to say."""

    def __init__(self, word: Exception) -> None:
        super().__init__()
        self.word = word

    async def handle(self, message: Message) -> Sequence[Message]:
        await super().handle(message)
        raise self.word


def stages(*agents: Agent) -> list[Stage]:
    return [_stage(agent) for agent in agents]


def _stage(agent: Agent) -> Stage:
    return replace(STAGES[0], agent=lambda _: agent)


def test_what_a_stage_answers_goes_to_the_next() -> None:
    first, second = Doubling(), Doubling()
    article = RawArticle(body="One.")
    found = asyncio.run(InProcess(SETTINGS, stages(first, second)).mentions(article))
    assert first.seen == [article]
    assert second.seen == [article, article]
    assert len(found) == 4


def test_a_dropped_message_leads_to_nothing() -> None:
    after = Doubling()
    pipeline = InProcess(SETTINGS, stages(Refusing(Dropped("duplicate")), after))
    assert asyncio.run(pipeline.mentions(RawArticle(body="One."))) == []
    assert after.seen == []


def test_a_rejected_message_is_told() -> None:
    pipeline = InProcess(SETTINGS, stages(Refusing(Rejected("too_large", "no"))))
    with pytest.raises(Rejected, match="no"):
        asyncio.run(pipeline.mentions(RawArticle(body="One.")))


def test_agents_are_started_and_stopped() -> None:
    agents = [Doubling(), Doubling()]

    async def run() -> None:
        pipeline = InProcess(SETTINGS, stages(*agents))
        await pipeline.start()
        await pipeline.stop()

    asyncio.run(run())
    assert [agent.calls for agent in agents] == [["start", "stop"], ["start", "stop"]]


def test_no_mentions_make_no_events() -> None:
    found: list[DiplomaticEvent] = InProcess(SETTINGS, STAGES[3:]).events([])
    assert found == []
