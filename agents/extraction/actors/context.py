"""Decides ambiguous names by what stands beside them and by what else the same article names."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from agents.extraction.actors.entry import Entry
from agents.extraction.actors.hit import ActorHit
from agents.extraction.actors.tables import rows
from agents.extraction.words import load_words

SETTLED = 0.95
"""Confidence of a surname whose bearer the article names in full."""

SUPPORTED = 0.85
"""Confidence of an ambiguous name whose country the article also names without ambiguity."""

UNLIKELY = 0.35
"""An undecided name below this confidence is left out: it nearly always means something else."""

UNSURE = 0.75
"""Below this confidence an institution's name is one that many countries have: "the Congress", "the National Guard"."""

_NAMESAKES = frozenset({"capital", "country", "seat"})


@dataclass(frozen=True, slots=True)
class Context:
    """The rules, with the words that may stand before a surname: the last words of titles ("President", "Minister")."""

    titles: frozenset[str]

    @staticmethod
    @cache
    def load() -> "Context":
        """The context rules with the titles of the role data."""
        phrases = [row["phrase"] for row in rows("roles") if row["kind"] == "title"]
        last_words = frozenset(phrase.lower().rstrip(".").split()[-1] for phrase in phrases)
        return Context(last_words | load_words().forms_of_address)

    def settle(self, text: str, hits: list[ActorHit]) -> list[ActorHit]:
        """The hits of one article, with those decided that the article decides, and without the unlikely.

        A surname stands for the candidate that the article names in full ("Pedro Sanchez ... Sanchez"). Any other
        ambiguous name stands for the candidate whose country is named firmly ("Georgia" beside "Tbilisi"). An
        ambiguous surname inside a longer name ("Jonathan Cohen", "Lee Jin-tak") is that of somebody else.
        """
        firm = [hit.entry for hit in hits if not hit.short and not hit.needs_context]
        named, countries = {entry.id for entry in firm}, {entry.country for entry in firm if entry.country}
        others = [
            hit for hit in hits if not (self._is_part_of_another(text, hit) or _is_elsewhere(text, hit, countries))
        ]
        decided = (_decide(hit, named, countries) for hit in others)
        return [hit for hit in decided if not hit.needs_context or hit.confidence >= UNLIKELY]

    def _is_part_of_another(self, text: str, hit: ActorHit) -> bool:
        """Whether what was found is only a part of the name of somebody or something else."""
        if hit.short:
            return self._in_longer_name(text, hit)
        return _is_direction(text, hit) or self._is_given_name(text, hit)

    def _in_longer_name(self, text: str, hit: ActorHit) -> bool:
        """Whether a surname or a short form has a capitalised neighbour that belongs to it: "San Marcos"."""
        if _inside_hyphens(text, hit):
            return True
        before = _word_before(text, hit.start)
        if not (hit.needs_context or text[hit.start].islower()):
            return before.lower() in load_words().place_openings and before[:1].isupper()
        after = _next_word(text, hit.end)
        before = before if hit.needs_context else ""
        return after[:1].isupper() or (before[:1].isupper() and before.lower() not in self.titles)

    def _is_given_name(self, text: str, hit: ActorHit) -> bool:
        """Whether a country's or a capital's name is a person's first: "Mayor Washington Coello"."""
        if hit.entry.kind not in _NAMESAKES or not _next_word(text, hit.end)[:1].isupper():
            return False
        before = _word_before(text, hit.start)
        return before[:1].isupper() and before.lower() in self.titles - load_words().forms_of_address


def _is_direction(text: str, hit: ActorHit) -> bool:
    """Whether "West" is a part of a name: "a West African state"."""
    said = text[hit.start : hit.end].lower() in load_words().parts_of_countries
    return said and _next_word(text, hit.end)[:1].isupper()


def _is_elsewhere(text: str, hit: ActorHit, countries: set[str]) -> bool:
    """Whether "the Congress" is that of another country: those whose it may be are not spoken of, and others are."""
    if not (hit.needs_context and hit.confidence < UNSURE and hit.entry.kind == "institution" and countries):
        return False
    return _word_before(text, hit.start).lower() == "the" and all(
        one.country not in countries for one in hit.candidates
    )


def _inside_hyphens(text: str, hit: ActorHit) -> bool:
    """Whether a hyphen makes it a part of another name: "Mazar-i-Sharif", but not "anti-Trump" or "Trump-Putin"."""
    if hit.joined_before and hit.joined_before not in load_words().prefixes:
        return text[hit.start - 1 - len(hit.joined_before)].islower()
    return hit.needs_context and hit.joined_after is not None and text[hit.end + 1].isupper()


MAX_WORD = 24
"""Characters looked at on either side; a longer word is no part of a name."""


def _next_word(text: str, end: int) -> str:
    """The word after a single space, or nothing where something else follows."""
    window = text[end : end + 1 + MAX_WORD]
    return window[1:].split(" ", 1)[0] if window[:1] == " " else ""


def _word_before(text: str, start: int) -> str:
    """The word before a single space, or nothing where a sentence or a list ends there."""
    window = text[max(0, start - 1 - MAX_WORD) : start]
    return window[:-1].rsplit(" ", 1)[-1].lstrip("(\"'") if window[-1:] == " " and window[-2:-1].isalnum() else ""


def _decide(hit: ActorHit, named: set[str], countries: set[str]) -> ActorHit:
    if hit.short:
        return _decided(hit, _only(entry for entry in hit.candidates if entry.id in named), SETTLED)
    if hit.needs_context:
        return _decided(hit, _only(entry for entry in hit.candidates if entry.country in countries), SUPPORTED)
    return hit


def _only(entries: Iterable[Entry]) -> Entry | None:
    """The one entry, or none where there are several: then the text does not decide."""
    found = list(entries)
    return found[0] if len(found) == 1 else None


def _decided(hit: ActorHit, entry: Entry | None, confidence: float) -> ActorHit:
    if entry is None:
        return hit
    return hit._replace(entry=entry, needs_context=False, confidence=max(confidence, hit.confidence))
