"""Sends a message through the app's producer and waits until the broker has confirmed it."""

import asyncio

import faust
import structlog
from faust.types.tuples import RecordMetadata

from streams.faults import DeliveryFailed
from streams.records import Outgoing
from streams.settings import Settings

log = structlog.get_logger(__name__)


class FaustDelivery:
    """Delivery by a Faust app's producer; the app brings it up when it is first needed.

    It goes to the producer rather than through ``topic.send``, whose result says nothing of a delivery that failed
    after a callback, and which would have to be declared for every topic.
    """

    def __init__(self, app: faust.App, settings: Settings) -> None:
        self._app = app
        self._attempts = settings.max_attempts
        self._backoff = settings.retry_backoff

    async def __call__(self, outgoing: Outgoing) -> None:
        """Returns when all in-sync replicas have the message.

        Raises:
            DeliveryFailed: they did not confirm it within the tries and the time that the settings allow.
        """
        await self.place(outgoing)

    async def place(self, outgoing: Outgoing) -> RecordMetadata:
        """The same; gives the place that the message was given."""
        for attempt in range(1, self._attempts + 1):
            try:
                return await self._send(outgoing)
            except Exception as error:
                if attempt == self._attempts:
                    raise DeliveryFailed(
                        f"{outgoing.topic} did not take a message of {len(outgoing.value or b'')} bytes "
                        f"in {attempt} tries: {type(error).__name__}"
                    ) from error
                log.warning("delivery failed", topic=outgoing.topic, attempt=attempt, error=repr(error))
                await asyncio.sleep(self._backoff * 2 ** (attempt - 1))
        raise DeliveryFailed("no try was allowed")

    async def _send(self, outgoing: Outgoing) -> RecordMetadata:
        producer = await self._app.maybe_start_producer()
        confirmation = await producer.send(
            outgoing.topic,
            outgoing.key,
            outgoing.value,
            outgoing.partition,
            None,
            list(outgoing.headers),
        )
        place: RecordMetadata = await confirmation
        return place
