"""``communique up``: the whole pipeline on this machine until Ctrl-C or SIGTERM."""

import os
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from rich.table import Table

    from streams.launcher import Worker
    from streams.local import Local
    from streams.signals import StopRequest

EXAMPLES = (
    "Examples: communique up  |  communique up --workers extraction=2  |  "
    "COMMUNIQUE_BOOTSTRAP_SERVERS=kafka:9092 communique up"
)
LOOK_SECONDS = 0.2


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog=EXAMPLES)(up)


def up(
    workers: Annotated[
        list[str] | None, typer.Option(help="STAGE=N: run N workers of a stage. May be given again.")
    ] = None,
    port: Annotated[
        int | None, typer.Option(min=1, max=65535, help="Port of the embedded broker; else a free one.")
    ] = None,
) -> None:
    """Run broker, topics and a worker a stage; restart what dies; stop all in order on Ctrl-C or SIGTERM.

    A broker is started unless COMMUNIQUE_BOOTSTRAP_SERVERS names one. Its data does not outlive it. Press Ctrl-C again
    to end at once.
    """
    from streams import running
    from streams.cli import common
    from streams.local import local_pipeline
    from streams.signals import interrupt_on_terminate

    chosen = common.settings()
    copies = _copies(workers or [])
    running.refuse_second(chosen.data_dir)
    interrupt_on_terminate()
    with local_pipeline(chosen, copies=copies, port=port, on_change=_report) as local:
        _run(local, chosen.data_dir)


def _copies(wanted: list[str]) -> dict[str, int]:
    """Workers a stage, from ``STAGE=N``.

    Raises:
        UsageProblem: it is not of that form. UnknownStage: there is no such stage.
    """
    from streams.problems import UsageProblem
    from streams.topology import stage_named

    copies: dict[str, int] = {}
    for text in wanted:
        stage, _, number = text.partition("=")
        stage_named(stage)
        if not number.isdecimal() or not 1 <= int(number) <= 64:
            raise UsageProblem(f"--workers {text}: expected STAGE=N with N from 1 to 64, extraction=2 for instance.")
        copies[stage] = int(number)
    return copies


def _run(local: "Local", folder: Path) -> None:
    from streams import running
    from streams.signals import StopRequest

    stop = StopRequest(on_second=local.supervisor.kill)
    stop.listen()
    running.announce(folder, running.Running(local.address, os.getpid(), local.broker is not None))
    try:
        _watch(local, stop)
    finally:
        running.withdraw(folder)


def _watch(local: "Local", stop: "StopRequest") -> None:
    """Look after the workers until somebody asks for an end."""
    from rich.live import Live

    from streams.cli import common

    notes = common.notes()
    notes.print(f"broker {local.address}; data and logs in {local.settings.data_dir.resolve()}; Ctrl-C stops")
    with Live(console=notes, auto_refresh=False, transient=True) as live:
        while not stop.asked:
            local.supervisor.tick()
            _check_broker(local)
            if notes.is_terminal:
                live.update(_table(local), refresh=True)
            time.sleep(LOOK_SECONDS)
    notes.print("stopping, the first stage first")


def _check_broker(local: "Local") -> None:
    from streams.problems import StageFailed

    if local.broker and local.broker.pid is None:
        local.supervisor.kill()
        raise StageFailed(f"The embedded broker has died; its last words are in {local.broker.log_path}.")


def _report(worker: "Worker") -> None:
    """A line a change of state, where nobody watches a live table."""
    from streams.cli import common

    notes = common.notes()
    if not notes.is_terminal or worker.state in ("waiting", "failed"):
        notes.print(f"{worker.stage} {worker.instance}: {worker.state}{_death(worker)}")


def _death(worker: "Worker") -> str:
    dead = worker.state in ("waiting", "failed")
    return f" after exit code {worker.exit_code}; log {worker.log}" if dead else ""


def _table(local: "Local") -> "Table":
    from rich import box
    from rich.table import Table

    table = Table("stage", "instance", "state", "process", "up", "restarts", box=box.SIMPLE_HEAD)
    for worker in local.supervisor.workers:
        up_for = f"{time.monotonic() - worker.started:.0f} s" if worker.pid else "-"
        cells = (worker.stage, worker.instance, worker.state, str(worker.pid or "-"), up_for, str(worker.restarts))
        table.add_row(*cells)
    return table
