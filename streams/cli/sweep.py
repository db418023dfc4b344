"""``communique sweep``: after a replay with a newer codebook, withdraw what the new coder no longer finds."""

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from kafka import KafkaConsumer
    from kafka.admin import KafkaAdminClient

    from streams.replay.sweep import Sweep

EXAMPLES = (
    "Examples: communique sweep replay-20260304T180000Z-9f2c41  |  "
    "communique sweep replay-20260304T180000Z-9f2c41 --wait 600 --execute"
)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog=EXAMPLES)(sweep)


def sweep(
    replay: Annotated[str, typer.Argument(help="The id that `communique replay --execute` told.")],
    *,
    codebook: Annotated[
        str | None, typer.Option(help="The codebook's version; else that of what the replay brought.")
    ] = None,
    wait: Annotated[float, typer.Option(min=0, max=86_400, help="Seconds to wait until all is coded.")] = 0.0,
    execute: Annotated[
        bool, typer.Option("--execute", help="Do it; without this it is only told what would be.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object for programs.")] = False,
) -> None:
    """Withdraw the mentions of replayed articles that still carry an older codebook. Without --execute only tell them.

    Articles that became dead letters since the replay are left alone: what the new coder finds in them is not known.
    """
    from streams import kafka
    from streams.cli import common
    from streams.running import broker_address
    from streams.topology import AUDIT, MENTIONS, STAGES

    address = broker_address(common.settings())
    sources = [stage.source for stage in STAGES]
    topics = {AUDIT.name, MENTIONS.name, *(topic.name for topic in sources), *(t.dead_letters().name for t in sources)}
    with kafka.admin(address) as admin, kafka.reader(address, sorted(topics), from_beginning=True) as client:
        found = _survey(client, admin, replay, codebook, wait)
        if execute:
            _execute(address, client, found, as_json=as_json)
        else:
            _tell(found, as_json=as_json)


def _survey(
    client: "KafkaConsumer", admin: "KafkaAdminClient", replay: str, codebook: str | None, wait: float
) -> "Sweep":
    """Find out what is to be withdrawn.

    Raises:
        UsageProblem: there is no such replay, or it was not finished. TimedOut: not all is coded yet.
    """
    from streams.audit import Settled, entries
    from streams.problems import UsageProblem
    from streams.replay import sweep as sweeping
    from streams.replay.selected import begun
    from streams.topology import stage_named

    audited = list(entries(client))
    first, last = begun(audited, replay)
    stages = sweeping.recoding(stage_named(str(first.stage)))
    if last.outcome != "done":
        raise UsageProblem(f"{replay} was not finished: communique replay {first.stage} --resume {replay} --execute")
    sweeping.wait_until_coded(client, admin, stages, wait)
    articles = sweeping.articles_of(client, first)
    return sweeping.survey(client, first, articles, Settled(audited), codebook)


def _tell(found: "Sweep", *, as_json: bool) -> None:
    from streams.cli import common

    if as_json:
        common.write_json([{
            "dry_run": True, "replay": found.replay, "codebook": found.codebook, "articles": found.articles,
            "held_back": found.held_back, "mentions": found.mentions,
        }])  # fmt: skip
        return
    held = f"; {found.held_back:,} of them are dead letters and left alone" if found.held_back else ""
    common.console().print(f"{found.articles:,} articles replayed{held}", soft_wrap=True)
    common.console().print(
        f"{found.mentions:,} mentions are of a codebook before {found.codebook} and would be withdrawn. "
        "Nothing was done: --execute does it.",
        soft_wrap=True,
    )


def _execute(address: str, client: "KafkaConsumer", found: "Sweep", *, as_json: bool) -> None:
    from streams import kafka
    from streams.audit import Audit
    from streams.cli import common
    from streams.cli.progress import counting
    from streams.replay import sweep as sweeping

    asked = {"replay": found.replay, "codebook": found.codebook}
    with kafka.producer(address) as producer, counting("mentions withdrawn", found.mentions) as run:
        audit = Audit(producer, "sweep", stage=None, selection=asked)
        counts = sweeping.run(client, producer, audit, found, on_progress=run.advance, stopping=run.stopping)
    if as_json:
        common.write_json([{"operation_id": audit.operation_id, "codebook": found.codebook, **counts}])
    else:
        common.console().print(f"{audit.operation_id}: {counts['withdrawn']:,} mentions withdrawn")
    run.leave_if_stopped(f"communique sweep {found.replay} --execute goes on")
