"""The arguments that a predicate has of its own in the tree, before anything is implied."""

from collections.abc import Iterator

from agents.extraction.predicates.frames import Frame, FrameSet, Slot
from agents.extraction.tree import Word
from agents.extraction.words import load_words
from schemas.extracted_article import Relation

VERBAL: dict[str, Relation] = {
    "nsubj": "subject", "nsubjpass": "subject", "csubj": "subject", "dobj": "object", "obj": "object",
    "dative": "indirect_object", "iobj": "indirect_object", "attr": "object", "oprd": "object",
}  # fmt: skip
NOMINAL: dict[str, Relation] = {
    "poss": "possessor", "amod": "modifier", "compound": "modifier", "nmod": "modifier", "appos": "apposition",
}  # fmt: skip

FINITE = frozenset({"VBD", "VBZ", "VBP", "VBN", "VBG"})
CLAUSAL = frozenset({"ROOT", "conj", "ccomp", "parataxis"})
SIDES = frozenset({"between", "among"})

PARTICLES = frozenset({"aside", "away"})
"""Particles that the parser takes for prepositions: "brushes aside a bid" has an object."""

SAYING = frozenset({"say", "answer"})
ANSWERS = frozenset({"yes", "no"})
"""Words for an answer, which the parser takes for exclamations: "said no to the plan"."""

WAYS = frozenset({"aside", "away", "back", "down", "firm", "forward", "home", "off", "out", "over", "up"})
"""Adverbs that go with a verb as particles do, so that what hangs on them is the verb's: 'stay away from the talks'."""


def fill_arguments(frames: FrameSet) -> None:
    """Give each frame the phrases that depend on its words."""
    for frame in frames.frames:
        frame.slots.extend(_own(frame))


def _own(frame: Frame) -> Iterator[Slot]:
    """The arguments of a frame by its kind; a light-verb phrase has those of its verb and those of its noun."""
    if frame.kind in ("verb", "light"):
        if frame.head.is_noun:
            yield from (Slot("subject", child) for child in frame.head.having("nmod", "compound"))
        yield from _of_verb(frame.head)
        if frame.noun is not None:
            yield from _of_noun(frame.noun)
    elif frame.kind == "noun":
        yield from _of_noun(frame.head)
    else:
        yield from _of_adjective(frame.head)


def _of_verb(verb: Word) -> Iterator[Slot]:
    """Subject, objects and obliques of a verb, the parser's usual slips put right on the way."""
    fronted = _fronted(verb)
    ahead = fronted or _swallowed(verb)
    if ahead is not None:
        yield Slot("subject", ahead)
    for child in verb.children:
        relation = _relation(child, verb) if fronted is None or child.dep != "nsubj" else "object"
        if child.dep == "dative" and child.tag in ("IN", "TO"):
            yield from _oblique(child, "indirect_object")
        elif relation is not None:
            yield Slot(relation, (child.child("nsubj") or child) if child.dep == "nsubj" else child)
        elif child.dep == "ccomp" and child.tag == "JJ" and (whom := child.child("nsubj")) is not None:
            yield Slot("object", whom)  # "found the ministry guilty"
        elif child.dep == "prep" and child.lower in PARTICLES:
            yield from (Slot("object", thing) for thing in child.having("pobj"))
        elif (child.dep in ("prep", "agent") and child.lower != "according") or _governs(child):
            yield from _oblique(child, "agent" if child.dep == "agent" else "oblique")
        else:
            yield from _mislabelled(child, verb)


def _mislabelled(child: Word, verb: Word) -> Iterator[Slot]:
    """What the labels of the parser do not show to be a verb's: 'said no', 'no to Denmark', 'worth a million to Peru'.

    The answer is labelled an exclamation, the name behind it a verb, and what hangs on "worth" or "away" is the verb's.
    """
    if child.dep == "intj" and child.lower in ANSWERS and verb.lemma in SAYING:
        yield Slot("object", child)
    elif child.dep == "xcomp" and child.is_proper:
        yield Slot("oblique", child, "to")
    elif child.children and (child.lower in WAYS if child.dep == "advmod" else child.lower == "worth"):
        for preposition in child.having("prep"):
            yield from _oblique(preposition, "oblique")


def _swallowed(verb: Word) -> Word | None:
    """'In Kashgar officials took away', "At the summit in Oslo, the premier signed": a subject in the phrase before it.

    Where there is no comma between a place or a time and the subject, the parser takes the two for one noun; where
    there is one, the subject for a description of the place. The verb, finite as it is, then has no subject at all.
    """
    if verb.tag not in FINITE or verb.dep not in CLAUSAL or verb.child("nsubj", "nsubjpass", "csubj", "expl"):
        return None
    noun = next((child for child in verb.children if child.dep in ("prep", "parataxis")), None)
    if noun is None or noun.index > verb.index:
        return None
    if noun.dep == "parataxis":
        return noun.child("nsubj")  # "India, itself badly hit, has sent"
    while (below := noun.child("pobj", "prep")) is not None:
        noun = below
    beside = noun.child("appos")
    if beside is not None and beside.child("det") is not None:
        return beside
    return noun if noun.is_content and _holds_both(noun, verb) else None


def _holds_both(noun: Word, verb: Word) -> bool:
    """Whether a noun has a place or a time before it and nothing between it and its verb but a clause of its own."""
    before, hours = noun.having("compound", "nmod"), load_words().hours
    if not any(one.is_proper or one.lemma in hours or verb.dep != "conj" for one in before):
        return False
    comma = any(one.dep == "punct" and noun.index < one.index < verb.index for one in verb.children)
    return not comma or noun.child("relcl") is not None


def _relation(child: Word, verb: Word) -> Relation | None:
    """As what a word that is no preposition stands beside a verb; the first of "X, Y and Z pledged" as its subject."""
    cut_off = child.dep in ("npadvmod", "advmod") and child.is_proper and child.index < verb.index
    return "subject" if cut_off and not _is_passive(verb) else VERBAL.get(child.dep)


def _fronted(verb: Word) -> Word | None:
    """The first of 'Kyiv blasts Budapest', which the parser takes for an adjective, and the second for the subject."""
    if verb.tag != "VBZ" or verb.dep != "ROOT":
        return None
    first, later = verb.child("amod", "compound", "nmod"), verb.child("nsubj", "dobj")
    if first is None or later is None or later.dep != "nsubj":
        return None
    return first if first.index == verb.index - 1 and first.text[0].isupper() and later.index > verb.index else None


def _is_passive(verb: Word) -> bool:
    return verb.child("nsubjpass", "auxpass") is not None


def _governs(particle: Word) -> bool:
    """'call on his followers': a particle in name, a preposition in fact."""
    return particle.dep == "prt" and particle.child("pobj") is not None


def _of_noun(noun: Word) -> Iterator[Slot]:
    """Possessor, modifiers and the prepositional complements of an event noun: "Russia's invasion of Ukraine"."""
    for child in noun.children:
        relation = NOMINAL.get(child.dep)
        if relation is not None:
            yield Slot(relation, child)
        elif child.dep in ("prep", "agent"):
            yield from _oblique(child, "agent" if child.lower == "by" else "oblique")
            yield from _beyond(child)


def _beyond(preposition: Word) -> Iterator[Slot]:
    """'the expulsion of envoys by X', 'talks on fish between X and Y': hung on the envoys, but the talks' own."""
    own = preposition.lower == "of"
    for thing in preposition.having("pobj"):
        for child in thing.having("prep", "agent"):
            if child.lower in SIDES or (own and child.lower != "of"):
                yield from _oblique(child, "agent" if child.lower == "by" else "oblique")


def _of_adjective(adjective: Word) -> Iterator[Slot]:
    """The complements of a predicative adjective, and the subject of its copula: "Chad is ready for talks"."""
    for child in adjective.having("prep", "agent"):
        yield from _oblique(child, "oblique")
    verb = adjective.head
    if verb is not None and verb.is_verb:
        for child in verb.children:
            if child.dep in ("nsubj", "nsubjpass"):
                yield Slot("subject", child)
            elif child.dep == "prep" and child.index > adjective.index:
                yield from _oblique(child, "oblique")


def _oblique(preposition: Word, relation: Relation) -> Iterator[Slot]:
    """The objects of a preposition; of a chain of them ('out of', 'up to', 'from inside') the last has the object."""
    for child in preposition.children:
        if child.dep in ("pobj", "dobj") and not child.is_verb:
            yield Slot(relation, child, preposition.lower)
        elif child.tag == "JJ" and preposition.lower == "as":
            yield Slot(relation, child, "as")  # "regards the vote as illegitimate"
        elif child.dep == "prep" or (child.dep == "conj" and child.tag in ("IN", "TO")):
            yield from _oblique(child, relation)


def coordinated(word: Word) -> list[Word]:
    """A word and those joined to it by 'and', 'or' or a comma."""
    found = [word]
    for item in found:
        if item.children:
            found += [child for child in item.children if child.dep == "conj" and not child.is_verb]
    return found
