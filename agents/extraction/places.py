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
            if preposition in self._lists.locatives or self._is_motion(frame):
                found = self._place(preposition, word, mentions, countries)
                if found is not None:
                    return found
        return None

    def at_home(self, sources: Sequence[Mention]) -> Location | None:
        """Police, courts and parliaments act in their own country: it is the place where the text gives none."""
        for mention in sources:
            country, sectors = mention.about.country, mention.about.sectors
            if country is not None and _is_country(country) and sectors and sectors[0] in HOME:
                return Location(name=_country_name(country), country=country, basis="actor")
        return None

    def beside(self, mention: Mention, mentions: MentionMap, countries: Collection[str]) -> str | None:
        """The country of the place in a phrase: "policemen in Yekaterinburg", "a court in Bukavu"."""
        for prep in mention.head.having("prep"):
            for word in prep.having("pobj") if prep.lower in ("in", "at", "near", "from") else ():
                found = self._place(prep.lower, word, mentions, countries)
                if found is not None:
                    return found.country
        return None

    def _locatives(self, frame: Frame) -> Iterator[tuple[str, Word]]:
        """Objects of local prepositions of the predicate and of its arguments' phrases, the nearest first."""
        for slot in frame.slots:
            if slot.preposition in self._lists.locatives or slot.preposition in self._lists.directions:
                yield slot.preposition or "", slot.head
        for slot in frame.slots_of("subject" if frame.passive else "object"):
            if frame.lemma in self._lists.happens_at and slot.head.is_proper:
                yield "in", slot.head
        for slot in frame.slots_of("object", "subject", "oblique"):
            for word in slot.words:
                preposition = word.head.lower if word.dep == "pobj" and word.head is not None else ""
                if preposition in self._lists.locatives or (preposition == "from" and self._is_motion(frame)):
                    yield preposition, word

    def _is_motion(self, frame: Frame) -> bool:
        return frame.lemma in self._lists.motion or (frame.noun is not None and frame.noun.lemma in self._lists.motion)

    def _place(self, preposition: str, word: Word, mentions: MentionMap, near: Collection[str]) -> Location | None:
        if preposition == "on":
            return self._of_modifier(word, mentions) if word.lemma in self._lists.ground else None
        name = _name(word)
        if name.lower() in self._lists.times:
            return None
        within = _within(word, mentions)
        city = self._gazetteer.resolve(name, {within} if within else near) if name else None
        if city is not None:
            return city.to_location(name)
        if within is not None:
            return Location(name=name or word.text, country=within)
        return self._of_mention(name or None, word, mentions)

    def _of_mention(self, name: str | None, word: Word, mentions: MentionMap) -> Location | None:
        """A country by name, or a nationality before a word that is no name."""
        mention = mentions.at(word)
        if mention is None:
            return self._of_modifier(word, mentions)
        if not _is_place(mention) or not _is_country(mention.about.country):
            return None
        return Location(name=name or mention.about.name or word.text, country=mention.about.country)

    def _of_modifier(self, word: Word, mentions: MentionMap) -> Location | None:
        """'in the Syrian capital', 'near the Polish border', 'in southern Lebanon'."""
        for child in word.children:
            if child.dep in ("amod", "poss", "compound", "nmod"):
                mention = mentions.at(child)
                country = mention.about.country if mention is not None else None
                if _is_country(country) and word.lemma not in self._lists.no_ground:
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


def _is_place(mention: Mention) -> bool:
    """Whether words that stand for an actor can be a place too: a country, a capital, a chamber; never a person."""
    about = mention.about
    return mention.place or about.sort == "state" or (about.sort == "body" and bool(HOME & set(about.sectors)))


def _is_country(code: str | None) -> bool:
    return code == "XKX" or (code is not None and pycountry.countries.get(alpha_3=code) is not None)
