"""What somebody has his own people do he does himself: "the president ordered his ministers to halt the talks"."""

from dataclasses import replace
from typing import Final

from agents.classification.modality import PLAIN
from agents.classification.pairing import Cast, Sides
from agents.classification.reading import Reader, Reading

OBEYING: Final = frozenset({"GOV", "MIL", "COP", "SPY"})
"""Sectors of those who carry out what their own government tells them to."""


def carried_out(reader: Reader, reading: Reading, cast: Cast) -> tuple[Reading, Sides] | None:
    """The act itself and its sides, whoever gave the order being its doer; None where no order is given to his own."""
    below = _ordered(reading, cast) if reading.entries[0].ordering and reading.modality is PLAIN else None
    act = reader.read(below) if below is not None else None
    if below is None or act is None:
        return None
    leaders, people = (cast.single(cast.predicates[one].sources) for one in (reading.index, below))
    if not leaders or not people or not all(_obeys(one, leaders, cast) for one in people):
        return None
    sides = cast.pair(act, act.purposes)
    others = tuple(one for one in sides.others if one not in (*people, *leaders))
    done = replace(act, index=reading.index, entries=(reading.entries[0], *act.entries), consumed=reading.consumed)
    return done, Sides(leaders, others, "above", sides.others_from)


def _ordered(reading: Reading, cast: Cast) -> int | None:
    """What is ordered: the predicate right below the order on the way to the act."""
    below = reading.act
    for _ in cast.predicates:
        if below is None:
            return None
        if cast.predicates[below].governor == reading.index:
            return below if cast.predicates[below].governance == "infinitive" else None
        below = cast.predicates[below].governor
    return None


def _obeys(one: int, leaders: tuple[int, ...], cast: Cast) -> bool:
    """Whether somebody is an official or a force of the country of those who command him, as far as is known."""
    actor = cast.actors[one]
    countries = {cast.actors[leader].country for leader in leaders}
    return (
        one not in leaders and actor.sector in OBEYING and actor.country in (*countries, None) and len(countries) == 1
    )
