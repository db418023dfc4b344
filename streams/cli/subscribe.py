"""``communique subscribe``: events as they come, or as they stand."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from rich.console import Console

    from schemas import DiplomaticEvent
    from streams.settings import Settings
    from streams.subscriber import Selection, Subscriber

EXAMPLES = (
    "Examples: communique subscribe  |  communique subscribe --since 2h --source RUS --target UKR --type ACCUSE  |  "
    "communique subscribe --state --json  |  communique subscribe --count 1 --timeout 30"
)
ROWS = 20
"""Events in the live table: the ones that changed last."""
LOOK_SECONDS = 1.0
"""How often it is checked that the pipeline still runs."""

Names = list[str] | None


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog=EXAMPLES)(subscribe)


def subscribe(
    *,
    from_beginning: Annotated[bool, typer.Option(help="Events that are there already, first.")] = False,
    since: Annotated[str | None, typer.Option(help="From a time on: 30m, 2h, 7d ago, or ISO 8601.")] = None,
    source: Annotated[Names, typer.Option(help="Source country, RUS; may be repeated.")] = None,
    target: Annotated[Names, typer.Option(help="Target country; may be repeated.")] = None,
    kind: Annotated[Names, typer.Option("--type", help="PLOVER type, ACCUSE; may be repeated.")] = None,
    quad: Annotated[list[int] | None, typer.Option(min=0, max=4, help="Quad class; may be repeated.")] = None,
    root: Annotated[Names, typer.Option(help="CAMEO root, 11; may be repeated.")] = None,
    group: Annotated[str | None, typer.Option(help="Consumer group: go on where it was.")] = None,
    state: Annotated[bool, typer.Option("--state", help="Only what stands now; then end.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One DiplomaticEvent a line.")] = False,
    count: Annotated[int | None, typer.Option(min=1, help="End after so many events.")] = None,
    timeout: Annotated[float | None, typer.Option(min=0, help="End after so many seconds.")] = None,
) -> None:
    """Show events as they are published; an event comes again, with a higher revision, when it has grown."""
    from streams import Subscriber
    from streams.cli import common
    from streams.running import broker_address

    start = since or ("earliest" if from_beginning or state else "latest")
    select, settings = _selection(kind, source, target, quad, root), common.settings()
    _refuse_contradictions(state=state, group=group)
    with Subscriber(broker_address(settings), start=start, select=select, group=group) as feed:
        if state:
            _show_state(feed, as_json=as_json)
        else:
            _follow(feed, settings, count, timeout, as_json=as_json)


def _follow(
    feed: "Subscriber", settings: "Settings", count: int | None, timeout: float | None, *, as_json: bool
) -> None:
    """Show events until there were enough of them, or the time is up.

    Raises:
        TimedOut: fewer came than were asked for.
    """
    from streams.cli import common
    from streams.problems import TimedOut

    common.notes().print("[dim]waiting for events; Ctrl-C ends[/dim]")
    seen = 0
    with _shower(common.console(), as_json=as_json) as show:
        for event in _events(feed, settings, timeout):
            seen += 1
            show(event)
            if seen == count:
                return
    if count is not None:
        raise TimedOut(f"{seen} of {count} events came within {timeout:g} s.")


def _events(feed: "Subscriber", settings: "Settings", timeout: float | None) -> "Iterator[DiplomaticEvent]":
    """Events without duplicates until the time is up.

    Raises:
        NoBroker: the pipeline that runs from the data folder has ended.
    """
    from streams.running import broker_address

    deadline = None if timeout is None else time.monotonic() + timeout
    while (left := LOOK_SECONDS if deadline is None else deadline - time.monotonic()) > 0:
        for update in feed.updates(min(left, LOOK_SECONDS)):
            if update.event is not None and not update.duplicate:
                yield update.event
        broker_address(settings)


def _selection(kind: Names, source: Names, target: Names, quad: list[int] | None, root: Names) -> "Selection":
    """What was asked for.

    Raises:
        UsageProblem: there is no such event type.
    """
    from typing import get_args

    from schemas import EventType
    from streams import Selection
    from streams.problems import UsageProblem

    types = {name.upper() for name in kind or ()}
    unknown = sorted(types - set(get_args(EventType)))
    if unknown:
        raise UsageProblem(f"There is no event type {', '.join(unknown)}; there are {', '.join(get_args(EventType))}.")
    sources, targets = ({name.upper() for name in names or ()} for names in (source, target))
    return Selection(types, sources, targets, set(quad or ()), set(root or ()))


def _refuse_contradictions(*, state: bool, group: str | None) -> None:
    from streams.problems import UsageProblem

    if state and group:
        raise UsageProblem("--state reads everything that stands; it takes no --group.")


def _show_state(feed: "Subscriber", *, as_json: bool) -> None:
    from streams.cli import common, tables

    standing = feed.latest_state()
    if as_json:
        common.write_json(standing[event_id] for event_id in sorted(standing))
    else:
        tables.show_events(common.console(), standing.values())


@contextmanager
def _shower(console: "Console", *, as_json: bool) -> "Iterator[Callable[[DiplomaticEvent], None]]":
    """How to show an event: as JSON, in a table that changes in place, or as lines where there is no room for one."""
    from rich.live import Live

    from streams.cli import common, tables

    if as_json:
        yield lambda event: common.write_json([event])
    elif console.is_terminal and console.width >= tables.TABLE_COLUMNS:
        with Live(console=console, auto_refresh=False) as live:
            rows = Rows()
            yield lambda event: live.update(tables.event_table(rows.with_changed(event)), refresh=True)
    else:
        yield lambda event: tables.show_event(console, event)


class Rows:
    """The events that changed last, newest at the bottom; one that grows moves there instead of coming twice."""

    def __init__(self) -> None:
        self._events: dict[str, DiplomaticEvent] = {}

    def with_changed(self, event: "DiplomaticEvent") -> "list[DiplomaticEvent]":
        """Take in an event; a retracted one leaves."""
        self._events.pop(event.event_id, None)
        if event.state == "active":
            self._events[event.event_id] = event
        if len(self._events) > ROWS:
            del self._events[next(iter(self._events))]
        return list(self._events.values())
