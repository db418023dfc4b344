"""Canaries: articles of our own, sent through the whole pipeline to show that it works. Nobody takes one for news.

A header marks a canary and tells when it was sent. The agents work on it as on any article, but a stage passes on one
message at most, and never a mention or an event: from classification on it travels as a header without a value. Each
stage counts it and notes its time, so that a missing one shows where it was lost.
"""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from typing import cast

import structlog

from agents.errors import Dropped
from schemas import DiplomaticEvent, EventMention, Message, RawArticle, rfc3339
from streams.faults import DeliveryFailed
from streams.guard import Deliver, Handler
from streams.handlers import MapHandler, key_of
from streams.headers import CANARY, canary_sent_at, carried, last, utc_now
from streams.merging import MergeHandler
from streams.metrics import Books
from streams.records import Outgoing, Record
from streams.topology import RAW, Stage

TEXT = (
    "GENEVA, {date} - The foreign minister of Switzerland met the foreign minister of Norway in Geneva on {weekday}. "
    "Both governments praised the talks. This message tests the pipeline, and its number is {number}."
)
log = structlog.get_logger(__name__)


def canary(now: datetime) -> Outgoing:
    """A raw article with its mark. Its number makes each one another text, so that none is answered from memory."""
    number = int(now.timestamp() * 1000)
    body = TEXT.format(date=f"{now:%B} {now.day}", weekday=f"{now:%A}", number=number)
    article = RawArticle(article_id=f"canary-{number}", source="canary", body=body, published_at=now)
    headers = ((CANARY, rfc3339(now).encode()), ("content-type", b"application/json"))
    return Outgoing(RAW.name, str(article.article_id).encode(), article.to_bytes(), headers)


async def send_canaries(deliver: Deliver, interval: float) -> None:
    """Send one every ``interval`` seconds until cancelled."""
    while True:
        try:
            await deliver(canary(utc_now()))
        except DeliveryFailed as error:
            log.warning("canary not delivered", error=str(error))
        await asyncio.sleep(interval)


class PassingCanaries:
    """A stage's handler that sees to canaries itself and leaves all else to the handler within."""

    def __init__(self, stage: Stage, inner: Handler, deliver: Deliver, books: Books) -> None:
        self._stage = stage
        self._inner = inner
        self._deliver = deliver
        self._books = books

    async def handle(self, record: Record) -> None:
        """Returns when what follows from the message is confirmed.

        Raises:
            Rejected, Dropped, Fault, and whatever else the agent raises.
        """
        sent_at = canary_sent_at(record.headers)
        if sent_at is None:
            await self._inner.handle(record)
            return
        if isinstance(self._inner, MapHandler):
            await self._pass_on(record, await _made(self._inner, record))
        self._books.canary(sent_at)

    async def together(self, records: Sequence[Record]) -> list[Record]:
        """Many messages of a merge; canaries are given back, and so is what the handler within gives back.

        Raises:
            Fault: ours.
        """
        canaries = [record for record in records if last(record.headers, CANARY) is not None]
        plain = [record for record in records if last(record.headers, CANARY) is None] if canaries else records
        return [*canaries, *await cast("MergeHandler", self._inner).together(plain)]

    async def _pass_on(self, record: Record, made: Sequence[Message]) -> None:
        now, sink = utc_now(), self._stage.sink
        key, value = record.key, None
        if made and not isinstance(made[0], EventMention | DiplomaticEvent):
            key, value = key_of(made[0], sink), made[0].to_bytes()
        await self._deliver(Outgoing(sink.name, key, value, carried(record.headers, now)))
        self._books.produced(sink.name, None, None, now)


async def _made(handler: MapHandler, record: Record) -> Sequence[Message]:
    """What the agent makes of a canary; nothing of one that an earlier stage made nothing of."""
    if record.value is None:
        return ()
    with suppress(Dropped):
        return await handler.made(record)
    return ()
