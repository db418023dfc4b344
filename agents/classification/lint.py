"""Lint for the lexicon: entries that can never decide, classes that nothing uses, and heads that say too little.

``python -m agents.classification.lint`` prints what it finds, one finding a line, and ends with 1 where there is any.
"""

import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

import yaml

from agents.classification.charges import load_charges
from agents.classification.codebook import DATA, Codebook
from agents.classification.lexicon import Entry, Match, load_acts, load_classes, load_operators
from agents.classification.patterns import Pattern, parse
from agents.classification.words import shipped

PARTICLE: Final = 3
"""What a head scores that has its particle (``agents.classification.lexicon``)."""

Key = tuple[str, str | None, bool, frozenset[tuple[tuple[str, ...], frozenset[str], bool, bool]]]


def findings() -> list[str]:
    """All that is wrong with the lexicon that ships with the project."""
    classes = load_classes()
    acts, operators, charges = load_acts(), load_operators(), load_charges()
    return [
        *shadowed(acts, classes),
        *shadowed(operators, classes),
        *too_broad(acts, classes),
        *unknown_codes((*acts, *operators, *charges), Codebook.load()),
        *repeated((*acts, *operators, *charges)),
        *unused_classes((*acts, *operators, *charges), classes),
    ]


def shadowed(entries: Iterable[Entry], classes: Mapping[str, frozenset[str]]) -> Iterator[str]:
    """Patterns that can never decide: an entry of another meaning has the same one and wins whatever it scores."""
    same: dict[Key, list[tuple[Entry, str]]] = {}
    for entry, line, pattern in _patterns(entries, classes):
        for key in _keys(pattern):
            same.setdefault(key, []).append((entry, line))
    for key, owners in same.items():
        for number, (entry, line) in enumerate(owners):
            rivals = ((rival, place < number) for place, (rival, _) in enumerate(owners) if _differ(rival, entry))
            winner = next((rival for rival, first in rivals if _beats(rival, entry, key, first=first)), None)
            if winner is not None:
                yield f"shadowed: {key[0]!r} of {line!r} in {entry.id} is already {winner.id}"


def _differ(one: Entry, other: Entry) -> bool:
    return (one.code, one.family) != (other.code, other.family)


def _beats(one: Entry, other: Entry, key: Key, *, first: bool) -> bool:
    """Whether ``one`` wins over ``other`` at every score that their common pattern can have."""
    held = sum(not forbidden for _, _, forbidden, _ in key[3])
    least = (1 if key[1] is None else PARTICLE) + held
    scores = range(least, least + held * 2 + 2)
    ranks = ((_rank(one, score), _rank(other, score)) for score in scores)
    return all(mine > theirs or (mine == theirs and first) for mine, theirs in ranks)


def _rank(entry: Entry, score: int) -> tuple[int, int, int]:
    return Match(entry, max(score - entry.handicap, 1)).rank


def too_broad(entries: Iterable[Entry], classes: Mapping[str, frozenset[str]]) -> Iterator[str]:
    """Acts that a light verb alone would name."""
    for entry, line, pattern in _patterns(entries, classes):
        if pattern.nominal or not all(one.forbidden for one in pattern.conditions):
            continue
        for lemma, particle in pattern.heads:
            if lemma in shipped().light and particle is None:
                yield f"too broad: {lemma!r} of {line!r} in {entry.id} says nothing without a particle or an argument"


def unknown_codes(entries: Iterable[Entry], codebook: Codebook) -> Iterator[str]:
    """Codes that are not in the codebook."""
    for entry in entries:
        for code in (entry.code, *entry.under.values()):
            if code is not None and code not in codebook:
                yield f"unknown code: {code} in {entry.id}"


def repeated(entries: Iterable[Entry]) -> Iterator[str]:
    """Ids that stand twice."""
    known: set[str] = set()
    for entry in entries:
        if entry.id in known:
            yield f"repeated id: {entry.id}"
        known.add(entry.id)


def unused_classes(entries: Iterable[Entry], classes: Mapping[str, frozenset[str]]) -> Iterator[str]:
    """Classes that neither a pattern nor another class names."""
    raw: dict[str, list[str]] = yaml.safe_load((DATA / "classes.yaml").read_text(encoding="utf-8"))["classes"]
    used = {member for members in raw.values() for member in members if member.isupper()}
    for entry in entries:
        used.update(name for line in entry.patterns for name in re.findall(r"[A-Z_]{2,}", line))
    yield from (f"unused class: {name}" for name in classes if name not in used)


def _patterns(entries: Iterable[Entry], classes: Mapping[str, frozenset[str]]) -> Iterator[tuple[Entry, str, Pattern]]:
    for entry in entries:
        for line in entry.patterns:
            yield entry, line, parse(line, classes)


def _keys(pattern: Pattern) -> Iterator[Key]:
    conditions = frozenset((one.slots, one.words, one.forbidden, one.strict) for one in pattern.conditions)
    for lemma, particle in pattern.heads:
        yield lemma, particle, pattern.nominal, conditions


def main() -> None:
    """Print the findings; exit status 1 where there are any."""
    found = findings()
    sys.stdout.write("".join(f"{line}\n" for line in found))
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
