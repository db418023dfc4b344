"""Subjects that the parser tears from their verb, or from themselves.

A finite verb that is joined to another without "and" of its own has a subject of its own. Where the parser gives it
none, that is the noun right before it, which it has taken for one more object of the verb before ("Chad thanked Mali
and Niger has sent rice") or for that of a preposition ("hours after a missile hit the port"). One that shares its
subject shares it with a finite verb, not with a gerund before it ("accused Mali of spying and expelled its envoy"). An
office and the name right behind it are one subject, not two ("army chief Omar al-Hadi").
"""

from agents.extraction.grammar import FINITE
from agents.extraction.reattachment import NOMINAL, retag, set_head
from agents.extraction.tree import PLACE_IN_SENTENCE, Tree, Word

BETWEEN = frozenset({"aux", "auxpass", "neg", "advmod"})
SUBJECTS = ("nsubj", "nsubjpass", "expl", "csubj", "csubjpass")
JOINING = frozenset({"and", "but", "while"})
DATING = frozenset({"after", "before"})
"""Words between a span of time and what happened then."""
CLAUSES = frozenset({"advcl", "ccomp", "relcl"})
ACRONYM = 3
"""Letters of the shortest name in capitals that the parser may take for a verb."""
GRATA = "grata"
UNWELCOME = ("persona", "non", GRATA)
"""The words by which a diplomat is told to leave (Vienna Convention on Diplomatic Relations, article 9)."""
UNFINISHED = frozenset({"pcomp", "xcomp", "acl", "advcl", "conj"})
"""Labels of infinitives, gerunds and participles."""
NAME = frozenset({"nsubj", "nsubjpass", "npadvmod", "compound", "punct", "nmod"})
"""Labels that the parts of a torn name carry."""


def mend_subjects(tree: Tree) -> None:
    """Give verbs the subjects that the parser has hung elsewhere, and make one of an office and its holder's name."""
    joining, dating = not JOINING.isdisjoint(tree.lowers), not DATING.isdisjoint(tree.lowers)
    for verb in tree.words:
        if not verb.is_verb:
            continue
        if joining and verb.dep == "conj" and verb.tag == "VBN":
            _mend_voice(verb)
        if joining and verb.dep == "conj" and verb.child(*SUBJECTS) is None:
            first = _first(verb)
            _mend_joined(verb, first)
            subject = _before(first, tree) if first.tag in FINITE else None
            if subject is not None:
                _attach(subject, verb)
        elif dating and verb.dep in CLAUSES and verb.child(*SUBJECTS) is None:
            _mend_dated(verb, tree)
        if verb.text.isupper() and len(verb.text) >= ACRONYM and not tree.headline:
            _mend_acronym(verb, tree)
        else:
            _mend_holder(verb, tree)
            _mend_plural(verb)
    if GRATA in tree.lowers:
        _mend_unwelcome(tree)


def _mend_voice(verb: Word) -> None:
    """'three were killed and nine wounded': a participle with a subject and no "have" is as passive as the first."""
    subject, above = verb.child("nsubj"), verb.head
    if subject is None or above is None or above.child("auxpass") is None:
        return
    if verb.child("aux", "auxpass", "dobj", "ccomp") is None:
        subject.dep = "nsubjpass"


def _mend_joined(verb: Word, first: Word) -> None:
    """'accused Chad of selling arms and called for': what is finite is joined to what is finite."""
    above = verb.head
    if above is None or first.tag not in ("VBZ", "VBD") or above.dep not in UNFINISHED or not _is_unfinished(above):
        return
    if above.tag == "VBN" and above.index > verb.index - 3:
        return  # "of having shot and killed"
    finite = next((up for up in above.ancestors() if up.is_verb and not _is_unfinished(up)), None)
    if finite is not None:
        joint = next((word for word in reversed(above.having("cc")) if word.index < first.index), None)
        set_head(verb, finite, "conj")
        if joint is not None:
            set_head(joint, finite, "cc")


def _is_unfinished(verb: Word) -> bool:
    """Whether a verb is an infinitive, a gerund or a participle without a finite auxiliary."""
    return verb.tag in ("VB", "VBG", "VBN") and not any(child.tag in FINITE for child in verb.having("aux", "auxpass"))


def _mend_dated(verb: Word, tree: Tree) -> None:
    """'hours after a missile hit the port': what stands between "after" and the verb is the verb's subject."""
    first = _first(verb)
    noun = tree.words[first.index - 1] if first.index and first.tag in FINITE else None
    while noun is not None and (noun.head is None or noun.head.lower not in DATING):
        noun = noun.head if noun.head is not None and noun.head.index < first.index else None
    if noun is None or noun.dep != "pobj" or noun.head is None or verb not in noun.ancestors():
        return
    marker = noun.head
    set_head(noun, verb, "nsubjpass" if verb.child("auxpass") is not None else "nsubj")
    set_head(marker, verb, "mark")


def _mend_holder(verb: Word, tree: Tree) -> None:
    """'army chief Omar al-Hadi said', the office and each part of the name hung on the verb: they are one subject."""
    office = verb.child("nsubj", "nsubjpass")
    if office is None or not office.is_noun:
        return
    parts = [child for child in verb.children if office.index < child.index < verb.index and child.dep in NAME]
    last = next((part for part in reversed(parts) if part.is_proper and part.dep in SUBJECTS), None)
    between = tree.words[office.index + 1 : last.index] if last is not None else []
    if last is None or not all(word.is_proper or word.text == "-" for word in between):
        return
    label = office.dep
    for part in (office, *parts):
        if part is not last and part.index < last.index:
            set_head(part, last, "compound")
    last.dep = label


def _mend_plural(verb: Word) -> None:
    """'Cook Islands Prime Minister Mark Brown said': a name in the plural right before an office is a part of it."""
    subject = verb.child("nsubj", "nsubjpass")
    stray = next((one for one in verb.children if one.tag == "NNPS" and one.dep in NAME and one is not subject), None)
    if subject is None or stray is None or not subject.is_proper:
        return
    if stray.index == subject.subtree()[0].index - 1:
        set_head(stray, subject, "compound")


def _mend_acronym(word: Word, tree: Tree) -> None:
    """'left the regional bloc ECOWAS in May': what is written in capitals among small letters is a name, no verb."""
    before = tree.words[word.index - 1] if word.index else None
    above = word.head
    if before is None or above is None or not before.is_noun or not before.text.islower():
        return
    for child in list(word.children):
        set_head(child, above, child.dep)
    retag(word, "NNP", word.text)
    set_head(word, before, "appos")


def _mend_unwelcome(tree: Tree) -> None:
    """'declared two envoys persona non grata': the Latin words say what they are called, and are no verb."""
    last = next(word for word in tree.words if word.lower == GRATA)
    phrase = tree.words[max(last.index - 2, 0) : last.index + 1]
    verb = next((word for word in reversed(tree.words[: phrase[0].index]) if word.is_verb), None)
    if verb is None or len(phrase) < len(UNWELCOME) or phrase[0].lower not in UNWELCOME:
        return
    called = tree.words[phrase[0].index - 1]
    while called.head is not None and verb.index < called.head.index < phrase[0].index:
        called = called.head
    strays = [child for word in phrase for child in word.children if child not in phrase and child is not called]
    if called is not verb and called.tag in NOMINAL:
        set_head(called, verb, "dobj")
    for stray in strays:
        set_head(stray, called if verb.index < stray.index < phrase[0].index else verb, stray.dep)
    for word in phrase:
        retag(word, "NN", word.lower)
        set_head(word, last if word is not last else verb, "compound" if word is not last else "oprd")


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
