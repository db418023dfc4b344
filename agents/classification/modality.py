"""What a predicate's own auxiliaries and negation do to it: will, would not, must, may."""

from dataclasses import dataclass
from typing import Final

from schemas import Predicate

WILL: Final = frozenset({"will", "would", "shall", "wo", "'ll", "'d"})
CAN: Final = frozenset({"can", "could", "ca"})
MAY: Final = frozenset({"may", "might", "could"})
MUST: Final = frozenset({"must", "should", "ought", "need"})
NEEDS: Final = frozenset({"need", "have", "ought"})
ANNOUNCED: Final = ("04", "16", "17")
"""The roots of meetings and of measures: who will meet, expel or ban announces that, whether its day is told or not."""


@dataclass(frozen=True, slots=True)
class Modality:
    """The operator family that a predicate's own modality amounts to, and the flags that it leaves."""

    family: str | None = None
    negated: bool = False
    future: bool = False
    hypothetical: bool = False
    obligation: bool = False


PLAIN: Final = Modality()


def cooperative(code: str) -> bool:
    """Whether a code is of the cooperative half of CAMEO (01 to 08, statements and appeals included)."""
    return code[0] == "0" and code[:2] != "09"


def modality(predicate: Predicate, code: str, above: Predicate | None) -> Modality:
    """The modality of a predicate that has been read as ``code``, below ``above``.

    A headline's 'to' is a will ('Oslo to send aid'), and so is 'is to'.
    """
    auxiliaries = predicate.auxiliaries
    announced = "to" in auxiliaries and (above is None or above.lemma == "be") and predicate.status.future
    will = announced or predicate.tense == "future" or not WILL.isdisjoint(auxiliaries)
    if predicate.negated:
        return _negated(predicate, code, will or not CAN.isdisjoint(auxiliaries))
    if above is not None and above.negated and predicate.marker == "to" and predicate.governance == "adverbial":
        return _negated(predicate, code, willed=above.tense == "future" or not WILL.isdisjoint(above.auxiliaries))
    if will:
        unreal = predicate.status.hypothetical
        stands = predicate.date is not None or code.startswith(ANNOUNCED)
        family = "will" if stands and not unreal else "intend"
        return Modality(family=family, future=not unreal, hypothetical=unreal)
    if not MUST.isdisjoint(auxiliaries) or needed(predicate, above):
        return Modality(obligation=True, hypothetical=True)
    if not MAY.isdisjoint(auxiliaries):
        return Modality(hypothetical=True)
    return PLAIN


def needed(predicate: Predicate, above: Predicate | None) -> bool:
    """'Berlin needs to send more', 'Chad has to leave': a duty in a verb of its own."""
    duty = above is not None and above.lemma in NEEDS and not above.negated
    return duty and predicate.governance == "infinitive"


def _negated(predicate: Predicate, code: str, willed: bool) -> Modality:
    """'Will not' and 'does not' refuse a friendly act; anything else that is negated is only flagged."""
    if cooperative(code) and (willed or predicate.tense == "present" or code[:2] == "08"):
        return Modality(family="reject")
    return Modality(negated=True)
