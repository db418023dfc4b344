"""``communique promote``: make a replay beside the published state."""

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from kafka import KafkaConsumer

    from streams.replay.beside.comparing import Partition, Scope
    from streams.replay.beside.runs import Run

EXAMPLES = (
    "Examples: communique promote v2  |  communique promote v2 --execute  |  communique promote v2 --rate 500 --execute"
)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog=EXAMPLES)(promote)


def promote(
    name: Annotated[str, typer.Argument(help="The name that was given to `communique replay --as`.")],
    *,
    rate: Annotated[
        int | None, typer.Option(min=1, help="Mentions a second at most; else as fast as the broker takes them.")
    ] = None,
    execute: Annotated[
        bool, typer.Option("--execute", help="Do it; without this it is only told what would be.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object for programs.")] = False,
) -> None:
    """Make a replay beside the published state: mentions that differ are sent, those no longer found are withdrawn.

    Subscribers see a revision of each event that changes and a retraction of each that goes, and nothing of the others.
    Interrupted, or killed, it goes on with what is left when it is called again.
    """
    from streams import kafka
    from streams.cli import common
    from streams.replay.beside import comparing, runs
    from streams.replay.beside.steps import checked, mentions_of
    from streams.running import broker_address
    from streams.topology import AUDIT, MENTIONS

    address = broker_address(common.settings())
    run = runs.finished(runs.audited(address), checked(name))
    with kafka.reader(address, [AUDIT.name, MENTIONS.name, mentions_of(name)], from_beginning=True) as client:
        scope = comparing.scope_of(client, name)
        work = list(comparing.partitions(client, name, scope))
        if execute:
            _execute(address, client, run, scope, work, rate=rate, as_json=as_json)
        else:
            _tell(name, work, as_json=as_json)


def _tell(name: str, work: "list[Partition]", *, as_json: bool) -> None:
    from streams.cli import common

    send, withdraw = sum(len(one.send) for one in work), sum(len(one.withdraw) for one in work)
    events = sum(len(one.touched) for one in work)
    if as_json:
        told: dict[str, object] = {"dry_run": True, "name": name, "send": send, "withdraw": withdraw, "events": events}
        common.write_json([told])
        return
    common.console().print(
        f"{send:,} mentions would be sent and {withdraw:,} withdrawn, of {events:,} events. "
        f"Nothing was done: --execute does it; communique diff {name} shows the events.",
        soft_wrap=True,
    )


def _execute(
    address: str, client: "KafkaConsumer", run: "Run", scope: "Scope", work: "list[Partition]", *,
    rate: int | None, as_json: bool,
) -> None:  # fmt: skip
    from streams import kafka
    from streams.audit import Audit
    from streams.cli import common
    from streams.cli.progress import counting
    from streams.replay.beside.passing import Watch
    from streams.replay.beside.promoting import Promotion
    from streams.replay.beside.runs import asked

    with (
        kafka.producer(address) as producer,
        counting("mentions promoted", sum(one.work for one in work)) as shown,
    ):
        audit = Audit(producer, "replay", stage=run.stage, selection=asked(run.name, "promote", {}))
        job = Promotion(client, producer, run.name, scope, rate=rate)
        counts = job.run(audit, work, Watch(shown.advance, shown.stopping))
    if as_json:
        common.write_json([{"operation_id": audit.operation_id, "name": run.name, **counts}])
    else:
        common.console().print(
            f"{audit.operation_id}: {counts['sent']:,} mentions sent, {counts['withdrawn']:,} withdrawn", soft_wrap=True
        )
    shown.leave_if_stopped(f"communique promote {run.name} --execute goes on")
