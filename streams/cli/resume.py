"""``communique resume``: have a stage take messages again whose breaker has opened."""

import http.client
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from streams.settings import Settings

EXAMPLES = (
    "Examples: communique resume cleaning  |  kubectl exec deploy/communique-cleaning -- communique resume cleaning"
)
ANSWER_SECONDS = 5.0
ANY_ADDRESS = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - what a worker was told to bind, not bound here


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog=EXAMPLES)(resume)


def resume(stage: Annotated[str, typer.Argument(help="cleaning, extraction, classification or publishing")]) -> None:
    """Close the breaker of a stage's workers on this machine, once the cause of its dead letters is mended.

    A worker whose breaker has opened says so in its log and under /readyz. Restarting it does the same.
    """
    from streams.cli import common
    from streams.problems import UsageProblem
    from streams.topology import stage_named

    stage_named(stage)
    chosen, asked = common.settings(), 0
    for served in _workers(chosen, stage):
        answer = _post(served["host"], int(served["port"]))
        if answer is not None:
            asked += 1
            told = "takes messages again" if answer["resumed"] else "had not stopped"
            common.console().print(f"{stage} worker (process {served['pid']}) {told}")
    if not asked:
        folder = chosen.data_dir.resolve()
        raise UsageProblem(
            f"No worker of {stage} answers from {folder}: set COMMUNIQUE_DATA_DIR to that of the worker."
        )


def _workers(settings: "Settings", stage: str) -> Iterator[dict[str, Any]]:
    """What the stage's workers have left word of, those on an embedded broker too."""
    from streams.local import EMBEDDED_FOLDER
    from streams.readiness import PORT_FILE

    for folder in (settings.data_dir, settings.data_dir / EMBEDDED_FOLDER):
        for file in sorted((folder / "workers" / stage).glob(f"*/{PORT_FILE}")):
            found = _read(file)
            if found is not None:
                yield found


def _read(file: Path) -> dict[str, Any] | None:
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) and {"pid", "host", "port"} <= found.keys() else None


def _post(host: str, port: int) -> dict[str, Any] | None:
    """The worker's answer; None where none comes, for a worker that was killed leaves its file behind."""
    connection = http.client.HTTPConnection(ANY_ADDRESS.get(host, host), port, timeout=ANSWER_SECONDS)
    try:
        connection.request("POST", "/resume")
        answer: dict[str, Any] = json.loads(connection.getresponse().read())
    except (OSError, ValueError, http.client.HTTPException):
        return None
    finally:
        connection.close()
    return answer
