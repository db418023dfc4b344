"""``communique diff``: what a replay beside would change."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from streams.replay.beside.differing import Change, Difference

EXAMPLES = (
    "Examples: communique diff v2  |  communique diff v2 --html v2.html --samples 200  |  communique diff v2 --json"
)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog=EXAMPLES)(diff)


def diff(
    name: Annotated[str, typer.Argument(help="The name that was given to `communique replay --as`.")],
    *,
    samples: Annotated[int, typer.Option(min=0, max=100_000, help="Changes of each kind that are told in full.")] = 5,
    html: Annotated[
        Path | None, typer.Option("--html", dir_okay=False, help="Write a page to this file as well.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object for programs.")] = False,
) -> None:
    """Compare a replay beside with what is published: events added, removed, retyped, re-dated, with the sentences.

    Only events of the articles that it has coded are compared. Nothing is changed by this.
    """
    from streams import kafka
    from streams.cli import common
    from streams.replay.beside import comparing, runs
    from streams.replay.beside.differing import difference
    from streams.replay.beside.page import page
    from streams.replay.beside.steps import checked, mentions_of
    from streams.running import broker_address
    from streams.topology import AUDIT, MENTIONS

    address = broker_address(common.settings())
    runs.finished(runs.audited(address), checked(name))
    with kafka.reader(address, [AUDIT.name, MENTIONS.name, mentions_of(name)], from_beginning=True) as client:
        scope = comparing.scope_of(client, name)
        found = difference(client, name, scope, list(comparing.partitions(client, name, scope)))
    if html is not None:
        _write(html, page(found, samples))
    if as_json:
        common.write_json([found.as_json(samples)])
    else:
        _show(found, samples)


def _write(file: Path, text: str) -> None:
    """Write a page.

    Raises:
        UsageProblem: the file cannot be written.
    """
    from streams.problems import UsageProblem

    try:
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageProblem(f"{file} cannot be written: {error.strerror}") from error


def _show(found: "Difference", samples: int) -> None:
    """A table of the kinds, then samples."""
    from rich import box
    from rich.table import Table

    from streams.cli import common
    from streams.replay.beside.differing import KINDS

    table = Table("events", "number", "meaning", box=box.SIMPLE_HEAD)
    table.columns[1].justify = "right"
    for kind, number in found.counts.items():
        table.add_row(kind, f"{number:,}", KINDS[kind])
    table.add_row("unchanged", f"{found.unchanged:,}", "stay as they are")
    console = common.console()
    book = f" by codebook {found.codebook}" if found.codebook else ""
    console.print(f"{found.articles:,} articles coded{book}, against what is published:", soft_wrap=True)
    console.print(table)
    for kind in KINDS:
        for change in found.of(kind, samples):
            console.print(_told(kind, change), soft_wrap=True)
    _conclude(found)


def _told(kind: str, change: "Change") -> str:
    """A change in two lines: what was and what would be, and the sentence."""
    from rich.markup import escape

    from streams.replay.beside.differing import sentence, who
    from streams.replay.beside.page import act

    sides = [event for event in (change.before, change.after) if event is not None]
    told = [
        f"{one.event_date} {escape(who(one.source) or '?')} > {act(one)} > {escape(who(one.target) or '-')}"
        for one in sides
    ]
    arrow = "  [bold]→[/]  ".join(told[:1] if change.fields else told)
    fields = f"  ({', '.join(change.fields)})" if change.fields else ""
    return f"[cyan]{kind}[/]  {arrow}{fields}\n    [dim]{escape(sentence(sides[-1]))}[/]"


def _conclude(found: "Difference") -> None:
    from streams.cli import common

    if found.outranked:
        common.console().print(
            f"{found.outranked:,} mentions stay as published: their codebook there is the same or newer.",
            soft_wrap=True,
        )
    common.console().print(
        f"To promote it takes {found.send:,} mentions sent and {found.withdraw:,} withdrawn: "
        f"communique promote {found.name}",
        soft_wrap=True,
    )
