"""The first signal asks for an end, the second for one at once."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from streams import cli
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


@pytest.mark.parametrize("work", ["raise KeyboardInterrupt", "exec('raise KeyboardInterrupt')"])
def test_an_interrupted_command_ends_with_its_own_code_wherever_it_was(tmp_path: Path, work: str) -> None:
    program = f"""
import typer
from streams import cli

app = typer.Typer()

@app.command()
def busy():
    {work}

cli.application = lambda: app
cli.main()
"""
    (tmp_path / "interrupted.py").write_text(program)
    places = {**os.environ, "PYTHONPATH": os.pathsep.join([str(tmp_path), str(Path.cwd())])}
    done = subprocess.run([sys.executable, "-m", "interrupted"], env=places, capture_output=True, check=False)
    assert done.returncode == cli.INTERRUPTED, done.stderr
