"""``communique offsets``: the offsets of one stage's source, what its group has committed, and who works on it."""

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kafka import KafkaConsumer

    from streams.offsets import Member, Position

EXAMPLES = (
    "Examples: communique offsets extraction  |  communique offsets cleaning --at 2026-03-04T18:00:00Z  |  "
    "communique offsets publishing --at 2h --json"
)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog=EXAMPLES)(offsets)


def offsets(
    stage: Annotated[str, typer.Argument(help="cleaning, extraction, classification or publishing.")],
    at: Annotated[str | None, typer.Option(help="Also the first offset at or after a time, or so long ago.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a partition.")] = False,
) -> None:
    """Show the first, committed and last offset of each partition that the stage reads, and its workers."""
    from streams import kafka, topology
    from streams.cli import common
    from streams.headers import utc_now
    from streams.offsets import members, positions
    from streams.replay.times import milliseconds, since
    from streams.running import broker_address

    chosen = topology.stage_named(stage)
    when = None if at is None else milliseconds(since(at, utc_now()))
    address = broker_address(common.settings())
    with kafka.admin(address) as admin, kafka.reader(address, [chosen.source.name], from_beginning=True) as client:
        found = positions(client, admin, [chosen])
        rows = list(_rows(found, None if when is None else _at(client, found, when)))
        workers = members(admin, chosen.group)
    if as_json:
        common.write_json({"group": chosen.group, "topic": chosen.source.name, **row} for row in rows)
    else:
        _show(f"{chosen.group} reads {chosen.source.name}", rows, workers)


def _at(client: "KafkaConsumer", found: "list[Position]", when: int) -> dict[int, int]:
    """The first offset of each partition written at or after a time; its end where there is none."""
    from kafka import TopicPartition

    told = client.offsets_for_times({TopicPartition(one.topic, one.partition): when for one in found})
    first = {tp.partition: answer.offset for tp, answer in told.items() if answer is not None}
    return {one.partition: first.get(one.partition, one.end) for one in found}


def _rows(found: "list[Position]", at: dict[int, int] | None) -> "Iterator[dict[str, object]]":
    for one in found:
        row: dict[str, object] = {"partition": one.partition, "first": one.start}
        if one.committed is not None:
            row["committed"] = one.committed
        yield {**row, "end": one.end, "lag": one.lag, **({} if at is None else {"at": at[one.partition]})}


def _show(title: str, rows: list[dict[str, object]], workers: "list[Member]") -> None:
    from rich import box
    from rich.table import Table

    from streams.cli import common

    headings = ["partition", "first", "committed", "end", "lag", *(["at"] if rows and "at" in rows[0] else [])]
    table = Table(*headings, box=box.SIMPLE_HEAD, title=title, title_justify="left")
    for row in rows:
        table.add_row(*(str(row.get(heading, "-")) for heading in headings))
    common.console().print(table)
    for worker in workers:
        common.console().print(f"worker {worker}")
    if not workers:
        common.console().print("no worker is active")
