"""A worker that stood still writes nothing more."""

import asyncio

import pytest

from streams.faults import Fault
from streams.pulse import Pulse, pulse_of, system_clock
from streams.settings import Settings


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_a_short_pause_is_nothing_and_a_long_one_is_a_fault_for_ever() -> None:
    async def work() -> None:
        clock = Clock()
        pulse = Pulse(0.02, clock)
        beating = asyncio.create_task(pulse.run())
        for _ in range(5):
            clock.now += 0.015
            pulse.check()
            await asyncio.sleep(0.004)
        clock.now += 0.03
        with pytest.raises(Fault, match="stood still"):
            pulse.check()
        with pytest.raises(Fault):
            await beating
        with pytest.raises(Fault):
            pulse.check()

    asyncio.run(work())


def test_the_pause_allowed_leaves_room_for_the_last_heartbeat_before_it() -> None:
    clock = Clock()
    pulse = pulse_of(Settings(session_timeout=10.0, heartbeat_interval=3.0))
    pulse._clock, pulse._last = clock, clock.now
    clock.now += 6.9
    pulse.check()
    clock.now += 0.2
    with pytest.raises(Fault):
        pulse.check()


def test_before_it_runs_a_long_start_is_no_fault() -> None:
    clock = Clock()
    pulse = Pulse(1.0, clock)
    clock.now += 500.0
    pulse.check()


def test_the_clock_goes_on() -> None:
    first = system_clock()
    assert system_clock() >= first
