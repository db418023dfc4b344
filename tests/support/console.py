"""Commands run in this process: as quick as a call, on the broker of a test."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import orjson
from typer.testing import CliRunner

from streams.cli import application
from streams.problems import Problem

Run = Callable[..., "Said"]
"""Runs a command by its words."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a command wrote to standard output."""

    text: str

    @property
    def values(self) -> list[dict[str, Any]]:
        """Its JSON lines."""
        return [orjson.loads(line) for line in self.text.splitlines() if line.strip()]


def on(bootstrap: str, *words: str) -> Said:
    """Run ``communique`` with these words on a broker.

    Raises:
        Problem: what a person would be told. AssertionError: it ended otherwise than well.
    """
    settings = {"COMMUNIQUE_BOOTSTRAP_SERVERS": bootstrap, "COLUMNS": "160"}
    ended = CliRunner().invoke(application(), words, env=settings)
    if isinstance(ended.exception, Problem):
        raise ended.exception
    assert ended.exit_code == 0, f"{ended.output}\n{ended.exception!r}"
    return Said(ended.stdout)
