"""Reads gold texts (see docs/annotation.md) and places their pieces in the text."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any, Final, Literal

import orjson

FOLDER = Path(__file__).parent

Piece = tuple[int, int]
"""Characters ``[start, end)`` of the text."""


@dataclass(frozen=True)
class GoldActor:
    """A mention of an actor."""

    span: Piece
    text: str
    country: str | None
    sector: str | None


@dataclass(frozen=True)
class GoldEvent:
    """An event as the annotator saw it."""

    predicate: Piece
    source: Piece
    target: Piece | None
    type: str
    mode: str | None
    cameo: str
    flags: frozenset[str]
    date: str | None
    place: str | None


@dataclass(frozen=True)
class GoldText:
    """A sentence or an article with what is in it."""

    id: str
    published_at: str
    text: str
    actors: tuple[GoldActor, ...]
    events: tuple[GoldEvent, ...]

    def country_at(self, span: Piece | None) -> str | None:
        """The country of the annotated actor that overlaps a span most, if any."""
        if span is None:
            return None
        best = max(self.actors, key=lambda actor: overlap(actor.span, span), default=None)
        return best.country if best and overlap(best.span, span) else None


def overlap(one: Piece, other: Piece) -> int:
    """How many characters two spans share."""
    return max(0, min(one[1], other[1]) - max(one[0], other[0]))


def place(text: str, piece: str) -> Piece:
    """Where a piece stands as whole words; ``piece@2`` is its second occurrence.

    Raises:
        ValueError: it does not stand there.
    """
    words, _, nth = piece.partition("@")
    found = list(re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text))
    if len(found) < int(nth or 1):
        raise ValueError(f"{piece!r} is not in {text[:80]!r}")
    return found[int(nth or 1) - 1].span()


def _event(text: str, row: dict[str, Any]) -> GoldEvent:
    target = row.get("target")
    return GoldEvent(
        predicate=place(text, row["predicate"]),
        source=place(text, row["source"]),
        target=place(text, target) if target else None,
        type=row["type"],
        mode=row.get("mode"),
        cameo=row["cameo"],
        flags=frozenset(row["flags"]),
        date=row.get("date"),
        place=row.get("place"),
    )


class _Shift:
    """Where pieces of one text stand in another from which something was taken away."""

    def __init__(self, text: str, body: str) -> None:
        blocks = SequenceMatcher(None, text, body, autojunk=False).get_matching_blocks()
        self._blocks = [(block.a, block.a + block.size, block.b - block.a) for block in blocks]

    def __call__(self, piece: Piece | None) -> Piece | None:
        """The piece in the other text; None where it is not whole there."""
        for start, end, by in self._blocks if piece is not None else ():
            if piece is not None and start <= piece[0] and piece[1] <= end:
                return piece[0] + by, piece[1] + by
        return None


def cleaned(gold: GoldText, body: str) -> GoldText:
    """A gold text as it stands in its clean body: without what was annotated in a dateline or a heading taken away."""
    if body == gold.text:
        return gold
    shift = _Shift(gold.text, body)
    actors = [replace(actor, span=span) for actor in gold.actors if (span := shift(actor.span))]
    events = [
        replace(event, predicate=predicate, source=source, target=shift(event.target))
        for event in gold.events
        if (predicate := shift(event.predicate))
        and (source := shift(event.source))
        and (event.target is None or shift(event.target))
    ]
    return replace(gold, text=body, actors=tuple(actors), events=tuple(events))


def parse(row: dict[str, Any]) -> GoldText:
    """One line of a gold file."""
    text = row["text"]
    actors = (GoldActor(place(text, a["text"]), a["text"], a.get("country"), a.get("sector")) for a in row["actors"])
    events = tuple(_event(text, event) for event in row["events"])
    return GoldText(row["id"], row["published_at"], text, tuple(actors), events)


def read(path: Path) -> Iterator[GoldText]:
    """The texts of one JSON Lines file."""
    with path.open("rb") as lines:
        for line in lines:
            yield parse(orjson.loads(line))


Part = Literal["development", "held_out", "fresh", "practice"]
FOLDERS: Final[Mapping[Part, tuple[str, ...]]] = {
    "development": ("sentences", "articles"),
    "held_out": ("held_out",),
    "fresh": ("fresh",),
    "practice": ("practice",),
}


def files(*parts: Part) -> list[Path]:
    """The files of some parts of the gold (docs/annotation.md says what each is for)."""
    return [path for part in parts for name in FOLDERS[part] for path in sorted((FOLDER / name).glob("*.jsonl"))]
