"""Resolves the pronouns and descriptions of an article, sentence by sentence. Where two readings are near, none."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from agents.extraction.coreference.descriptions import ARMED, OF_TWO, Descriptions
from agents.extraction.coreference.history import SUBJECTS, Candidate, History, clause_of
from agents.extraction.coreference.homes import Homes
from agents.extraction.coreference.house import FIRST, SECOND, House
from agents.extraction.coreference.sightings import Sentence, Sightings
from agents.extraction.coreference.speakers import Speakers
from agents.extraction.grammar import PRONOUNS
from agents.extraction.mentions import Description, Mention
from agents.extraction.quotes import Quotes
from agents.extraction.tree import Tree, Word
from agents.extraction.words import WordLists

PERSONAL = {"he": "m", "him": "m", "his": "m", "she": "f", "her": "f", "hers": "f", "himself": "m", "herself": "f"}
NEUTRAL = frozenset({"it", "its", "itself"})
PLURAL = frozenset({"they", "them", "their", "theirs", "themselves"})
SOMEONE = frozenset({"he", "she", "him", "i", "we"})
THINGS = frozenset({"dobj", "nsubjpass"})
"""Labels of what is done something to, and may then be "it"."""
UNKNOWN = 0.2
"""Confidence in a pronoun that stands for somebody unknown."""
DOUBTFUL = 0.5
"""Confidence in a pronoun that stands for one of two of the same country."""
MARGIN = 0.5
"""By how much the likeliest antecedent must lead the next one; less is a guess, and only what both share is told."""

JOINED = 0.3
"""Prominence of the last sentence's subject: where nobody is more so, those named together there are "they"."""


class Coreference:
    """Works through one article."""

    def __init__(self, lists: WordLists, quotes: Quotes, homes: Homes, sightings: Sightings) -> None:
        self._lists = lists
        self._quotes = quotes
        self._sightings = sightings
        self._history = History()
        self.speakers = Speakers(lists, quotes)
        self._descriptions = Descriptions(self._history, lists, homes, sightings)
        self._house = House((), quotes)
        self._gender: dict[str, str] = {}

    def resolve(self, sentences: Sequence[Sentence]) -> None:
        """Add a mention for every pronoun that can be resolved, and complete the descriptions."""
        self._house = House(sentences, self._quotes, self._sightings.dateline)
        self._sightings.house = self._house.country
        for ordinal, sentence in enumerate(sentences):
            words = sentence.tree.words
            quoted = [word for word in words if word.start in self._quotes] if self._quotes.spans else []
            outside = [word for word in words if word.start not in self._quotes] if quoted else words
            self._pass(ordinal, sentence, outside)
            self.speakers.listen(sentence.tree, sentence.mentions)
            if quoted:
                self._pass(ordinal, sentence, quoted)

    def _pass(self, ordinal: int, sentence: Sentence, words: Sequence[Word]) -> None:
        of_two = not OF_TWO.isdisjoint(sentence.tree.lowers)
        others, known = self._lists.others, sentence.mentions.by_word
        for word in words:
            mention = known.get(word.index)
            if mention is None:
                if not (of_two or word.tag in PRONOUNS or word.lemma in others):
                    continue
                mention = self._new(ordinal, word, sentence, of_two)
            elif mention.head is word:
                self._descriptions.complete(ordinal, mention, sentence.mentions)
            if mention is not None and mention.head is word:
                self._history.add(ordinal, mention)
                self._sightings.note(ordinal, mention)

    def _new(self, ordinal: int, word: Word, sentence: Sentence, of_two: bool) -> Mention | None:
        """A mention for a pronoun or a description without an actor's name in it, ``of_two`` only in some sentences."""
        if word.tag in PRONOUNS:
            found = self._pronoun(ordinal, word, sentence)
        elif word.lemma in self._lists.others:
            found = self._descriptions.other(ordinal, word, sentence.tree, sentence.mentions)
        else:
            found = self._descriptions.pair(ordinal, word, sentence.tree) if of_two else None
        if found is not None:
            sentence.mentions.add(found)
        return found

    def _pronoun(self, ordinal: int, word: Word, sentence: Sentence) -> Mention | None:
        if word.lower in FIRST or word.lower in SECOND:
            own = self._house.of(ordinal, word, sentence.tree)
            return own or self._first_person(word, sentence) or _unknown(word, sentence.tree)
        if word.lower in PERSONAL:
            return self._third_person(ordinal, word, sentence) or _unknown(word, sentence.tree)
        if word.lower in NEUTRAL and not _expletive(word):
            found = self._pick(ordinal, word, _is_it)
            return None if _is_a_thing(word, sentence, found) else self._refer(word, sentence.tree, found)
        if word.lower in PLURAL:
            return self._they(ordinal, word, sentence.tree)
        return None

    def _third_person(self, ordinal: int, word: Word, sentence: Sentence) -> Mention | None:
        gender = PERSONAL[word.lower]
        found = self._pick(ordinal, word, lambda m: m.about.sort == "person" and self._agrees(m, gender))
        if len(found) == 1:
            self._gender.setdefault(found[0].mention.identity, gender)
        return self._refer(word, sentence.tree, found)

    def _they(self, ordinal: int, word: Word, tree: Tree) -> Mention | None:
        """Several people spoken of, or those who were named together."""
        found = self._pick(ordinal, word, _may_be_they)
        if not any(item.mention.tree is tree for item in found):
            here = self._descriptions.joined_here(ordinal, word, tree)
            if here is not None:
                return here
        joined = self._descriptions.joined(ordinal, word, tree)
        if joined is not None and word.dep != "poss" and all(item.score < JOINED for item in found):
            return joined
        return self._refer(word, tree, found) or joined

    def _first_person(self, word: Word, sentence: Sentence) -> Mention | None:
        speaker = self.speakers.of(word.start) if word.lower in FIRST else None
        if speaker is None:
            return None
        return self._refer(word, sentence.tree, [Candidate(speaker, 2.0)])

    def _agrees(self, mention: Mention, gender: str) -> bool:
        return (self._gender.get(mention.identity) or self._by_name(mention) or gender) == gender

    def _by_name(self, mention: Mention) -> str | None:
        """The gender that a given name goes with, where it does."""
        given = {name.casefold() for name in (mention.origin.about.name or "").split()[:-1]}
        if given & self._lists.female_names:
            return "f"
        return "m" if given & self._lists.male_names else None

    def _pick(self, ordinal: int, word: Word, suits: Callable[[Mention], bool]) -> Sequence[Candidate]:
        """The likeliest antecedent, and those whom it does not lead clearly."""
        found = self._history.candidates(
            ordinal, lambda m: suits(m) and not _bound(word, m) and not self._ousts(word, m)
        )
        if word.start in self._quotes:
            speaker = self.speakers.of(word.start)
            found = [item for item in found if speaker is None or item.mention.identity != speaker.identity]
        else:
            found = [self._outside(self._speaking(word, item)) for item in found]
        ranked = sorted((_parallel(word, item) for item in found), key=lambda item: -item.score)
        return [item for item in ranked if item is ranked[0] or ranked[0].score - item.score < MARGIN]

    def _ousts(self, word: Word, mention: Mention) -> bool:
        """'expelled its envoy': nobody turns out his own."""
        verb = word.head.head if word.head is not None and word.dep == "poss" else None
        if verb is None or verb.lemma not in self._lists.ousting or word.head not in verb.having("dobj"):
            return False
        while verb.dep == "conj" and verb.head is not None and verb.child(*SUBJECTS) is None:
            verb = verb.head
        return mention.head.dep in SUBJECTS and mention.head.head is verb

    def _speaking(self, word: Word, item: Candidate) -> Candidate:
        """ "He said" goes on with whoever spoke last."""
        if word.head is None or word.head.lemma not in self._lists.say_verbs or self.speakers.last is None:
            return item
        return Candidate(item.mention, item.score + (0.8 if self.speakers.last == item.mention.identity else 0.0))

    def _outside(self, item: Candidate) -> Candidate:
        """Who is only spoken of in a quotation is less in mind outside it than the one who speaks."""
        return Candidate(item.mention, item.score - 1.0) if item.mention.start in self._quotes else item

    def _refer(self, word: Word, tree: Tree, near: Sequence[Candidate]) -> Mention | None:
        if len(near) != 1:
            return _in_common(word, tree, [item.mention for item in near])
        found = near[0]
        origin = found.mention.origin
        confidence = 0.9 if found.score > 0.5 else 0.7
        about = replace(found.mention.about, basis="coreference", confidence=confidence, title=None)
        members = list(found.mention.members)
        return Mention([word], word, tree, about, antecedent=origin, members=members, plural=found.mention.plural)


def _in_common(word: Word, tree: Tree, near: Sequence[Mention]) -> Mention | None:
    """Where it may be either of two, what holds of both: 'he', of two ministers of one country, is of that one."""
    countries = {one.about.country for one in near}
    if len(countries) != 1 or None in countries:
        return None
    first = near[0].about
    sectors = first.sectors if len({one.about.sectors[:1] for one in near}) == 1 else ()
    about = Description(
        country=first.country, sectors=sectors, basis="coreference", confidence=DOUBTFUL, sort=first.sort
    )
    return Mention([word], word, tree, about, plural=near[0].plural)


def _unknown(word: Word, tree: Tree) -> Mention | None:
    """Someone, but not who: a pronoun for a person whose antecedent is unknown or doubtful."""
    if word.lower not in SOMEONE:
        return None
    return Mention([word], word, tree, Description(basis="coreference", confidence=UNKNOWN, sort="person"))


def _may_be_they(mention: Mention) -> bool:
    """Several people, or an armed group; but reporters listen, what "they" do is done by others."""
    if mention.about.sort == "body":
        above = mention.head.head
        whole = above is None or above.lower != "of"  # "the rebels of the M23": they, not it
        return whole and mention.about.sectors[:1] in ARMED
    several = mention.about.sort == "group" or (mention.plural and mention.about.role not in ("", None))
    return several and "JRN" not in mention.about.sectors


def _is_it(mention: Mention) -> bool:
    return mention.about.sort in ("state", "body") and not mention.plural and not mention.members


def _is_a_thing(word: Word, sentence: Sentence, found: Sequence[Candidate]) -> bool:
    """'They blocked a road; police cleared it': no state of an earlier sentence, where this one has a thing before."""
    if word.dep != "dobj" or any(item.mention.tree is sentence.tree for item in found):
        return False
    before, known = sentence.tree.words[: word.index], sentence.mentions.by_word
    return any(one.dep in THINGS and one.tag == "NN" and one.index not in known for one in before)


def _expletive(word: Word) -> bool:
    """'it is clear that', 'it was Iran that'."""
    verb = word.head
    if word.dep == "expl" or verb is None:
        return True
    return verb.lemma == "be" and verb.child("ccomp", "acomp", "attr", "xcomp", "relcl") is not None


def _bound(word: Word, mention: Mention) -> bool:
    """Whether grammar forbids it: "Putin met him" is not Putin; a mention that contains the pronoun is not it."""
    if mention.tree.words[word.index : word.index + 1] != [word]:
        return False
    if any(above is mention.head for above in word.ancestors()) and word.dep != "poss":
        return True
    if word.dep == "poss":
        return word.head is mention.head
    return clause_of(word) is clause_of(mention.head) and not word.lower.endswith("self") and word.dep not in SUBJECTS


def _parallel(word: Word, candidate: Candidate) -> Candidate:
    """A subject goes on being the subject; a possessive belongs to the subject of its clause."""
    mention, bonus = candidate.mention, 0.0
    if word.dep == "poss" and word.head is not None and word.head.dep == "conj" and word.head.head is mention.head:
        return Candidate(mention, candidate.score + 2.0)  # "the militia and its leader"
    if word.dep in SUBJECTS and mention.head.dep in SUBJECTS:
        bonus = 0.4
    elif word.dep == "poss" and mention.head.dep in SUBJECTS and clause_of(mention.head) is clause_of(word):
        bonus = 0.6
    return Candidate(mention, candidate.score + bonus)
