"""Reads a Faust stream in batches: the next message, and with it what else has already come."""

from collections.abc import AsyncIterator, Iterator, Sequence
from typing import Any, cast

from faust.streams import Stream
from faust.types import StreamT

from streams.acks import Event


async def batches(stream: StreamT[bytes], most: int) -> AsyncIterator[Sequence[Event]]:
    """So many messages at most, none of them acknowledged; there is no waiting for more than one."""
    async for event in cast("Stream[bytes]", stream).noack().events():
        yield [event, *_waiting(stream, most - 1)]


def _waiting(stream: Any, most: int) -> Iterator[Event]:  # noqa: ANN401 - the queue is no part of a stream's interface
    """What the stream would give next without waiting, as it would: noted as taken, and nothing that is out of date.

    A message is out of date once partitions are being given away; whoever gets its partition reads it again. Errors are
    left to the stream.
    """
    queue, app = stream.channel.queue, stream.app
    for _ in range(most):
        if queue._errors or not queue.qsize():
            return
        event = queue.get_nowait()
        message = event.message
        if not app.flow_control.is_active() or message.generation_id != app.consumer_generation_id:
            continue
        if not message.tracked:
            message.tracked = True
            app.consumer.track_message(message)
        yield event
