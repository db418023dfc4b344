"""Arguments that stand elsewhere: coordination, relative and participial clauses, control and raising."""

from agents.extraction.predicates.frames import Frame, FrameSet, Slot
from agents.extraction.tree import Word
from agents.extraction.words import WordLists
from schemas.extracted_article import Relation

LOCAL = frozenset({"in", "at", "near", "outside"})
COPULAS = frozenset({"be", "become", "remain"})
PERSONS = frozenset({"he", "she", "they", "we"})
_RELATIVE = frozenset({"WDT", "WP"})


def fill_implied(frames: FrameSet, lists: WordLists) -> None:
    """Give each frame the arguments that the grammar lets it share with others, from the root downwards."""
    for frame in _downwards(frames.frames):
        if frame.kind != "noun":
            _resolve_relative(frame)
            if not frame.subjects:
                _imply_subject(frame, frames, lists)
            _share_object(frame, frames, lists)
            _raise_object(frame, frames, lists)


def _downwards(frames: list[Frame]) -> list[Frame]:
    """Frames from the root down, those of one depth in text order."""
    return sorted(frames, key=lambda frame: _depth(frame.head)) if len(frames) > 1 else frames


def _depth(word: Word) -> int:
    depth, above = 0, word.head
    while above is not None:
        depth, above = depth + 1, above.head
    return depth


def _resolve_relative(frame: Frame) -> None:
    """Relative pronouns stand for the noun that the clause hangs on; a clause may do without one."""
    clause = frame.head
    emphatic = _emphasised(clause)
    if emphatic is not None:
        for slot in frame.slots:
            if slot.head.tag in _RELATIVE:
                slot.head, slot.known_words, slot.implied = emphatic, None, True
        return
    if clause.dep != "relcl" or clause.head is None:
        return
    noun, found = _equated(_antecedent(clause.head, frame)), False
    for slot in frame.slots:
        if slot.head.tag in _RELATIVE:
            slot.head, slot.known_words, slot.implied, found = noun, None, True, True
    whole = any(child.tag == "WRB" for child in clause.children)  # "a town where nobody works" misses nothing
    if not found and not whole and frame.subjects and not frame.slots_of("object") and noun is not frame.noun:
        frame.slots.append(Slot("object", noun, implied=True))


def _antecedent(noun: Word, frame: Frame) -> Word:
    """'Villagers in Osh, who fled': nobody can mean the town by "who"."""
    preposition = noun.head
    above = preposition.head if preposition is not None and noun.dep == "pobj" else None
    if above is None or preposition is None or preposition.lower not in LOCAL or not noun.is_proper:
        return noun
    asked = any(slot.head.lower in ("who", "whom") for slot in frame.slots)
    return above if asked and above.tag in ("NN", "NNS", "NNP", "NNPS") else noun


def _emphasised(clause: Word) -> Word | None:
    """'It was Chad that refused': whom the main clause singles out."""
    above = clause.head
    if above is None or above.lemma != "be" or clause.dep not in ("ccomp", "advcl", "relcl"):
        return None
    it = above.child("nsubj")
    return above.child("attr") if it is not None and it.lower == "it" else None


def _equated(noun: Word) -> Word:
    """'Peru is the one state that', 'Peru is among the states that': Peru does what the clause tells, by name."""
    said = noun.head
    if noun.dep == "pobj" and said is not None and said.head is not None and _is_share(said):
        said = said.head if said.lower == "among" else said.head.head
    if said is None or noun.is_proper or noun.dep not in ("attr", "pobj") or said.lemma not in COPULAS:
        return noun
    subject = said.child("nsubj")
    if subject is None or said.child("neg") is not None or subject.child("neg", "preconj") is not None:
        return noun
    name = subject.child("appos") or subject
    return subject if name.is_proper or subject.lower in PERSONS else noun


def _is_share(preposition: Word) -> bool:
    """'is among the states', 'is one of the states', 'is the sole member of the club': 'is head of a body' is not."""
    above = preposition.head
    if preposition.lower == "among" or above is None:
        return preposition.lower == "among"
    singled_out = above.lower == "one" or any(child.lower in ("only", "sole") for child in above.having("amod"))
    return preposition.lower == "of" and above.dep == "attr" and singled_out


def _imply_subject(frame: Frame, frames: FrameSet, lists: WordLists) -> None:
    word = frame.head if frame.kind != "adjective" else (frame.head.head or frame.head)
    if _is_asked(word, lists):
        word.dep = "xcomp"
    donor = _subject_donor(word, frames, lists)
    frame.slots[:0] = [Slot("subject", slot.head, implied=True) for slot in donor]


def _is_asked(word: Word, lists: WordLists) -> bool:
    """'pressed Chad to leave': an infinitive behind whom it is asked of is no purpose, as the parser has it."""
    above = word.head
    if above is None or word.dep != "advcl" or above.lemma not in lists.object_control or not _is_infinitive(word):
        return False
    asked = above.child("dobj")
    return asked is not None and asked.index < word.index


def _subject_donor(word: Word, frames: FrameSet, lists: WordLists) -> list[Slot]:
    """The slots from which a verb without a subject of its own takes it."""
    above = word.head
    if above is not None and word.dep in ("acl", "relcl") and not above.is_verb:
        return _of_modified_noun(word, above, frames, lists)
    if above is not None and word.dep == "pcomp" and above.head is not None:
        return _of_gerund(above, above.head, frames, lists)
    frame = frames.at(above)
    if above is not None and word.dep == "conj" and _is_torn(word, above):
        frame = next((other for up in above.ancestors() if up.is_verb and (other := frames.at(up))), frame)
    if frame is None and above is not None and word.dep == "conj" and (doer := above.child("nsubj")) is not None:
        return [Slot("subject", doer)]  # "a patrol shot and wounded", the first taken for a noun
    if frame is None and above is not None and word.dep == "conj" and word.tag in ("VBD", "VBZ"):
        frame = next((other for up in above.ancestors() if (other := frames.at(up))), None)  # "takes note and thanks"
    if frame is None and above is not None and above.head is None and _is_infinitive(word):
        return [Slot("subject", above)]  # a headline: "Denmark to stop aid"
    return _of_governor(word, frame, lists) if frame is not None else []


def _is_torn(word: Word, above: Word) -> bool:
    """'condemned the sentence handed down to X and called for': a finite verb is no partner of a participle."""
    return word.tag in ("VBD", "VBZ") and above.dep == "acl" and above.tag in ("VBN", "VBG")


def _is_infinitive(word: Word) -> bool:
    return word.tag == "VB" and any(child.lower == "to" for child in word.having("aux"))


def _of_governor(word: Word, frame: Frame, lists: WordLists) -> list[Slot]:
    """Object control ('urged Putin to attend'), else the subject above."""
    if word.dep in ("xcomp", "ccomp") and not frame.passive and frame.head.lemma not in lists.subject_control:
        return frame.slots_of("object", "indirect_object")[:1] or frame.subjects
    if word.dep in ("conj", "advcl", "xcomp", "ccomp", "dep"):
        return frame.subjects
    return []


def _of_modified_noun(word: Word, noun: Word, frames: FrameSet, lists: WordLists) -> list[Slot]:
    """'troops fighting in', 'sanctions imposed by': the noun; 'its decision to leave': who decides."""
    if word.child("aux") is not None and word.tag == "VB":
        frame = frames.at(noun)
        if frame is not None:
            behind = [s for s in frame.slots_of("oblique") if s.preposition == "of" and noun.lemma in lists.subject_of]
            return frame.slots_of("possessor", "agent") or behind or frame.subjects or _above(noun, frames)
        noun = _equated(noun)  # "was the first to protest"
    return [Slot("subject", noun)]


def _above(noun: Word, frames: FrameSet) -> list[Slot]:
    frame = frames.at(noun.head)
    return frame.subjects if frame is not None and noun.dep == "dobj" else []


def _of_gerund(preposition: Word, above: Word, frames: FrameSet, lists: WordLists) -> list[Slot]:
    """'accused Russia of violating': the object; 'talked about ending', 'after meeting': the subject."""
    frame = frames.at(above)
    if frame is None:
        return next((other.subjects for word in above.ancestors() if (other := frames.at(word))), [])
    if preposition.lower == "in" and frame.lemma in lists.joining and not frame.passive:
        return [*frame.subjects, *frame.slots_of("object")]  # "joined Chad in rejecting"
    instead = any(child.lower == "instead" for child in (*preposition.children, *above.children))
    if preposition.lower in lists.reason_prepositions and not instead and not frame.passive and frame.kind == "verb":
        return frame.slots_of("object")[:1] or frame.subjects
    return frame.subjects or frame.slots_of("possessor")


def _share_object(frame: Frame, frames: FrameSet, lists: WordLists) -> None:
    """'condemned and sanctioned Iran': the object of the last verb is that of the first, where nothing is between."""
    if frame.passive:
        _share_agent(frame, frames)
        return
    if frame.kind != "verb" or frame.slots_of("object") or frame.lemma in lists.objectless:
        return
    for child in frame.head.having("conj"):
        other = frames.at(child)
        if other is not None and not other.passive and _adjacent(frame.head, child):
            shared = other.slots_of("object") + [s for s in other.slots_of("oblique") if s.head.index > child.index]
            frame.slots.extend(_copy(slot, slot.relation) for slot in shared)


def _share_agent(frame: Frame, frames: FrameSet) -> None:
    """'was stopped and beaten by police': who did the last did the first, where nothing is between."""
    for child in frame.head.having("conj") if not frame.slots_of("agent") else []:
        other = frames.at(child)
        if other is not None and other.passive and _adjacent(frame.head, child):
            frame.slots.extend(_copy(slot, "agent") for slot in other.slots_of("agent"))


def _raise_object(frame: Frame, frames: FrameSet, lists: WordLists) -> None:
    """'wants Bolivia to leave': the subject of the infinitive is whom the wish is addressed to."""
    for clause in frame.head.having("ccomp", "xcomp") if not frame.slots_of("object") else []:
        below = frames.at(clause)
        causative = frame.head.lemma in lists.bare_causatives
        bare = causative and clause.tag in ("VB", "VBP") and clause.child("aux", "mark") is None
        if below is not None and (bare or any(child.lower == "to" for child in clause.having("aux"))):
            frame.slots.extend(_copy(slot, "object") for slot in below.subjects if not slot.implied)


def _adjacent(first: Word, second: Word) -> bool:
    """Whether only a conjunction, commas or adverbs stand between two verbs."""
    between = second.index - first.index - 1
    own = [w for w in first.children if w.index > first.index and w.dep in ("cc", "punct", "advmod", "preconj")]
    left = [w for w in second.children if w.index < second.index and w.dep in ("aux", "advmod", "neg", "punct")]
    return between <= len(own) + len(left)


def _copy(slot: Slot, relation: Relation) -> Slot:
    return Slot(relation, slot.head, slot.preposition, implied=True)
