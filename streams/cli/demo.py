"""``communique demo``: the whole pipeline on sample articles, on a broker of its own; ends by itself."""

import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from schemas import DiplomaticEvent
    from streams.drain import Progress
    from streams.launcher import Supervisor
    from streams.local import Local
    from streams.settings import Settings

EXAMPLES = "Examples: communique demo  |  communique demo --json > events.jsonl"
LONGEST_SECONDS = 120.0
"""A slow machine needs half a minute; after this something is wrong."""
LOOK_SECONDS = 0.1

Say = Callable[[str], None]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog=EXAMPLES)(demo)


def demo(
    as_json: Annotated[bool, typer.Option("--json", help="The DiplomaticEvent messages, one a line.")] = False,
) -> None:
    """Sample articles become events, on a Kafka broker that is started for it and gone afterwards."""
    from streams.cli import common, tables
    from streams.signals import interrupt_on_terminate

    interrupt_on_terminate()
    notes = common.notes()
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="communique-demo-") as folder, notes.status("starting") as status:
        chosen = common.settings().model_copy(
            update={"bootstrap_servers": None, "data_dir": Path(folder), "nlp_workers": 1, "shutdown_timeout": 2.0}
        )
        count, events = _run(chosen, status.update)
    if as_json:
        common.write_json(events)
    else:
        tables.show_events(common.console(), events)
    took = time.monotonic() - started
    notes.print(f"{count} sample articles became {len(events)} events in {took:.1f} s, through Kafka and four workers.")


def _run(settings: "Settings", say: Say) -> "tuple[int, list[DiplomaticEvent]]":
    from streams import kafka
    from streams.local import local_pipeline
    from streams.publisher import Publisher
    from streams.samples import samples

    articles = samples()
    with local_pipeline(settings, on_change=lambda worker: say(f"{worker.stage} is {worker.state}")) as local:
        with kafka.producer(local.address) as client:
            publisher = Publisher(client, on_progress=lambda count: say(f"{count} articles published"))
            for article in articles:
                publisher.send(article)
            publisher.finish()
        _await_drained(local, say)
        return len(articles), _events(local.address)


def _await_drained(local: "Local", say: Say) -> None:
    """Wait until no stage has anything left to do, keeping the workers alive meanwhile."""
    from streams import kafka
    from streams.drain import progress
    from streams.problems import TimedOut

    deadline = time.monotonic() + LONGEST_SECONDS
    with kafka.admin(local.address) as client:
        while time.monotonic() < deadline:
            local.supervisor.tick()
            seen = progress(client)
            say(_in_words(local.supervisor, seen))
            if all(stage.drained for stage in seen):
                return
            time.sleep(LOOK_SECONDS)
    stand = _in_words(local.supervisor, seen)
    raise TimedOut(f"The sample articles were not through after {LONGEST_SECONDS:.0f} s: {stand}")


def _in_words(supervisor: "Supervisor", seen: "list[Progress]") -> str:
    states = {worker.stage: worker.state for worker in supervisor.workers}
    return "  ".join(f"{stage.stage} {stage.done}/{stage.total} ({states[stage.stage]})" for stage in seen)


def _events(address: str) -> "list[DiplomaticEvent]":
    """The events as they stand: of each key the last message, tombstones left out."""
    from schemas import DiplomaticEvent
    from streams import kafka

    with kafka.reader(address, [DiplomaticEvent.topic], from_beginning=True) as client:
        latest = kafka.latest_by_key(client)
    return [DiplomaticEvent.from_bytes(value) for value in latest.values()]
