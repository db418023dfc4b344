"""Subjects that the parser joins to what stands before them: "Chad thanked Mali and Niger has sent rice".

A finite verb that is joined to another without "and" of its own has a subject of its own. Where the parser gives it
none, that is the noun right before it, which it has taken for one more object of the verb before.
"""

from agents.extraction.tree import PLACE_IN_SENTENCE, Tree, Word

FINITE = frozenset({"VBZ", "VBD", "VBP", "MD"})
BETWEEN = frozenset({"aux", "auxpass", "neg", "advmod"})
SUBJECTS = ("nsubj", "nsubjpass", "expl", "csubj", "csubjpass")
JOINING = frozenset({"and", "but", "while"})


def mend_subjects(tree: Tree) -> None:
    """Give joined verbs the subjects that the parser has joined to a noun before them."""
    if JOINING.isdisjoint(tree.lowers):
        return
    for verb in tree.words:
        if verb.dep == "conj" and verb.is_verb and verb.child(*SUBJECTS) is None:
            first = _first(verb)
            subject = _before(first, tree) if first.tag in FINITE else None
            if subject is not None:
                _attach(subject, verb)


def _first(verb: Word) -> Word:
    """The first of the words that make up the verb: "has" of "has not yet called"."""
    first = verb
    for child in reversed(verb.children):
        if child.dep in BETWEEN and child.index == first.index - 1:
            first = child
    return first


def _before(first: Word, tree: Tree) -> Word | None:
    """The noun that ends right before a verb and is joined to another noun by "and"."""
    above = tree.words[first.index - 1] if first.index else None
    while above is not None and above.dep != "conj" and (above.is_noun or above.is_proper or above.dep == "prep"):
        above = above.head
    if above is None or above.dep != "conj" or above.head is None or not (above.is_noun or above.is_proper):
        return None
    joined = any(child.lower in JOINING and child.index < above.index for child in above.head.having("cc"))
    return above if joined and above.subtree()[-1].index == first.index - 1 and _is_object(above.head) else None


def _is_object(noun: Word) -> bool:
    """Whether a noun, or what it is joined to or hangs on, comes after its verb."""
    return all(up.dep not in SUBJECTS for up in (noun, *noun.ancestors()) if not up.is_verb)


def _attach(subject: Word, verb: Word) -> None:
    assert subject.head is not None
    subject.head.children = [child for child in subject.head.children if child is not subject]
    subject.head, subject.dep = verb, "nsubjpass" if verb.child("auxpass") is not None else "nsubj"
    verb.children = sorted((*verb.children, subject), key=PLACE_IN_SENTENCE)
