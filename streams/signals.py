"""Signals as a supervisor wants them: an orderly end on the first, an end at once on the second."""

import signal
from collections.abc import Callable
from types import FrameType

STOPPING = (signal.SIGINT, signal.SIGTERM)


def interrupt_on_terminate() -> None:
    """Let SIGTERM unwind the program as Ctrl-C does, so that what it started is stopped."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)


def forget_interrupt() -> None:
    """Let the program end with the exit code that it chose after an interruption.

    CPython marks an interrupt that leaves a text which ``exec`` runs (the making of a dataclass is such a text) as
    handled by nobody, and a program started by ``python -m`` then ends as if killed by SIGINT, whatever caught it.
    The next such text clears the mark.
    """
    exec("")  # noqa: S102 - an empty text of our own: only its running counts


class StopRequest:
    """Whether somebody has asked for an end, by Ctrl-C or SIGTERM. ``on_second`` runs when they ask again."""

    def __init__(self, on_second: Callable[[], None]) -> None:
        self.asked = False
        self.on_second = on_second

    def listen(self) -> None:
        """Take over the signals."""
        for number in STOPPING:
            signal.signal(number, self._handle)

    def _handle(self, number: int, frame: FrameType | None) -> None:
        del number, frame
        if self.asked:
            self.on_second()
        self.asked = True
