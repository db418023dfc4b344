"""A name of an actor as it stands in a text."""

from typing import NamedTuple

from agents.extraction.actors.entry import Entry


class ActorHit(NamedTuple):
    """A name of an actor at ``[start, end)``, a possessive 's left out.

    ``candidates`` are all entries that bear the name, ``entry`` is the likeliest. Where ``needs_context`` is set the
    name alone does not decide: it is an ambiguous surname, or a word with other meanings. ``short`` marks a surname.
    ``confidence`` (0 to 1) is how often the name means ``entry``. ``joined_before`` and ``joined_after`` are the words
    tied to it by a hyphen, lower case: "pro" in "pro-Russian", "led" in "US-led".
    """

    start: int
    end: int
    entry: Entry
    candidates: tuple[Entry, ...]
    needs_context: bool = False
    short: bool = False
    confidence: float = 1.0
    joined_before: str | None = None
    joined_after: str | None = None
