"""A worker of the cleaning stage whose agent does what the body of an article says: bad behaviour to order.

    python -m tests.support.odd_worker

``memory`` raises MemoryError, ``slow`` takes a minute; any other body is copied.
"""

import asyncio
import dataclasses
import sys
from collections.abc import Sequence

from schemas import CleanArticle, Language, Message, RawArticle
from streams import logs
from streams.bindings import MapAgent
from streams.settings import Settings
from streams.topology import stage_named
from streams.tracing import NoSpans
from streams.worker import Worker

SLOW_SECONDS = 60.0


class Odd:
    """The agent."""

    async def start(self) -> None:
        """Nothing to load."""

    async def stop(self) -> None:
        """Nothing to let go of."""

    async def handle(self, message: Message) -> Sequence[Message]:
        """Do what the body says.

        Raises:
            MemoryError: the body says ``memory``.
        """
        assert isinstance(message, RawArticle)
        if message.body == "memory":
            raise MemoryError
        if message.body == "slow":
            await asyncio.sleep(SLOW_SECONDS)
        language = Language(code="en")
        return (CleanArticle(article_id="a", fingerprint=message.body, body=message.body, language=language),)


def odd(settings: Settings) -> MapAgent:
    """In the place of the stage's own agent."""
    del settings
    return Odd()


def main() -> int:
    """Run the worker; gives its exit code."""
    settings = Settings()
    logs.configure(settings)
    return asyncio.run(Worker(dataclasses.replace(stage_named("cleaning"), agent=odd), settings, NoSpans()).run())


if __name__ == "__main__":
    sys.exit(main())
