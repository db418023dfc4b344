"""``communique topics``: the declared topics against those on the broker."""

import contextlib
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from streams.topology import TopicSpec

EXAMPLES = "Examples: communique topics  |  communique topics --create  |  communique topics --json"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog=EXAMPLES)(topics)


def topics(
    create: Annotated[bool, typer.Option("--create", help="Create the topics that are missing.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a topic.")] = False,
) -> None:
    """Show the declared topics and whether the broker has them; ends with 7 where it has not."""
    from streams import kafka, topology
    from streams import topics as broker_topics
    from streams.cli import common
    from streams.problems import TopicMismatch
    from streams.running import broker_address

    chosen = common.settings()
    specs = list(topology.topics())
    with kafka.admin(broker_address(chosen)) as client:
        if create:
            with contextlib.suppress(TopicMismatch):
                broker_topics.ensure(client, specs, chosen.replication_factor)
        present = broker_topics.partition_counts(client)
        _show(specs, present, as_json=as_json)
        broker_topics.check(client, specs)


def _show(specs: "list[TopicSpec]", present: dict[str, int], *, as_json: bool) -> None:
    from rich import box
    from rich.table import Table

    from streams.cli import common

    rows = [_row(spec, present.get(spec.name)) for spec in specs]
    if as_json:
        common.write_json(rows)
        return
    table = Table(*(heading.replace("_", " ") for heading in rows[0]), box=box.SIMPLE_HEAD)
    for row in rows:
        table.add_row(*(str(value) for value in row.values()))
    common.console().print(table)


def _row(spec: "TopicSpec", found: int | None) -> dict[str, object]:
    state = "missing" if found is None else "too few partitions" if found < spec.partitions else "ok"
    return {
        "topic": spec.name, "key": spec.key, "partitions": spec.partitions, "on_broker": found or 0,
        "cleanup": spec.cleanup, "retention": _retention(spec), "state": state,
    }  # fmt: skip


def _retention(spec: "TopicSpec") -> str:
    if spec.retention is None:
        return "kept"
    hours = int(spec.retention.total_seconds() // 3600)
    return f"{hours // 24} days" if hours >= 24 else f"{hours} h"
