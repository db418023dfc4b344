"""The pipeline in one process and without a broker: the topology's agents called in sequence on one article."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterable, Sequence
from typing import cast

from agents.errors import Dropped
from schemas import DiplomaticEvent, EventMention, Message, RawArticle
from streams.bindings import MapAgent, MergeAgent
from streams.settings import Settings
from streams.topology import STAGES, Stage


class InProcess:
    """The agents of the stages, started. Articles may be handled several at a time."""

    def __init__(self, settings: Settings, stages: Sequence[Stage] = STAGES) -> None:
        agents = [(stage, stage.agent(settings)) for stage in stages]
        self._maps = [cast("MapAgent", agent) for stage, agent in agents if stage.kind == "map"]
        self._merges = [cast("MergeAgent", agent) for stage, agent in agents if stage.kind == "merge"]

    async def start(self) -> None:
        """Load what the agents need.

        Raises:
            MissingModel: the spaCy model is not installed.
        """
        await asyncio.gather(*(agent.start() for agent in self._maps))

    async def stop(self) -> None:
        """Let go of the agents' processes."""
        await asyncio.gather(*(agent.stop() for agent in self._maps))

    async def mentions(self, article: RawArticle) -> list[EventMention]:
        """What is coded in an article, in text order.

        Raises:
            Rejected: it can never be processed. TimeoutError: an agent took too long.
        """
        messages: list[Message] = [article]
        for agent in self._maps:
            messages = [out for message in messages for out in await _handle(agent, message)]
        return cast("list[EventMention]", messages)

    def events(self, mentions: Iterable[EventMention]) -> list[DiplomaticEvent]:
        """The events that the mentions together tell of, in the order of their first mention."""
        states: dict[str, bytes] = {}
        for mention in mentions:
            for agent in self._merges:
                states[mention.event_id], _ = agent.fold(states.get(mention.event_id), (mention,))
        told = [out for state in states.values() for agent in self._merges for out in agent.told(state)]
        return [event for event in told if isinstance(event, DiplomaticEvent)]


async def _handle(agent: MapAgent, message: Message) -> Sequence[Message]:
    """The agent's answer; nothing where it drops the message, as the pipeline does."""
    try:
        return await agent.handle(message)
    except Dropped:
        return ()


@contextlib.asynccontextmanager
async def in_process(settings: Settings) -> AsyncIterator[InProcess]:
    """The agents, started and in the end stopped."""
    pipeline = InProcess(settings)
    try:
        await pipeline.start()
        yield pipeline
    finally:
        await pipeline.stop()
