"""Signs of how far a mention can be trusted: what decided it, and where its two sides were found.

Signs are words; ``agents.classification.confidence`` weighs them, several at a time. They look at the reading, the
actors, what else the text tells and how far the statistical model agrees, never at the words of the sentence, so that
some hundred gold mentions are enough to weigh them: what the words say the model has learnt from sentences of its own.
"""

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Final

from agents.classification.codebook import Code
from agents.classification.coded import Pair
from agents.classification.model import Opinion
from agents.classification.pairing import Cast, Sides
from agents.classification.reading import FITTED, Reading
from schemas import ActorMention, Predicate, Sentence, Status

CLOSE: Final = 5
"""Score from which more than one condition, or one at the head of its argument, holds."""
DEEP: Final = 2
"""Operators above an act from which the chain counts as long."""
SURE: Final = 0.9
NEAR: Final = 40
"""Characters between an actor and the predicate below which it stands near: about a clause."""
LIKELY: Final = 0.6
"""Extraction's confidence in an actor from which it counts as sure, and as likely."""
FARTHEST: Final = 4
"""Natural log-odds beyond which it no longer matters how sure the model is."""
LONG: Final = 5
"""Words from which an actor's phrase is long."""
OFTEN: Final = 4
"""Times from which it no longer matters how often a text tells a thing."""
UNSEEN: Final = ("implied", "none")
"""Roles of an actor that is no argument of a predicate."""
LEADS: Final = 4
"""Sentences at the head of a text, the title among them, that tell its news; what follows is often background."""


def of_reading(reading: Reading) -> list[str]:
    """What decided by rule: the depth of the chain, the family on top, how closely the patterns fitted."""
    entry, shade, score = reading.entry, reading.modality, reading.score
    found = [
        f"depth:{min(len(reading.entries) - 1, DEEP)}",
        "fit:close" if score >= CLOSE else "fit:fair" if score >= FITTED else "fit:head",
        f"operator:{shade.family or reading.family or 'none'}",
    ]
    if entry.handicap:
        found.append("idiom")
    if shade.obligation:
        found.append("obligation")
    return found


def of_guess(probability: float) -> list[str]:
    """What decided by the model: its own probability, in tenths."""
    return ["model", f"model:{int(probability * 10)}"]


def of_opinion(opinion: Opinion) -> list[str]:
    """What the model thinks of a type: which it would choose itself, and its log-odds, in whole steps."""
    return [
        f"opinion:{_step(opinion.lead)}",
        f"opinion-own:{_step(opinion.own)}",
        f"opinion-none:{_step(opinion.none)}",
        f"opinion-likeliest:{opinion.likeliest}",
    ]


def _step(odds: float) -> int:
    return max(-FARTHEST, min(FARTHEST, round(odds)))


def of_sides(sides: Sides) -> list[str]:
    """Where extraction or the sentence gave the two sides."""
    found = [f"source-from:{sides.doers_from}", f"target-from:{sides.others_from}"]
    if len(sides.doers) > 1 or (sides.doers and len(sides.others) > 1):
        found.append("several-pairs")
    return found


def of_mention(
    code: Code, source: ActorMention, target: ActorMention | None, predicate: Predicate, sentence: Sentence
) -> list[str]:
    """The type, how well the actors are known, and how the predicate stands in its sentence."""
    kind, known = code.event_type, _known(target, source)
    found = [
        f"type:{kind}",
        f"target:{known}",
        f"{'conflict' if code.quad_class > 2 else 'cooperation'}-target:{known}",
        f"target-{known}:{kind}",
        f"source-at:{_place(source, predicate, sentence)}",
        f"tense:{predicate.tense}",
        f"kind:{predicate.kind}",
        f"clause:{predicate.governance or 'main'}",
    ]
    if source.country is None:
        found.append("source:unplaced")
    if target is not None:
        found.append(f"target-at:{_place(target, predicate, sentence)}")
    if code.cameo[-1] == "0":
        found.append("general")
    if sentence.kind == "headline":
        found.append("headline")
    elif sentence.ordinal >= LEADS:
        found.append("deep")
    return found


def of_pair(code: Code, both: Pair, told_by: tuple[Predicate, Predicate], status: Status, cast: Cast) -> Iterator[str]:
    """The signs of an act between two sides, whoever decided it; ``told_by`` are its predicate and the act's own."""
    source, target = cast.actors[both[0]], None if both[1] is None else cast.actors[both[1]]
    return chain(
        of_mention(code, source, target, told_by[0], cast.sentence),
        _side("source", both[0], cast),
        _side("target", both[1], cast),
        of_roles(*both, *told_by),
        of_status(status),
    )


def _side(side: str, index: int | None, cast: Cast) -> Sequence[str]:
    """The signs of one side itself, put together once a sentence."""
    if index is None:
        return ()
    known = cast.signs.get((side, index))
    if known is None:
        known = cast.signs[side, index] = of_actor(side, cast.actors[index])
    return known


def of_actor(side: str, actor: ActorMention) -> list[str]:
    """How it is known who an actor is and how surely, and as what it is named; ``side`` is source or target."""
    sure, text = actor.confidence, actor.text
    found = [
        f"{side}:{actor.basis}",
        f"{side}-sector:{actor.sector}",
        f"{side}-sure:{sure:.1f}",
        f"{side}-words:{min(LONG, text.count(' ') + 1)}",
    ]
    if sure < SURE:
        found.append(f"{side}:likely" if sure >= LIKELY else f"{side}:doubtful")
    if text[:1].islower():
        found.append(f"{side}-described")
    if actor.role is not None or actor.title is not None:
        found.append(f"{side}-office")
    if actor.actor_id is not None:
        found.append(f"{side}-listed")
    if actor.former:
        found.append(f"{side}-former")
    return found


def of_text(again: int, types: int, *, turned: bool) -> list[str]:
    """What else its text tells: how often the same, how many types of the same pair, and whether it is answered."""
    found = [f"told:{min(OFTEN, again)}", f"pair-types:{min(OFTEN, types)}"]
    if turned:
        found.append("answered")
    return found


def of_roles(source: int, target: int | None, predicate: Predicate, act: Predicate) -> list[str]:
    """As what the two actors, given by their indexes, stand beside the predicate, or else beside the act below it."""
    found = [f"source-as:{_nearest_role(source, predicate, act)[0]}"]
    if target is not None:
        role, preposition = _nearest_role(target, predicate, act)
        found.append(f"target-as:{role}")
        if preposition:
            found.append(f"target-by:{preposition}")
    return found


def _nearest_role(actor: int, predicate: Predicate, act: Predicate) -> tuple[str, str | None]:
    role = _role(actor, predicate)
    if predicate is act or role[0] not in UNSEEN:
        return role
    below, preposition = _role(actor, act)
    return (f"below-{below}", preposition) if below not in UNSEEN else role


def _role(actor: int, predicate: Predicate) -> tuple[str, str | None]:
    """The relation and the preposition of the argument that an actor is, or inside which it stands."""
    for argument in predicate.arguments:
        if actor in argument.actors:
            return argument.relation, argument.preposition
        if actor in argument.inner:
            return f"in-{argument.relation}", argument.preposition
    return "implied" if actor in (*predicate.sources, *predicate.targets) else "none", None


def of_status(status: Status) -> list[str]:
    """The flags."""
    flags = (
        ("flag:negated", status.negated),
        ("flag:hypothetical", status.hypothetical),
        ("flag:future", status.future),
        ("flag:historical", status.historical),
    )
    return [sign for sign, holds in flags if holds]


def _known(target: ActorMention | None, source: ActorMention) -> str:
    if target is None:
        return "none"
    if target.country is None:
        return "unplaced"
    return "same" if target.country == source.country else "other"


def _place(actor: ActorMention, predicate: Predicate, sentence: Sentence) -> str:
    """Where an actor stands: in another sentence, or near the predicate or far from it."""
    if not sentence.start <= actor.start < sentence.end:
        return "elsewhere"
    side = "before" if actor.start < predicate.start else "after"
    near = max(actor.start - predicate.end, predicate.start - actor.end) < NEAR
    return f"{'near' if near else 'far'}-{side}"
