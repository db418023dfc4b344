"""``communique subscribe``: events as they come."""

import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from kafka import KafkaConsumer

    from schemas import DiplomaticEvent
    from streams.settings import Settings

EXAMPLES = (
    "Examples: communique subscribe  |  communique subscribe --from-beginning --json  |  "
    "communique subscribe --count 1 --timeout 30"
)
POLL_MILLISECONDS = 500


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog=EXAMPLES)(subscribe)


def subscribe(
    from_beginning: Annotated[bool, typer.Option(help="Events that are there already, first.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One DiplomaticEvent a line.")] = False,
    count: Annotated[int | None, typer.Option(min=1, help="End after so many events.")] = None,
    timeout: Annotated[float | None, typer.Option(min=0, help="End after so many seconds.")] = None,
) -> None:
    """Show events as they are published; an event comes again, with a higher revision, when it has grown."""
    from schemas import DiplomaticEvent
    from streams import kafka
    from streams.cli import common
    from streams.problems import TimedOut
    from streams.running import broker_address

    chosen = common.settings()
    deadline = time.monotonic() + timeout if timeout is not None else None
    seen = 0
    with kafka.reader(broker_address(chosen), [DiplomaticEvent.topic], from_beginning=from_beginning) as client:
        common.notes().print("[dim]waiting for events; Ctrl-C ends[/dim]")
        for event in _events(client, deadline, chosen):
            seen += 1
            _show(event, as_json=as_json)
            if seen == count:
                return
    if count is not None:
        raise TimedOut(f"{seen} of {count} events came within {timeout:g} s.")


def _events(client: "KafkaConsumer", deadline: float | None, settings: "Settings") -> "Iterator[DiplomaticEvent]":
    """Events until the deadline; tombstones say nothing to a person and are passed over."""
    from schemas import DiplomaticEvent
    from streams.running import broker_address

    while deadline is None or time.monotonic() < deadline:
        for records in client.poll(timeout_ms=POLL_MILLISECONDS).values():
            for record in records:
                if record.value is not None:
                    yield DiplomaticEvent.from_bytes(record.value)
        broker_address(settings)


def _show(event: "DiplomaticEvent", *, as_json: bool) -> None:
    from streams.cli import common, tables

    if as_json:
        common.write_json([event])
        return
    tables.show_event(common.console(), event)
