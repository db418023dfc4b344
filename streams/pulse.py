"""Notices that this process stood still for so long that its partitions may be another worker's by now.

A process that is stopped (a frozen machine, ``kill -STOP``) goes on where it stood, while its group has given its
partitions away. What a merge would then write could lie over a newer state. So a merge asks before it sends anything,
and a worker that stood still ends instead: started again, it reads what is its own.
"""

import asyncio
import time
from collections.abc import Callable

from streams.faults import Fault
from streams.settings import Settings

CLOCK = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
"""Goes on while the machine sleeps, where the system has such a clock."""
BEATS = 10
"""Beats within the longest pause allowed."""


def system_clock() -> float:
    """Seconds since some moment, those included in which the machine slept."""
    return time.clock_gettime(CLOCK)


class Pulse:
    """Beats while the event loop turns, once it runs. When it has missed its time it is never right again.

    Before it runs nothing is checked: a start may restore state for minutes, with little of a turn for anybody else.
    """

    def __init__(self, longest: float, clock: Callable[[], float] = system_clock) -> None:
        """``longest``: seconds without a beat after which the group may have given up this worker."""
        self._longest = longest
        self._clock = clock
        self._last: float | None = None

    def check(self) -> None:
        """Return where the last beat is recent.

        Raises:
            Fault: it is not, or was not once before.
        """
        pause = 0.0 if self._last is None else self._clock() - self._last
        if pause > self._longest:
            raise Fault(f"stood still for {pause:.1f} s: what it works on may be another worker's by now")

    async def run(self) -> None:
        """Beat until cancelled.

        Raises:
            Fault: it stood still for too long.
        """
        while True:
            self.check()
            self._last = self._clock()
            await asyncio.sleep(self._longest / BEATS)


def pulse_of(settings: Settings) -> Pulse:
    """A member's last word to its group is at most one heartbeat older than the beginning of its pause."""
    return Pulse(max(settings.session_timeout - settings.heartbeat_interval, settings.session_timeout / 2))
