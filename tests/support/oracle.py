"""What must come out of the pipeline, found without it: the agents called in sequence, in one process."""

import asyncio
from collections.abc import Sequence

from schemas import DiplomaticEvent, EventMention, RawArticle
from streams.pipeline import in_process
from streams.settings import Settings


def expected(articles: Sequence[RawArticle]) -> tuple[list[EventMention], list[DiplomaticEvent]]:
    """All mentions in the articles, and the events that they come to."""
    return asyncio.run(_expected(articles))


async def _expected(articles: Sequence[RawArticle]) -> tuple[list[EventMention], list[DiplomaticEvent]]:
    settings = Settings(nlp_workers=1)
    async with in_process(settings) as pipeline:
        coded = await asyncio.gather(*(pipeline.mentions(article) for article in articles))
        mentions = [mention for found in coded for mention in found]
        return mentions, pipeline.events(mentions)


def as_topic(events: Sequence[DiplomaticEvent]) -> dict[bytes, bytes]:
    """Events as the compacted topic holds them, key to value."""
    return {event.event_id.encode(): event.to_bytes() for event in events}
