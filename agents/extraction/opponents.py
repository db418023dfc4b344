"""Whom those face who are at odds with others of their own country, where no phrase of the predicate says so.

"The premier stepped down after students had stormed his house": neither clause names the other's side, yet each tells
of it. Those who rule, judge and police stand on one side, citizens, workers, believers and rebels on the other. Where
one clause depends on the other, the grammar joins the two; elsewhere only verbs of protest, of force and of giving
way are completed, from the clauses and sentences before.
"""

from collections.abc import Iterable, Iterator, Sequence

from agents.extraction.assemble import Finding
from agents.extraction.mentions import Mention
from agents.extraction.omitted_agents import of_sectors
from agents.extraction.predicates.frames import Frame
from agents.extraction.words import WordLists

REACH = 2
"""Sentences back in which an opponent is looked for."""
RULING = frozenset({"GOV", "LEG", "JUD", "COP", "MIL", "SPY"})
FORCES = frozenset({"COP", "MIL"})
RULED = frozenset({"CVL", "LAB", "EDU", "REL", "AGR", "SOC", "MED", "OPP", "JRN", "REF", "REB", "UAF", "CRM"})
EMPLOYERS = frozenset({"BUS"})
"""Those whom workers and neighbours face, and who face those."""
JOINED = frozenset(
    {"after", "because", "since", "as", "until", "unless", "when", "though", "although", "while", "before"}
)
"""Conjunctions between what the one does and what the other does about it."""


class Opponents:
    """Finds them among what is told near a predicate."""

    def __init__(self, lists: WordLists) -> None:
        self._lists = lists

    def of(self, finding: Finding, near: Sequence[Finding], earlier: Iterable[Finding]) -> list[Mention]:
        """Those whom the doers of a predicate without a target face, nearest first; nobody where none is told of.

        ``near`` are the other predicates of the sentence, ``earlier`` those of the sentences before, latest first.
        """
        frame = finding.frame
        if frame.kind == "noun" or frame.lemma in self._lists.say_verbs or not _sides(finding.sources):
            return []
        near = [other for other in near if not self._is_compared(other.frame)]
        found = (_facing(finding, other) for other in _joined(frame, near))
        facing = next(filter(None, found), None)
        if facing is None and self._is_at_odds(finding):
            found = (_facing(finding, other) for other in _nearest(finding, near))
            before = (_at_home(finding, _facing(finding, other)) for other in earlier)
            facing = next(filter(None, (*found, *before)), None)
        return facing or []

    def _is_compared(self, frame: Frame) -> bool:
        """'as their leader had asked': like what it was done, not against whom."""
        return frame.marker == "as" and frame.lemma in self._lists.say_verbs

    def _is_at_odds(self, finding: Finding) -> bool:
        """Whether a verb is one of protest, of force or of giving way, as whoever does it does such."""
        words = {word.lemma for word in finding.frame.words}
        particle = finding.frame.head.child("prt", "advmod")
        words |= {f"{finding.frame.lemma} {particle.lower}"} if particle is not None else set()
        sectors = {sector for one in finding.sources for sector in one.origin.about.sectors[:1]}
        if sectors <= RULED:
            return not words.isdisjoint(self._lists.protesting)
        if sectors <= FORCES and not words.isdisjoint(self._lists.subduing):
            return True
        return not words.isdisjoint(self._lists.yielding)


def _joined(frame: Frame, near: Sequence[Finding]) -> Iterator[Finding]:
    """The clauses that a conjunction joins to a predicate: those below it, then the one above."""
    yield from (other for other in near if other.frame.governor is frame and _is_joined(other.frame))
    if _is_joined(frame):
        yield from (other for other in near if other.frame is frame.governor)


def _is_joined(frame: Frame) -> bool:
    return frame.governance == "adverbial" and frame.marker in JOINED


def _nearest(finding: Finding, near: Sequence[Finding]) -> list[Finding]:
    """The other predicates of a sentence, those before the one first, the nearest of them first of all.

    Police who act on a protest afterwards are not whom it was meant for.
    """
    at = finding.frame.head.index
    before = [other for other in reversed(near) if other.frame.head.index < at]
    after = [other for other in near if other.frame.head.index > at and not of_sectors(FORCES, other.sources)]
    return [*before, *after]


def _facing(finding: Finding, other: Finding) -> list[Mention]:
    """Those who do something, else those to whom it is done, where they stand on the other side."""
    for mentions in (other.sources, other.targets):
        found = [one.origin for one in mentions if _faces(one, finding.sources)]
        if found:
            return list(dict.fromkeys(found))
    return []


def _at_home(finding: Finding, mentions: Sequence[Mention]) -> list[Mention]:
    """Those of some actors that are known to be of a doer's country."""
    countries = {doer.origin.about.country for doer in finding.sources}
    return [one for one in mentions if one.about.country is not None and one.about.country in countries]


def _faces(mention: Mention, doers: Sequence[Mention]) -> bool:
    sides = _sides([mention])
    own = {doer.identity for doer in doers}
    country, at_home = mention.origin.about.country, {doer.origin.about.country for doer in doers}
    known = country in at_home or country is None or None in at_home
    return bool(sides) and known and mention.identity not in own and sides.isdisjoint(_sides(doers))


def _sides(mentions: Iterable[Mention]) -> set[str]:
    """On which side some actors stand; on none where only their country or a company is known."""
    found = set()
    for one in mentions:
        about = one.origin.about
        if about.sort == "state" or not about.sectors:
            continue
        sector = about.sectors[0]
        found.add("ruled" if sector in RULED else "ruling" if sector in RULING | EMPLOYERS else "")
    return found - {""}
