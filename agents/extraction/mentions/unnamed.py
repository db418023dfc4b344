"""Actors without a name, a nationality or a role: "a village", "two of your helicopters", "thousands", "the North".

They are actors only where they take part in something done to people and things, so that the grammar is asked before
the noun: the village that is shelled suffers it, the village in which a treaty is signed does not.
"""

from collections.abc import Container, Iterator, Mapping
from typing import Final

from agents.extraction.grammar import SURFACE_OBJECTS
from agents.extraction.mentions.mention import Description, Mention, MentionMap
from agents.extraction.tree import Tree, Word
from agents.extraction.words import WordLists
from schemas import Sector

DOUBTFUL: Final = 0.2
"""Confidence in a thing whose owner is unknown: no pronoun refers to it."""
KNOWN: Final = 0.6
KOREAS: Final[Mapping[str, str]] = {"North": "PRK", "South": "KOR"}
ANY: Final = frozenset({"any", "every", "each", "no"})
"""Before what is not one thing: "will fire on every boat"."""
NOBODY: Final = frozenset({"nobody", "anybody", "anyone", "nothing", "one"})
ARGUMENTS: Final = frozenset({*SURFACE_OBJECTS, "nsubj", "pobj", "poss", "dative", "agent", "conj"})
INNER: Final = frozenset({"amod", "compound", "nummod", "nmod"})


class Unnamed:
    """Finds them in a sentence; holds nothing of any one article."""

    def __init__(self, lists: WordLists) -> None:
        self._lists = lists
        self._nouns = frozenset({*lists.struck, *lists.crowds, *lists.unowned_weapons})

    def find(self, tree: Tree, found: MentionMap, near: Container[str]) -> Iterator[Mention]:
        """The mentions of a sentence that no word list and no name gave; ``near`` are the countries spoken of."""
        people = self._lists.done_to_people
        for word in tree.words:
            told = word.lemma in self._nouns or word.tag == "CD" or word.text in KOREAS
            if not told and (word.dep not in SURFACE_OBJECTS or word.head is None or word.head.lemma not in people):
                continue  # most words; the rest is asked of few
            about = self._about(word, near)
            if about is None or found.at(word) is not None or any(_is_told(child, found) for child in word.children):
                continue
            words = [*(child for child in word.children if child.dep in INNER and child.index < word.index), word]
            top = _measure(word)
            yield Mention(
                words if top is word else [top, *words], top, tree, about, plural=word.tag in ("NNS", "NNPS"),
                definite=any(child.lower == "the" for child in word.children),
            )  # fmt: skip

    def _about(self, word: Word, near: Container[str]) -> Description | None:
        if word.is_proper:
            return _korea(word, near) if word.text in KOREAS else None
        if word.lemma in self._nouns or word.tag == "CD":
            return self._thing(word, _measure(word))
        return self._seized(word) if word.is_noun else None

    def _seized(self, word: Word) -> Description | None:
        """Whoever is arrested, abducted or wounded is somebody, whatever he is called: "arrested the signalman"."""
        verb = word.head
        if verb is None or verb.lemma not in self._lists.done_to_people or word.lower in NOBODY:
            return None
        if verb.lemma in self._lists.done_to_more and (word.tag != "NNS" or word.child("nummod") is None):
            return None
        return Description(sectors=("CVL",), role="people", basis="role", confidence=KNOWN, sort="group")

    def _thing(self, word: Word, top: Word) -> Description | None:
        """A number of people to whom something is done, or a thing that is struck or strikes; else nobody."""
        verb = top.head
        if verb is None:
            return None
        if self._is_counted(word, verb):
            return Description(sectors=("CVL",), role="people", basis="role", confidence=KNOWN, sort="group")
        sector = self._struck(word, top, verb) or self._striking(word, top, verb)
        if sector is None:
            return None
        return Description(sectors=(sector,), role=word.lemma, basis="role", confidence=DOUBTFUL)

    def _struck(self, word: Word, top: Word, verb: Word) -> Sector | None:
        """The sector of a thing that is struck or held: "attacked a village", "fired at an outpost".

        Of what a clause tells whence it came ("two drones that crossed from Belarus") the clause tells whose it is.
        """
        if word.child("acl", "relcl") is not None or any(child.lower in ANY for child in word.children):
            return None
        if top.dep == "pobj" and verb.lower in self._lists.struck_after and verb.head is not None:
            struck = verb.head.lemma in self._lists.firing and verb.head.is_verb
        else:
            struck = top.dep in SURFACE_OBJECTS and verb.lemma in self._lists.striking
        return self._lists.struck.get(word.lemma) if struck else None

    def _striking(self, word: Word, top: Word, verb: Word) -> Sector | None:
        """The sector of what does harm with nobody behind it, or with somebody told by a pronoun: "your boat"."""
        if top.dep != "nsubj" or not (verb.lemma in self._lists.striking or verb.lemma in self._lists.harming):
            return None
        owner = word.child("poss")
        if owner is not None:
            return self._lists.struck.get(word.lemma) if owner.tag == "PRP$" else None
        return self._lists.unowned_weapons.get(word.lemma) if word.child("acl", "relcl", "prep") is None else None

    def _is_counted(self, word: Word, verb: Word) -> bool:
        """'thousands marched', "killed dozens", "arrested twelve": a number that stands for people."""
        number = word.tag == "CD" and not word.children and word.text.isalnum()
        crowd = word.tag == "NNS" and word.lemma in self._lists.crowds and not self._counts_others(word)
        if word.dep in SURFACE_OBJECTS and (number or crowd):
            return verb.lemma in self._lists.harming
        return crowd and word.dep == "nsubj" and verb.lemma in self._lists.crowding

    def _counts_others(self, word: Word) -> bool:
        """Whether it says what it counts: "thousands of dollars", but not "tens of thousands"."""
        counted = (inner for prep in word.having("prep") if prep.lower == "of" for inner in prep.having("pobj"))
        return any(inner.lemma not in self._lists.crowds for inner in counted)


def _korea(word: Word, near: Container[str]) -> Description | None:
    """'the North' and "the South" where an article speaks of Korea."""
    bare = word.child("det") is not None and word.child("compound", "prep", "amod") is None
    if not bare or word.dep not in ARGUMENTS or not ("PRK" in near or "KOR" in near):
        return None
    return Description(
        name=f"{word.text} Korea", country=KOREAS[word.text], sectors=("GOV",), confidence=0.9, sort="state"
    )


def _measure(word: Word) -> Word:
    """The number before what it counts: "two of your helicopters"."""
    of = word.head
    counted = word.dep == "pobj" and of is not None and of.lower == "of" and of.head is not None
    return of.head if counted and of is not None and of.head is not None and of.head.tag == "CD" else word


def _is_told(child: Word, found: MentionMap) -> bool:
    """Whether a modifier says whose it is, which is enough: "a Philippine boat"."""
    return (child.dep in INNER or child.dep == "poss") and found.at(child) is not None
