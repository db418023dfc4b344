"""A verb left out the second time: "thanked Chad for its patience and Niger for its troops".

The parser joins the second of the two names to the last noun before it. Where the same preposition stands behind both
names, the second is joined to the first instead, and what follows it hangs on the verb that is left out.
"""

from agents.extraction.reattachment import set_head
from agents.extraction.tree import Tree, Word

PREPOSITIONS = frozenset({"for", "of"})
"""Prepositions behind whom one thanks, praises, blames or accuses."""


def mend_gaps(tree: Tree) -> None:
    """Join a second name to the first, where the verb between them is left out."""
    lowers = [word.lower for word in tree.words] if "and" in tree.lowers else []
    if not any(lowers.count(one) > 1 for one in PREPOSITIONS):
        return
    for second in tree.words:
        if second.is_proper and second.dep == "conj" and second.head is not None and second.head.index < second.index:
            _mend(second, tree)


def _mend(second: Word, tree: Tree) -> None:
    """Join a name to the object of the verb above the preposition that it has come to stand behind."""
    after = second.index + 1
    preposition = tree.words[after] if after < len(tree.words) else second
    if preposition.lower not in PREPOSITIONS:
        return
    for verb in second.ancestors():
        whom = verb.child("dobj") if verb.is_verb else None
        if whom is None or not whom.is_proper or whom.index > second.index:
            continue
        between = tree.words[whom.index + 1 : second.index]
        if any(word.lower == preposition.lower and word.head in (verb, whom) for word in between):
            set_head(second, whom, "conj")
            set_head(preposition, verb, "prep")
        return
