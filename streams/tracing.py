"""Spans: one for each message that a stage sees to its end. Off unless the settings say so, and then nothing is loaded.

What records them is ``streams.spans``, which needs the extra ``communique[tracing]``.
"""

from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Protocol

from streams.problems import UsageProblem
from streams.records import Record
from streams.settings import Settings
from streams.topology import Stage


class Work(Protocol):
    """The work on one message."""

    @property
    def record(self) -> Record:
        """The message as its handler is to see it: what it sends on then names this work's span as its parent."""

    def ended(self, how: str, reason: str = "") -> None:
        """Told how the message ended (``handled``, ``dropped``, ``dead_lettered``) and why, or that it is ``left``."""


class Spans(Protocol):
    """What the guard tells of each message's work."""

    def of(self, record: Record) -> AbstractContextManager[Work]:
        """The span of one message, for the time of a ``with``; what leaves it as an exception is our own fault."""

    def close(self) -> None:
        """Export what is left. Blocks for a bounded time."""


@dataclass(frozen=True, slots=True)
class Unrecorded:
    """Work of which no span is recorded."""

    record: Record

    def ended(self, how: str, reason: str = "") -> None:
        """Nobody wants to know."""


class NoSpans:
    """Tracing is off."""

    def of(self, record: Record) -> AbstractContextManager[Work]:
        """Nothing is recorded."""
        return nullcontext(Unrecorded(record))

    def close(self) -> None:
        """Nothing is left."""


def spans_of(stage: Stage, settings: Settings) -> Spans:
    """What records a stage's spans, exported as the standard ``OTEL_*`` variables say.

    Raises:
        UsageProblem: tracing is switched on where OpenTelemetry is not installed, or its exporter is not known.
    """
    if not settings.tracing:
        return NoSpans()
    try:
        from streams.spans import RecordedSpans, exporting  # noqa: PLC0415 - an optional extra, loaded where it is used
    except ImportError as error:
        missing = f"COMMUNIQUE_TRACING is on, but {error.name} is missing: pip install 'communique[tracing]'"
        raise UsageProblem(missing) from error
    return RecordedSpans(stage, exporting(stage, settings))
