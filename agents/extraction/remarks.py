"""What is said of a whole clause by a noun and whoever remarks on it: "..., a charge Khartoum denies".

The noun resumes what the clause before it tells, and a relative clause without "that" says what somebody thinks of it.
The parser often takes the remark for the main clause, with the noun as its object or as a part of its subject's name,
and what the sentence tells for a thing that is said.
"""

from agents.extraction.grammar import AUXILIARIES, FINITE
from agents.extraction.reattachment import NOMINAL, PRENOMINAL, retag, set_head
from agents.extraction.tree import Tree, Word

BREAKS = frozenset({",", "-", "--", "\u2013", "\u2014"})
"""What stands between a clause and the noun that resumes it."""
LONGEST = 8
"""Words from the noun to the verb of its remark: a name, auxiliaries, an adverb."""
BEFORE_VERB = frozenset({*AUXILIARIES, "neg", "advmod"})
NAMING = frozenset({"NN", "NNS", "NNP", "NNPS", "PRP", "JJ", "DT", "HYPH", "POS", "PRP$"})
"""Tags of the words of a subject."""
OWN = frozenset({"DT", "JJ", "VBN"})
"""Tags of what stands before the noun in its phrase."""


def mend_remarks(tree: Tree, resuming: frozenset[str], replies: frozenset[str]) -> None:
    """Hang a remark on its noun and the noun on the clause that it resumes, where the parser has them otherwise.

    ``replies`` are the verbs of a remark that may be taken for nouns: "a charge Chad rejects".
    """
    if resuming.isdisjoint(tree.lowers):
        return
    for noun in tree.words:
        if noun.lower in resuming and _resumes(noun, tree):
            verb = _verb(noun, tree, replies)
            if verb is not None and not _is_modifying(verb, noun):
                _mend(noun, verb, tree)


def _resumes(noun: Word, tree: Tree) -> bool:
    """Whether a break stands before the noun and its article, and a clause before that."""
    first = _first(noun, tree)
    plural = noun.tag == "NNS" or (noun.tag == "VBZ" and noun.child("nsubj") is None)
    told = any(word.tag in FINITE for word in tree.words[:first])
    return first > 1 and (plural or first < noun.index) and told and tree.words[first - 1].text in BREAKS


def _first(noun: Word, tree: Tree) -> int:
    """The index of the first word of the noun's own phrase."""
    first = noun.index
    while first and tree.words[first - 1].tag in OWN and tree.words[first - 1].lower != "the":
        first -= 1
    return first


def _verb(noun: Word, tree: Tree, replies: frozenset[str]) -> Word | None:
    """The finite verb that a subject right behind the noun belongs to."""
    subject = False
    for word in tree.words[noun.index + 1 : noun.index + LONGEST]:
        if subject and word.tag == "NNS" and word.lemma in replies and _ends(word, tree):
            retag(word, "VBZ", word.lemma)  # "a charge Asmara rejects"
            return word
        if word.is_verb and word.dep not in AUXILIARIES:
            finite = word.tag in FINITE or any(child.tag in FINITE for child in word.having("aux", "auxpass"))
            return word if subject and finite and word.child("dobj") in (None, noun) else None
        if word.tag in NAMING:
            subject = True
        elif word.dep not in BEFORE_VERB:
            return None
    return None


def _ends(word: Word, tree: Tree) -> bool:
    behind = tree.words[word.index + 1 : word.index + 2]
    return not behind or behind[0].dep == "punct"


def _is_modifying(verb: Word, noun: Word) -> bool:
    return verb.dep == "relcl" and verb.head is noun


def _mend(noun: Word, verb: Word, tree: Tree) -> None:
    top = noun if noun in verb.ancestors() and verb not in noun.ancestors() else verb
    told, subject = _told(noun, verb, top), _subject(noun, verb, tree)
    if told is None or subject is None:
        return
    if noun.tag == "VBZ":
        retag(noun, "NNS", noun.lemma)
    if top in told.ancestors():
        set_head(told, top.head, top.dep)
    _part(noun, subject, told, tree.words[: verb.index], _first(noun, tree))
    set_head(noun, told, "npadvmod")
    set_head(subject, verb, "nsubj")
    set_head(verb, noun, "relcl")


def _told(noun: Word, verb: Word, top: Word) -> Word | None:
    """The verb of the clause that the noun resumes: below the remark, or the nearest above it."""
    below = [child for word in (verb, noun) for child in word.having("ccomp") if child.index < noun.index]
    above = (word for word in top.ancestors() if word.is_verb and word.index < noun.index)
    return below[-1] if below else next(above, None)


def _subject(noun: Word, verb: Word, tree: Tree) -> Word | None:
    """The last noun before the verb and its auxiliaries."""
    nouns = [word for word in tree.words[noun.index + 1 : verb.index] if word.tag in NAMING]
    named = [word for word in nouns if word.is_noun or word.tag in ("NNP", "NNPS", "PRP")]
    return named[-1] if named else None


def _part(noun: Word, subject: Word, told: Word, words: list[Word], first: int) -> None:
    """Give each its own words: what stands before the noun's phrase to what is told, the rest to noun and subject."""
    behind = words[noun.index + 1 :]
    for word in words[: noun.index]:
        if word.head in (noun, subject, *behind):
            stray = word.dep in PRENOMINAL and word.is_noun
            set_head(word, noun if word.index >= first else told, "dobj" if stray else word.dep)
    for word in words[noun.index + 1 : subject.index]:
        if word.head not in behind:
            set_head(word, subject, "compound" if word.tag in NOMINAL else word.dep)
