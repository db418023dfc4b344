"""Where it happened: the place of a predicate, resolved to a country and, for cities, to coordinates."""

from collections.abc import Collection, Container, Iterator, Sequence
from functools import lru_cache

import pycountry

from agents.extraction.gazetteer import Gazetteer
from agents.extraction.grammar import MODIFIERS
from agents.extraction.mentions import Mention, MentionMap
from agents.extraction.predicates.frames import Frame, Slot
from agents.extraction.tree import Tree, Word
from agents.extraction.trusted import trusted
from agents.extraction.words import WordLists, load_words
from schemas import Location

_new_location = trusted(Location)

HOME = frozenset({"COP", "JUD", "LEG"})
"""Sectors that act within their own borders."""
INVITE = "invite"
STRUCK = ""
"""Stands for the preposition of a place that is the object itself: "shelled Grozny"."""
ELSEWHERE = frozenset({"after", "before", "following", "despite", "since", "because", "over", "about", "until", "amid"})
"""Prepositions before what happens at a place of its own: "shut its border after the coup in Niger"."""
IN_DEED = frozenset({"in", "during", "by"})
ON_THE_WAY = frozenset({"during", "on", "in"})
"""Prepositions before a journey during which something else is done: "signed it during a trip to Seoul"."""
CONTROL = "control"
CONTROLS = frozenset({"control", "controls"})
SEATED = frozenset({"in", "at"})
"""Prepositions after which a body is a place: "voted in the Security Council"."""


class Places:
    """Resolves places; holds nothing of any one article."""

    def __init__(self, gazetteer: Gazetteer, lists: WordLists) -> None:
        self._gazetteer = gazetteer
        self._lists = lists
        self._cues = lists.locatives | lists.directions | {"from", "into", "on"}

    def may_place(self, tree: Tree) -> bool:
        """Whether a sentence has a word behind which a place may stand; "of" is one in "control of Goma" only."""
        lowers = tree.lowers
        return not self._cues.isdisjoint(lowers) or ("of" in lowers and not CONTROLS.isdisjoint(lowers))

    def happens_there(self, frame: Frame) -> bool:
        """Whether the object of a predicate may be its place: "shelled Grozny"."""
        return frame.lemma in self._lists.happens_at

    def of(self, frame: Frame, mentions: MentionMap, countries: Collection[str]) -> Location | None:
        """The place that stands with a predicate: "in Geneva", "near the Polish border"."""
        for preposition, word in self._locatives(frame):
            if frame.lemma == INVITE and preposition in self._lists.directions:
                continue  # whoever is invited to Lima is not there yet
            known = preposition == STRUCK or preposition in self._lists.locatives
            if known or self._is_motion(frame) or (preposition == "into" and frame.lemma in self._lists.admitting):
                found = self._place(preposition, word, mentions, countries)
                if found is not None:
                    return found
        return None

    def is_struck(self, frame: Frame) -> bool:
        """Whether a predicate does harm to whom it concerns, who then are where it is done."""
        lists = self._lists
        return frame.lemma in lists.striking or frame.lemma in lists.harming or frame.lemma in lists.firing

    def at_home(self, sources: Sequence[Mention]) -> Location | None:
        """Police, courts and parliaments act in their own country: it is the place where the text gives none."""
        for mention in sources:
            country, sectors = mention.about.country, mention.about.sectors
            if country is not None and _is_country(country) and sectors and sectors[0] in HOME:
                return _new_location(name=_country_name(country), country=country, basis="actor")
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
            preposition = slot.preposition
            if preposition and (preposition in self._lists.locatives or preposition in self._lists.directions):
                yield preposition, slot.head
        for slot in frame.slots_of("subject" if frame.passive else "object"):
            if self.happens_there(frame) and (slot.head.is_proper or slot.head.lemma in self._lists.grounds):
                yield STRUCK, slot.head
        judged = frame.lemma in self._lists.judging  # "condemned the raid in Kivu" is said elsewhere
        for slot in frame.slots_of(*(("subject", "oblique") if judged else ("object", "subject", "oblique"))):
            may_hold = slot.head.children or slot.head.dep == "pobj"
            for word in slot.words if may_hold and slot.preposition not in ELSEWHERE else ():
                if word.dep == "pobj" and word.head is not None:
                    yield from self._inner(word.head, word, slot, frame)

    def _inner(self, prep: Word, word: Word, slot: Slot, frame: Frame) -> Iterator[tuple[str, Word]]:
        """A place within the phrase of an argument: "protesters in Tunis", "in a raid on Goma", "control of Goma"."""
        preposition, noun = prep.lower, prep.head
        journey = slot.preposition in ON_THE_WAY and noun is slot.head and noun.lemma in self._lists.motion
        if journey and preposition in self._lists.directions and preposition != "from":
            yield "in", word
        elif noun is not None and (self._is_raid(preposition, noun, slot) or _is_control(preposition, noun, slot)):
            yield STRUCK, word
        elif preposition in self._lists.locatives or (preposition == "from" and self._is_motion(frame)):
            yield preposition, word

    def _is_raid(self, preposition: str, noun: Word, slot: Slot) -> bool:
        """'captured six men in a raid on Goma': what is done in the raid is done where it strikes."""
        return preposition == "on" and slot.preposition in IN_DEED and noun.lemma in self._lists.raids

    def _is_motion(self, frame: Frame) -> bool:
        return frame.lemma in self._lists.motion or (frame.noun is not None and frame.noun.lemma in self._lists.motion)

    def _place(self, preposition: str, word: Word, mentions: MentionMap, near: Collection[str]) -> Location | None:
        """The place behind a preposition: by its name, else by a town within its phrase, else by its country."""
        if preposition == "on" and not (word.lemma.lower() in self._lists.ground or word.lower in self._lists.islands):
            return None
        for named in _names(word, self._lists.grounds):
            found = self._town(word, named, near) or self._named(_name(named), named, mentions, near)
            if found is None and (preposition in SEATED or not _is_body(mentions.at(named))):
                found = self._known(_name(named), near)
            if found is not None:
                return found
        if preposition == STRUCK:
            return None  # an object that is no place by name belongs to somebody, and that is all
        inner = None if word.is_proper else self._inside(word, mentions, near) or self._seat(word, near)
        if inner is not None:
            return inner
        within = _within(word, mentions)  # "a village in Kosovo"
        return _new_location(name=word.text, country=within) if within else self._of_mention(None, word, mentions)

    def _seat(self, word: Word, near: Collection[str]) -> Location | None:
        """'at NATO headquarters': a name of the table that ends in a common noun."""
        before = word.having("compound", "nmod")
        return self._known(f"{before[-1].text} {word.text}", near) if before and before[-1].is_proper else None

    def _inside(self, word: Word, mentions: MentionMap, near: Collection[str]) -> Location | None:
        """'at a rally in Goma': the town, where a word that is no name holds one."""
        for prep in word.having("prep"):
            for inner in prep.having("pobj") if prep.lower in self._lists.locatives else ():
                if inner.is_proper and (found := self._named(_name(inner), inner, mentions, near)) is not None:
                    return found
        return None

    def _named(self, name: str, word: Word, mentions: MentionMap, near: Collection[str]) -> Location | None:
        """A place by its name: a city, what the name itself means, or what the table of places has."""
        if name.lower() in self._lists.times:
            return None
        within = _within(word, mentions) or _named_country(word, name, mentions)
        city = self._gazetteer.resolve(name, {within} if within else near)
        if city is not None and within in (None, city.country):  # "in Lebanon" is in no town of that name
            return city.to_location(name)
        if within is not None:
            return _new_location(name=name, country=within)
        return self._of_mention(name, word, mentions)

    def _town(self, kind: Word, word: Word, near: Collection[str]) -> Location | None:
        """'the city of Trinidad' in an article on Bolivia."""
        if kind is word or kind.lemma not in self._lists.settlements:
            return None
        city = self._gazetteer.resolve(_name(word), near)
        return city.to_location(_name(word)) if city is not None else None

    def _known(self, name: str, near: Collection[str]) -> Location | None:
        """A place of the table, or a province of a country that is spoken of."""
        country = self._gazetteer.country(name, near)
        return _new_location(name=name, country=country) if country is not None else None

    def _of_mention(self, name: str | None, word: Word, mentions: MentionMap) -> Location | None:
        """A country by name, or a nationality before a word that is no name."""
        mention = mentions.at(word)
        if mention is None:
            return self._of_modifier(word, mentions)
        if name is not None and mention.end - mention.start < len(name):
            return None  # "South America" is not America
        if _is_tongue(mention) or not _is_place(mention) or not _is_country(mention.about.country):
            return None
        return _new_location(name=name or mention.about.name or word.text, country=mention.about.country)

    def _of_modifier(self, word: Word, mentions: MentionMap) -> Location | None:
        """'in the Syrian capital', 'near the Polish border', 'in southern Lebanon'."""
        for child in word.children:
            if child.dep in MODIFIERS and child.tag != "PRP$":  # not "his office"
                mention = mentions.at(child)
                country = mention.about.country if mention is not None else None
                if _is_country(country) and word.lemma not in self._lists.no_ground:
                    return _new_location(name=f"{child.text} {word.text}", country=country)
        return None


def _is_control(preposition: str, noun: Word, slot: Slot) -> bool:
    """'took control of Goma': the town is what is taken."""
    return preposition == "of" and noun is slot.head and noun.lemma == CONTROL


def _names(word: Word, grounds: Container[str]) -> Iterator[Word]:
    """The words whose name says where: "Goma", "the Medyka crossing", "the village of Banjska"."""
    if word.text[:1].isupper():
        yield word
    if word.lemma.lower() in grounds:
        yield from (child for child in reversed(word.children) if _is_name_before(child, word))
        for prep in word.having("prep"):
            yield from (inner for inner in prep.having("pobj") if prep.lower == "of" and inner.text[:1].isupper())


def _is_name_before(child: Word, word: Word) -> bool:
    return child.dep in ("compound", "nmod", "amod") and child.is_proper and child.index < word.index


def _name(word: Word) -> str:
    """The words of a place's name up to its last: "El Obeid", "Addis Ababa", "Ras al-Ain", "Fort-de-France"."""
    above = word.head
    holder = above if above is not None and word.dep in ("compound", "nmod", "amod", "pobj") else word
    before = [one for one in holder.subtree() if one.index < word.index] if holder.children else []
    name, start = word.text, word
    for one in reversed(before):
        apart = start.start - one.end
        if one.index != start.index - 1 or apart > 1 or not _is_part(one, start):
            break
        name, start = f"{one.text}{' ' * apart}{name}", one
    return name.removeprefix("-")


def _is_part(one: Word, after: Word) -> bool:
    """Whether a word belongs to the name that goes on after it."""
    if one.text == "-" or one.text[:1].isupper():
        return one.text == "-" or after.text == "-" or one.dep in ("compound", "nmod")
    goes_on = after.text == "-" or after.text[:1].isupper()
    return goes_on and one.dep != "prep" and one.lower in load_words().name_particles


def _within(word: Word, mentions: MentionMap) -> str | None:
    """The country that follows a place's name: "Tver, Russia", "Ganja in Azerbaijan"."""
    after = [
        child for child in word.children if child.dep in ("appos", "npadvmod", "conj") and child.index > word.index
    ]
    after += [inner for prep in word.having("prep") if prep.lower == "in" for inner in prep.having("pobj")]
    waters = load_words().waters if after else ()
    for child in after:
        mention = mentions.at(child)
        shared = any(one.lower in waters for one in child.having("compound", "nmod"))  # Lake Chad is no part of Chad
        if mention is not None and mention.about.sort == "state" and child.dep != "conj" and not shared:
            return mention.about.country
    return None


def _named_country(word: Word, name: str, mentions: MentionMap) -> str | None:
    """The country that a name itself means, or of which it is a capital or a part: "Lebanon", "Paris", "Ituri"."""
    mention = mentions.at(word)
    if (
        mention is None
        or mention.end - mention.start < len(name)
        or _is_tongue(mention)
        or mention.about.basis != "actors"
        or not _is_country(mention.about.country)
    ):
        return None
    return mention.about.country if mention.place or mention.about.sort == "state" else None


@lru_cache(maxsize=1_024)  # the library looks a country up in several steps
def _country_name(code: str) -> str:
    found = pycountry.countries.get(alpha_3=code)
    return getattr(found, "common_name", found.name) if found is not None else "Kosovo"


def _is_tongue(mention: Mention) -> bool:
    """'in English', "in Arabic": an adjective alone is no place."""
    return (mention.about.actor_id or "").endswith(".adjective")


def _is_body(mention: Mention | None) -> bool:
    return mention is not None and mention.about.basis == "actors" and mention.about.sort == "body"


def _is_place(mention: Mention) -> bool:
    """Whether words that stand for an actor can be a place too: a country, a capital, a chamber; never a person."""
    about = mention.about
    return mention.place or about.sort == "state" or (about.sort == "body" and bool(HOME & set(about.sectors)))


@lru_cache(maxsize=1_024)
def _is_country(code: str | None) -> bool:
    return code == "XKX" or (code is not None and pycountry.countries.get(alpha_3=code) is not None)
