"""The first signal asks for an end, the second for one at once."""

import os
import signal
from collections.abc import Iterator

import pytest

from streams.signals import STOPPING, StopRequest, interrupt_on_terminate


@pytest.fixture(autouse=True)
def handlers_kept() -> Iterator[None]:
    """Put the test runner's own handlers back."""
    before = {number: signal.getsignal(number) for number in STOPPING}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.parametrize("number", STOPPING)
def test_the_second_signal_is_told_apart(number: signal.Signals) -> None:
    again: list[bool] = []
    stop = StopRequest(on_second=lambda: again.append(True))
    stop.listen()
    assert not stop.asked
    os.kill(os.getpid(), number)
    assert stop.asked
    assert again == []
    os.kill(os.getpid(), number)
    assert again == [True]


def test_sigterm_unwinds_like_ctrl_c() -> None:
    interrupt_on_terminate()
    with pytest.raises(KeyboardInterrupt):
        os.kill(os.getpid(), signal.SIGTERM)
