"""Runs the benchmarks one after the other, each in a process of its own: ``python -m tests.bench [NAME…]``."""

import os
import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).parent
PREFIX = "bench_"


def names() -> list[str]:
    """The benchmarks there are, without the prefix of their files."""
    return sorted(path.stem.removeprefix(PREFIX) for path in FOLDER.glob(f"{PREFIX}*.py"))


def main(chosen: list[str]) -> int:
    """Run the chosen benchmarks, or all; the exit code counts those that failed."""
    unknown = sorted(set(chosen) - set(names()))
    if unknown:
        sys.stderr.write(f"no benchmark {', '.join(unknown)}; there are: {', '.join(names())}\n")
        return 2
    failed = 0
    for name in chosen or names():
        sys.stdout.write(f"\n== {name} ({os.cpu_count()} cores)\n")
        sys.stdout.flush()
        run = subprocess.run([sys.executable, "-m", f"tests.bench.{PREFIX}{name}"], check=False)
        failed += run.returncode != 0
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
