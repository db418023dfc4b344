"""``communique worker STAGE``: one worker of one stage in the foreground."""

from typing import Annotated

import typer

EXAMPLES = "Example: COMMUNIQUE_BOOTSTRAP_SERVERS=localhost:9092 communique worker extraction"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog=EXAMPLES)(worker)


def worker(stage: Annotated[str, typer.Argument(help="cleaning, extraction, classification or publishing.")]) -> None:
    """Run one worker of a stage until it is told to stop."""
    from streams.cli.common import settings
    from streams.running import broker_address
    from streams.topology import stage_named

    stage_named(stage)
    chosen = settings()
    chosen = chosen.model_copy(update={"bootstrap_servers": broker_address(chosen)})
    from streams.worker import run_stage

    raise typer.Exit(run_stage(stage, chosen))
