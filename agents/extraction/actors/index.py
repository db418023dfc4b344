"""The actor index: finds the actors of the data in a text in one pass, and resolves them on a date."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from agents.extraction.actors.context import Context
from agents.extraction.actors.entry import Entry, Resolution, resolve
from agents.extraction.actors.hit import ActorHit
from agents.extraction.actors.matcher import Matcher
from agents.extraction.actors.names import Name, all_names, forget
from agents.extraction.actors.tables import items, rows
from agents.extraction.actors.text import fold

MIN_CAPITALS = 4
"""Names of at least so many characters are found in capitals too; shorter ones ("US") mean what they say."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a name may stand for: the likeliest entry first, with the chance (0 to 1) that it is meant at all.

    A derived one is read from another spelling of a listed name.
    """

    entries: tuple[Entry, ...]
    needs_context: bool = False
    short: bool = False
    confidence: float = 1.0
    derived: bool = False


class ActorIndex:
    """All names of the actor data. Immutable; safe to share."""

    def __init__(self, readings: dict[str, Reading]) -> None:
        self._matcher = Matcher(_with_capitals(readings))
        self._context = Context.load()
        self.entries = {entry.id: entry for reading in readings.values() for entry in reading.entries}
        self.readings = readings

    @classmethod
    def load(cls) -> "ActorIndex":
        """The index of the data files, built once in a process (a fraction of a second)."""
        return _load()

    def find(self, text: str) -> list[ActorHit]:
        """The actors named in a text, sorted, not overlapping, the longest name at each place.

        Give it a whole article: the names of an article decide its ambiguous ones. What is still undecided says so, and
        what is then hardly ever meant ("Hamilton" for the capital of Bermuda) is left out.
        """
        folded = fold(text)
        return self._context.settle(folded, self._names(folded))

    def names(self, text: str) -> list[ActorHit]:
        """All names in a text, as the data alone have them: the ambiguous undecided, the unlikely included."""
        return self._names(fold(text))

    def _names(self, folded: str) -> list[ActorHit]:
        return [_hit(folded, start, end, reading) for start, end, reading in self._matcher.find(folded)]

    def resolve(self, entry: Entry, on: date | None = None) -> Resolution:
        """What an entry stands for on a day; without a day, as the newest rows of the data have it."""
        return resolve(entry, on)


@cache
def _load() -> ActorIndex:
    index = ActorIndex(readings(list(all_names())))
    forget()
    return index


def readings(names: list[Name]) -> dict[str, Reading]:
    """Names by their folded text. One that two entries bear is ambiguous, whether or not the data say so."""
    bearers: dict[str, list[Name]] = {}
    for name in names:
        bearers.setdefault(fold(name.text), []).append(name)
    by_id = {name.entry.id: name.entry for name in names}
    # The many names of one actor share their readings: there are far more names than actors.
    shared: dict[Reading, Reading] = {}
    found = {text: shared.setdefault(reading, reading) for text, reading in _read(bearers)}
    for row in rows("ambiguous"):
        entries = tuple(by_id[entry_id] for entry_id in items(row["entries"]))
        short = any(name.short for name in bearers.get(fold(row["name"]), ()))
        confidence = float(row["confidence"])
        found[fold(row["name"])] = Reading(entries, confidence < SURE, short, confidence)
    return found


def _read(bearers: dict[str, list[Name]]) -> Iterator[tuple[str, Reading]]:
    return ((text, _reading(group)) for text, group in bearers.items())


SURE = 0.8
"""An ambiguous name of at least this confidence is taken at its word."""

WEAK_CONFIDENCE = 0.4
"""For a surname that many people bear: more often than not it is somebody else's, unless the text names them."""


def _reading(group: list[Name]) -> Reading:
    if len(group) == 1:
        return _only_reading(group[0])
    # What the data list beats other spellings of it; a full name beats a surname, and a strong surname a weak one.
    group = [name for name in group if not name.derived] or group
    ordered = sorted(group, key=lambda name: (name.weak, name.short))
    entries = tuple(dict.fromkeys(name.entry for name in ordered))
    weak = len({name.entry for name in ordered if not name.weak}) != 1
    return Reading(entries, weak, ordered[0].short, WEAK_CONFIDENCE if weak else 1.0)


def _only_reading(name: Name) -> Reading:
    return Reading((name.entry,), name.weak, name.short, WEAK_CONFIDENCE if name.weak else 1.0, name.derived)


def _with_capitals(readings: dict[str, Reading]) -> dict[str, Reading]:
    # Derived spellings are a quarter of all names, and hardly ever stand in capitals.
    listed = ((text, reading) for text, reading in readings.items() if not reading.derived)
    capitals = {text.upper(): reading for text, reading in listed if len(text) >= MIN_CAPITALS}
    capitals.update(readings)
    return capitals


def _hit(text: str, start: int, end: int, reading: Reading) -> ActorHit:
    return ActorHit(
        start, end, reading.entries[0], reading.entries, reading.needs_context, reading.short, reading.confidence,
        _joined_before(text, start), _joined_after(text, end),
    )  # fmt: skip


MAX_JOINED = 20
"""Characters looked at on either side of a hyphen: longer than any word that matters there."""


def _joined_before(text: str, start: int) -> str | None:
    if start == 0 or text[start - 1] != "-":
        return None
    window = text[max(0, start - 1 - MAX_JOINED) : start - 1]
    return _last_word(window) or None


def _joined_after(text: str, end: int) -> str | None:
    if text[end : end + 1] != "-":
        return None
    window = text[end + 1 : end + 1 + MAX_JOINED]
    return _last_word(window[::-1])[::-1] or None


def _last_word(window: str) -> str:
    size = 0
    for character in reversed(window):
        if not character.isalnum():
            break
        size += 1
    return window[len(window) - size :].lower()
