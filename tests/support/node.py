"""Programs that this project's Python environment does not bring: found, or skipped with a reason, or required."""

import os
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest

REQUIRE = "COMMUNIQUE_REQUIRE_CONSUMERS"
"""Set to 1 where a missing program is a failure, as on the machine that decides."""
INSTALL_SECONDS = 300.0


def program(name: str, package: str) -> str:
    """The path of a program; without it the test is skipped, or fails where programs are required."""
    found = shutil.which(name)
    if found is None:
        _absent(f"{name} is not installed (Debian package {package})")
    return str(found)


@cache
def node_packages(folder: Path) -> Path:
    """The folder with the packages of its lock file installed, exactly as locked and without their install scripts."""
    npm = program("npm", "npm")
    if not (folder / "node_modules" / ".package-lock.json").exists():
        command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
        done = subprocess.run(
            command, cwd=folder, capture_output=True, text=True, timeout=INSTALL_SECONDS, check=False
        )  # fmt: skip
        if done.returncode:
            _absent(f"npm ci failed in {folder.name}: {done.stderr.strip()[-300:]}")
    return folder


def _absent(reason: str) -> None:
    if os.environ.get(REQUIRE) == "1":
        pytest.fail(f"{reason}, and {REQUIRE}=1 requires it")
    pytest.skip(reason)
