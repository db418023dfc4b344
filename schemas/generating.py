"""Files that are made from code and committed with it: a command writes them, or only says which are stale."""

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path

Generated = tuple[Path, bytes]
"""A file, and what belongs in it."""


def stale(files: Iterable[Generated]) -> list[Generated]:
    """Those files that are missing or differ."""
    return [(file, content) for file, content in files if not file.exists() or file.read_bytes() != content]


def command(module: str, about: str | None, files: Iterable[Generated], root: Path, arguments: list[str] | None) -> int:
    """``python -m module [--check]``: write what is stale, or only name it; gives the exit code.

    Files are named by their path from ``root``; ``about`` is the help.
    """
    parser = argparse.ArgumentParser(prog=f"python -m {module}", description=about)
    parser.add_argument("--check", action="store_true", help="write nothing; exit with 1 where a file is stale")
    check = parser.parse_args(arguments).check
    found = stale(files)
    for file, content in found:
        sys.stdout.write(f"{'stale' if check else 'wrote'} {file.relative_to(root)}\n")
        if not check:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
    return 1 if check and found else 0
