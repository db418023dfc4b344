"""Puts a clause in order around a verb that the parser took for a noun, or whose subject it took for a part of it.

In "Commandos storm French embassy" a parser trained on running text sees a row of nouns under its last one. Once a word
is known to be the verb it becomes the head of its clause: the noun phrase right before it its subject, the one right
after it its direct object, prepositional phrases and adverbs its modifiers.
"""

from agents.extraction.tree import PLACE_IN_SENTENCE, Word

NOMINAL = frozenset({"NN", "NNS", "NNP", "NNPS", "PRP", "CD"})
"""Tags of the heads of noun phrases."""
NOT_ARGUMENTS = frozenset({"prep", "punct", "advmod", "prt", "agent", "mark", "cc"})
"""Labels of dependents that are neither subject nor object, whatever their tag."""
PRENOMINAL = frozenset({"amod", "det", "nummod", "poss", "compound", "nmod"})
"""Labels of what stands before the head noun of its phrase."""


def reattach(words: list[Word], verb: Word) -> None:
    """Make ``verb`` the head of the clause that ``words`` are: subject before it, object and modifiers after it."""
    left = [word for word in words if word.index < verb.index]
    right = [word for word in words if word.index > verb.index]
    _leave_to_preposition(verb)
    if right:
        _detach_phrase(right[0])
    above, label = _attachment(words)
    before, after = _local_heads(left), _local_heads(right)
    set_head(verb, above, label)
    _attach_subject(before, verb)
    _attach_object(after, verb)


def retag(word: Word, tag: str, lemma: str) -> None:
    """Give a word another part of speech, a Penn Treebank tag, and what follows from it."""
    word.tag, word.lemma = tag, lemma
    word.is_verb, word.is_noun, word.is_proper = tag.startswith("VB"), tag in ("NN", "NNS"), tag == "NNP"
    word.is_content = True


def set_head(word: Word, head: Word | None, label: str) -> None:
    """Make a word the dependent of another by a label, and of its former head no longer."""
    if word.head is not None:
        word.head.children = [child for child in word.head.children if child is not word]
    word.head, word.dep = head, label
    if head is not None:
        head.children = sorted((*head.children, word), key=PLACE_IN_SENTENCE)


def _leave_to_preposition(verb: Word) -> None:
    """'Nothing in the agreement obliges Ankara': the preposition governs the noun, which was taken for the verb's."""
    if verb.dep != "pobj" or verb.head is None or verb.head.index > verb.index:
        return
    nouns = [child for child in verb.children if child.index < verb.index and child.tag in NOMINAL]
    if nouns:
        set_head(nouns[-1], verb.head, "pobj")


def _detach_phrase(first: Word) -> None:
    """Take the noun phrase that begins right after the verb away from whatever governs it: it can be the object."""
    word = first
    while word.head is not None and word.head.index > word.index and word.dep in PRENOMINAL:
        word = word.head
    if word.tag in NOMINAL and word.dep not in NOT_ARGUMENTS:
        set_head(word, None, "dobj")


def _local_heads(words: list[Word]) -> list[Word]:
    """The words that are governed by none of the others: the heads of the phrases that these words make."""
    inside = {word.index for word in words}
    return [word for word in words if word.head is None or word.head.index not in inside]


def _attachment(words: list[Word]) -> tuple[Word | None, str]:
    """The head and label of the clause in its sentence; none, and ROOT, where the sentence depends on it."""
    inside = {word.index for word in words}
    for top in _local_heads(words):
        if top.head is None and top.dep == "ROOT":
            break
        if top.head is not None and not any(above.index in inside for above in top.ancestors()):
            return top.head, "parataxis"
    return None, "ROOT"


def _attach_subject(phrases: list[Word], verb: Word) -> None:
    """The last noun before the verb is its subject; "Paris, Algiers mend fences" has two, joined by a comma alone."""
    nouns = [word for word in phrases if word.tag in NOMINAL and word.dep not in NOT_ARGUMENTS] or phrases[-1:]
    subject = nouns[-1] if nouns else None
    if subject is not None and len(nouns) > 1 and verb.tag == "VBP" and _comma_between(phrases, nouns[-2], subject):
        set_head(subject, nouns[-2], "conj")
        phrases = [word for word in phrases if word is not subject]
        subject = nouns[-2]
    for word in phrases:
        if subject is not None and word.index < subject.index and (word.dep in PRENOMINAL or word in nouns):
            set_head(word, subject, word.dep if word.dep in PRENOMINAL else "compound")
        elif word is not subject:
            set_head(word, verb, "dep" if word.dep == "ROOT" else word.dep)
    if subject is not None:
        set_head(subject, verb, "nsubj")


def _comma_between(phrases: list[Word], first: Word, second: Word) -> bool:
    near = (*phrases, *first.children)
    return any(word.lower == "," and first.index < word.index < second.index for word in near)


def _attach_object(phrases: list[Word], verb: Word) -> None:
    """The first noun after the verb is its object; an infinitive completes it, a participle or a rest modifies it."""
    found = False
    for word in phrases:
        label = word.dep
        if not found and word.tag in NOMINAL and word.dep not in NOT_ARGUMENTS and word.dep != "npadvmod":
            found, label = True, "dobj"
        elif word.tag == "VB" and any(child.lower == "to" for child in word.having("aux")):
            label = "xcomp"
        elif word.tag == "VBG" and word.dep == "acl":
            label = "advcl"
        elif word.dep == "ROOT":
            label = "dep"
        set_head(word, verb, label)
