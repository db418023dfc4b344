"""What commands share: the settings with a readable error, standard streams, and JSON lines."""

import os
import sys
from collections.abc import Iterable
from functools import cache

import orjson
from pydantic import ValidationError
from rich.console import Console

from schemas import Message
from streams.problems import UsageProblem
from streams.settings import Settings

PIPE_COLUMNS = 120


def settings() -> Settings:
    """The settings.

    Raises:
        UsageProblem: a ``COMMUNIQUE_*`` variable has a value that cannot be used; the message names it.
    """
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        name = "_".join(str(part) for part in first["loc"]).upper()
        raise UsageProblem(f"COMMUNIQUE_{name}: {first['msg']}") from error


def console() -> Console:
    """Standard output, for what a command was asked for; wide enough for tables where it is not a terminal."""
    shown = Console(highlight=False)
    if not shown.is_terminal and "COLUMNS" not in os.environ:
        shown.width = PIPE_COLUMNS
    return shown


@cache
def notes() -> Console:
    """Standard error, for progress and remarks, so that output can be piped; one, for a live table must know of all."""
    return Console(stderr=True, highlight=False)


def write_json(values: Iterable[Message | dict[str, object]]) -> None:
    """One JSON value a line on standard output, each complete before the next."""
    for value in values:
        line = value.to_bytes() if isinstance(value, Message) else orjson.dumps(value)
        sys.stdout.buffer.write(line + b"\n")
    sys.stdout.buffer.flush()
