"""``python -m streams.operations`` writes every generated file for operators; ``--check`` only says what is stale."""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from streams.operations import acls, dashboards, manifests, pages

ROOT = Path(__file__).resolve().parents[2]


def generated() -> Iterator[tuple[Path, str]]:
    """Every generated file, from the project's root, with what belongs in it."""
    for name, dashboard in dashboards.everything():
        yield Path("deploy/grafana/dashboards") / f"{name}.json", json.dumps(dashboard, indent=1) + "\n"
    for name, text in manifests.files():
        yield Path("deploy/kubernetes/base") / name, text
    yield Path("deploy/kafka/acls.sh"), acls.script()
    yield Path("docs/metrics.md"), pages.metrics()
    yield Path("docs/settings.md"), pages.settings()


def stale(root: Path = ROOT) -> list[tuple[Path, str]]:
    """The generated files that are missing or differ, with what belongs in them."""
    found = ((root / file, text) for file, text in generated())
    return [(file, text) for file, text in found if not file.exists() or file.read_text(encoding="utf-8") != text]


def main(arguments: list[str] | None = None) -> int:
    """Write or check; gives the exit code."""
    parser = argparse.ArgumentParser(prog="python -m streams.operations", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; exit with 1 where a file is stale")
    check = parser.parse_args(arguments).check
    found = stale()
    for file, text in found:
        sys.stdout.write(f"{'stale' if check else 'wrote'} {file.relative_to(ROOT)}\n")
        if not check:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
    return 1 if check and found else 0


if __name__ == "__main__":
    sys.exit(main())
