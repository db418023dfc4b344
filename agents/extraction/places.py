"""Where it happened: the place of a predicate, resolved to a country and, for cities, to coordinates."""

from collections.abc import Collection, Iterator, Sequence

import pycountry

from agents.extraction.gazetteer import Gazetteer
from agents.extraction.mentions import Mention, MentionMap
from agents.extraction.predicates.frames import Frame
from agents.extraction.tree import Word
from agents.extraction.words import WordLists
from schemas import Location

HOME = frozenset({"COP", "JUD", "LEG"})
"""Sectors that act within their own borders."""


class Places:
    """Resolves places; holds nothing of any one article."""

    def __init__(self, gazetteer: Gazetteer, lists: WordLists) -> None:
        self._gazetteer = gazetteer
        self._lists = lists

    def of(self, frame: Frame, mentions: MentionMap, countries: Collection[str]) -> Location | None:
        """The place that stands with a predicate: "in Geneva", "near the Polish border"."""
        for preposition, word in self._locatives(frame):
            found = self._place(word, mentions, countries)
            if found is not None and (preposition in self._lists.locatives or self._is_motion(frame)):
                return found
        return None

    def at_home(self, sources: Sequence[Mention]) -> Location | None:
        """Police, courts and parliaments act in their own country: it is the place where the text gives none."""
        for mention in sources:
            country, sectors = mention.about.country, mention.about.sectors
            if country is not None and sectors and sectors[0] in HOME and _is_country(country):
                return Location(name=_country_name(country), country=country, basis="actor")
        return None

    def _locatives(self, frame: Frame) -> Iterator[tuple[str, Word]]:
        """Objects of local prepositions of the predicate and of its object's phrase, the nearest first."""
        for slot in frame.slots:
            if slot.preposition in self._lists.locatives or slot.preposition in self._lists.directions:
                yield slot.preposition or "", slot.head
        nested = frame.slots_of("object", "subject", *(("oblique",) if frame.kind == "noun" else ()))
        for slot in nested:
            for word in slot.words:
                if word.dep == "pobj" and word.head is not None and word.head.lower in self._lists.locatives:
                    yield word.head.lower, word

    def _is_motion(self, frame: Frame) -> bool:
        return frame.lemma in self._lists.motion or (frame.noun is not None and frame.noun.lemma in self._lists.motion)

    def _place(self, word: Word, mentions: MentionMap, countries: Collection[str]) -> Location | None:
        name = _name(word)
        within = _within(word, mentions)
        city = self._gazetteer.resolve(name, {within} if within else countries) if name else None
        if city is not None:
            return city.to_location(name)
        if within is not None:
            return Location(name=name or word.text, country=within)
        mention = mentions.at(word)
        if mention is not None and mention.about.country is not None and _is_country(mention.about.country):
            return Location(name=name or mention.about.name or word.text, country=mention.about.country)
        return self._of_modifier(word, mentions)

    def _of_modifier(self, word: Word, mentions: MentionMap) -> Location | None:
        """'in the Syrian capital', 'near the Polish border', 'in southern Lebanon'."""
        for child in word.children:
            if child.dep in ("amod", "poss", "compound", "nmod"):
                mention = mentions.at(child)
                country = mention.about.country if mention is not None else None
                if country is not None and _is_country(country):
                    return Location(name=f"{child.text} {word.text}", country=country)
        return None


def _name(word: Word) -> str:
    """The capitalised words of a place's name: "El Obeid", "Addis Ababa"."""
    parts = [child for child in word.children if child.dep == "compound" and child.text[:1].isupper()]
    return " ".join(part.text for part in (*parts, word)) if word.text[:1].isupper() else ""


def _within(word: Word, mentions: MentionMap) -> str | None:
    """The country that follows a place's name: "Tver, Russia", "Ganja in Azerbaijan"."""
    after = [
        child for child in word.children if child.dep in ("appos", "npadvmod", "conj") and child.index > word.index
    ]
    after += [inner for prep in word.having("prep") if prep.lower == "in" for inner in prep.having("pobj")]
    for child in after:
        mention = mentions.at(child)
        if mention is not None and mention.about.sort == "state" and child.dep != "conj":
            return mention.about.country
    return None


def _country_name(code: str) -> str:
    found = pycountry.countries.get(alpha_3=code)
    return getattr(found, "common_name", found.name) if found is not None else "Kosovo"


def _is_country(code: str) -> bool:
    return code == "XKX" or pycountry.countries.get(alpha_3=code) is not None
