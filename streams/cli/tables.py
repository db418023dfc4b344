"""Events as people read them at a terminal: a table where there is room for one, else two lines an event."""

from collections.abc import Iterable, Iterator

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from schemas import UNKNOWN_DATE, Actor, DiplomaticEvent
from schemas.coded import FLAGS

TABLE_COLUMNS = 120
"""Narrowest terminal in which the sentence still gets a readable column."""


def actor(who: Actor | None) -> str:
    """An actor in a few words: its name, else its role, with country and sector in brackets."""
    if who is None:
        return "-"
    place = " ".join(part for part in (who.country, who.sector) if part)
    name = who.name or who.role or who.text
    return f"{name} ({place})" if name and place else name or place or "?"


def act(event: DiplomaticEvent) -> str:
    """The act with its CAMEO code, its mode, and the flags that qualify it."""
    flags = [name for name in FLAGS if getattr(event.flags, name)]
    mode = [event.mode] if event.mode else []
    return ", ".join([f"{event.event_type} {event.cameo_code}", *mode, *flags])


def sentence(event: DiplomaticEvent) -> str:
    """The sentence of the surest mention."""
    surest = max(event.mentions, key=lambda mention: (mention.confidence, mention.mention_id), default=None)
    return surest.sentence if surest else ""


def day(event: DiplomaticEvent) -> str:
    """The date as people read it: a year or a month where no more is known, and nothing invented."""
    if event.event_date == UNKNOWN_DATE and event.date_precision == "year":
        return "unknown"
    return event.event_date[: {"year": 4, "month": 7, "day": 10}[event.date_precision]]


def show_events(console: Console, events: Iterable[DiplomaticEvent]) -> None:
    """Print events by date and then by actor."""
    ordered = sorted(events, key=lambda event: (event.event_date, actor(event.source), event.event_id))
    if console.width >= TABLE_COLUMNS:
        console.print(event_table(ordered))
        return
    for event in ordered:
        show_event(console, event)


def show_event(console: Console, event: DiplomaticEvent) -> None:
    """Print one event as two lines: who did what to whom, and the sentence."""
    for line in _lines(event):
        console.print(line, soft_wrap=True)


def _lines(event: DiplomaticEvent) -> Iterator[str]:
    source, target = escape(actor(event.source)), escape(actor(event.target))
    revision = f"  revision {event.revision}" if event.revision > 1 else ""
    what = f"[bold]{source}[/] > [cyan]{act(event)}[/] > [bold]{target}[/]"
    yield f"{day(event)}  {what}  {event.confidence:.2f}{revision}"
    yield f"    [dim]{escape(sentence(event))}[/]"


def event_table(events: Iterable[DiplomaticEvent]) -> Table:
    """A table of events, in the order given."""
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0))
    for heading, width in (("source", 24), ("act", 20), ("target", 24)):
        table.add_column(heading, max_width=width)
    table.add_column("date", no_wrap=True)
    table.add_column("conf.", justify="right", no_wrap=True)
    table.add_column("sentence", ratio=1)
    for event in events:
        who = (escape(actor(event.source)), act(event), escape(actor(event.target)))
        table.add_row(*who, day(event), f"{event.confidence:.2f}", escape(sentence(event)))
    return table
