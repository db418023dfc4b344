"""What is told and did not happen, or happened in another age: conditions without an if, denials around a clause, eras.

Each question looks at the verb, its head and their nearest dependents only, because it is asked of every predicate.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from agents.extraction.tree import Word
from agents.extraction.words import WordLists

CLAUSES: Final = frozenset({"ccomp", "acl", "relcl", "advcl", "pcomp"})
"""How a whole clause hangs on what it completes."""
DECADES: Final = frozenset(f"{tens}0s" for tens in range(100, 201))
"""'1840s': years by tens, of which none is news."""
INVERTED: Final = frozenset({"had", "should", "were"})


@dataclass(frozen=True, slots=True)
class Clues:
    """Words without one of which a sentence need not be asked: of denials, of provisos, of ages."""

    refuting: frozenset[str]
    providing: frozenset[str]
    ages: frozenset[str]

    @classmethod
    def of(cls, lists: WordLists) -> "Clues":
        """The clues in the lists, in every form that a sentence may have."""
        return cls(
            frozenset({"yet", "short", "far", "true"}) | _forms((*lists.untrue, *lists.proofs, *lists.rumours)),
            lists.provisos | lists.cases,
            DECADES | _forms((*lists.eras, "war", *lists.times_past)),
        )


def _forms(lemmas: Iterable[str]) -> frozenset[str]:
    """Nouns and their plurals."""
    return frozenset(form for one in lemmas for form in (one, f"{one}s", f"{one[:-1]}ies"))


def is_inverted(verb: Word) -> bool:
    """'Had Seoul stopped the loan, ...', 'Were Peru to close the border, ...': a condition without an if."""
    if verb.dep != "advcl":
        return False
    above = verb.head
    if above is not None and above.lower == "were" and above.index < verb.index:
        subject = above.child("nsubj", "nsubjpass")
        return subject is not None and above.index < subject.index < verb.index
    subject, had = verb.child("nsubj", "nsubjpass"), verb.child("aux", "auxpass")
    if verb.lower == "were" and subject is not None and verb.child("xcomp") is not None:
        return subject.index > verb.index
    return subject is not None and had is not None and had.index < subject.index and had.lower in INVERTED


def is_proviso(verb: Word, lists: WordLists) -> bool:
    """'provided that Oslo pays', 'in case Oslo pays', 'on condition that Oslo pays'."""
    above = verb.head
    if verb.dep not in CLAUSES or above is None:
        return False
    if above.lower in lists.provisos:
        return above.dep in ("prep", "advcl", "mark")
    if above.lower in lists.cases and above.dep == "pobj":
        return verb.child("mark") is not None and above.head is not None and above.head.lower in ("in", "on")
    return any(_is_case(child, lists) for child in verb.children if child.dep == "prep" and child.index < verb.index)


def _is_case(preposition: Word, lists: WordLists) -> bool:
    """'in case' before a clause; 'in this case' and 'in the case of' are none."""
    held = preposition.child("pobj")
    return preposition.lower == "in" and held is not None and held.lower in lists.cases and not held.children


def is_denied(verb: Word, lists: WordLists) -> bool:
    """'It is not true that', 'no evidence that', 'dismissed reports that', 'far from', 'has yet to', 'short of'."""
    above = verb.head
    if above is None:
        return False
    if verb.dep == "xcomp":
        return above.lemma in ("have", "be") and any(child.lower == "yet" for child in above.children)
    if verb.dep == "pcomp":
        return _is_short(above)
    if verb.dep == "ccomp":
        return _is_untrue(above, lists)
    return verb.dep in ("acl", "relcl") and verb.child("mark") is not None and _is_unfounded(above, lists)


def _is_short(preposition: Word) -> bool:
    """'stopped short of signing', 'far from signing'."""
    above = preposition.head
    if above is None:
        return False
    if preposition.lower == "of":
        return above.lower == "short"
    far = (child for child in above.children if child.lower == "far" and child.index == preposition.index - 1)
    return preposition.lower == "from" and (above.lower == "far" or next(far, None) is not None)


def _is_untrue(copula: Word, lists: WordLists) -> bool:
    """'it is not true that', 'it is false that'."""
    said = copula.child("acomp")
    if said is None or copula.lemma != "be":
        return False
    return said.lower in lists.untrue or (said.lower == "true" and copula.child("neg") is not None)


def _is_unfounded(noun: Word, lists: WordLists) -> bool:
    """'there is no evidence that', 'dismissed reports that'."""
    if noun.lemma in lists.proofs:
        return any(child.lower == "no" for child in noun.children)
    return noun.lemma in lists.rumours and noun.head is not None and noun.head.lemma in lists.dismissing


def is_bygone(verb: Word, lists: WordLists) -> bool:
    """'in the nineteenth century', 'in the 1980s', 'during the cold war', 'in medieval times'."""
    held = (child.child("pobj") for child in verb.children if child.dep == "prep" and child.lower in lists.within)
    return any(_is_era(word, lists) for word in held if word is not None)


def _is_era(word: Word, lists: WordLists) -> bool:
    """Whether a noun of time is of an age long past: unless "last century", "half a century" make it recent."""
    if word.lower in DECADES:
        return True
    around = {child.lower for child in word.children}
    if word.lemma in lists.eras:
        return not around & lists.recent
    if word.lemma == "war":
        return not around.isdisjoint(lists.old_wars)
    return word.lemma in lists.times_past and not around.isdisjoint(lists.bygone)
