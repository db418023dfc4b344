"""What the steps of coding hand on: the tables that decide by rule, and an act as it has been decided."""

from dataclasses import dataclass

from agents.classification.charges import Charges
from agents.classification.codebook import Code, Codebook
from agents.classification.composition import Composition
from agents.classification.confidence import Confidence
from agents.classification.lexicon import Index
from agents.classification.model import Model
from schemas import ActorMention, Predicate, Sentence, Status
from schemas.coded import Method

Pair = tuple[int, int | None]
"""Indexes of the source and of the target among the actors of an article; no target where none is named."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All that decides by rule."""

    codebook: Codebook
    acts: Index
    operators: Index
    composition: Composition
    charges: Charges
    model: Model
    confidence: Confidence


@dataclass(slots=True)
class Coded:
    """One act between two actors, as decided; what is left is to weigh it (``confidence``) and to write it down.

    ``act`` is the predicate that names the act, where that is one below the predicate that decided; ``judged`` the
    index of the one by which the model judges it, None where the model is not asked.
    """

    code: Code
    source: ActorMention
    target: ActorMention | None
    predicate: Predicate
    sentence: Sentence
    status: Status
    method: Method
    rule: str
    signs: list[str]
    act: Predicate | None = None
    judged: int | None = None
    reciprocal: bool = False
    confidence: float = 0.0
