"""Reading in batches: all that has come, nothing twice, and nothing that belongs to another worker by now."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any, cast

import pytest
from faust.types import StreamT
from mode.utils.queues import FlowControlEvent, ThrowableQueue

from streams.feed import batches


@dataclass
class FakeMessage:
    """What the feed looks at of a Faust message."""

    offset: int
    generation_id: int = 1
    tracked: bool = False


class FakeStream:
    """A stream over a real queue of Faust's. An error is thrown in after the first message that it gives."""

    def __init__(self, error: ValueError | None = None) -> None:
        flow = FlowControlEvent(initially_suspended=False)
        self.queue: ThrowableQueue[Any] = ThrowableQueue(maxsize=100, flow_control=flow)
        self.tracked: list[int] = []
        self.errors = [] if error is None else [error]
        self.channel = SimpleNamespace(queue=self.queue)
        consumer = SimpleNamespace(track_message=lambda message: self.tracked.append(message.offset))
        self.app = SimpleNamespace(flow_control=flow, consumer=consumer, consumer_generation_id=1)

    def put(self, *messages: FakeMessage) -> None:
        for message in messages:
            self.queue.force_put_nowait(SimpleNamespace(message=message))

    def noack(self) -> "FakeStream":
        return self

    async def events(self) -> AsyncIterator[Any]:
        while not self.queue.empty():
            event = await self.queue.get()
            event.message.tracked = True
            self.queue._errors.extend(self.errors)
            yield event


@dataclass
class Read:
    """The offsets of each batch that was read, and the error that ended the reading."""

    batches: list[list[int]] = field(default_factory=list)
    error: BaseException | None = None


def read(stream: FakeStream, most: int) -> Read:
    found = Read()

    async def work() -> None:
        try:
            async for events in batches(cast("StreamT[bytes]", stream), most):
                found.batches.append([event.message.offset for event in events])
        except ValueError as error:
            found.error = error

    asyncio.run(work())
    return found


def messages(count: int) -> list[FakeMessage]:
    return [FakeMessage(offset) for offset in range(count)]


@pytest.mark.parametrize(("most", "expected"), [(1, [[0], [1], [2]]), (2, [[0, 1], [2]]), (9, [[0, 1, 2]])])
def test_what_has_come_is_read_at_once_within_the_bound(most: int, expected: list[list[int]]) -> None:
    stream = FakeStream()
    stream.put(*messages(3))
    assert read(stream, most).batches == expected


def test_each_message_is_noted_as_taken_once() -> None:
    stream = FakeStream()
    stream.put(FakeMessage(0), FakeMessage(1), FakeMessage(2, tracked=True))
    assert read(stream, 9).batches == [[0, 1, 2]]
    assert stream.tracked == [1]


def test_what_an_earlier_assignment_brought_is_passed_over() -> None:
    stream = FakeStream()
    stream.put(FakeMessage(0), FakeMessage(1, generation_id=0), FakeMessage(2))
    assert read(stream, 9).batches == [[0, 2]]
    assert stream.tracked == [2]


def test_while_partitions_are_given_away_only_what_the_stream_gives_is_taken() -> None:
    stream = FakeStream()
    stream.put(*messages(2))
    stream.app.flow_control.suspend()
    assert read(stream, 9).batches == [[0]]
    assert stream.tracked == []


def test_an_error_is_left_to_the_stream_and_loses_nothing_that_was_read() -> None:
    stream = FakeStream(error=ValueError("thrown in"))
    stream.put(*messages(2))
    found = read(stream, 9)
    assert found.batches == [[0]]
    assert stream.tracked == []
    assert str(found.error) == "thrown in"
