"""Decides ambiguous names by what else the same article names: a person in full, or a country beyond doubt."""

from collections.abc import Iterable
from dataclasses import replace

from agents.extraction.actors.entry import Entry
from agents.extraction.actors.index import ActorHit

SETTLED = 0.95
"""Confidence of a surname whose bearer the article names in full."""

SUPPORTED = 0.85
"""Confidence of an ambiguous name whose country the article also names without ambiguity."""


def settle(hits: list[ActorHit]) -> list[ActorHit]:
    """The hits of one article, with those decided that other hits decide; the others still need context.

    A surname stands for the candidate that the article names in full ("Pedro Sanchez ... Sanchez"). Any other ambiguous
    name stands for the candidate whose country is named firmly elsewhere ("Georgia" beside "Tbilisi").
    """
    named = {hit.entry.id for hit in hits if not hit.short and not hit.needs_context}
    countries = {hit.entry.country for hit in hits if not hit.short and not hit.needs_context}
    return [_settled(hit, named, countries) for hit in hits]


def _settled(hit: ActorHit, named: set[str], countries: set[str | None]) -> ActorHit:
    if hit.short:
        chosen = _only(entry for entry in hit.candidates if entry.id in named)
        return _decided(hit, chosen, SETTLED) if chosen else hit
    if hit.needs_context:
        chosen = _only(entry for entry in hit.candidates if entry.country and entry.country in countries)
        return _decided(hit, chosen, SUPPORTED) if chosen else hit
    return hit


def _only(entries: Iterable[Entry]) -> Entry | None:
    """The one entry, or none where there are several: then the text does not decide."""
    found = list(entries)
    return found[0] if len(found) == 1 else None


def _decided(hit: ActorHit, entry: Entry, confidence: float) -> ActorHit:
    return replace(hit, entry=entry, needs_context=False, confidence=max(confidence, hit.confidence))
