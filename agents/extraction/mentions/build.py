"""Builds the mentions of a sentence: marks of one noun phrase become one mention, described by all of them.

"Russian foreign ministry spokesperson Maria Zakharova" is one mention: a nationality, a role and a name.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from agents.extraction.grammar import LOCATIVE
from agents.extraction.mentions.describe import Describer
from agents.extraction.mentions.marked import Marked, NounPhrase
from agents.extraction.mentions.marks import Mark
from agents.extraction.mentions.mention import Mention, MentionMap
from agents.extraction.mentions.name import Name
from agents.extraction.mentions.unnamed import Unnamed
from agents.extraction.tree import Tree, Word, head_of
from agents.extraction.words import WordLists

_INNER = frozenset({"compound", "amod", "nmod", "nummod", "punct", "advmod", "npadvmod"})
_CLIMB = frozenset({"compound", "amod", "nmod"})
DEFINITE = frozenset({"the", "this", "that", "his", "her", "their"})
UNCHANGED = frozenset({"aircraft", "police", "personnel", "crew", "staff"})
"""Nouns for many that look like one."""
_PLACING = frozenset({"of", "from"})
_PLACES = frozenset({"capital", "region"})
_INSTITUTION = "institution"


@dataclass(slots=True, eq=False)
class _Phrase:
    """A noun phrase with an actor's mark in it, under construction."""

    head: Word
    marks: list[Marked]


class MentionBuilder:
    """Builds mentions of one article, sentence by sentence in text order; remembers the names it has met."""

    def __init__(self, describer: Describer, lists: WordLists, is_eventive: Callable[[str], bool]) -> None:
        self._is_eventive = is_eventive
        self._describer = describer
        self._lists = lists
        self._unnamed = Unnamed(lists)

    def build(self, tree: Tree, marks: Sequence[Mark]) -> MentionMap:
        """The mentions of a sentence, given the marks that start in it."""
        marked = [Marked(mark, words) for mark in marks if (words := tree.covering(mark.start, mark.end))]
        marked = [item for item in marked if item.mark.role is None or _is_nominal(item)]
        found = MentionMap([])
        for item in marked:
            if item.mark.entity is not None:
                found.add(self._supplied(item, tree, marked, found))
        for phrase in self._phrases([item for item in marked if item.mark.entity is None], found):
            partners = _partners(phrase, tree)
            mention = self._mention(phrase, tree, found)
            if mention is not None:
                if partners:
                    mention.partners = [self._partner(item, mention, found) for item in partners]
                    last = max(partner.words[-1].index for partner in mention.partners)
                    mention.words = [word for word in mention.words if word.index > last]
                for one in (*mention.partners, mention):
                    found.add(one)
        for item in marked:
            if (
                item.mark.actor is not None
                and item.mark.actor.entry.kind == "adjective"
                and item.head.dep not in _INNER
            ):
                _join_to_next(item.head, found)
        return found

    def _supplied(self, item: Marked, tree: Tree, marked: Sequence[Marked], found: MentionMap) -> Mention:
        inside = [other for other in marked if other is not item and _within(other.mark, item.mark)]
        entity = item.mark.entity
        assert entity is not None
        about = self._describer.supplied(entity, item.words, inside, found)
        return Mention(item.words, head_of(item.words), tree, about, supplied=(item.mark.start, item.mark.end))

    def _phrases(self, marked: Sequence[Marked], found: MentionMap) -> list[_Phrase]:
        """The noun phrases that marks stand in, those first that describe others; a mere modifier is none."""
        roles = {word.index for item in marked if _heads_phrase(item) for word in item.words}
        phrases: dict[int, _Phrase] = {}
        for item in marked:
            if found.mentions and any(found.at(word) is not None for word in item.words):
                continue
            top = self._top(item, roles)
            if item.mark.role is not None and self._is_mere_modifier(top):
                continue
            if top.index in phrases:
                phrases[top.index].marks.append(item)
            else:
                phrases[top.index] = _Phrase(top, [item])
        return sorted(phrases.values(), key=_turn) if len(phrases) > 1 else list(phrases.values())

    def _top(self, item: Marked, roles: set[int]) -> Word:
        """The head of the noun phrase that a mark belongs to: 'minister' for 'Turkish' in 'the Turkish minister'."""
        word = item.head
        first = word.head
        if word.dep == "conj" and first is not None and first.dep in _CLIMB and first.head is not None:
            word = first.head if first.head.index > word.index and self._is_modified(first.head, roles) else word
        while word.head is not None and word.dep in _CLIMB:
            if not (word.head.is_proper or self._is_modified(word.head, roles)):
                break
            word = word.head
        return word

    def _is_modified(self, noun: Word, roles: set[int]) -> bool:
        """Whether a noun is of an actor, whom others can modify."""
        return noun.index in roles or self._describer.sectors.bearer(noun) is not None

    def _partner(self, item: Marked, mention: Mention, found: MentionMap) -> Mention:
        """The bearer of the first nationality: the same role in another country; a capital speaks for itself."""
        if item.mark.actor is not None and item.mark.actor.entry.kind in ("capital", "seat"):
            alone = self._describer.describe(NounPhrase(item.head, item.words, [item]), found)
            if alone is not None:
                return Mention(item.words, item.head, mention.tree, alone)
        about = replace(mention.about, country=self._describer.country_of(item))
        return Mention(item.words, item.head, mention.tree, about, plural=True)

    def _is_mere_modifier(self, word: Word) -> bool:
        """'a patrol boat', 'the police station': no one acts there; "a police raid" is the police's."""
        above = word.head
        return word.dep in ("compound", "amod", "nmod") and above is not None and not self._is_eventive(above.lemma)

    def _mention(self, phrase: _Phrase, tree: Tree, found: MentionMap) -> Mention | None:
        """The mention of a phrase, with the words of quantity before it; None where its marks mean nothing here."""
        words = [word for word in _span(phrase) if found.at(word) is None]
        if not words:
            return None
        about = self._describer.describe(NounPhrase(phrase.head, words, phrase.marks), found)
        if about is None:
            return None
        plural = phrase.head.tag in ("NNS", "NNPS") or any(m.mark.role and m.mark.role.plural for m in phrase.marks)
        place = any(_may_be_place(m) for m in phrase.marks if phrase.head in m.words)
        definite = not DEFINITE.isdisjoint([word.lower for word in phrase.head.children])
        words, head = self._measured(_with_owner(words, phrase.head, found), phrase.head)
        return Mention(words, head, tree, about, plural=plural, place=place, definite=definite)

    def _measured(self, words: list[Word], head: Word) -> tuple[list[Word], Word]:
        """With the word of quantity before it: "hundreds of policemen", "two of our shepherds"."""
        of = head.head
        if head.dep != "pobj" or of is None or of.lower != "of" or of.head is None:
            return words, head
        measure = of.head
        if measure.lemma not in self._lists.partitives and measure.tag != "CD":
            return words, head
        left = [child for child in measure.children if child.index < measure.index and child.dep in _INNER]
        return [*left, measure, of, *words], measure

    def add_names(self, tree: Tree, found: MentionMap, names: Sequence[Name]) -> None:
        """Add recognised names that no mention covers."""
        for name in names:
            words = [word for word in tree.covering(name.start, name.end) if word.dep not in ("case", "det")]
            if not words or any(found.at(word) is not None for word in words):
                continue
            about = self._describer.recognised(words, "GPE" if self._is_place(words, name) else name.label)
            if about is None:
                continue
            holder = _holder(words, found) if about.country is None and name.label != "PERSON" else None
            if holder is not None:
                found.widen(holder, tree.words[holder.words[-1].index + 1 : words[-1].index + 1])
            else:
                found.add(Mention(words, head_of(words), tree, about, place=about.sort == "state"))

    def _is_place(self, words: list[Word], name: Name) -> bool:
        """Whether a name that the recogniser took for somebody's is a town's here: "held in Bukavu", "fled to Goma"."""
        head = head_of(words)
        if name.label == "PERSON" and self._is_struck(head):
            return True
        where = head.head if head.dep == "pobj" else None
        if where is None or not self._describer.is_town(words):
            return False
        moved = where.head is not None and where.head.lemma in self._lists.motion
        return where.lower in LOCATIVE or (moved and where.lower in self._lists.directions)

    def _is_struck(self, word: Word) -> bool:
        """Whether a name is the object of what happens to places: "captured Goma", "Odesa was shelled"."""
        verb = word.head
        return word.dep in ("dobj", "nsubjpass") and verb is not None and verb.lemma in self._lists.happens_at

    def _add_struck(self, word: Word, tree: Tree, found: MentionMap) -> None:
        """A city that the recogniser was not asked about or did not know."""
        about = self._describer.recognised([word], "GPE") if self._is_struck(word) else None
        if about is not None:
            found.add(Mention([word], word, tree, about, place=True))

    def add_remembered(self, tree: Tree, found: MentionMap) -> None:
        """Names that were explained earlier in the article: "Umerov" after "Defense Minister Rustem Umerov"."""
        for word in tree.words:
            if word.is_proper and found.at(word) is None and word.dep != "compound":
                about = self._describer.remembered(word.text)
                if about is None:
                    self._add_struck(word, tree, found)
                else:
                    words = [*(w for w in word.children if w.dep == "compound" and found.at(w) is None), word]
                    found.add(Mention(words, word, tree, about))
        for mention in found.mentions:
            self._describer.join_apposition(mention, found)
            self._describer.recall_office(mention)
        if found.mentions:  # where nobody is named at all, nobody is spoken of
            for mention in list(self._unnamed.find(tree, found, self._describer.near)):
                found.add(mention)


def _partners(phrase: _Phrase, tree: Tree) -> list[Marked]:
    """Nationalities joined by 'and' before one plural noun, the last left out; they leave the phrase."""
    if phrase.head.tag not in ("NNS", "NNPS") and phrase.head.lower not in UNCHANGED:
        return []
    words = {id(item.head): item for item in phrase.marks if item.mark.actor is not None}
    if len(words) < 2:
        return []
    found = list(words.values())
    joined = [item for item in found if any(id(word) in words for word in item.head.having("conj"))]
    joined += [one for one, other in pairwise(found) if one not in joined and _are_listed(one, other, tree)]
    joined = [item for item in joined if item.head is not phrase.head and item.head.head is not None]
    phrase.marks = [item for item in phrase.marks if item not in joined] if joined else phrase.marks
    return joined


def _join_to_next(word: Word, found: MentionMap) -> None:
    """'Kyrgyz and Tajik guards', the first taken for a people: it has the role of the second, in its own country."""
    first, noun = found.at(word), word.child("conj")
    other = found.at(noun) if noun is not None and noun.index == word.index + len(noun.children) + 2 else None
    if first is None or other is None or first.words != [word] or other.head is not noun or len(other.words) < 2:
        return
    if other.plural and other.about.country not in (None, first.about.country) and other.words[0] is not other.head:
        first.about = replace(other.about, country=first.about.country)


def _are_listed(one: Marked, other: Marked, tree: Tree) -> bool:
    """'Kazakh and Kyrgyz guards', 'two British and three French sailors', whatever the parser hangs them on."""
    between = tree.words[one.words[-1].index + 1 : other.words[0].index]
    return any(word.dep == "cc" for word in between) and all(word.dep in ("cc", "nummod", "punct") for word in between)


def _with_owner(words: list[Word], head: Word, found: MentionMap) -> list[Word]:
    """With the country that owns it, which stays a mention of its own too: "Paraguay's Congress"."""
    owner = head.child("poss")
    if owner is None or found.at(owner) is None or owner.index > words[0].index:
        return words
    known = {word.index for word in words}
    return [*(word for word in owner.subtree() if word.index not in known), *words]


def _holder(words: list[Word], found: MentionMap) -> Mention | None:
    """Whom a name that tells nothing by itself only places: "the editor of Al-Sabil", "the mayor of Lauterburg"."""
    of = head_of(words).head
    if head_of(words).dep != "pobj" or of is None or of.lower not in _PLACING or of.head is None:
        return None
    holder = found.at(of.head)
    if holder is None or holder.supplied or holder.about.basis != "role" or holder.about.sort == "body":
        return None
    return holder if holder.words[-1].index == of.index - 1 else None


def _depends_on_others(phrase: _Phrase) -> bool:
    """Whether only a role or an institution speaks for the phrase: its country may be that of a mention beside it."""
    return all(item.mark.actor is None or item.mark.actor.entry.kind == _INSTITUTION for item in phrase.marks)


def _turn(phrase: _Phrase) -> tuple[bool, int]:
    """Who depends on others comes after them, and whoever is inside a phrase before it: "the leader of the rebels"."""
    depends = _depends_on_others(phrase)
    return depends, -sum(1 for _ in phrase.head.ancestors()) if depends else 0


def _within(inner: Mark, outer: Mark) -> bool:
    return inner.entity is None and outer.start <= inner.start and inner.end <= outer.end


def _may_be_place(item: Marked) -> bool:
    """Whether a name is a city's or a region's, among what it may mean: "Brussels" is both a city and the Union."""
    actor = item.mark.actor
    return actor is not None and any(entry.kind in _PLACES for entry in actor.candidates)


def _is_nominal(item: Marked) -> bool:
    """Whether a role's word is a noun here: "a major breakthrough" has no officer in it."""
    of = item.head.child("prep")
    measure = item.head.lemma == "state" and of is not None and of.lower == "of"  # "a state of emergency"
    return (item.head.tag.startswith("NN") or item.head.dep == "compound") and not measure


def _heads_phrase(item: Marked) -> bool:
    """Whether a mark is of someone that others can modify: a role, a person or an organisation."""
    actor = item.mark.actor
    return item.mark.role is not None or (actor is not None and actor.entry.kind not in ("adjective", "country"))


def _span(phrase: _Phrase) -> list[Word]:
    """The phrase's words from its first modifier to its head (or the end of a mark that goes beyond it)."""
    indexes = {word.index: word for item in phrase.marks for word in item.words}
    stack = [phrase.head]
    for word in stack:
        indexes[word.index] = word
        if word.children:
            stack += [child for child in word.children if child.dep in _INNER and child.index < phrase.head.index]
    return [indexes[index] for index in sorted(indexes)] if len(indexes) > 1 else stack
