"""Progress of long commands on standard error, with the rate; Ctrl-C asks for an end after the batch at hand."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from streams.cli.common import notes
from streams.signals import STOPPING, StopRequest

INTERRUPTED = 130


@dataclass
class Run:
    """A command on its way."""

    bar: Progress
    task: TaskID
    request: StopRequest = field(default_factory=lambda: StopRequest(on_second=_at_once))

    def advance(self, done: int) -> None:
        """So many are done."""
        self.bar.update(self.task, completed=done, rate=self._rate())

    def look(self, done: int, total: int) -> None:
        """So many of so many were looked at.

        Raises:
            KeyboardInterrupt: somebody has asked for an end; looking leaves nothing to finish.
        """
        self.bar.update(self.task, total=total)
        self.advance(done)
        if self.stopping():
            raise KeyboardInterrupt

    def stopping(self) -> bool:
        """Whether somebody has asked for an end."""
        return self.request.asked

    def leave_if_stopped(self, what: str) -> None:
        """End with the exit code of an interruption where one was asked for; ``what`` says how to go on."""
        if self.request.asked:
            notes().print(f"interrupted: {what}")
            raise typer.Exit(INTERRUPTED)

    def _rate(self) -> str:
        speed = self.bar.tasks[self.task].speed
        return f"{speed:,.0f}/s" if speed else ""


@contextmanager
def counting(what: str, total: int | None = None) -> Iterator[Run]:
    """Show progress, listen for Ctrl-C, and leave the signals as they were."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rate]}"))
    before = {number: signal.getsignal(number) for number in STOPPING}
    with Progress(*columns, TimeRemainingColumn(), console=notes(), transient=True) as bar:
        run = Run(bar, bar.add_task(what, total=total, rate=""))
        run.request.listen()
        try:
            yield run
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


def _at_once() -> None:
    raise KeyboardInterrupt
