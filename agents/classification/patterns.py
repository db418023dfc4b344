"""The pattern language of the lexicon: which predicates, with which arguments, an entry stands for.

A pattern is one line that an analyst can read::

    lift|ease|relax {SANCTIONS|ban}        verbs, and what stands in the object (a CLASS or a lemma)
    pull|draw/out|fall/back|leave {TROOPS} verbs with a particle: 'pull out', 'draw out', 'fall back', but plain 'leave'
    n:withdrawal|pullout {TROOPS}          nominals; their object is what 'of' or a modifier gives
    withdraw from{TERRITORY} !{TALKS}      a prepositional argument; what must not be in the object
    order subject{COURTS}                  who does it; any{...} looks at all arguments
    call on{ACTOR}                         an argument that is an actor; on{} would be any argument at all
    receive {^ACTOR|guest}                 the head of the argument, not just a word somewhere in it
    return object                          a slot alone: some argument stands in it
    VOICE|make {PRAISE_WORDS}              heads may be a CLASS of verbs, too
    call named !named{friend}              a second object: what something is called
    send {TROOPS} then{help|keep_peace}    the verb after 'to', by itself or with the head of its own object

Alternatives stand between bars. The object of a passive verb is its subject, as one would expect.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

_CONDITION = re.compile(r"(?P<no>!)?(?P<slot>[a-z|*]*)(?:\{(?P<words>[^}]*)\})?$")
_FUNCTION_WORDS = frozenset({"of", "the", "a", "an", "to", "against", "in", "on", "for", "and", "at"})
_SPELLINGS = (
    *(("ize", "ise"), ("ization", "isation"), ("defense", "defence"), ("yze", "yse"), ("center", "centre")),
    *(
        (f"{stem}or", f"{stem}our")
        for stem in ("lab", "hon", "fav", "harb", "arm", "rum", "neighb", "behavi", "endeav")
    ),
    *(("maneuver", "manoeuvre"), ("offense", "offence"), ("license", "licence"), ("skeptic", "sceptic")),
)


class PatternError(ValueError):
    """A pattern in the lexicon that cannot be read, with the line that is at fault."""


@dataclass(frozen=True, slots=True)
class Condition:
    """Some argument in one of ``slots`` has one of ``words`` (any word at all where that is empty)."""

    slots: tuple[str, ...]
    words: frozenset[str]
    forbidden: bool = False
    strict: bool = False


@dataclass(frozen=True, slots=True)
class Pattern:
    """The heads it is found by, each with a particle or none, and what must hold of the arguments."""

    heads: tuple[tuple[str, str | None], ...]
    nominal: bool
    conditions: tuple[Condition, ...]


def bare(phrase: str) -> str:
    """A phrase without its function words, which are not among an argument's content words."""
    words = phrase.split(" ")
    return " ".join(word for word in words if word not in _FUNCTION_WORDS) if len(words) > 1 else phrase


def spellings(word: str) -> frozenset[str]:
    """The word in American and British spelling, and a hyphened one also as the words that the parser makes of it."""
    forms = {word, word.replace("-", " ")}
    for american, british in _SPELLINGS:
        forms |= {form.replace(american, british) for form in forms} | {w.replace(british, american) for w in forms}
    return frozenset(forms)


def parse(line: str, classes: Mapping[str, frozenset[str]]) -> Pattern:
    """Read one pattern.

    Raises:
        PatternError: it is not in the language above, or names a class that is not there.
    """
    nominal = line.startswith("n:")
    heads, *rest = _tokens(line.removeprefix("n:"))
    conditions = tuple(_condition(token, classes, line) for token in rest)
    return Pattern(tuple(_heads(heads, classes, line)), nominal, conditions)


def _tokens(line: str) -> list[str]:
    """Split at spaces that are not inside braces."""
    return re.findall(r"[^\s{]*\{[^}]*\}|\S+", line)


def _heads(token: str, classes: Mapping[str, frozenset[str]], line: str) -> list[tuple[str, str | None]]:
    """The heads in each spelling; a particle holds for all heads before it, back to the particle before."""
    pairs: list[tuple[str, str | None]] = []
    particle: str | None = None
    for head, _, own in (part.partition("/") for part in reversed(token.split("|"))):
        particle = own or particle
        forms = expand(head, classes, line) if head.isupper() else spellings(head)
        pairs += [(form, particle) for form in sorted(forms)]
    return pairs


def _condition(token: str, classes: Mapping[str, frozenset[str]], line: str) -> Condition:
    """One condition: slots, and the words that their classes hold."""
    found = _CONDITION.match(token)
    if not found:
        raise PatternError(f"cannot read {token!r} in the pattern {line!r}")
    slots = tuple(slot or "object" for slot in found["slot"].split("|"))
    inside = found["words"] or ""
    words = expand(inside.replace("^", ""), classes, line)
    return Condition(slots, words, bool(found["no"]), "^" in inside)


def expand(words: str, classes: Mapping[str, frozenset[str]], line: str) -> frozenset[str]:
    """The lemmas meant by ``TROOPS|convoy``; raises PatternError for a class that is not there."""
    out: set[str] = set()
    for word in filter(None, words.split("|")):
        if word.isupper():
            if word not in classes:
                raise PatternError(f"no class {word!r}, in the pattern {line!r}")
            out |= classes[word]
        else:
            out |= spellings(bare(word.replace("_", " ")))
    return frozenset(out)
