"""Verbs that the parser has taken for nouns, where a sentence is left without any: "Commandos storm French embassy".

Headlines leave out articles, so that their verbs look like one more noun of a row of nouns. A sentence without a finite
verb, or a part of one between colons, dashes and semicolons, is read again: a word that can be one, with an actor right
before it and what may be its object after it, becomes the verb.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from agents.extraction.grammar import FINITE
from agents.extraction.lemmas import Lemmas
from agents.extraction.mentions.marks import Mark, MarkList
from agents.extraction.reattachment import NOMINAL, PRENOMINAL, reattach, retag, set_head
from agents.extraction.speaker_labels import mend_label
from agents.extraction.tree import Tree, Word
from agents.extraction.words import WordLists

NOUNLIKE = frozenset({"NN", "NNS", "JJ", "VB", "NNP"})
"""Tags that the parser gives to verbs which it has not known."""
OPENING = frozenset({"DT", "PRP$", "PRP", "JJ", "JJS", "JJR", "CD", "NNP", "NNPS", "PDT"})
"""Tags of words that begin a noun phrase of their own, other than a bare noun."""
OBJECTS = frozenset({"NN", "NNS", "TO", "RP"})
"""Tags of what goes on after a verb of news: "pledges aid", "vows to stay", "lashes out"."""
BREAKS = frozenset({":", ";", "-", "--", "\u2013", "\u2014", "|"})
JOINTS = frozenset({",", "and", "&"})
AUXILIARY_FORMS = frozenset({"do", "have", "are", "am", "'re", "'ve", "need", "dare", "get"})
PEOPLES = ("ish", "ese", "ch", "iss")
"""Endings of adjectives that also name a people: "British", "Chinese", "French", "Swiss"."""
SUBJECTS = ("nsubj", "nsubjpass", "csubj", "expl")
MIN_WORDS = 3


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a sentence, with the places of its words that belong to names, to nouns among them, and to roles."""

    words: list[Word]
    named: frozenset[int]
    nouns: frozenset[int]
    roles: frozenset[int]

    def opens(self, place: int) -> bool:
        """Whether a noun phrase begins at a place in the part: what stands before it is no part of it."""
        if place >= len(self.words):
            return False
        word = self.words[place]
        return word.tag in OPENING or word.index in self.named

    def is_second(self, place: int) -> bool:
        """Whether the word there is the second of two names: "Chile, Bolivia"."""
        return place > 1 and self.words[place - 2].index in self.named and self.words[place - 1].lower in JOINTS


class VerblessMender:
    """Finds the verbs of sentences that have none; holds the word lists only."""

    def __init__(self, lists: WordLists, lemmas: Lemmas) -> None:
        self._lemmas = lemmas
        self._lists = lists
        self._acts = _acts(lists)

    def mend(self, tree: Tree, marks: MarkList) -> None:
        """Turn the noun that must be the verb into one, in each part of a sentence without a finite verb.

        ``marks`` are what the actor data know of the body; they are asked only where a verb is missing or where the
        sentence does not end as prose does.
        """
        if len(tree.words) < MIN_WORDS or (tree.words[-1].lower == "." and _has_verb(tree.words)):
            return
        for words in _parts(tree.words):
            known = marks.within(words[0].start, words[-1].end) if len(words) >= MIN_WORDS else []
            if known:
                self._mend_part(_part(words, known))
        if ":" in tree.lowers:
            mend_label(tree.words, marks.within(tree.start, tree.end))

    def _mend_part(self, part: _Part) -> None:
        self._mend_nouns(part)
        lost = [word for word in part.words if word.tag in FINITE and word.dep in PRENOMINAL]
        if lost and sum(word.tag in FINITE for word in part.words) == 1:
            reattach(part.words, lost[0])  # "Ghana, Togo press", a verb and yet no more than one of the nouns of a row
        elif _has_verb(part.words):
            for word in part.words:
                if word.tag in FINITE:
                    _mend_subject(part, word)
            return
        for place, word in enumerate(part.words):
            form = self._form(part, place) if place else None
            if form is not None:
                ready = word.lower in self._lists.readiness
                retag(word, form, word.lower if ready else self._lemmas.of(word.lower, form))
                reattach(part.words, word)
                return

    def _mend_nouns(self, part: _Part) -> None:
        """'Putin phones Modi', 'Tripoli militias attack base', 'Kyrgyz guards fire on': no verb among the actors."""
        for word, after in zip(part.words, [*part.words[1:], None], strict=True):
            if word.index in part.nouns and word.tag not in NOMINAL and word.text[0].isupper():
                retag(word, "NNP", word.lower)
            elif word.tag == "VBZ" and word.index in part.roles and word.index - 1 in part.named:
                doer = word.lemma not in self._lists.headline_verbs or self._acts_next(after)
                retag(word, "NNS" if doer else word.tag, word.lemma)

    def _acts_next(self, after: Word | None) -> bool:
        return after is not None and after.lower in self._acts and after.tag in NOUNLIKE

    def _form(self, part: _Part, place: int) -> str | None:
        """The tag of the verb that a word must be, if it must."""
        before, word = part.words[place - 1], part.words[place]
        if word.index in part.named or not word.lower.isalpha() or word.text != word.lower or not _is_actor(before):
            return "VBD" if before.lower == "," and word.tag == "VBN" and word.dep == "amod" else None
        if word.lower in self._lists.readiness and [w.lower for w in part.words[place + 1 : place + 2]] == ["to"]:
            return "VBZ"
        if word.tag == "VBN":
            return "VBD" if word.dep == "amod" and before.head is word.head else None
        return self._present(part, place) if word.tag in NOUNLIKE else None

    def _present(self, part: _Part, place: int) -> str | None:
        word = part.words[place]
        form = "VBZ" if word.lower.endswith("s") and not word.lower.endswith("ss") else "VBP"
        lemma = self._lemmas.of(word.lower, form)
        if not self._lemmas.is_verb(lemma) or (word.index in part.roles and lemma not in self._lists.headline_verbs):
            return None
        if word.index in part.roles and self._acts_next(next(iter(part.words[place + 1 :]), None)):
            return None  # "Kyrgyz guards fire on"
        fits = self._fits_one(part, place, lemma) if form == "VBZ" else self._fits_many(part, place, lemma)
        return form if fits else None

    def _fits_one(self, part: _Part, place: int, lemma: str) -> bool:
        """'Oslo pledges aid', 'Ankara vows to stay', 'Lima lashes out'; not 'US arms makers', 'Iran attacks on'."""
        before, word = part.words[place - 1], part.words[place]
        if before.index not in part.named and before.tag in ("NNS", "NNPS"):
            return False
        if part.opens(place + 1):
            return True
        known = before.index in part.named or before.index in part.roles
        if not known or place + 1 == len(part.words) or lemma not in self._acts:
            return False
        after = part.words[place + 1].tag
        if word.lower in self._lists.plural_modifiers:
            return False
        return after in OBJECTS or (after in ("IN", "RB") and lemma not in self._lists.event_nouns)

    def _fits_many(self, part: _Part, place: int, lemma: str) -> bool:
        """'Commandos storm embassy', 'Police raid offices', 'Chile, Bolivia reopen post', 'Farmers protest in'."""
        before = part.words[place - 1]
        if lemma not in self._acts or not (before.index in part.named or before.index in part.roles):
            return False
        second = part.is_second(place - 1)
        if before.tag not in ("NNS", "NNPS") and before.lower not in self._lists.collectives and not second:
            return before.lower.endswith(PEOPLES) and before.index in part.named and part.opens(place + 1)
        if second or part.opens(place + 1) or (place + 1 < len(part.words) and part.words[place + 1].tag in OBJECTS):
            return True
        if lemma in self._lists.firing and place + 1 < len(part.words):
            return part.words[place + 1].lower in self._lists.struck_after
        return lemma in self._lists.crowding or lemma in self._lists.protesting or lemma in self._lists.fighting


def _acts(lists: WordLists) -> frozenset[str]:
    """The verbs of news that the lists know."""
    return lists.headline_verbs.union(
        lists.answering, lists.judging, lists.dispatching, lists.posting, lists.transfers, lists.seeking,
        lists.speaking, lists.striking, lists.firing, lists.harming, lists.enforcing, lists.protesting,
        lists.crowding, lists.subduing, lists.yielding, lists.light_verbs, lists.mediating,
    )  # fmt: skip


def _is_actor(word: Word) -> bool:
    """Whether a verb may follow a word: a noun, or a people named by its adjective, "Swiss freeze"."""
    return word.tag in NOMINAL or (word.tag == "JJ" and word.lower.endswith(PEOPLES))


def _has_verb(words: Sequence[Word]) -> bool:
    return any(word.tag in FINITE for word in words)


def _parts(words: list[Word]) -> Iterator[list[Word]]:
    """The parts of a sentence between colons, semicolons and dashes."""
    part: list[Word] = []
    for word in words:
        if word.text in BREAKS and word.dep == "punct":
            yield part
            part = []
        else:
            part.append(word)
    yield part


def _part(words: list[Word], marks: Sequence[Mark]) -> _Part:
    roles = [mark for mark in marks if mark.role is not None]
    named = [mark for mark in marks if mark.role is None]
    nouns = [mark for mark in named if mark.actor is None or mark.actor.entry.kind != "adjective"]
    return _Part(words, _places(words, named), _places(words, nouns), _places(words, roles))


def _places(words: list[Word], marks: Sequence[Mark]) -> frozenset[int]:
    return frozenset(word.index for mark in marks for word in words if mark.start <= word.start < mark.end)


def _mend_subject(part: _Part, verb: Word) -> None:
    """'Navy frigate shadows', the frigate taken for an auxiliary; 'Paris, Algiers mend fences'."""
    if verb.dep == "aux" and verb.tag == "VBP":
        _mend_auxiliary(verb)
        return
    before = part.words[max(0, verb.index - part.words[0].index - 1)]
    subject = verb.child(*SUBJECTS)
    if subject is None and before.head is verb and before.dep in PRENOMINAL and before.tag in NOMINAL:
        reattach(part.words, verb)  # "Benghazi militias attack", the militias taken for a part of the verb
    elif subject is not None and subject.index in part.named and verb.tag == "VBP":
        _join_names(part, subject, verb)


def _join_names(part: _Part, second: Word, verb: Word) -> None:
    place = second.subtree()[0].index - part.words[0].index
    first = part.words[place - 2] if part.is_second(place) else None
    if first is not None and first.head is verb and part.words[place - 1].lower == ",":
        set_head(second, first, "conj")
        set_head(first, verb, "nsubj")


def _mend_auxiliary(word: Word) -> None:
    above = word.head
    if above is None or word.lower in AUXILIARY_FORMS:
        return
    retag(word, "NN", word.lower)
    for subject in above.having("nsubj"):
        set_head(subject, word, "compound")
    set_head(word, above, "nsubj")
