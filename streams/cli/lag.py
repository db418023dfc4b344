"""``communique lag``: how far each stage is behind, in messages and in time."""

import time
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from streams.offsets import Position

EXAMPLES = "Examples: communique lag  |  communique lag extraction  |  communique lag --json"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog=EXAMPLES)(lag)


def lag(
    stages: Annotated[list[str] | None, typer.Argument(help="Stages; all of them where none is named.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a partition.")] = False,
) -> None:
    """Show for each stage and partition what is committed, where the end is, and how long the oldest message waits."""
    from streams import kafka, topology
    from streams.cli import common
    from streams.offsets import positions
    from streams.running import broker_address

    chosen = [topology.stage_named(name) for name in stages or ()] or list(topology.STAGES)
    address = broker_address(common.settings())
    sources = [stage.source.name for stage in chosen]
    with kafka.admin(address) as admin, kafka.reader(address, sources, from_beginning=True) as client:
        found, now = positions(client, admin, chosen), time.time()
    if as_json:
        common.write_json([position.as_json(now) for position in found])
    else:
        _show(found, now)


def _show(found: "list[Position]", now: float) -> None:
    from rich import box
    from rich.table import Table

    from streams.cli import common
    from streams.replay.times import length

    table = Table("stage", "partition", "committed", "end", "lag", "behind", box=box.SIMPLE_HEAD)
    for at in found:
        behind = length(at.behind(now)) if at.lag else ""
        done = "-" if at.committed is None else str(at.committed)
        table.add_row(at.stage, str(at.partition), done, str(at.end), str(at.lag), behind)
    common.console().print(table)
    for stage in dict.fromkeys(at.stage for at in found):
        common.console().print(_sum(stage, [at for at in found if at.stage == stage], now))


def _sum(stage: str, found: "list[Position]", now: float) -> str:
    """A stage in one line."""
    from streams.replay.times import length

    left = sum(at.lag for at in found)
    oldest = max((at.behind(now) or 0.0 for at in found), default=0.0)
    return f"{stage}: {left:,} waiting, the oldest for {length(oldest)}" if left else f"{stage}: nothing waits"
