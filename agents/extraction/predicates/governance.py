"""The chain of governing predicates: which frame stands above which, by what construction and which marker word."""

from agents.extraction.predicates.frames import Frame, FrameSet
from agents.extraction.tree import Word
from agents.extraction.words import WordLists
from schemas.extracted_article import Governance

_BY_DEP: dict[str, Governance] = {
    "ccomp": "complement", "csubj": "complement", "csubjpass": "complement", "xcomp": "infinitive",
    "advcl": "adverbial", "relcl": "relative", "acl": "relative", "conj": "conjunct", "parataxis": "parataxis",
    "pcomp": "argument", "pobj": "argument", "dobj": "argument", "nsubj": "argument", "nsubjpass": "argument",
    "attr": "argument", "dative": "argument", "oprd": "argument", "appos": "argument", "poss": "argument",
    "acomp": "complement", "dep": "parataxis",
}  # fmt: skip
QUOTES = frozenset({'"', "\u201c", "\u201d", "``", "''", "\u00ab", "\u00bb"})
PROVISOS = frozenset({"provided", "condition"})
IF_MARKERS = frozenset({"if", "unless"})
"""Markers of a clause that must come true, or must not, for what stands above it to be done."""
MAIN = frozenset({None, "complement", "conjunct"})
"""Governance of what a text tells as news of its own, and not in passing."""


def fill_governance(frames: FrameSet, lists: WordLists) -> None:
    """Set governor, governance and marker of every frame that hangs on another."""
    for frame in frames.frames:
        frame.content = [
            other for slot in frame.slots_of("object") if (other := frames.at(slot.head)) and other is not frame
        ]
        frame.marker = _marker(_clause(frame))
        _attach(frame, frames, lists)


def _clause(frame: Frame) -> Word:
    """The word by which a frame hangs in the tree: the copula of an adjective, else its own."""
    if frame.kind == "adjective" and frame.head.head is not None and frame.head.dep in ("acomp", "oprd"):
        return frame.head.head
    return frame.head


def _marker(word: Word) -> str | None:
    """The word that introduces a clause: its conjunction, the preposition before a gerund or noun, "to", or "when"."""
    mark, to, adverb = _first_of(word, "mark", "aux", "advmod") if word.children else (None, None, None)
    if mark is not None:
        return _of_proviso(word, mark) or mark.lower
    if word.dep in ("pcomp", "pobj") and word.head is not None:
        return word.head.lower
    if to is not None and to.lower == "to":
        return "to"
    return adverb.lower if adverb is not None and adverb.tag == "WRB" else None


def _of_proviso(word: Word, mark: Word) -> str | None:
    """'provided that', 'on condition that': the word that says more than its "that"."""
    above = word.head
    return above.lower if mark.lower == "that" and above is not None and above.lower in PROVISOS else None


def _first_of(word: Word, *deps: str) -> list[Word | None]:
    """The first dependent with each of some labels."""
    first: dict[str, Word] = {}
    for child in word.children:
        first.setdefault(child.dep, child)
    return list(map(first.get, deps))


def _attach(frame: Frame, frames: FrameSet, lists: WordLists) -> None:
    """Find the frame that governs this one, and by what construction: the nearest above it in the tree."""
    word = _clause(frame)
    governance = _BY_DEP.get(word.dep)
    for above in word.ancestors():
        other = frames.at(above)
        if other is not None and other is not frame:
            beside = _is_beside(word, frames, lists)
            frame.governor, frame.governance = other, "parataxis" if beside else _refined(governance, frame, word)
            other.below.append(frame)
            return
        if above.dep in ("prep", "mark") and above.lower in lists.circumstances and frame.marker in ("of", None):
            frame.marker = above.lower  # "after days of talks"
        if governance is None or governance == "argument":
            governance = _BY_DEP.get(above.dep, governance)


def _refined(governance: Governance | None, frame: Frame, word: Word) -> Governance:
    """An infinitive is one whatever the label: 'his decision to leave', 'wants Kyiv to make'."""
    if frame.marker == "to" and word.dep in ("acl", "ccomp", "xcomp"):
        return "infinitive"
    return governance or "argument"


def _is_beside(word: Word, frames: FrameSet, lists: WordLists) -> bool:
    """Whether a clause before a verb that says nothing stands beside it: "junta expels envoy, Paris scoffs"."""
    above = word.head
    if word.dep != "ccomp" or above is None or word.index > above.index or above.lemma in lists.say_verbs:
        return False
    whole = all(verb.child("nsubj", "nsubjpass") is not None for verb in (word, above))
    return whole and word.child("mark") is None and QUOTES.isdisjoint(frames.tree.lowers)
