"""How far confidences can be believed: which mentions are right, the reliability table, and the calibration error.

A mention is right where its type is the gold event's and so are both sides: of the annotated country or, where the gold
gives none, over the annotated words. Statements are left out.
"""

from collections.abc import Iterable, Sequence

from schemas import EventMention, Span
from tests.gold.texts import GoldEvent, GoldText, Piece, overlap

TENTHS = 10

Told = tuple[float, bool]
"""The confidence of a mention, and whether it is right."""


def is_right(gold: GoldText, mention: EventMention) -> bool:
    """Whether pair and type of a mention are those of a gold event; a reciprocal one may be turned round."""
    return any(event.type == mention.event_type and _same_pair(gold, event, mention) for event in gold.events)


def _same_pair(gold: GoldText, event: GoldEvent, mention: EventMention) -> bool:
    one = (mention.evidence.source, mention.source.country)
    other = (mention.evidence.target, mention.target.country if mention.target else None)
    straight = _same(gold, event.source, *one) and _same(gold, event.target, *other)
    return straight or (mention.reciprocal and _same(gold, event.source, *other) and _same(gold, event.target, *one))


def _same(gold: GoldText, wanted: Piece | None, found: Span | None, country: str | None) -> bool:
    if wanted is None or found is None:
        return wanted is None and found is None
    annotated = gold.country_at(wanted)
    return country == annotated if annotated else overlap(wanted, (found.start, found.end)) > 0


def bins(pairs: Iterable[Told]) -> list[tuple[int, float, float]]:
    """By tenths of confidence: how many, their mean confidence, and the share that was right."""
    rows: list[list[Told]] = [[] for _ in range(TENTHS)]
    for sure, right in pairs:
        rows[min(TENTHS - 1, int(sure * TENTHS))].append((sure, right))
    return [(len(row), _mean(one for one, _ in row), _mean(right for _, right in row)) for row in rows]


def _mean(values: Iterable[float]) -> float:
    found = list(values)
    return sum(found) / max(1, len(found))


def calibration_error(pairs: Sequence[Told]) -> float:
    """Expected calibration error: the mean gap between confidence and share right, over tenths."""
    return sum(count * abs(sure - right) for count, sure, right in bins(pairs)) / max(1, len(pairs))


def table(pairs: Sequence[Told]) -> str:
    """The reliability table as lines of text."""
    rows = (
        f"{tenth / TENTHS:10.1f}{count:6}{said:8.2f}{right:8.2f}"
        for tenth, (count, said, right) in enumerate(bins(pairs))
    )
    error = f"expected calibration error {calibration_error(pairs):.3f} of {len(pairs)} mentions"
    return "\n".join((f"{'confidence':10}{'n':>6}{'said':>8}{'right':>8}", *rows, error)) + "\n"
