"""A warning of what others do charges them with it: "Kyiv warned that Moscow had massed troops" threatens nobody."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from agents.classification import words
from agents.classification.coded import Pair
from agents.classification.composition import Composition
from agents.classification.flags import governors
from agents.classification.pairing import Cast
from agents.classification.reading import Reader, Reading
from schemas import Predicate

THREATS: Final = "13"
"""Threats and warnings, by the root of their code."""
ACCUSING: Final = "accuse"


def charged(composition: Composition, reader: Reader, reading: Reading, pairs: Sequence[Pair], cast: Cast) -> Reading:
    """The reading as a charge, where those whom a warning is about do what it warns of, and it is told to nobody."""
    predicate = cast.predicates[reading.index]
    if predicate.lemma not in words.shipped().warning or not reading.code.startswith(THREATS) or _is_told(predicate):
        return reading
    others = {other for _, other in pairs}
    if not others or not others <= _doers(reading.index, cast):
        return reading
    act = reader.read(reading.act) if reading.act not in (None, reading.index) else None
    code = composition.compose(ACCUSING, act.code) if act is not None else composition.bare(ACCUSING)
    return replace(reading, code=code or reading.code, family=ACCUSING)


def _is_told(predicate: Predicate) -> bool:
    """Whether somebody is warned: "warned Chad that", "warned foreigners of"."""
    return any(one.relation in ("object", "indirect_object") and one.predicate is None for one in predicate.arguments)


def _doers(index: int, cast: Cast) -> set[int | None]:
    """Those who do what stands below a predicate, but not those who only suffer it: "that Chad would regret it"."""
    enduring = words.shipped().enduring
    below = (one for one in cast.predicates if one.lemma not in enduring and index in governors(one, cast.predicates))
    return {doer for one in below for doer in cast.single(one.sources)}
