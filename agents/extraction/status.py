"""Whether it happened: negated, hypothetical, future, historical, from auxiliaries, governors, markers and dates."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from agents.extraction.grammar import AUXILIARIES
from agents.extraction.predicates.frames import Frame, Tense
from agents.extraction.predicates.governance import IF_MARKERS
from agents.extraction.tree import Tree, Word
from agents.extraction.unreal import Clues, is_bygone, is_denied, is_inverted, is_proviso
from agents.extraction.words import WordLists, load_words
from schemas import EventDate, Status
from schemas.extracted_article import Governance

NEGATIONS = frozenset({"not", "n't", "never", "no", "neither", "nor", "without", "nobody", "none", "nothing"})
DENYING = NEGATIONS | {"longer"}
NONE = frozenset({"no", "neither"})
NO_LABELS = frozenset({"det", "neg", "preconj", "cc"})
FUTURE = frozenset({"will", "shall", "'ll", "wo"})
MODALS = frozenset({"may", "might", "could", "should", "would", "can", "must", "ought", "ca", "'d"})
INHERITS: frozenset[Governance] = frozenset({"complement", "infinitive", "argument", "conjunct"})
HISTORICAL_AFTER = timedelta(days=14)
"""An event longer ago than this is background (the rule of the annotated texts, ``docs/annotation.md``)."""
MONTH = timedelta(days=31)

WAITING = frozenset({"until", "till", "unless"})
DISTANT = frozenset({"ago", "earlier", "before"})
BY_DOING = frozenset({"in", "by"})
"""Prepositions before what one does in doing something else: "will follow Oslo in suspending aid"."""
MAX_CLIMB = 8
"""Governors asked whether they lie ahead."""


@dataclass(frozen=True, slots=True)
class Cues:
    """Which words of the rules a sentence has at all: what it has not, no predicate of it is asked for."""

    denies: bool
    doubts: bool
    asks: bool
    conditions: bool
    past: bool
    refutes: bool
    provides: bool
    ages: bool


NO_CUES = Cues(*[False] * 8)


class StatusRules:
    """Sets the flags of frames, governors first."""

    def __init__(self, lists: WordLists) -> None:
        self._lists = lists
        clues = Clues.of(lists)
        self._cues: dict[str, frozenset[str]] = {
            "denies": DENYING, "doubts": lists.doubts, "asks": frozenset({"?"}), "conditions": IF_MARKERS,
            "past": lists.past_adverbs | DISTANT | lists.lasting,
            "refutes": clues.refuting, "provides": clues.providing, "ages": clues.ages,
        }  # fmt: skip
        self._any = frozenset(word for words in self._cues.values() for word in words)

    def cues(self, tree: Tree) -> Cues:
        """Which words of the rules a sentence has."""
        lowers, negated = tree.lowers, "neg" in [word.dep for word in tree.words]
        if not negated and self._any.isdisjoint(lowers):
            return NO_CUES  # four sentences in five
        found = {name: not words.isdisjoint(lowers) for name, words in self._cues.items()}
        return Cues(**found | {"denies": negated or found["denies"]})

    def _negated(self, frame: Frame, cues: Cues) -> bool:
        """Whether the predicate's own words deny it: not, never, no talks, without, neither."""
        verb = _verb_of(frame)
        if is_inverted(verb):
            return False
        if cues.refutes and is_denied(verb, self._lists):
            return True
        if not cues.denies:
            return self._fails(frame)
        beside = [child for word in {*frame.words, verb} for child in word.children]
        if any(self._is_negation(child) for child in beside if child.dep == "neg" or child.lower in DENYING):
            return True
        if frame.marker == "without" or self._fails(frame):
            return True
        return any(_has_no(slot.head) for slot in frame.slots_of("subject", "object", "agent") if not slot.implied)

    def _fails(self, frame: Frame) -> bool:
        """'failed to ratify', "kept the ministers from visiting Goma": it was not done."""
        if frame.governance == "infinitive" or frame.marker is None:
            return frame.kind == "verb" and self._governor_in(frame, self._lists.failures)
        kept = frame.marker == "from" and frame.governance == "argument" and frame.kind == "verb"
        return kept and self._governor_in(frame, self._lists.preventing)

    def _is_negation(self, child: Word) -> bool:
        if child.lower == "never" and any(sister.lower == "before" for sister in (child.head or child).children):
            return False  # "had never before been visited" tells of the first time
        if child.lower == "longer":
            return any(word.lower == "no" for word in child.children)  # "no longer supplies"
        return child.dep == "neg" or (child.lower in NEGATIONS and child.dep in ("advmod", "det", "preconj", "cc"))

    def tense(self, frame: Frame) -> Tense:
        """past, present, future or none (a nominal, a bare infinitive, a participle)."""
        if frame.known_tense is None:
            frame.known_tense = self._tense(_verb_of(frame))
        return frame.known_tense

    def _tense(self, verb: Word) -> Tense:
        auxiliaries = {child.lower: child.tag for child in verb.children if child.dep in AUXILIARIES}
        if FUTURE & auxiliaries.keys():
            return "future"
        tags = {*auxiliaries.values(), verb.tag}
        if "VBD" in tags:
            return "past"
        if auxiliaries.keys() & {"has", "have", "'ve"} and "to" not in auxiliaries:
            return "past"
        return "present" if tags & {"VBZ", "VBP"} else "none"

    def lies_ahead(self, frame: Frame) -> bool:
        """Whether a weekday beside the predicate is the next one rather than the last."""
        above: Frame | None = frame
        for _ in range(MAX_CLIMB):
            if above is None or self._future(above):
                return above is not None
            if self.tense(above) == "past":
                return False
            above = above.governor
        return False

    def is_simple_present(self, frame: Frame) -> bool:
        """'meet', 'meets': the present without an auxiliary."""
        return frame.kind != "noun" and frame.head.tag in ("VBZ", "VBP") and not frame.head.having("aux", "auxpass")

    def status(self, frame: Frame, cues: Cues, above: Status | None, on: date | None, when: EventDate | None) -> Status:
        """The flags of a frame, given those of its governor, the day of the article and the event's date."""
        inherits = above is not None and frame.governance in INHERITS and not self._stands_alone(frame)
        inherits_plan = inherits or (frame.governance == "adverbial" and frame.marker == "to")
        future = self._future(frame) or (inherits_plan and above is not None and above.future)
        asked = cues.asks and _is_question(frame)
        unreal = (
            asked or self._hypothetical(frame, cues, above) or (inherits and above is not None and above.hypothetical)
        )
        late, early = _against(on, when)
        past = self.tense(frame) == "past"
        ahead = (future or late) and not (early or unreal or past)
        background = not future and self._background(frame, cues)
        negated = self._negated(frame, cues) or (above is not None and above.negated and _is_to_occur(frame))
        return _flags(negated, unreal, ahead, early or background)

    def _stands_alone(self, frame: Frame) -> bool:
        """A complement with its own tense, "may say that it left"; a circumstance, "may leave after the talks"."""
        if frame.governance == "argument" and frame.marker in self._lists.circumstances:
            return frame.kind != "verb" or frame.marker not in BY_DOING
        return frame.governance in ("complement", "conjunct") and self.tense(frame) in ("past", "present")

    def _future(self, frame: Frame) -> bool:
        verb, lowers = _verb_of(frame), _auxiliaries(frame)
        if FUTURE & lowers or ("would" in lowers and self._reported(frame)):
            return True
        if frame.kind == "adjective" and frame.lemma in self._lists.ahead:
            return True
        if frame.kind == "noun":
            return any(child.lower in self._lists.future_adjectives for child in frame.head.children)
        if "to" in lowers and frame.governor is None and (verb.dep != "advcl" or _follows_root(verb)):
            return True  # a headline: "Germany to send howitzers"
        return frame.governance == "infinitive" and self._governor_in(frame, self._lists.future_governors)

    def _reported(self, frame: Frame) -> bool:
        """ "Would" is the future of reported speech, and a condition elsewhere."""
        governor = frame.governor
        return governor is not None and frame.governance == "complement" and self.says(governor)

    def says(self, frame: Frame) -> bool:
        """Whether a predicate only puts words into a mouth."""
        return frame.lemma in self._lists.say_verbs

    def _governor_in(self, frame: Frame, words: Iterable[str]) -> bool:
        governor = frame.governor
        return governor is not None and (
            governor.lemma in words or (governor.noun is not None and governor.noun.lemma in words)
        )

    def _hypothetical(self, frame: Frame, cues: Cues, above: Status | None) -> bool:
        verb, lowers = _verb_of(frame), _auxiliaries(frame)
        if MODALS & lowers and not ("would" in lowers and self._reported(frame)):
            return True
        if cues.doubts and any(child.lower in self._lists.doubts for child in verb.children):
            return True
        if is_inverted(verb):
            return verb.child("neg") is None  # "had Seoul not stopped the loan": it stopped it
        if self._on_condition(frame, verb, cues) or self._awaits(frame, above):
            return True
        return not (cues.refutes and is_denied(verb, self._lists)) and self._governed_unreal(frame, above)

    def _on_condition(self, frame: Frame, verb: Word, cues: Cues) -> bool:
        """Whether it is, or stands under, an if, an unless, a whether or a 'provided that'."""
        if frame.marker in self._lists.conditions or (cues.conditions and self._has_condition(verb)):
            return True
        return cues.provides and is_proviso(verb, self._lists)

    def _governed_unreal(self, frame: Frame, above: Status | None) -> bool:
        """Whether what governs it leaves open if it comes about: "wants Kyiv to leave", "called for talks"."""
        if self._fails(frame):
            return False
        if frame.governance == "infinitive":
            return self._governor_in(frame, self._lists.irrealis_governors) and not self._brought_about(frame, above)
        if frame.governance == "adverbial" and frame.marker == "to":
            going = self._governor_in(frame, self._lists.motion) or self._governor_in(frame, ("be",))
            return (above is None or not above.future) and not going
        if frame.governance != "argument" or frame.marker in self._lists.circumstances:
            return False
        return self._governor_in(frame, self._lists.irrealis_governors)

    def _awaits(self, frame: Frame, above: Status | None) -> bool:
        """'will not talk until Putin meets him', 'is ready to send gas provided that': not yet, perhaps never."""
        governor = frame.governor
        if governor is None:
            return False
        supposed = governor.lemma in self._lists.supposing and governor.governance == "adverbial"
        if supposed and frame.governance == "complement":
            return True
        ahead = above is not None and (above.future or above.hypothetical or above.negated)
        return frame.marker in WAITING and (ahead or self.tense(governor) == "future")

    def _brought_about(self, frame: Frame, above: Status | None) -> bool:
        """'persuaded Minsk to let them go': it did."""
        governor = frame.governor
        real = above is not None and not (above.hypothetical or above.negated or above.future)
        if not real or governor is None:
            return False
        return governor.lemma in self._lists.bringing_about and self.tense(governor) == "past"

    def _has_condition(self, verb: Word) -> bool:
        """Whether an if-clause hangs on a verb that is not plainly past: 'will break off relations unless'."""
        clauses = verb.having("advcl") if verb.tag != "VBD" else []
        return any(mark.lower in IF_MARKERS for clause in clauses for mark in clause.having("mark"))

    def _background(self, frame: Frame, cues: Cues) -> bool:
        """'once', 'formerly', 'two decades ago', 'in the nineteenth century' beside the predicate."""
        if cues.ages and is_bygone(_verb_of(frame), self._lists):
            return True
        if not cues.past:
            return False
        beside = [child for word in frame.words for child in word.children]
        if any(child.lower in DISTANT and _long(child) for child in beside) or _lasted(_verb_of(frame)):
            return True
        once = [child for child in beside if child.lower in self._lists.past_adverbs and not child.children]
        if not once:
            return False
        at = {child.index + 1 for child in beside if child.lower == "at"}  # "at once" is another thing
        return any(child.index not in at for child in once)


@lru_cache(maxsize=16)
def _flags(negated: bool, hypothetical: bool, future: bool, historical: bool) -> Status:
    """One of the sixteen sets of flags."""
    return Status(negated=negated, hypothetical=hypothetical, future=future, historical=historical)


def _verb_of(frame: Frame) -> Word:
    """The word that carries tense and auxiliaries: the copula of an adjective."""
    return frame.head if frame.kind != "adjective" else frame.head.head or frame.head


def _auxiliaries(frame: Frame) -> frozenset[str]:
    if frame.known_auxiliaries is None:
        frame.known_auxiliaries = frozenset([child.lower for child in _verb_of(frame).children if child.dep == "aux"])
    return frame.known_auxiliaries


def _follows_root(verb: Word) -> bool:
    """Whether it hangs on the name right before its "to", which the parser took for the verb of a headline."""
    above = verb.head
    return above is not None and above.head is None and above.index == verb.index - 2 and above.text[:1].isupper()


def _is_question(frame: Frame) -> bool:
    """'Did Denmark ask for troops?': an auxiliary before the subject, in a sentence that asks."""
    verb = _verb_of(frame)
    first = verb.child("aux", "auxpass")
    subjects = verb.having("nsubj", "nsubjpass") if first is not None else []
    subject = next((one for one in subjects if first is not None and first.index < one.index), None)
    if subject is None:
        return False
    return any(child.lower == "?" for child in verb.children if child.index > subject.index)


def _long(ago: Word) -> bool:
    """'years ago', 'long ago': what has no number and so gives no date."""
    words = load_words().long_ago
    return any(word.lower in words and word.child("nummod") is None for word in ago.children)


def _is_to_occur(frame: Frame) -> bool:
    """Whether a noun is what happens, or not: "the talks did not take place"."""
    governor = frame.governor
    if governor is None or frame.kind != "noun" or frame.governance != "argument":
        return False
    place = governor.lemma == "take" and any(slot.head.lower == "place" for slot in governor.slots_of("object"))
    return place or governor.lemma in load_words().occurring


def _lasted(verb: Word) -> bool:
    """'had held them for two years': it began long before what is told."""
    if not any(child.lower == "had" for child in verb.having("aux")):
        return False
    spans = (child.child("pobj") for child in verb.having("prep") if child.lower == "for")
    return any(span is not None and span.lower in load_words().lasting for span in spans)


def _has_no(word: Word) -> bool:
    if word.lower in ("nobody", "none", "nothing"):
        return True
    return bool(word.children) and any(child.lower in NONE and child.dep in NO_LABELS for child in word.children)


def _against(on: date | None, when: EventDate | None) -> tuple[bool, bool]:
    """Whether a stated date lies after the article, or long before it."""
    if on is None or when is None or when.date_basis != "stated":
        return False, False
    day = date.fromisoformat(when.event_date)
    if when.date_precision == "year":
        return day.year > on.year, day.year < on.year
    if when.date_precision == "month":  # on the whole it was in the middle of that month
        return (day.year, day.month) > (on.year, on.month), on - day > HISTORICAL_AFTER + MONTH / 2
    return day > on, on - day > HISTORICAL_AFTER
