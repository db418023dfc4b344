"""Sends messages through the app's producer and waits until the broker has confirmed them: one, or many at once."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import faust
import structlog
from aiokafka.partitioner import DefaultPartitioner
from faust.types.tuples import RecordMetadata

from streams.faults import DeliveryFailed
from streams.pulse import Pulse
from streams.records import Outgoing
from streams.settings import Settings

_by_key = DefaultPartitioner()
Lane = tuple[str, int]
"""A partition of a topic."""
log = structlog.get_logger(__name__)


class FaustDelivery:
    """Delivery by a Faust app's producer; the app brings it up when it is first needed.

    It goes to the producer rather than through ``topic.send``, whose result says nothing of a delivery that failed
    after a callback, and which would have to be declared for every topic.
    """

    def __init__(self, app: faust.App, settings: Settings, pulse: Pulse | None = None) -> None:
        """With a ``pulse`` nothing is sent once the process has stood still."""
        self._app = app
        self._pulse = pulse
        self._attempts = settings.max_attempts
        self._backoff = settings.retry_backoff

    async def __call__(self, outgoing: Outgoing) -> None:
        """Returns when all in-sync replicas have the message.

        Raises:
            DeliveryFailed: they did not confirm it within the tries and the time that the settings allow.
            Fault: this process has stood still.
        """
        await self.place(outgoing)

    async def place(self, outgoing: Outgoing) -> RecordMetadata:
        """The same; gives the place that the message was given."""
        for attempt in range(1, self._attempts + 1):
            self._check()
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

    async def all(self, outgoing: Sequence[Outgoing]) -> dict[Lane, int]:
        """Deliver many messages, those of a partition in their order. Gives the last offset in each partition.

        They go out in few and large batches, which takes a fraction of what sending each would. A batch that is not
        confirmed is sent again message by message, so what it held may come twice.

        Raises:
            DeliveryFailed: one was not confirmed within the tries and the time that the settings allow.
            Fault: this process has stood still.
        """
        self._check()
        producer: Any = await self._app.maybe_start_producer()
        client = producer._ensure_producer()
        lanes = _lanes(
            outgoing, {topic: await _partitions(client, topic) for topic in {each.topic for each in outgoing}}
        )
        offsets = await asyncio.gather(*(self._fill(client, lane, batch) for lane, batch in lanes.items()))
        return dict(zip(lanes, offsets, strict=True))

    def _check(self) -> None:
        if self._pulse is not None:
            self._pulse.check()

    async def _fill(self, client: Any, lane: Lane, outgoing: list[Outgoing]) -> int:  # noqa: ANN401 - aiokafka is untyped
        topic, partition = lane
        try:
            return await _send_together(client, lane, outgoing)
        except Exception as error:  # noqa: BLE001 - whatever it is, each message is tried again by itself
            log.warning("delivery failed", topic=topic, messages=len(outgoing), error=repr(error))
        for each in outgoing:
            place = await self.place(replace(each, partition=partition))
        return int(place.offset)

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


async def _partitions(client: Any, topic: str) -> list[int]:  # noqa: ANN401 - aiokafka is untyped
    return sorted(await client.partitions_for(topic))


def _lanes(outgoing: Sequence[Outgoing], partitions: Mapping[str, list[int]]) -> dict[Lane, list[Outgoing]]:
    """The messages by where the producer would send each: as told, else by its key."""
    lanes: dict[Lane, list[Outgoing]] = {}
    for each in outgoing:
        every = partitions[each.topic]
        partition = _by_key(each.key, every, every) if each.partition is None else each.partition
        lanes.setdefault((each.topic, partition), []).append(each)
    return lanes


async def _send_together(client: Any, lane: Lane, outgoing: Sequence[Outgoing]) -> int:  # noqa: ANN401 - as above
    """The offset of the last message, when all are confirmed."""
    topic, partition = lane
    batches = list(_batches(client, outgoing))
    confirmations = [await client.send_batch(batch, topic, partition=partition) for batch in batches]
    places = [await confirmation for confirmation in confirmations]
    return int(places[-1].offset) + int(batches[-1].record_count()) - 1


def _batches(client: Any, outgoing: Sequence[Outgoing]) -> Iterator[Any]:  # noqa: ANN401 - as above
    """The messages in as few batches as hold them; each is closed, so that it is sent without lingering."""
    batch = client.create_batch()
    for each in outgoing:
        if not _added(batch, each):
            yield batch
            batch = client.create_batch()
            if not _added(batch, each):
                raise ValueError(f"a message of {len(each.value or b'')} bytes fits no batch")
    batch.close()
    yield batch


def _added(batch: Any, outgoing: Outgoing) -> bool:  # noqa: ANN401 - as above
    headers = list(outgoing.headers)
    return batch.append(timestamp=None, key=outgoing.key, value=outgoing.value, headers=headers) is not None
