"""The flags of a mention: extraction's negated, hypothetical, future and historical, as the reading leaves them."""

from collections.abc import Sequence
from functools import cache
from typing import Final

from agents.classification.reading import Reading
from schemas import Predicate, Status

HYPOTHETICAL_MARKERS: Final = frozenset({"if", "unless", "whether", "lest", "provided", "condition"})
"""Markers of clauses that leave open whether what they say comes about."""
OFFERED: Final = ("03", "13")
THREATS: Final = "13"
"""Promises and threats, by the root of their code: what is to happen only if something else does is hypothetical."""
SAID_NOW: Final = ("12", "13")
"""Refusals and threats, by the root of their code: "will not" is one as soon as it is said."""


def status_of(predicate: Predicate, reading: Reading, predicates: Sequence[Predicate]) -> Status:
    """The flags of a mention: extraction's, as far as the reading has not used them up."""
    shade, given = reading.modality, predicate.status
    denied = reading.entry.negative  # the act is that something is not done
    plain = shade.family is None and not denied
    return flags(
        shade.negated or (given.negated and plain),
        (given.hypothetical and (plain or predicate.marker in HYPOTHETICAL_MARKERS))
        or shade.hypothetical
        or (reading.code[:2] in OFFERED and _is_conditional(reading.index, predicates))
        or (reading.code[:2] == THREATS and _is_for_any(reading.index, predicates)),
        (shade.future or (given.future and plain)) and reading.code[:2] not in SAID_NOW,
        given.historical,
    )


def _is_conditional(index: int, predicates: Sequence[Predicate]) -> bool:
    """Whether an offer or a threat is made on a condition: a clause below it with an if, or that does without."""
    return any(_is_condition(one) and index in governors(one, predicates) for one in predicates)


def _is_for_any(index: int, predicates: Sequence[Predicate]) -> bool:
    """Whether a threat is to anybody who may do something: "to close any paper that prints it"."""
    told = (one for number, one in enumerate(predicates) if number == index or index in governors(one, predicates))
    return any(argument.text.lower().startswith("any ") for one in told for argument in one.arguments)


def _is_condition(predicate: Predicate) -> bool:
    if predicate.marker in HYPOTHETICAL_MARKERS:
        return predicate.marker != "whether"
    return predicate.governance == "adverbial" and predicate.marker is None and predicate.status.hypothetical


def governors(predicate: Predicate, predicates: Sequence[Predicate]) -> list[int]:
    """The indexes of what governs a predicate, the nearest first (bounded, should they stand in a circle)."""
    found: list[int] = []
    while predicate.governor is not None and len(found) < len(predicates):
        found.append(predicate.governor)
        predicate = predicates[predicate.governor]
    return found


@cache
def flags(negated: bool, hypothetical: bool, future: bool, historical: bool) -> Status:
    """The sixteen possible sets of flags, each built once."""
    return Status(negated=negated, hypothetical=hypothetical, future=future, historical=historical)
