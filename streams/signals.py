"""Signals as a supervisor wants them: an orderly end on the first, an end at once on the second."""

import signal
from collections.abc import Callable
from types import FrameType

STOPPING = (signal.SIGINT, signal.SIGTERM)


def interrupt_on_terminate() -> None:
    """Let SIGTERM unwind the program as Ctrl-C does, so that what it started is stopped."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)


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
