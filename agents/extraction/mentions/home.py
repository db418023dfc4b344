"""Countries that only the predicates tell: of a speaker, of those who are somewhere, of two parts of one society.

Runs when predicates have their parties and places, over roles that are still without a country ("the prime minister",
"soldiers", "a blogger"). Where the sentence leaves more than one country, none is given.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from agents.extraction.actors import ActorIndex, Resolution
from agents.extraction.assemble import Finding
from agents.extraction.mentions.mention import Mention
from agents.extraction.mentions.unnamed import DOUBTFUL
from schemas import Sector

STATE: Final[frozenset[Sector]] = frozenset({"GOV", "COP", "JUD", "LEG", "MIL"})
"""What speaks or acts for a country."""
RULERS: Final[frozenset[Sector]] = frozenset({"GOV", "COP", "JUD", "LEG"})
"""Sectors that deal with their own people; soldiers deal with others' too."""
RULED: Final[frozenset[Sector]] = frozenset(
    {"OPP", "CVL", "EDU", "LAB", "MED", "JRN", "REL", "PTY", "AGR", "BUS", "SOC", *RULERS}
)
FIGHTERS: Final[frozenset[Sector]] = frozenset({"REB", "PRM", "CRM"})
ROAMING: Final[frozenset[Sector]] = frozenset({"JRN", "REF", "SOC", "UNK", "GOV", "REL"})
"""Sectors that a place says nothing of: reporters, refugees, envoys."""
SPONSORING: Final = frozenset(
    {"support", "back", "arm", "fund", "finance", "train", "supply", "sponsor", "help", "aid"}
)
"""What soldiers do for fighters abroad, not to those at home."""
UNIONS: Final = frozenset({"Commission", "Union", "Council", "Assembly", "Secretary-General", "Court"})
"""Bodies of many countries, where they are written like a name."""
GENERATION: Final = timedelta(days=30 * 365)
NAMED: Final = 0.7
"""Confidence in the country of a place that stands beside a role."""
GUESSED: Final = 0.5
"""Confidence in a country that the words themselves do not give."""


def bring_home(
    findings: Sequence[Finding], says: Callable[[Finding], bool], beside: Callable[[Mention], str | None]
) -> None:
    """Give roles without a country that of the place beside them, else the one that their predicates leave.

    Args:
        findings: the predicates of one sentence, with their parties and places.
        says: whether a predicate only puts words into a mouth.
        beside: the country of a place in a mention's own phrase, "policemen in Lyon".
    """
    for finding in findings:
        for mention in (*finding.sources, *finding.targets):
            if not _is_open(mention):
                continue
            here = beside(mention)
            if here is not None:
                mention.about = replace(mention.about, country=here, confidence=NAMED)
            else:
                found = set(_countries(mention, finding, findings, says))
                if len(found) == 1:
                    mention.about = replace(mention.about, country=found.pop(), confidence=GUESSED)


def _is_open(mention: Mention) -> bool:
    about = mention.about
    return (
        about.basis == "role"
        and about.country is None
        and bool(about.sectors)
        and mention.antecedent is None
        and about.confidence > DOUBTFUL
        and mention.head.text not in UNIONS
    )


def _countries(
    mention: Mention, finding: Finding, findings: Sequence[Finding], says: Callable[[Finding], bool]
) -> Iterator[str]:
    if mention in finding.sources and says(finding):
        yield from _of_speech(mention, finding, findings)
        return
    others = finding.targets if mention in finding.sources else finding.sources
    if finding.frame.lemma in SPONSORING:
        return
    yield from {other.about.country for other in others if other.about.country and _one_society(mention, other)}
    place = finding.location
    rebels = mention.about.sectors[0] in FIGHTERS  # "rebels took Aleppo", but not "troops attacked Burundi"
    known = any(other.about.country and not (rebels and other.place) for other in others)
    if not known and place is not None and place.country and mention.about.sectors[0] not in ROAMING:
        yield place.country


def _of_speech(mention: Mention, said: Finding, findings: Sequence[Finding]) -> Iterator[str]:
    """'Iceland will take in 72 people, the prime minister announced'."""
    if mention.about.sectors[0] not in STATE:
        return
    for finding in findings:
        if finding.frame.governor is said.frame and finding.frame.governance == "complement":
            yield from (one.about.country for one in finding.sources if one.about.country and one.about.sort == "state")


def _one_society(mention: Mention, other: Mention) -> bool:
    """Whether the two are parts of one country: its police and its bloggers, its army and its rebels."""
    if not other.about.sectors or other.about.sort == "state":
        return False
    sides = {mention.about.sectors[0], other.about.sectors[0]}
    if sides & FIGHTERS:
        return bool(sides & (RULERS | {"MIL"}))
    return bool(sides & RULERS) and sides <= RULED and sides != {"GOV"}


def catch_up(mentions: Iterable[Mention]) -> None:
    """Give what refers back the country that its antecedent has been given since."""
    for mention in mentions:
        origin = mention.origin.about
        if mention.antecedent is not None and mention.about.country is None and origin.country is not None:
            mention.about = replace(mention.about, country=origin.country, confidence=GUESSED)


def as_of_then(findings: Sequence[Finding], actors: ActorIndex, on: date | None) -> None:
    """Give people who have left office the one that they held when an act of the past was done.

    Without a date, what somebody did whose last office ended a generation ago is of the past.
    """
    for finding in findings:
        for mention in (*finding.sources, *finding.targets):
            entry = actors.entries.get(mention.about.actor_id or "")
            if entry is None or not mention.about.former or entry.kind != "person":
                continue
            left = max((term.end for term in entry.terms if term.end is not None), default=None)
            if _is_long_ago(left, on) and finding.tense == "past" and finding.date is None:
                finding.status = finding.status.model_copy(update={"historical": True})
            _as_of(mention, actors.resolve(entry, _day(finding, left)), finding)


def _is_long_ago(left: date | None, on: date | None) -> bool:
    return left is not None and on is not None and on - left > GENERATION


def _day(finding: Finding, left: date | None) -> date | None:
    """The day of an act; without one, the last in office."""
    if finding.date is not None:
        return date.fromisoformat(finding.date.event_date)
    return left - timedelta(days=1) if left is not None else None


def _as_of(mention: Mention, then: Resolution, finding: Finding) -> None:
    if finding.status.historical and not then.former and then.sectors:
        mention.about = replace(
            mention.about, former=False, sectors=then.sectors, role=then.role, country=then.country
        )  # fmt: skip
