"""``communique export``: the events that stand, as a file."""

from pathlib import Path
from typing import Annotated

import typer

EXAMPLES = (
    "Examples: communique export --to events.csv  |  communique export --to events.parquet  |  "
    "communique export --to events.plover.json  |  communique export --to events.jsonl"
)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog=EXAMPLES)(export)


def export(
    to: Annotated[Path, typer.Option(help="The file; its ending says the format.", dir_okay=False)],
) -> None:
    """Write the events that stand now to a file; called again after an interruption, it goes on where it was."""
    from rich.progress import Progress

    from schemas import DiplomaticEvent
    from streams import kafka
    from streams.cli import common
    from streams.export import Export
    from streams.export_formats import format_of
    from streams.running import broker_address

    chosen = format_of(to)
    with (
        kafka.reader(broker_address(common.settings()), [DiplomaticEvent.topic], from_beginning=True) as client,
        Progress(console=common.notes(), transient=True) as bar,
    ):
        task = bar.add_task("messages", total=None)
        job = Export(client, to, chosen, lambda done, total: bar.update(task, completed=done, total=total))
        written = job.run()
    again = " (continued)" if job.resumed else ""
    common.notes().print(f"{written:,} events in {to}{again}")
