"""What speaks for and against a country as that of a role which names none: the signs that ``homes.yaml`` weighs.

"The police" are those of the country that is spoken of, unless that country is what they are spoken of with: an army
that Kyiv shells is not Kyiv's. No sign decides alone; each has a weight that was fitted on the gold of development.
"""

from collections.abc import Container, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Final

from agents.extraction.coreference.history import clause_of
from agents.extraction.coreference.sightings import STATELESS, Sightings, first_of, is_located, part
from agents.extraction.grammar import DEFINITE
from agents.extraction.mentions import Mention
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
GROUPS: Final = {
    "GOV": "rule", "LEG": "rule", "SPY": "rule", "COP": "law", "JUD": "law", "MIL": "army",
    "REB": "fighters", "PRM": "fighters", "UAF": "fighters", "CRM": "fighters", "REF": "refugees",
}  # fmt: skip
"""Sectors by how they stand to a country; all others are its people."""
BACK: Final = tuple(f"back {min(FAR, sentences)}" for sentences in range(REACH + 1))
HERE: Final = "same before", "same after"

Signs = Mapping[str, float]


class Case:
    """A role without a country, with what is asked about it again and again."""

    __slots__ = ("clause", "foreign", "form", "group", "head", "lists", "mention", "nature", "ordinal", "part")

    def __init__(
        self, ordinal: int, mention: Mention, lists: WordLists, nature: str | None, *, foreign: bool = False
    ) -> None:
        """Take a role; ``nature`` is the country (or kind of organisation) of all such: the pope, a regional bloc.

        A ``foreign`` one deals with a country from outside: donors, neighbours.
        """
        self.foreign = foreign
        self.ordinal, self.mention, self.lists, self.nature = ordinal, mention, lists, nature
        self.head = mention.head
        self.clause, self.part = clause_of(self.head), part(self.head)
        self.group, self.form = group_of(mention, lists), _form(mention)


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


class SignReader:
    """Reads the signs of all candidates of one case.

    It goes from fact to fact and notes each with the countries that it concerns: asking every country for every fact
    takes four times as long, since of a dozen countries most are only spoken of somewhere before.
    """

    def __init__(self, case: Case, sightings: Sightings) -> None:
        self._case = case
        self._sightings = sightings
        self._spoken = sightings.around(case.ordinal - REACH, case.ordinal + AHEAD)
        self._own = min(case.ordinal, REACH)
        """Where its own sentence stands among those spoken of."""
        before = self._spoken[: self._own + 1]
        self._near = [one for sentence in before[-NEAR - 1 :] for one in sentence.countries]
        self._spots = [sightings.spots(case.ordinal - back) for back in range(SCENE + 1)]
        """Towns of its own sentence and of those before it, the nearest first."""
        self._found: dict[str, dict[str, float]] = {}

    def of_nobody(self) -> Signs:
        """Signs that the role is left without a country."""
        mention, form, group = self._case.mention, self._case.form, self._case.group
        names = ["nobody", f"nobody:{form}", f"nobody:{group}", f"nobody:near {min(MANY, len(set(self._near)))}"]
        names += [f"nobody:{mention.about.sectors[0]}"] if mention.about.sectors else []
        names += ["nobody:clause"] if mention.head.child("relcl") is not None else []
        names += ["nobody:foreign"] if self._case.foreign else []
        names += ["nobody:proper"] if mention.head.is_proper else []
        names += ["nobody:number"] if mention.head.child("nummod") is not None else []
        return dict.fromkeys(names, 1.0)

    def candidates(self) -> Mapping[str, Signs]:
        """The countries that the role may belong to, each with its signs."""
        if not self._found:
            self._open()
            self._standing()
            self._distance()
            self._likeness()
            self._in_towns()
            self._in_clauses()
        return self._found

    def _open(self) -> None:
        """The candidates: who is spoken of close by, by name or by a town, or most of all."""
        case, sightings = self._case, self._sightings
        spoken = {sightings.top, sightings.dateline, sightings.house, case.nature}
        spoken.update(*[sentence.countries for sentence in self._spoken])
        spoken.update([spot.country for spots in self._spots for spot in spots])
        counts, near, close = sightings.counts, self._near, set(self._near)
        total, total_near = max(1, sightings.total), max(1, len(near))
        for country in filter(None, spoken):
            share_near = _share(near.count(country), total_near) if country in close else 0.0
            self._found[country] = {"share": _share(counts[country], total), "share near": share_near}

    def _add(self, country: str | None, *names: str) -> None:
        """Note signs of a country, if it is a candidate."""
        signs = self._found.get(country) if country is not None else None
        if signs is not None:
            for name in names:
                signs[name] = 1.0

    def _standing(self) -> None:
        """How prominent a country is in the article."""
        case, counts = self._case, self._sightings.counts
        for body in STATELESS.intersection(self._found):
            if body != case.nature:
                self._add(body, "stateless")
        self._add(case.nature, "nature")
        self._add(self._sightings.top, "top")
        if self._sightings.dateline is not None:
            self._add(self._sightings.dateline, "dateline", f"dateline:{case.group}")
        if self._sightings.house is not None:
            self._add(self._sightings.house, "house", f"house:{case.group}")
        for spot in self._sightings.spots(0):
            self._add(spot.country, "first town")
        self._add(self._latest(), "latest", f"latest:{case.form}")
        if len(counts) == 1:
            self._add(next(iter(counts)), "only in article")
        for country in self._sightings.around(0, 0)[0].countries:
            self._add(country, "first sentence")

    def _latest(self) -> str | None:
        """The country spoken of last before the role."""
        before = [one for one in self._sightings.at(self._case.ordinal) if one.start < self._case.mention.start]
        if before:
            return before[-1].about.country
        return next((one.countries[-1] for one in reversed(self._spoken[: self._own]) if one.countries), None)

    def _distance(self) -> None:
        """Where a country is spoken of last."""
        here = self._sightings.at(self._case.ordinal)
        for one in here:
            if one.start != self._case.mention.start:
                self._add(one.about.country, HERE[one.start > self._case.mention.start])
        self._back({one.about.country for one in here})
        nearest = set(next((one.countries for one in reversed(self._spoken[: self._own + 1]) if one.countries), ()))
        if len(nearest) == 1:
            self._add(nearest.pop(), *(("only here", f"only here:{self._case.form}") if here else ("only near",)))
        for country in self._spoken[self._own + 1].countries if len(self._spoken) > self._own + 1 else ():
            self._add(country, "ahead")
        for country in self._spoken[self._own - 1].subjects if self._own else ():
            self._add(country, "previous subject")

    def _back(self, here: Container[str | None]) -> None:
        """How far back, and whether within the paragraph, those are spoken of that its own sentence does not name."""
        before = self._spoken[: self._own]
        last = {country: at for at, sentence in enumerate(before) for country in sentence.countries}
        opening = max(0, self._own - self._sightings.in_paragraph(self._case.ordinal))
        opened = any(sentence.countries for sentence in before[opening:])
        for country, at in last.items():
            if country is not None and country not in here:
                signs = self._found[country]
                signs[BACK[self._own - at]] = 1.0
                if at >= opening or opened:
                    signs["in paragraph" if at >= opening else "not in paragraph"] = 1.0

    def _in_towns(self) -> None:
        """Towns that no mention covers."""
        case = self._case
        for spot in self._spots[0]:
            above = spot.word.head.head if is_located(spot.word) and spot.word.head is not None else None
            where = "own" if above is case.head else "clause" if clause_of(spot.word) is case.clause else "far"
            self._add(spot.country, f"town {where}", f"town {where}:{case.group}")
        for spots in self._spots[1:]:
            for spot in spots:
                self._add(spot.country, "town before")

    def _in_clauses(self) -> None:
        """How the role stands to the countries of its sentence: done to, doing, beneath, inside."""
        agent = agent_of(self._case.clause, self._case.lists) if self._case.part == "patient" else None
        for other in self._sightings.at(self._case.ordinal):
            self._add(other.about.country, *self._beside(other, agent))
            if any(word is self._case.head for word in other.head.ancestors()):
                self._add(other.about.country, "inside")

    def _beside(self, other: Mention, agent: Word | None) -> Iterable[str]:
        """The signs of another mention: a place beside the role, a side of its deed, the doer of a clause above."""
        case = self._case
        kind = "state" if other.about.sort == "state" else group_of(other, case.lists)
        clause, does = clause_of(other.head), part(other.head)
        if agent is not None and first_of(other.head) is agent:
            clause, does = case.clause, "doer"
        if is_located(other.head):
            above = other.head.head
            own = above is not None and above.head is case.head
            return ("place own", f"place own:{case.group}") if own else ("place", f"place:{case.group}")
        if clause is not case.clause:
            return self._above(other, kind) if does == "doer" else ()
        if {case.part, does} != {"doer", "patient"}:
            return (f"clause:{does}",)
        return _deed_signs("suffers" if does == "doer" else "does", case.group, kind, _deed(case))

    def _above(self, other: Mention, kind: str) -> Iterator[str]:
        """'Norway will help, the minister said': of whom he speaks; "Chad said that the rebels": who speaks of them."""
        case, verb = self._case, first_of(other.head).head
        if verb is not None and verb in case.head.ancestors():
            yield from ("beneath", f"beneath:{case.group}", f"beneath as {case.part}")
        else:
            yield "elsewhere"
        clause = clause_of(other.head)
        told = case.part == "doer" and clause.dep in ("ccomp", "parataxis") and clause.head is case.clause
        saying = case.clause.is_verb and case.clause.lemma in case.lists.say_verbs
        if saying and (told or (case.clause.dep == "parataxis" and case.clause.head is clause)):
            yield from ("told", f"told of {kind}")

    def _likeness(self) -> None:
        """Others of the same office or sector whose country is known."""
        about = self._case.mention.about
        own = about.sectors[0] if about.sectors and self._case.group != "rule" else None
        for sentence in self._spoken[: self._own + 1]:
            for country, role, sector in sentence.offices:
                if role and role == about.role:
                    self._add(country, "same role")
                if own is not None and sector == own:
                    self._add(country, "same sector")


@lru_cache(maxsize=4_096)
def _share(part: int, whole: int) -> float:
    return round(part / whole, 3)


@lru_cache(maxsize=1_024)
def _deed_signs(relation: str, group: str, kind: str, deed: str | None) -> tuple[str, ...]:
    """Who suffers something from a country, or does it to one: signs from the coarsest to the finest."""
    side = "by" if relation == "suffers" else "to"
    whole = "state" if kind == "state" else "part"
    names = (
        relation, f"{relation}:{group}", f"{relation} {side} {kind}", f"{relation}:{group} {side} {whole}",
        f"{relation}:{group} {side} {kind}",
    )  # fmt: skip
    return names if deed is None else (*names, f"{deed} {side}", f"{deed} {side} {kind}", f"{deed}:{group} {side}")


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
