"""Events as people read them at a terminal."""

from collections.abc import Iterable

from rich import box
from rich.table import Table

from schemas import Actor, DiplomaticEvent

FLAGS = ("negated", "hypothetical", "future", "historical")


def actor(who: Actor | None) -> str:
    """An actor in a few words: its name, else its role, with country and sector where the name does not tell."""
    if who is None:
        return "-"
    place = " ".join(part for part in (who.country, who.sector) if part)
    name = who.name or who.role or who.text
    return f"{name} ({place})" if name and place else name or place or "?"


def act(event: DiplomaticEvent) -> str:
    """The act with its CAMEO code, its mode, and the flags that qualify it."""
    flags = [name for name in FLAGS if getattr(event.flags, name)]
    first = " ".join(part for part in (event.event_type, event.cameo_code) if part)
    return "\n".join(part for part in (first, event.mode or "", ", ".join(flags)) if part)


def sentence(event: DiplomaticEvent) -> str:
    """The sentence of the surest mention."""
    surest = max(event.mentions, key=lambda mention: (mention.confidence, mention.mention_id), default=None)
    return surest.sentence if surest else ""


def events_table(events: Iterable[DiplomaticEvent], title: str | None = None) -> Table:
    """A table of events, by date and then by actor."""
    table = Table(title=title, box=box.SIMPLE_HEAD, title_justify="left")
    for heading in ("source", "act", "target", "date"):
        table.add_column(heading, overflow="fold")
    table.add_column("conf.", justify="right")
    table.add_column("reports", justify="right")
    table.add_column("sentence", overflow="fold", ratio=1)
    for event in sorted(events, key=lambda event: (event.event_date, actor(event.source), event.event_id)):
        confidence, reports = f"{event.confidence:.2f}", f"{event.article_count}"
        cells = (actor(event.source), act(event), actor(event.target), event.event_date, confidence, reports)
        table.add_row(*cells, sentence(event))
    return table
