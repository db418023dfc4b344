"""What speaks for and against a country as that of a role which names none: the signs that ``homes.yaml`` weighs.

"The police" are those of the country that is spoken of, unless that country is what they are spoken of with: an army
that Kyiv shells is not Kyiv's. No sign decides alone; each has a weight that was fitted on the gold of development.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from agents.extraction.coreference.history import SUBJECTS, clause_of
from agents.extraction.coreference.sightings import Sightings, first_of, is_located, part
from agents.extraction.mentions import Description, Mention
from agents.extraction.tree import Word
from agents.extraction.words import WordLists

REACH: Final = 12
"""Sentences back in which countries are candidates."""
AHEAD: Final = 2
NEAR: Final = 3
FAR: Final = 3
"""Sentences back that count as near, and from which a distance is only "far"."""
SCENE: Final = 2
"""Sentences back whose towns set the scene."""
MANY: Final = 4
STATELESS: Final = frozenset({"UNO", "EUR", "IGO", "NGO", "MNC", "ISM", "IMG"})
GROUPS: Final = {
    "GOV": "rule", "LEG": "rule", "SPY": "rule", "COP": "law", "JUD": "law", "MIL": "army",
    "REB": "fighters", "PRM": "fighters", "UAF": "fighters", "CRM": "fighters", "REF": "refugees",
}  # fmt: skip
"""Sectors by how they stand to a country; all others are its people."""
DEFINITE: Final = frozenset({"the", "this", "that", "these", "those"})
NAMED: Final = frozenset({"role", "title", "actors", "coreference"})

Signs = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Case:
    """A role without a country, with what is asked about it again and again."""

    ordinal: int
    mention: Mention
    lists: WordLists
    nature: str | None
    """The country (or kind of organisation) that such a role has by its nature: the pope, a regional bloc."""
    clause: Word = field(init=False)
    part: str = field(init=False)
    group: str = field(init=False)
    form: str = field(init=False)
    above: frozenset[int] = field(init=False)

    def __post_init__(self) -> None:
        head = self.mention.head
        object.__setattr__(self, "clause", clause_of(head))
        object.__setattr__(self, "part", part(head))
        object.__setattr__(self, "group", group_of(self.mention, self.lists))
        object.__setattr__(self, "form", _form(self.mention))
        object.__setattr__(self, "above", frozenset(word.index for word in head.ancestors()))


def group_of(mention: Mention, lists: WordLists) -> str:
    """How a mention stands to its country: it rules, polices, speaks for it abroad, fights, or is its people."""
    sectors = mention.about.sectors
    if mention.about.role in lists.envoys:
        return "envoys"
    return GROUPS.get(sectors[0], "people") if sectors else "none"


def _form(mention: Mention) -> str:
    article, owner = mention.head.child("det"), mention.head.child("poss")
    if owner is not None:
        return "possessed"
    if article is not None:
        return "definite" if article.lower in DEFINITE else "indefinite"
    return "plural" if mention.plural or mention.head.tag == "NNS" else "bare"


def of_nobody(case: Case, sightings: Sightings) -> Signs:
    """Signs that a role is left without a country."""
    mention = case.mention
    near = {one.about.country for _, one in sightings.between(case.ordinal - NEAR, case.ordinal)}
    names = ["nobody", f"nobody:{case.form}", f"nobody:{case.group}", f"nobody:near {min(MANY, len(near))}"]
    names += [f"nobody:{mention.about.sectors[0]}"] if mention.about.sectors else []
    names += ["nobody:clause"] if mention.head.child("relcl") is not None else []
    names += ["nobody:proper"] if mention.head.is_proper else []
    names += ["nobody:number"] if mention.head.child("nummod") is not None else []
    return dict.fromkeys(names, 1.0)


class SignReader:
    """Reads the signs of all candidates of one case."""

    def __init__(self, case: Case, sightings: Sightings) -> None:
        self._case = case
        self._sightings = sightings
        self._deed = _deed(case)
        self._agent = agent_of(case.clause, case.lists) if case.part == "patient" else None
        self._here = sightings.at(case.ordinal)
        self._window = list(sightings.between(case.ordinal - REACH, case.ordinal + AHEAD))
        self._near = Counter(one.about.country for at, one in self._window if case.ordinal - NEAR <= at <= case.ordinal)
        self._top = max(sightings.counts, key=lambda one: sightings.counts[one], default=None)
        before = [one for at, one in self._window if (at, one.start) < (case.ordinal, case.mention.start)]
        self._latest = before[-1].about.country if before else None
        self._nearest = self._in_nearest()
        self._paragraph = self._in_paragraph()
        self._total, self._total_near = max(1, sightings.counts.total()), max(1, self._near.total())
        self._sole = next(iter(sightings.counts)) if len(sightings.counts) == 1 else None
        self._gather()

    def _gather(self) -> None:
        """What is asked of every candidate, worked out once."""
        own, sightings = self._case.ordinal, self._sightings
        self._first = {one.about.country for one in sightings.at(0)}
        self._next = {one.about.country for one in sightings.at(own + 1)}
        self._subjects = {one.about.country for one in sightings.at(own - 1) if _subject(one)}
        self._town_before = {spot.country for back in range(1, SCENE + 1) for spot in sightings.spots(own - back)}
        self._last = {one.about.country: at for at, one in self._window if at < own}
        self._opened = any(at in self._paragraph and at < own for at, _ in self._window)
        self._named: dict[str | None, list[Description]] = {}
        for at, one in self._window:
            if at <= own and one.about.basis in NAMED:
                self._named.setdefault(one.about.country, []).append(one.about)

    def _in_paragraph(self) -> range:
        """The sentences of its paragraph up to its own."""
        own, first = self._case.ordinal, self._case.ordinal
        while first > max(0, own - REACH) and self._sightings.paragraph(first - 1) == self._sightings.paragraph(own):
            first -= 1
        return range(first, own + 1)

    def _in_nearest(self) -> set[str | None]:
        for back in range(REACH + 1):
            found = {one.about.country for one in self._sightings.at(self._case.ordinal - back)}
            if found:
                return found
        return set()

    def candidates(self) -> dict[str, Signs]:
        """The countries that the role may belong to, each with its signs."""
        spots = (spot.country for back in range(SCENE + 1) for spot in self._sightings.spots(self._case.ordinal - back))
        found = {*(one.about.country for _, one in self._window), *spots, self._top, self._case.nature}
        return {country: dict(self._signs(country)) for country in sorted(filter(None, found))}

    def _signs(self, country: str) -> Iterator[tuple[str, float]]:
        yield "share", round(self._sightings.counts[country] / self._total, 3)
        yield "share near", round(self._near[country] / self._total_near, 3)
        for name in (*self._standing(country), *self._distance(country), *self._in_towns(country)):
            yield name, 1.0
        for name in (*self._in_clauses(country), *self._likeness(country)):
            yield name, 1.0

    def _standing(self, country: str) -> Iterator[str]:
        """How prominent a country is in the article."""
        case = self._case
        if country == case.nature:
            yield "nature"
        elif country in STATELESS:
            yield "stateless"
        if country == self._top:
            yield "top"
        if country == self._latest:
            yield from ("latest", f"latest:{case.form}")
        if country == self._sole:
            yield "only in article"
        if country in self._first:
            yield "first sentence"

    def _distance(self, country: str) -> Iterator[str]:
        """Where a country is spoken of last."""
        case = self._case
        here = [one for one in self._here if one.about.country == country]
        if any(one.start < case.mention.start for one in here):
            yield "same before"
        if any(one.start > case.mention.start for one in here):
            yield "same after"
        if not here:
            yield from self._back(country)
        if country in self._next:
            yield "ahead"
        if self._nearest == {country}:
            yield from ("only here", f"only here:{case.form}") if here else ("only near",)
        if country in self._subjects:
            yield "previous subject"

    def _back(self, country: str) -> Iterator[str]:
        last = self._last.get(country)
        if last is None:
            return
        yield f"back {min(FAR, self._case.ordinal - last)}"
        if last in self._paragraph:
            yield "in paragraph"
        elif self._opened:
            yield "not in paragraph"

    def _in_towns(self, country: str) -> Iterator[str]:
        """Towns that no mention covers."""
        case = self._case
        for spot in self._sightings.spots(case.ordinal):
            if spot.country != country:
                continue
            above = spot.word.head.head if is_located(spot.word) and spot.word.head is not None else None
            where = "own" if above is case.mention.head else "clause" if clause_of(spot.word) is case.clause else "far"
            yield from (f"town {where}", f"town {where}:{case.group}")
        if country in self._town_before:
            yield "town before"

    def _in_clauses(self, country: str) -> Iterator[str]:
        """How the role stands to the country in its sentence: done to, doing, beneath, inside."""
        for other in self._here:
            if other.about.country == country:
                yield from self._beside(other)
                if any(word is self._case.mention.head for word in other.head.ancestors()):
                    yield "inside"

    def _beside(self, other: Mention) -> Iterator[str]:
        case = self._case
        kind = "state" if other.about.sort == "state" else group_of(other, case.lists)
        whole = "state" if kind == "state" else "part"
        clause, does = clause_of(other.head), part(other.head)
        if self._agent is not None and first_of(other.head) is self._agent:
            clause, does = case.clause, "doer"
        if is_located(other.head):
            yield from ("place", f"place:{case.group}")
        elif clause is case.clause and (case.part, does) == ("patient", "doer"):
            yield from ("suffers", f"suffers:{case.group}", f"suffers by {kind}", f"suffers:{case.group} by {whole}")
            yield from (f"suffers:{case.group} by {kind}", *self._done("by", kind))
        elif clause is case.clause and (case.part, does) == ("doer", "patient"):
            yield from ("does", f"does:{case.group}", f"does to {kind}", f"does:{case.group} to {whole}")
            yield from (f"does:{case.group} to {kind}", *self._done("to", kind))
        elif clause is case.clause:
            yield f"clause:{does}"
        elif does == "doer":
            yield from self._above(other, kind)

    def _done(self, side: str, kind: str) -> Iterator[str]:
        """What kind of deed stands between the two."""
        if self._deed is not None:
            yield from (
                f"{self._deed} {side}",
                f"{self._deed} {side} {kind}",
                f"{self._deed}:{self._case.group} {side}",
            )

    def _above(self, other: Mention, kind: str) -> Iterator[str]:
        """'Norway will help, the minister said': of whom he speaks; "Chad said that the rebels": who speaks of them."""
        case, verb = self._case, first_of(other.head).head
        if verb is not None and verb.index in case.above:
            yield from ("beneath", f"beneath:{case.group}", f"beneath as {case.part}")
        else:
            yield "elsewhere"
        clause = clause_of(other.head)
        told = case.part == "doer" and clause.dep in ("ccomp", "parataxis") and clause.head is case.clause
        saying = case.clause.is_verb and case.clause.lemma in case.lists.say_verbs
        if saying and (told or (case.clause.dep == "parataxis" and case.clause.head is clause)):
            yield from ("told", f"told of {kind}")

    def _likeness(self, country: str) -> Iterator[str]:
        """Others of the same office or sector whose country is known."""
        about = self._case.mention.about
        others = self._named.get(country, [])
        if any(other.role and other.role == about.role for other in others):
            yield "same role"
        if self._case.group not in ("rule", "none") and _any_of_sector(others, about.sectors[0]):
            yield "same sector"


def agent_of(verb: Word, lists: WordLists, depth: int = 4) -> Word | None:
    """Who does what a verb says, also where that stands with a verb above it: "urged Mali to free", "came and took"."""
    own = verb.child("nsubj")
    above = verb.head
    if own is not None or above is None or not depth or verb.child("nsubjpass") is not None:
        return own
    if verb.dep == "acl":
        return first_of(above)
    if verb.dep == "xcomp" and above.lemma not in lists.subject_control and above.child("dobj") is not None:
        return above.child("dobj")
    return agent_of(above, lists, depth - 1) if verb.dep in ("xcomp", "conj", "advcl") else None


def _deed(case: Case) -> str | None:
    """What the verb of a role's clause does to people, where that tells whose they are."""
    verb, lists = case.clause, case.lists
    kinds = {"ruled": lists.ruling, "fought": lists.fighting, "helped": lists.sponsoring}
    return next((kind for kind, lemmas in kinds.items() if verb.is_verb and verb.lemma in lemmas), None)


def _any_of_sector(others: Iterable[object], sector: str) -> bool:
    return any(sector in getattr(other, "sectors", ())[:1] for other in others)


def _subject(mention: Mention) -> bool:
    return mention.head.dep in SUBJECTS
