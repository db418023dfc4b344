"""Which countries an article speaks of, and where: what a role without a country may belong to."""

from bisect import insort
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Final, Literal

from agents.extraction.coreference.history import SUBJECTS
from agents.extraction.gazetteer import Gazetteer
from agents.extraction.mentions import Description, Mention, MentionMap
from agents.extraction.tree import Tree, Word
from agents.extraction.words import WordLists

LOCAL: Final = frozenset({"in", "at", "near", "from", "across", "outside", "around", "inside", "to"})
"""Prepositions that put what they govern where something happens."""
WITHIN: Final = frozenset({"in", "at", "near"})
STRUCK: Final = frozenset({"pobj", "dobj", "nsubjpass"})
NAMED: Final = frozenset({"role", "title", "actors", "coreference"})
"""Bases on which a mention's country is told by its own words, not given from outside or recognised."""
STATELESS: Final = frozenset({"UNO", "EUR", "IGO", "NGO", "MNC", "ISM", "IMG"})
"""Codes of those who are of no country: organisations, companies, movements (``docs/actors.md``)."""
VAGUE: Final = 0.2
"""Confidence up to which nobody knows of whom a mention speaks."""

Part = Literal["doer", "patient", "far", "other"]


@dataclass(slots=True)
class Sentence:
    """A sentence with its mentions."""

    tree: Tree
    mentions: MentionMap


@dataclass(frozen=True, slots=True)
class Spot:
    """A town that no mention covers, with its country."""

    word: Word
    country: str


@dataclass(slots=True)
class Spoken:
    """What a sentence speaks of, for the questions of all roles around it."""

    countries: list[str | None]
    """Of its mentions with a country, in text order; None where that has turned out to be two sides."""
    subjects: list[str | None]
    """Those of its subjects."""
    told: list[Description]
    """What is known of each of its mentions."""
    offices: list[tuple[str | None, str | None, str | None]]
    """Country, role and main sector of those whose words or names tell it."""


class Sightings:
    """The mentions of an article whose country is known, sentence by sentence; later ones are noted as they resolve."""

    def __init__(self, sentences: Sequence[Sentence], gazetteer: Gazetteer, lists: WordLists) -> None:
        self._sentences = sentences
        self._gazetteer = gazetteer
        self._times = lists.times
        self._at = [[one for one in sentence.mentions.mentions if _is_known(one)] for sentence in sentences]
        self._noted = {id(one) for found in self._at for one in found}
        self._spots: dict[int, list[Spot]] = {}
        self._spoken = [_spoken(found) for found in self._at]
        self._in_paragraph = _places([sentence.tree.paragraph for sentence in sentences])
        self._changed: int | None = None
        """The sentence whose mentions may speak of something else than they did."""
        self.counts = Counter(one.about.country or "" for found in self._at for one in found)
        """How often each country is spoken of."""
        self.total = self.counts.total()
        self.top = self._most()
        """The country spoken of most, the first of equals."""
        self.dateline: str | None = None
        """The country that the article is sent from, where it says so."""
        self.house: str | None = None
        """The country for which the text itself speaks, if it speaks for one."""
        self._named = frozenset(self.counts)

    def _most(self) -> str | None:
        return max(self.counts, key=self.counts.__getitem__, default=None)

    def note(self, ordinal: int, mention: Mention) -> None:
        """Take in a mention that has been resolved since, unless its country was a guess itself."""
        if ordinal != self._changed:
            self._refresh()
        self._changed = ordinal
        if id(mention) in self._noted or not _is_known(mention) or mention.origin.guessed:
            return
        self._noted.add(id(mention))
        self.counts[mention.about.country or ""] += 1
        self.total += 1
        self.top = self._most()
        insort(self._at[ordinal], mention, key=attrgetter("start"))

    def at(self, ordinal: int) -> Sequence[Mention]:
        """The mentions of a sentence with a country, in text order; none outside the article."""
        return self._at[ordinal] if 0 <= ordinal < len(self._at) else ()

    def around(self, first: int, last: int) -> list[Spoken]:
        """What sentences ``first`` to ``last`` speak of, as far as there are such sentences."""
        self._refresh()
        return self._spoken[max(0, first) : last + 1]

    def _refresh(self) -> None:
        if self._changed is not None:
            mentions, known = self._at[self._changed], self._spoken[self._changed]
            if known.told != [one.about for one in mentions]:
                self._spoken[self._changed] = _spoken(mentions)
            self._changed = None

    def in_paragraph(self, ordinal: int) -> int:
        """How many sentences of its own paragraph stand before a sentence."""
        return self._in_paragraph[ordinal]

    def spots(self, ordinal: int) -> list[Spot]:
        """The towns of a sentence that are no mentions: where something happens, or what is struck."""
        found = self._spots.get(ordinal)
        if found is None:
            sentence = self._sentences[ordinal] if 0 <= ordinal < len(self._sentences) else None
            found = self._spots[ordinal] = list(self._towns(sentence)) if sentence is not None else []
        return found

    def _towns(self, sentence: Sentence) -> Iterator[Spot]:
        for word in sentence.tree.words:
            if word.is_proper and word.dep in STRUCK and sentence.mentions.at(word) is None and _is_local(word):
                country = self._country_of(word) if word.lower not in self._times else None
                if country is not None:
                    yield Spot(word, country)

    def _country_of(self, word: Word) -> str | None:
        """Of a town; where something is told to be "in" it, of a small town or a province as well."""
        if is_located(word):
            return self._gazetteer.hint(_name(word), self._named)
        city = self._gazetteer.resolve(_name(word), self._named)
        return city.country if city is not None else None


def _places(paragraphs: Sequence[int]) -> list[int]:
    """How many equal ones stand directly before each."""
    found: list[int] = []
    for at, paragraph in enumerate(paragraphs):
        found.append(found[-1] + 1 if at and paragraphs[at - 1] == paragraph else 0)
    return found


def _spoken(mentions: Sequence[Mention]) -> Spoken:
    """What a sentence tells of countries, each read once: all of them, those of its subjects, those of its offices."""
    found = Spoken([], [], [one.about for one in mentions], [])
    for one in mentions:
        about = one.about
        found.countries.append(about.country)
        if one.head.dep in SUBJECTS:
            found.subjects.append(about.country)
        if about.basis in NAMED:
            found.offices.append((about.country, about.role, about.sectors[0] if about.sectors else None))
    return found


def is_located(word: Word) -> bool:
    """Whether a word says where: "in Lagos", "outside Goma"."""
    return word.dep == "pobj" and word.head is not None and word.head.lower in LOCAL


def part(word: Word) -> Part:
    """What a word is to its verb, coordination and passive undone."""
    word = first_of(word)
    above = word.head
    if word.dep == "nsubj":
        return "doer"
    if word.dep in ("dobj", "nsubjpass", "dative"):
        return "patient"
    if word.dep != "pobj" or above is None:
        return "other"
    if above.dep == "agent" or above.lower == "by":
        return "doer"
    return "patient" if above.head is not None and above.head.is_verb and above.lower not in WITHIN else "far"


def first_of(word: Word) -> Word:
    """The first of coordinated nouns."""
    while word.dep == "conj" and word.head is not None and not word.head.is_verb:
        word = word.head
    return word


def _is_known(mention: Mention) -> bool:
    return mention.about.country is not None and mention.about.confidence > VAGUE


def _is_local(word: Word) -> bool:
    return word.dep != "pobj" or is_located(word)


def _name(word: Word) -> str:
    parts = [child.text for child in word.children if child.dep == "compound" and child.text[:1].isupper()]
    return " ".join((*parts, word.text))
