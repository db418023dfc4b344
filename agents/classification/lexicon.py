"""The lexicon: acts and operators, read from YAML and indexed by lemma, so that a look-up does not grow with it."""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NamedTuple

import yaml

from agents.classification.codebook import DATA
from agents.classification.features import View, fit
from agents.classification.patterns import Condition, Pattern, bare, parse, spellings
from schemas import Predicate

IDIOM_HANDICAP: Final = 2
"""What acts of the files named ``*idioms.yaml`` lose: they decide only where the plain lexicon fits much worse."""


class LexiconError(ValueError):
    """An entry of the lexicon that cannot be used, with its id and what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence that an entry must code (or, as a near miss, must not)."""

    text: str
    near_miss: str


@dataclass(frozen=True, slots=True)
class Entry:
    """An act (``code`` says what it is) or an operator (``family`` says what it does to the act below it).

    Attributes:
        under: the code under an operator's family, where the composition table is too coarse.
        given: the object is what is sent, given or moved, so that whom it is done to stands elsewhere.
        inverse: the subject is the one it is done to ('receive aid from').
        experienced: the subject is what the object is moved by, and judges ('the decision angered Chad').
        authority: whoever rules the place did it where no one else is named ('was arrested in Niger').
        clausal: an operator that wants a clause below it; ``infinitive``: one with 'to'.
        purpose: an operator that also looks at what is done it for ('called him to congratulate').
        handicap: taken from its score; figures of speech yield to plain words that fit as closely.
        of_others: its family where somebody else is to do the act ('wants France to mediate').
        spoken: done by whoever says so to its subject ('said that Chad would pay'); nothing where nobody does.
        over_subject: an operator whose subject is the act it turns ('a truce is out of the question').
        together: several who do it do it with one another, and whom else the sentence names is beside the point.
        of_subject: its sides are those of the act that is its subject ('the talks between Chad and Mali collapsed').
        negative: means what it does only where it is denied, by the particle 'not' ('would not hear of').
        subjunctive: an operator over what should be done: the verb below it is bare ('suggested that Chad pay').
        ordering: an operator by which one's own people are told to act ('ordered his ministers to halt the talks').
        over_nouns: its family where only a noun stands below it ('ordered an investigation').
        over_infinitives: its family where what stands below it is an infinitive ('told France to leave').
        over_duties: its family where what stands below it is said to be a duty ('told France that it must leave').
    """

    id: str
    meaning: str
    code: str | None
    family: str | None
    patterns: tuple[str, ...]
    under: Mapping[str, str]
    example: Example
    given: bool = False
    inverse: bool = False
    experienced: bool = False
    authority: bool = False
    clausal: bool = False
    infinitive: bool = False
    purpose: bool = False
    spoken: bool = False
    over_subject: bool = False
    of_subject: bool = False
    together: bool = False
    negative: bool = False
    subjunctive: bool = False
    ordering: bool = False
    over_nouns: str | None = None
    of_others: str | None = None
    over_infinitives: str | None = None
    over_duties: str | None = None
    handicap: int = 0


class Match(NamedTuple):
    """An entry that fits a predicate; a higher score fits more closely."""

    entry: Entry
    score: int

    @property
    def rank(self) -> tuple[int, int, int]:
        """Closer fits first; of equals plain words before figures of speech, then the finer code."""
        return self.score, -self.entry.handicap, len((self.entry.code or "").rstrip("0"))


class Candidate(NamedTuple):
    """A pattern of an entry under one of its heads.

    ``needed`` are words of which the arguments must have one, wherever they stand (None where nothing is asked of
    them). Most candidates need words that the sentence does not have, and need no closer look.
    """

    particle: str | None
    needed: frozenset[str] | None
    conditions: tuple[Condition, ...]
    entry: Entry


LARGE: Final = 6
"""Candidates from which it is faster to look up those that ask for a word than to try each."""


class Shelf:
    """The candidates under one head, in the order of the lexicon, and where those stand that ask for a word."""

    def __init__(self) -> None:
        self.candidates: list[Candidate] = []
        self._always: list[int] = []
        self._usual: list[Candidate] = []
        self._asking: dict[str, list[int]] = {}

    def add(self, candidate: Candidate) -> None:
        """Put a candidate behind the others."""
        place = len(self.candidates)
        self.candidates.append(candidate)
        if candidate.needed is None:
            self._always.append(place)
            self._usual.append(candidate)
        for word in candidate.needed or ():
            self._asking.setdefault(word, []).append(place)

    def asked(self, told: AbstractSet[str]) -> Sequence[Candidate]:
        """Those of the candidates that may fit where these words are told."""
        if len(self.candidates) < LARGE:
            return [one for one in self.candidates if one.needed is None or not one.needed.isdisjoint(told)]
        words = self._asking.keys() & told
        if not words:
            return self._usual
        candidates, places = self.candidates, {*self._always}
        for word in words:
            places.update(self._asking[word])
        return [candidates[place] for place in sorted(places)]


class Index:
    """Entries by the lemma of their heads, verbal and nominal apart."""

    def __init__(self, entries: Iterable[Entry], classes: Mapping[str, frozenset[str]]) -> None:
        self.entries = tuple(entries)
        self.verbal: dict[str, Shelf] = {}
        self.nominal: dict[str, Shelf] = {}
        self._vocabulary: set[str] = set()
        for entry in self.entries:
            for line in entry.patterns:
                self._add(entry, parse(line, classes))

    def _add(self, entry: Entry, pattern: Pattern) -> None:
        table = self.nominal if pattern.nominal else self.verbal
        needed = _needed(pattern.conditions)
        self._vocabulary.update(needed or ())
        for lemma, particle in pattern.heads:
            table.setdefault(lemma, Shelf()).add(Candidate(particle, needed, pattern.conditions, entry))

    def knows(self, predicate: Predicate) -> bool:
        """Whether any entry has the predicate's head."""
        if predicate.kind == "noun":
            return predicate.lemma in self.nominal
        return predicate.lemma in self.verbal or predicate.noun in self.nominal

    def best(self, seen: View) -> Match | None:
        """The entry that fits best; of equals the one with the finer code, then the first in the lexicon."""
        found = self._fitting(seen)
        if len(found) < 2:
            return found[0] if found else None
        return max(found, key=lambda match: match.rank)

    def runners_up(self, seen: View) -> list[Match]:
        """All entries that fit, the best first."""
        return sorted(self._fitting(seen), key=lambda match: -match.score)

    def _fitting(self, seen: View) -> list[Match]:
        """All entries that fit, by the head itself and by the noun of a light verb."""
        shelf = (self.nominal if seen.nominal else self.verbal).get(seen.lemma)
        nominals = self.nominal.get(seen.noun) if seen.noun and not seen.nominal else None
        if shelf is None and nominals is None:
            return []
        told = seen.told() & self._vocabulary
        found = _fits(shelf.asked(told), seen) if shelf is not None else []
        return found + _fits(nominals.asked(told), seen, bonus=1) if nominals is not None else found


def _fits(candidates: Sequence[Candidate], seen: View, bonus: int = 0) -> list[Match]:
    """Those of the candidates under one head that fit, in the order of the lexicon."""
    found: list[Match] = []
    particles, taking = seen.particles, seen.taking
    for particle, _, conditions, entry in candidates:
        looked_at = seen
        if particle is not None and particle not in particles:
            if taking is None or particle not in taking.particles:
                continue
            looked_at = taking
        score = _score(particle, conditions, looked_at)
        if score > 0:
            found.append(Match(entry, max(score + bonus - entry.handicap, 1)))
    return found


def _needed(conditions: Iterable[Condition]) -> frozenset[str] | None:
    """The words of the narrowest condition that must hold; None where no condition that must hold asks for words."""
    asked = [one.words for one in conditions if one.words and not one.forbidden]
    return min(asked, key=len) if asked else None


def _score(particle: str | None, conditions: Iterable[Condition], seen: View) -> int:
    """How closely a pattern whose particle is there fits: 0 where a condition does not hold.

    1 for the head (0 if it has a particle that goes unused), 3 with its particle, and 1 to 3 for each condition.
    """
    score = 3 if particle is not None else int(seen.particle is None)
    slots = seen.slots.keys()
    for condition in conditions:
        held = 0 if slots.isdisjoint(condition.slots) else fit(condition, seen)
        if (held > 0) == condition.forbidden:
            return 0
        score += 0 if condition.forbidden else held
    return score


def load_classes(path: Path = DATA / "classes.yaml") -> dict[str, frozenset[str]]:
    """Argument classes by name; a class may hold another by naming it in capitals."""
    raw: dict[str, list[str]] = yaml.safe_load(path.read_text(encoding="utf-8"))["classes"]
    return {name: frozenset(_members(name, raw, ())) for name in raw}


def _members(name: str, raw: Mapping[str, list[str]], above: tuple[str, ...]) -> Iterable[str]:
    if name not in raw or name in above:
        raise LexiconError(f"class {name}: unknown or holds itself, by way of {' > '.join(above)}")
    for member in raw[name]:
        yield from _members(member, raw, (*above, name)) if member.isupper() else spellings(bare(member))


def thesaurus(classes: Mapping[str, frozenset[str]], *indexes: Index) -> dict[str, tuple[str, ...]]:
    """For a lemma, the classes that it is in and the roots or families of the entries that it heads."""
    found: dict[str, set[str]] = {}
    for name, members in classes.items():
        for member in members:
            found.setdefault(member, set()).add(name)
    for index in indexes:
        for table in (index.verbal, index.nominal):
            for lemma, shelf in table.items():
                heard = (one.entry for one in shelf.candidates if not one.entry.negative)
                labels = (entry.family or (entry.code or "")[:2] for entry in heard)
                found.setdefault(lemma, set()).update(labels)
    return {lemma: tuple(sorted(labels)) for lemma, labels in found.items()}


def load_acts(folder: Path = DATA / "acts") -> list[Entry]:
    """All acts, in the order of their files' names."""
    return [entry for path in sorted(folder.glob("*.yaml")) for entry in _entries(path, "acts")]


def load_operators(path: Path = DATA / "operators.yaml") -> list[Entry]:
    """All operators."""
    return _entries(path, "operators")


def _entries(path: Path, key: str) -> list[Entry]:
    handicap = IDIOM_HANDICAP if path.stem.endswith("idioms") else 0
    return [entry_of(raw, handicap) for raw in yaml.safe_load(path.read_text(encoding="utf-8"))[key]]


def entry_of(raw: dict[str, Any], handicap: int = 0) -> Entry:
    """An entry as it stands in its file; raises LexiconError where it lacks something."""
    try:
        return Entry(
            raw["id"],
            raw["meaning"],
            raw.get("code"),
            raw.get("family"),
            tuple(raw["patterns"]),
            raw.get("under", {}),
            Example(raw["example"], raw["near_miss"]),
            raw.get("given", False),
            raw.get("inverse", False),
            raw.get("experienced", False),
            raw.get("authority", False),
            raw.get("clausal", False),
            raw.get("infinitive", False),
            raw.get("purpose", False),
            raw.get("spoken", False),
            raw.get("over_subject", False),
            raw.get("of_subject", False),
            raw.get("together", False),
            raw.get("negative", False),
            raw.get("subjunctive", False),
            raw.get("ordering", False),
            raw.get("over_nouns"),
            raw.get("of_others"),
            raw.get("over_infinitives"),
            raw.get("over_duties"),
            handicap,
        )
    except KeyError as missing:
        raise LexiconError(f"entry {raw.get('id', raw)!r} lacks {missing}") from missing
