"""Where each stage's agent is bound to the runtime: how it is started, called and stopped. Imports agents only then."""

import asyncio
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, Generic, Protocol, TypeVar, cast, runtime_checkable

from schemas import CleanArticle, EventMention, ExtractedArticle, Message, RawArticle
from streams.faults import Fault
from streams.problems import MissingModel
from streams.settings import Settings
from streams.version import pipeline_version

T = TypeVar("T")
R = TypeVar("R")


@runtime_checkable
class MapAgent(Protocol):
    """One message in, messages out, and nothing kept between calls that could change them."""

    async def start(self) -> None:
        """Load what is needed; the worker is not ready before."""

    async def stop(self) -> None:
        """Let go of processes and threads."""

    async def handle(self, message: Message) -> Sequence[Message]:
        """What follows from the message.

        Raises:
            Rejected: it can never succeed. Dropped: it leads to nothing. TimeoutError: it took too long.
        """


@runtime_checkable
class MergeAgent(Protocol):
    """Folds messages into the state of their key. Order, repeats and time of arrival make no difference."""

    def fold(self, state: bytes | None, messages: Sequence[Message]) -> tuple[bytes, int | None]:
        """The state that has taken in the messages, and which was the first to change it; None where none did."""

    def told(self, state: bytes) -> Sequence[Message | None]:
        """What subscribers are told of a state that has changed, in order; None stands for a tombstone."""

    def expired(self, state: bytes, today: date) -> bool:
        """Whether that state is so old on that day that it is to be forgotten."""


Agent = MapAgent | MergeAgent
Binding = Callable[[Settings], Agent]


class InThread:
    """Runs a plain function beside the event loop, one call at a time.

    A call that outlasts its time is abandoned with its thread, as a thread cannot be ended; the next call gets a new
    one. The threads are daemons, so that an abandoned one does not hold up the end of the process.
    """

    def __init__(self, function: Callable[[Any], Sequence[Message]], timeout: float) -> None:
        self.function = function
        """For whoever has no event loop to keep turning, and bounds the time in another way."""
        self._timeout = timeout
        self._turn = asyncio.Lock()

    async def start(self) -> None:
        """Nothing to load."""

    async def stop(self) -> None:
        """Nothing to let go of."""

    async def handle(self, message: Message) -> Sequence[Message]:
        """The function's answer.

        Raises:
            TimeoutError: the call outlasted its time. Also whatever the function raises.
        """
        async with self._turn:
            return await asyncio.wait_for(call_in_thread(self.function, message), self._timeout)


def call_in_thread(function: Callable[[T], R], argument: T) -> "asyncio.Future[R]":
    """Start a call in a daemon thread of its own."""
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[R] = loop.create_future()

    def settle(result: R | None, error: BaseException | None) -> None:
        if answer.done():
            return
        if error is not None:
            answer.set_exception(error)
        else:
            answer.set_result(cast("R", result))

    def run() -> None:
        result, error = _outcome(function, argument)
        if not loop.is_closed():
            loop.call_soon_threadsafe(settle, result, error)

    threading.Thread(target=run, name="agent", daemon=True).start()
    return answer


def _outcome(function: Callable[[T], R], argument: T) -> tuple[R | None, BaseException | None]:
    try:
        return function(argument), None
    except BaseException as error:  # noqa: BLE001 - handed to the waiting coroutine, where the guard decides
        return None, error


RECENT_BYTES = 2 * 1024 * 1024
"""Of encoded states, whose parsed forms are remembered; those take some ten times as much."""


class Recent(Generic[T]):
    """Remembers what bytes were last read as, by the exact bytes, so that it can never be out of date. Bounded."""

    def __init__(self, parse: Callable[[bytes], T], limit: int = RECENT_BYTES) -> None:
        self._parse = parse
        self._limit = limit
        self._held = 0
        self._parsed: OrderedDict[bytes, T] = OrderedDict()

    def read(self, value: bytes) -> T:
        """What the bytes say. Raises whatever the parser raises."""
        if value in self._parsed:
            self._parsed.move_to_end(value)
            return self._parsed[value]
        parsed = self._parse(value)
        self.keep(value, parsed)
        return parsed

    def keep(self, value: bytes, parsed: T) -> None:
        """Remember what the bytes would be read as; what was used longest ago gives way."""
        if value in self._parsed:
            return
        self._parsed[value] = parsed
        self._held += len(value)
        while self._held > self._limit:
            oldest, _ = self._parsed.popitem(last=False)
            self._held -= len(oldest)


WARM_UP = RawArticle(body="PARIS, March 3 - France and Peru signed an accord on Tuesday. Both governments praised it.")
"""Cleaned once at the start: the first call loads language and date data, which the first article must not wait for."""


def cleaning(settings: Settings) -> MapAgent:
    """Raw article to clean article."""
    from agents.cleaning import clean  # noqa: PLC0415 - a worker loads its own agent only

    def run(article: RawArticle) -> Sequence[CleanArticle]:
        return (clean(article),)

    run(WARM_UP)
    return InThread(run, settings.processing_timeout)


class Extraction:
    """Clean article to extracted article, in worker processes that hold the model."""

    def __init__(self, settings: Settings) -> None:
        from agents.extraction import ExtractionPool  # noqa: PLC0415 - a worker loads its own agent only

        limit = settings.processing_timeout
        self.pool = ExtractionPool(settings.spacy_model, settings.nlp_workers, time_limit=limit)
        self._patience = limit * (settings.in_flight + 1)

    async def start(self) -> None:
        """Start the processes and wait until they have loaded the model.

        Raises:
            MissingModel: it is not installed.
        """
        from agents.extraction import ModelMissing  # noqa: PLC0415 - a worker loads its own agent only

        try:
            await self.pool.start()
        except ModelMissing as error:
            raise MissingModel(str(error)) from error

    async def stop(self) -> None:
        """End the processes."""
        await self.pool.stop()

    async def handle(self, message: Message) -> Sequence[Message]:
        """The extracted article. The pool bounds the work on it; the wait for that is no fault of the article's.

        Raises:
            Rejected: it cannot be extracted. Fault: the pool stands still.
        """
        try:
            async with asyncio.timeout(self._patience):
                return (await self.pool.extract(cast("CleanArticle", message)),)
        except TimeoutError as error:
            raise Fault(f"nothing was extracted in {self._patience:.0f} s") from error


def extraction(settings: Settings) -> MapAgent:
    """Clean article to extracted article."""
    return Extraction(settings)


def classification(settings: Settings) -> MapAgent:
    """Extracted article to one mention a coded event."""
    from agents.classification import Coder  # noqa: PLC0415 - a worker loads its own agent only

    coder = Coder.load()

    def run(article: ExtractedArticle) -> Sequence[EventMention]:
        return coder.code(article)

    return InThread(run, settings.processing_timeout)


class Publishing:
    """Mentions to the event that they tell of, which is kept for so many days."""

    def __init__(self, keep_days: int = 400) -> None:
        from agents.publishing import EventState  # noqa: PLC0415 - a worker loads its own agent only

        self._keep_days = keep_days
        self._known = Recent(EventState.from_bytes)

    def expired(self, state: bytes, today: date) -> bool:
        """Whether the event of that state is to be forgotten."""
        from agents.publishing import EventState, expired  # noqa: PLC0415 - a worker loads its own agent only

        return expired(EventState.from_bytes(state), today, self._keep_days)

    def fold(self, state: bytes | None, messages: Sequence[Message]) -> tuple[bytes, int | None]:
        """The state with the mentions taken in, and the first that changed it.

        Raises:
            ValueError: there are no mentions, or one is of another event.
        """
        from agents.publishing import merge  # noqa: PLC0415 - a worker loads its own agent only

        known = None if state is None else self._known.read(state)
        merged, changed = known, None
        for number, message in enumerate(messages):
            before, merged = merged, merge(merged, cast("EventMention", message))
            if changed is None and merged is not before:
                changed = number
        if merged is None:
            raise ValueError("no mentions to merge")
        if state is not None and changed is None:
            return state, None
        after = merged.to_bytes()
        self._known.keep(after, merged)
        return after, changed

    def told(self, state: bytes) -> Sequence[Message | None]:
        """The event of that state; after a retraction a tombstone as well."""
        from agents.publishing import to_event  # noqa: PLC0415 - a worker loads its own agent only

        event = to_event(self._known.read(state))
        if event is None:
            return ()
        return (event, None) if event.state == "retracted" else (event,)


def versions(stage: str, settings: Settings) -> dict[str, str]:
    """What a stage runs, for ``/version`` and the metrics; empty where a stage has no codebook or no model."""
    codebook = ""
    if stage == "classification":
        from agents.classification import CODEBOOK_VERSION as codebook  # noqa: PLC0415, N811 - as above
    model = settings.spacy_model if stage == "extraction" else ""
    return {"stage": stage, "version": pipeline_version(), "codebook": codebook, "model": model}


def publishing(settings: Settings) -> MergeAgent:
    """Mentions to events."""
    return Publishing(settings.keep_days)
