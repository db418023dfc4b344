"""What is known of mentions only when all is read: who has left office, and what an antecedent has been found to be."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from agents.extraction.actors import ActorIndex, Resolution
from agents.extraction.assemble import Finding
from agents.extraction.mentions.mention import Mention

GENERATION: Final = timedelta(days=30 * 365)
GUESSED: Final = 0.5
"""Confidence in a country that the words themselves do not give."""


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
