"""``communique discard``: remove a replay beside."""

from typing import Annotated

import typer

EXAMPLES = "Examples: communique discard v2  |  communique discard v2 --execute"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog=EXAMPLES)(discard)


def discard(
    name: Annotated[str, typer.Argument(help="The name that was given to `communique replay --as`.")],
    *,
    execute: Annotated[
        bool, typer.Option("--execute", help="Do it; without this it is only told what would be.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object for programs.")] = False,
) -> None:
    """Remove the topics and groups of a replay beside, promoted or not. What is published is not touched."""
    from streams import kafka
    from streams.audit import Audit
    from streams.cli import common
    from streams.problems import UsageProblem
    from streams.replay.beside import discarding, runs
    from streams.replay.beside.steps import checked
    from streams.running import broker_address

    address = broker_address(common.settings())
    told = runs.audited(address)
    with kafka.admin(address) as admin:
        topics, groups = discarding.leftovers(admin, checked(name))
        if not topics and not groups and name not in runs.known(told):
            there = ", ".join(runs.known(told)) or "none"
            raise UsageProblem(f"there is no replay {name!r} beside what is published; there is {there}")
        if execute:
            with kafka.producer(address) as producer:
                audit = Audit(producer, "replay", stage=None, selection=runs.asked(name, "discard", {}))
                counts = {"topics": len(topics), "groups": len(groups)}
                audit.write("started", counts)
                discarding.discard(admin, topics, groups)
                audit.write("done", counts)
    _tell(name, topics, groups, executed=execute, as_json=as_json)


def _tell(name: str, topics: list[str], groups: list[str], *, executed: bool, as_json: bool) -> None:
    from streams.cli import common

    if as_json:
        common.write_json([{"dry_run": not executed, "name": name, "topics": list(topics), "groups": list(groups)}])
        return
    what = f"{len(topics)} topics and {len(groups)} groups"
    for one in (*topics, *groups):
        common.console().print(f"  {one}", soft_wrap=True)
    common.console().print(
        f"{name}: {what} removed" if executed else f"{what} would be removed. Nothing was done: --execute does it.",
        soft_wrap=True,
    )
