"""Finds the predicates of a sentence: verbs, event nouns, light-verb phrases and predicative adjectives."""

from collections.abc import Container
from functools import lru_cache
from operator import attrgetter

from agents.extraction.grammar import AUXILIARIES
from agents.extraction.lemmas import Lemmas
from agents.extraction.predicates.frames import Frame, FrameSet
from agents.extraction.tree import Tree, Word
from agents.extraction.words import WordLists, load_words

_PRENOMINAL = frozenset({"amod", "compound", "det", "case"})
_PREDICATIVE = frozenset({"acomp", "oprd"})
_OF_ITS_OWN = frozenset({"aux", "nsubj", "dobj", "ccomp", "dative"})
"""Labels of what a verb that is joined to a passive has of its own where it is none itself."""
_NOT_PREDICATES = AUXILIARIES | _PRENOMINAL | {"prep", "agent", "mark"}


MAX_LEMMAS = 20_000
"""Nouns remembered, some 3 MB: the common ones; names misread for nouns come and go."""


class PredicateFinder:
    """Finds frames; what counts as an event noun is decided once a lemma and remembered."""

    def __init__(self, lists: WordLists, lemmas: Lemmas) -> None:
        self._lists = lists
        self._lemmas = lemmas
        self.is_eventive = lru_cache(maxsize=MAX_LEMMAS)(self._decide)
        """Whether a common noun names something that someone does or that happens between parties, by its lemma."""

    def find(self, tree: Tree, people: Container[int]) -> FrameSet:
        """The frames of a sentence in text order, without their arguments.

        ``people`` holds the indexes of words that belong to an actor's mention: they are no event nouns.
        """
        light = self._light_phrases(tree, people)
        taken = {frame.noun.index for frame in light if frame.noun is not None}
        taken |= {frame.head.index for frame in light}
        rest = [
            self._frame(word, tree.headline)
            for word in tree.words
            if (word.is_verb or word.is_noun or word.dep in _PREDICATIVE)
            and word.index not in taken
            and self._is_head(word, people)
        ]
        adjectives = [frame for frame in rest if frame.kind == "adjective"]
        copulas = {id(frame.head.head): frame for frame in adjectives if frame.head.head is not None}
        rest = [frame for frame in rest if not (id(frame.head) in copulas and frame.lemma == "be")]
        found = FrameSet(tree, sorted(light + rest, key=attrgetter("head.index")) if light else rest)
        for frame in adjectives:
            if frame.head.head is not None:
                found.by_word.setdefault(frame.head.head.index, frame)
        return found

    def _decide(self, lemma: str) -> bool:
        lists = self._lists
        if lemma in lists.event_nouns:
            return True
        if lemma in lists.not_events or len(lemma) < 3:
            return False
        return lemma.endswith(lists.event_suffixes) or self._lemmas.is_verb(lemma) or self._is_gerund(lemma)

    def _is_gerund(self, lemma: str) -> bool:
        stem = lemma[:-3]
        verbs = (stem, f"{stem}e", stem[:-1])
        return lemma.endswith("ing") and len(stem) > 2 and any(self._lemmas.is_verb(verb) for verb in verbs)

    def _is_head(self, word: Word, people: Container[int]) -> bool:
        if word.is_verb:
            return word.dep not in _NOT_PREDICATES and word.index not in people
        if word.is_noun:
            return word.dep not in _PRENOMINAL and word.index not in people and self.is_eventive(word.lemma)
        return word.tag.startswith("JJ") and word.dep in _PREDICATIVE and bool(word.children)

    def _frame(self, word: Word, headline: bool) -> Frame:
        if word.is_verb or word.child("dobj") is not None:  # "severs", taken for a noun, but with an object
            return Frame(word, "verb", word.lemma, passive=is_passive(word, headline))
        return Frame(word, "noun" if word.is_noun else "adjective", word.lemma)

    def _light_phrases(self, tree: Tree, people: Container[int]) -> list[Frame]:
        """Light verbs with their event nouns: "held talks", and inverse ones: "drew criticism", "came under attack"."""
        found = []
        for word in tree.words:
            if not word.is_verb or word.dep in _NOT_PREDICATES:
                continue
            undergone = _undergone(word)
            inverse = word.lemma in self._lists.inverse_light_verbs or undergone is not None
            if not inverse and word.lemma not in self._lists.light_verbs and not self._has_lasted(word):
                continue
            noun = undergone or light_noun(word, tree.headline)
            known = noun is not None and (noun is undergone or self.is_eventive(noun.lemma))
            if noun is not None and noun.index not in people and known:
                passive = is_passive(word, tree.headline)
                found.append(Frame(word, "light", word.lemma, noun, passive, inverse and not passive))
        return found

    def _has_lasted(self, verb: Word) -> bool:
        """'ended three days of talks'."""
        span = verb.child("dobj") if verb.lemma in self._lists.ending else None
        deed = _spanned(span) if span is not None else None
        return deed is not None and deed.lemma in self._lists.reciprocal


def _spanned(noun: Word) -> Word | None:
    """The talks of "three days of talks"."""
    of = noun.child("prep") if noun.lemma in load_words().spans else None
    return of.child("pobj") if of is not None and of.lower == "of" else None


def is_passive(verb: Word, headline: bool = False) -> bool:
    """Whether a verb form is passive: with its auxiliary, with an agent, or as a participle after a noun.

    A passive subject without an auxiliary is the parser's mistake, but in a headline, which may do without one.
    """
    deps = {child.dep for child in verb.children}
    if "auxpass" in deps:
        return True
    joined = verb.dep == "conj" and verb.tag in ("VBN", "VBD") and deps.isdisjoint(_OF_ITS_OWN)
    if joined and _shares_passive(verb, headline):
        return True
    if "nsubjpass" in deps or "csubjpass" in deps:
        return headline or _has_agent(verb)
    if verb.tag in ("VBD", "VBN") and "agent" in deps and "dobj" not in deps and _has_agent(verb):
        return True  # a headline: "opposition leader shot by police"
    bare = verb.tag == "VBN" and verb.dep in ("acl", "advcl", "ROOT") and deps.isdisjoint(("aux", "nsubj", "dobj"))
    return bare and (headline or not _is_main(verb))


def _shares_passive(verb: Word, headline: bool) -> bool:
    """'were ambushed and killed': the auxiliary is that of both; what was taken for a past tense is what people suffer.

    "Was freed and returned" goes on in the past tense: only verbs that nobody does to himself are taken for passives.
    """
    above = verb.head
    if above is None or not above.is_verb or not is_passive(above, headline):
        return False
    lists = load_words()
    return verb.tag == "VBN" or any(verb.lemma in one for one in (lists.enforcing, lists.harming, lists.striking))


def _is_main(verb: Word) -> bool:
    """'Norway, which had waited, called on Sweden': taken for a participle, but the sentence has no other verb.

    So is "negotiated" in "The minister, Ann Lee, negotiated with Peru" and "charged" in "In Lima riot police charged".
    """
    noun = verb.head
    if noun is None or verb.dep != "acl":
        return False
    if noun.head is not None:
        return noun.dep == "pobj" and noun.head.dep == "ROOT" and noun.head.tag == "IN"  # the "In" of it
    if any(ahead.index < noun.index for ahead in noun.having("prep")):
        return True
    if not noun.is_proper and noun.child("appos") is None:
        return False
    return any(comma.dep == "punct" and comma.index == verb.index - 1 for comma in noun.children)


def _has_agent(verb: Word) -> bool:
    """Whether somebody stands behind 'by': "by telephone" is only how."""
    means = load_words().means
    return any(who.lemma not in means for by in verb.having("agent") for who in by.having("pobj", "pcomp"))


def _undergone(verb: Word) -> Word | None:
    """The noun of 'came under attack', 'went under the hammer'."""
    if verb.lemma != "come":
        return None
    under = next((child for child in verb.having("prep") if child.lower == "under"), None)
    return under.child("pobj") if under is not None else None


def light_noun(verb: Word, headline: bool = False) -> Word | None:
    """The common noun that a light verb lends itself to: its object, or its subject in the passive."""
    if is_passive(verb, headline):
        noun = verb.child("nsubjpass")
        if noun is None and verb.dep == "acl":
            noun = verb.head
    else:
        noun = verb.child("dobj")
        if noun is None and verb.dep == "relcl" and verb.child("nsubj") is not None:
            noun = verb.head
    noun = (_spanned(noun) or noun) if noun is not None else None
    return noun if noun is not None and noun.is_noun else None
