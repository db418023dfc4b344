"""A comparison as an HTML page: one file that needs no other, to be mailed and read anywhere."""

from collections.abc import Callable, Iterable, Iterator
from html import escape

from schemas import DiplomaticEvent
from streams.replay.beside.differing import KINDS, Change, Difference, Kind, sentence, who

STYLE = """
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 76rem; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; margin: 0.5rem 0 2rem; }
th, td { text-align: left; vertical-align: top; padding: 0.3rem 0.8rem 0.3rem 0; border-bottom: 1px solid #8886; }
td.number { text-align: right; font-variant-numeric: tabular-nums; }
del { color: #c0392b; } ins { color: #1e8449; text-decoration: none; }
blockquote { margin: 0.2rem 0 0; opacity: 0.8; }
code { font-size: 0.85em; opacity: 0.7; }
"""


def page(found: Difference, samples: int) -> str:
    """The whole page, with at most so many changes of a kind."""
    title = f"Replay {escape(found.name)} against what is published"
    return "\n".join((
        "<!doctype html>", '<html lang="en">', "<head>", '<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">', f"<title>{title}</title>",
        f"<style>{STYLE}</style>", "</head>", "<body>", f"<h1>{title}</h1>", *_summary(found),
        *(line for kind in KINDS for line in _section(found, kind, samples)), "</body>", "</html>", "",
    ))  # fmt: skip


def _summary(found: Difference) -> Iterator[str]:
    book = f", by codebook {escape(found.codebook)}" if found.codebook else ""
    yield f"<p>{found.articles:,} articles were coded{book}. {found.unchanged:,} of their events stay as they are. "
    yield f"To promote it takes {found.send:,} mentions sent and {found.withdraw:,} withdrawn.</p>"
    if found.outranked:
        yield f"<p>{found.outranked:,} mentions stay as published: their codebook there is the same or newer.</p>"
    yield "<table><thead><tr><th>events</th><th>number</th><th>meaning</th></tr></thead><tbody>"
    for kind, number in found.counts.items():
        link = f'<a href="#{kind}">{kind}</a>' if number else kind
        yield f'<tr><td>{link}</td><td class="number">{number:,}</td><td>{KINDS[kind]}</td></tr>'
    yield "</tbody></table>"


def _section(found: Difference, kind: Kind, samples: int) -> Iterator[str]:
    number = found.counts[kind]
    if not number:
        return
    shown = found.of(kind, samples)
    part = "" if len(shown) == number else f", the first {len(shown):,}"
    yield f'<h2 id="{kind}">{kind} ({number:,}{part})</h2>'
    yield "<table><thead><tr><th>date</th><th>from</th><th>act</th><th>to</th><th>sentence</th></tr></thead><tbody>"
    yield from _rows(shown)
    yield "</tbody></table>"


def _rows(changes: Iterable[Change]) -> Iterator[str]:
    for change in changes:
        told = sentence(change.after or change.before)
        fields = f"<br><code>{escape(', '.join(change.fields))}</code>" if change.fields else ""
        ids = " ".join(dict.fromkeys(event.event_id for event in (change.before, change.after) if event))
        row = "".join(f"<td>{_cell(change, column)}</td>" for column in COLUMNS)
        yield f"<tr>{row}<td><blockquote>{escape(told)}</blockquote><code>{escape(ids)}</code>{fields}</td></tr>"


def _cell(change: Change, told: Callable[[DiplomaticEvent], str]) -> str:
    """One value, or the old one struck out before the new one."""
    before = "" if change.before is None else told(change.before)
    after = "" if change.after is None else told(change.after)
    if before == after:
        return escape(before)
    old = f"<del>{escape(before)}</del> " if before else ""
    return f"{old}<ins>{escape(after)}</ins>" if after else old


def act(event: DiplomaticEvent) -> str:
    """An act with its code and mode."""
    return " ".join(part for part in (event.event_type, event.cameo_code, event.mode) if part)


COLUMNS: tuple[Callable[[DiplomaticEvent], str], ...] = (
    lambda event: event.event_date,
    lambda event: who(event.source) or "-",
    act,
    lambda event: who(event.target) or "-",
)
"""The columns before the sentence."""
