"""``python -m streams.operations`` writes every generated file for operators; ``--check`` only says what is stale."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

from schemas.generating import Generated, command
from streams.operations import acls, dashboards, manifests, pages

ROOT = Path(__file__).resolve().parents[2]


def generated(root: Path = ROOT) -> Iterator[Generated]:
    """Every generated file with what belongs in it."""
    for name, dashboard in dashboards.everything():
        yield root / "deploy/grafana/dashboards" / f"{name}.json", f"{json.dumps(dashboard, indent=1)}\n".encode()
    for name, text in manifests.files():
        yield root / "deploy/kubernetes/base" / name, text.encode()
    yield root / "deploy/kafka/acls.sh", acls.script().encode()
    yield root / "docs/metrics.md", pages.metrics().encode()
    yield root / "docs/settings.md", pages.settings().encode()


def main(arguments: list[str] | None = None) -> int:
    """Write or check; gives the exit code."""
    return command("streams.operations", __doc__, generated(), ROOT, arguments)


if __name__ == "__main__":
    sys.exit(main())
