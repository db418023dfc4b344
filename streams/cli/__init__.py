"""The command line, ``communique``: one small file a command, each of which registers itself here.

Command modules import what they need inside the command, so that ``--help`` and completion answer at once.
"""

import importlib
import importlib.metadata
import os
import sys
from types import TracebackType
from typing import Annotated

import typer

from streams.problems import Problem
from streams.signals import forget_interrupt

COMMANDS: tuple[str, ...] = (
    "demo", "up", "worker", "publish", "subscribe", "code", "clean", "extract", "explain", "uncoded", "export",
    "topics", "resume", "lag", "offsets", "dlq", "replay", "diff", "promote", "discard", "sweep",
)  # fmt: skip
"""Modules of this package with a ``register(app)``, in the order in which ``--help`` lists them."""

INTERRUPTED = 130
"""Exit code after Ctrl-C, as shells have it: 128 + SIGINT."""


def application() -> typer.Typer:
    """The command line with every command registered."""
    app = typer.Typer(
        name="communique", no_args_is_help=True, add_completion=False, rich_markup_mode="rich",
        pretty_exceptions_enable=False, help="Raw news articles in, structured diplomatic events out.",
        epilog="Exit codes: 0 done, 1 our own fault, 2 bad use, 3 no broker, 4 port taken, 5 unreadable input, "
        "6 spaCy model missing, 7 topic differs from its declaration, 8 bad JSONL line, 9 timed out, "
        "10 a stage keeps failing, 11 Kafka refuses access, 130 interrupted.",
    )  # fmt: skip
    app.callback()(_root)
    for name in COMMANDS:
        importlib.import_module(f"streams.cli.{name}").register(app)
    return app


def _tell_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"communique {importlib.metadata.version('communique')}")
        raise typer.Exit


def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_tell_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Raw news articles in, structured diplomatic events out."""
    del version


def main() -> None:
    """Entry point: run a command; show a problem as one line and end with its exit code."""
    sys.excepthook = _explain_fault
    try:
        typer.main.get_command(application())()
    except Problem as problem:
        fail(str(problem))
        sys.exit(problem.exit_code)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    finally:
        forget_interrupt()


def fail(message: str) -> None:
    """Say on standard error what is wrong, in one line."""
    sys.stderr.write(f"communique: {' '.join(message.split())}\n")


def _explain_fault(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Show a fault of our own in one line; the whole trace with ``COMMUNIQUE_DEBUG=1``."""
    if os.environ.get("COMMUNIQUE_DEBUG"):
        sys.__excepthook__(kind, error, trace)
    else:
        fail(f"internal error: {kind.__name__}: {error} (set COMMUNIQUE_DEBUG=1 to see where)")
