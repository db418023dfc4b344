"""What stands before a colon at the head of a line: a speaker, whose verb of saying it is, or a label.

"Tusk: Belarus must free prisoners" says what "Tusk says Belarus must free prisoners" says; before "Cairo presses Hamas"
a "Gaza:" takes no part in what follows.
"""

from collections.abc import Sequence

from agents.extraction.grammar import AUXILIARIES, FINITE
from agents.extraction.mentions.marks import Mark
from agents.extraction.reattachment import retag, set_head
from agents.extraction.tree import Word

MAX_LABEL = 7
"""Words before the colon; more are a clause, not a name."""
SPEAKING = frozenset({"person", "institution"})
"""Kinds of names that speak before a colon; a country or a town says there what a line is about."""


def mend_label(words: Sequence[Word], marks: Sequence[Mark]) -> None:
    """Read the colon after a speaker as "says", and cut other labels off from what follows."""
    colon = next((place for place, word in enumerate(words[: MAX_LABEL + 1]) if word.text == ":"), 0)
    left, right = words[:colon], words[colon + 1 :]
    if not colon or not right or any(word.tag in FINITE for word in left):
        return
    verb = _top_verb(right)
    if verb is None:
        return
    before = [word for word in left if word.head is None or word.head.index >= colon]
    behind = [word for word in right if word is not verb and (word.head is None or word.head.index <= colon)]
    speaks = len(before) == 1 and _speaks(left[-1], marks)
    if speaks:
        retag(words[colon], "VBZ", "say")
        set_head(words[colon], None, "ROOT")
        set_head(verb, words[colon], "ccomp")
    else:
        set_head(verb, None, "ROOT")
        set_head(words[colon], verb, "punct")
    for word in before:
        set_head(word, words[colon] if speaks else verb, "nsubj" if speaks else "dep")
    for word in behind:
        set_head(word, verb, "dep" if word.dep == "ROOT" else word.dep)


def _speaks(last: Word, marks: Sequence[Mark]) -> bool:
    mark = next((mark for mark in marks if mark.start <= last.start < mark.end), None)
    if mark is None:
        return False
    if mark.role is not None:
        return mark.role.entry.kind in ("title", "person", "body") and not mark.role.plural
    return mark.actor is not None and mark.actor.entry.kind in SPEAKING


def _top_verb(right: Sequence[Word]) -> Word | None:
    """The verb of the clause behind the colon."""
    first = right[0].index
    for word in right:
        if word.is_verb and (word.head is None or word.head.index < first) and _is_finite(word):
            return word
    return None


def _is_finite(verb: Word) -> bool:
    """With a tense of its own, or with an auxiliary or the "to" of headlines: "France to recognise"."""
    return verb.tag in FINITE or any(child.dep in AUXILIARIES for child in verb.children)
