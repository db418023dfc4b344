"""Hangs the words of a part of a sentence on a verb that the parser has not known."""

from agents.extraction.tree import PLACE_IN_SENTENCE, Word

NOMINAL = frozenset({"NN", "NNS", "NNP", "NNPS", "PRP", "CD"})
OTHER = frozenset({"prep", "punct", "advmod", "prt", "agent", "mark", "cc"})
"""Labels of what is no noun of a phrase."""
LOOSE = frozenset({"amod", "det", "nummod", "poss", "compound", "nmod"})
"""Labels of what stands before the noun of a phrase."""


def rehang(words: list[Word], verb: Word) -> None:
    """Hang a part of a sentence on its verb: what is before it is its subject, what is after it its object."""
    left = [word for word in words if word.index < verb.index]
    right = [word for word in words if word.index > verb.index]
    _step_aside(verb)
    if right:
        _free_object(right[0])
    above, label = _place(words)
    before, after = _tops(left), _tops(right)
    set_head(verb, above, label)
    _hang_subject(before, verb)
    _hang_object(after, verb)


def retag(word: Word, tag: str, lemma: str) -> None:
    """Give a word another tag."""
    word.tag, word.lemma = tag, lemma
    word.is_verb, word.is_noun, word.is_proper = tag.startswith("VB"), tag in ("NN", "NNS"), tag == "NNP"
    word.is_content = True


def set_head(word: Word, head: Word | None, label: str) -> None:
    """Hang a word on another, away from where it hung."""
    if word.head is not None:
        word.head.children = [child for child in word.head.children if child is not word]
    word.head, word.dep = head, label
    if head is not None:
        head.children = sorted((*head.children, word), key=PLACE_IN_SENTENCE)


def _step_aside(verb: Word) -> None:
    """'Nothing in the agreement obliges Ankara': the noun that was joined to the verb has its place after "in"."""
    if verb.dep != "pobj" or verb.head is None or verb.head.index > verb.index:
        return
    nouns = [child for child in verb.children if child.index < verb.index and child.tag in NOMINAL]
    if nouns:
        set_head(nouns[-1], verb.head, "pobj")


def _free_object(first: Word) -> None:
    """Cut the noun phrase right after the verb loose, whatever the parser has hung it on."""
    word = first
    while word.head is not None and word.head.index > word.index and word.dep in LOOSE:
        word = word.head
    if word.tag in NOMINAL and word.dep not in OTHER:
        set_head(word, None, "dobj")


def _tops(words: list[Word]) -> list[Word]:
    """The words whose heads lie outside of theirs."""
    inside = {word.index for word in words}
    return [word for word in words if word.head is None or word.head.index not in inside]


def _place(words: list[Word]) -> tuple[Word | None, str]:
    """Where the part hangs in the sentence: the head of its highest word, none where the sentence hangs on it."""
    inside = {word.index for word in words}
    for top in _tops(words):
        if top.head is None and top.dep == "ROOT":
            break
        if top.head is not None and not any(above.index in inside for above in top.ancestors()):
            return top.head, "parataxis"
    return None, "ROOT"


def _hang_subject(tops: list[Word], verb: Word) -> None:
    nouns = [word for word in tops if word.tag in NOMINAL and word.dep not in OTHER] or tops[-1:]
    subject = nouns[-1] if nouns else None
    if subject is not None and len(nouns) > 1 and verb.tag == "VBP" and _comma_between(tops, nouns[-2], subject):
        set_head(subject, nouns[-2], "conj")
        tops = [word for word in tops if word is not subject]
        subject = nouns[-2]
    for word in tops:
        if subject is not None and word.index < subject.index and (word.dep in LOOSE or word in nouns):
            set_head(word, subject, word.dep if word.dep in LOOSE else "compound")
        elif word is not subject:
            set_head(word, verb, "dep" if word.dep == "ROOT" else word.dep)
    if subject is not None:
        set_head(subject, verb, "nsubj")


def _comma_between(tops: list[Word], first: Word, second: Word) -> bool:
    near = (*tops, *first.children)
    return any(word.lower == "," and first.index < word.index < second.index for word in near)


def _hang_object(tops: list[Word], verb: Word) -> None:
    found = False
    for word in tops:
        label = word.dep
        if not found and word.tag in NOMINAL and word.dep not in OTHER and word.dep != "npadvmod":
            found, label = True, "dobj"
        elif word.tag == "VB" and any(child.lower == "to" for child in word.having("aux")):
            label = "xcomp"
        elif word.tag == "VBG" and word.dep == "acl":
            label = "advcl"
        elif word.dep == "ROOT":
            label = "dep"
        set_head(word, verb, label)
