"""Which date expression dates which predicate: its own, that of the clause around it, or that of the account."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from agents.extraction.assemble import Finding, Reading, kept_findings
from agents.extraction.dates import Found, find_dates
from agents.extraction.predicates.frames import Frame, FrameSet
from agents.extraction.status import StatusRules
from agents.extraction.tree import Tree, Word
from agents.extraction.words import load_words
from schemas import EventDate

SHARED_DOWN = frozenset({"infinitive", "conjunct", "complement"})
"""By what construction a predicate shares the date and the place of the one above it."""
ASIDE = frozenset({"relative", "adverbial"})
"""What a predicate is told by the way: its date says nothing of what is told next."""
WITHIN = frozenset({"in", "during", "on", "by", "with"})
"""Prepositions before a deed that is the act itself: "killed six in a raid on Friday"."""
SCENE_AFTER = timedelta(days=14)
"""A date so far back begins an account of what happened then; a nearer one is an aside in the news of the day."""
FRONT = 40
"""Characters within which a date opens a sentence: it then holds for all that the sentence tells."""


@dataclass(slots=True)
class Dated:
    """The date expressions of a sentence: by the frame that they hang on, and the one that opens the sentence."""

    by_frame: dict[int, list[Found]] = field(default_factory=dict)
    by_phase: dict[int, list[Found]] = field(default_factory=dict)
    front: Found | None = None

    def of(self, frame: Frame) -> Sequence[Found]:
        """The expressions that hang on a frame, in text order."""
        return self.by_frame.get(id(frame), ())

    def of_phase(self, frame: Frame) -> Sequence[Found]:
        """The expressions that hang on what a verb of beginning or causing governs."""
        return self.by_phase.get(id(frame), ()) if frame.lemma in load_words().phases else ()

    def is_since(self, frame: Frame) -> bool:
        """'since 2022': it goes on, or has not happened again, up to now; "since 2022, when it expelled" is past."""
        own = self.of(frame) if self.by_frame else ()
        return bool(own) and own[0].after_since and frame.head.tag != "VBD"


class Timing:
    """Dates the findings of one article, sentence by sentence; remembers how far an account of the past has come."""

    def __init__(self, rules: StatusRules, on: date | None) -> None:
        self._rules = rules
        self._on = on
        self._scene: tuple[int, date] | None = None

    def of(self, finding: Finding, above: Finding | None, dated: Dated, tree: Tree) -> EventDate | None:
        """The date of a predicate whose governor has been dated; None where it has none of its own."""
        frame = finding.frame
        own = list(self._own(frame, above, dated, tree)) if dated.by_frame else None
        if own:
            return next((date for date in own if date.date_precision == "day"), own[0])  # "a month ago, on April 10"
        if above is not None and (frame.governance in SHARED_DOWN or frame.marker in ("when", "to")):
            return above.date
        if above is not None and frame.kind == "noun" and frame.governance == "argument" and frame.marker is None:
            return above.date if not self._rules.says(above.frame) else None
        return self._opened(finding, dated) or self._of_scene(finding, tree)

    def _own(self, frame: Frame, above: Finding | None, dated: Dated, tree: Tree) -> Iterator[EventDate]:
        for found in (*dated.of(frame), *_of_arguments(frame, dated), *dated.of_phase(frame)):
            start = self._start(found, above, tree)
            ahead = self._rules.lies_ahead(frame) or (not tree.headline and self._is_scheduled(frame, found))
            read = found.read(start, ahead) if start is not None else None
            if read is not None:
                yield read

    def _start(self, found: Found, above: Finding | None, tree: Tree) -> date | None:
        """The day that an expression counts from."""
        around = date.fromisoformat(above.date.event_date) if above is not None and above.date is not None else None
        if found.anchor in ("scene", "before"):
            scene = self._scene[1] if self._scene is not None and self._scene[0] == tree.paragraph else None
            return around or scene or (self._on if found.anchor == "before" else None)
        return (around or self._on) if found.anchor == "clause" else self._on

    def _is_scheduled(self, frame: Frame, found: Found) -> bool:
        """'NATO ministers meet on Thursday': the present tense with a weekday tells of the next one."""
        weekday = "weekday" in found.match.re.groupindex
        return weekday and self._rules.is_simple_present(frame) and not self._rules.says(frame)

    def _opened(self, finding: Finding, dated: Dated) -> EventDate | None:
        """'In December 1994 X accused Y; Z gave up its weapons': a date in front holds to the end of the sentence."""
        if dated.front is None or finding.tense != "past" or finding.frame.governance in ASIDE or self._on is None:
            return None
        return dated.front.read(self._on, future=False)

    def _of_scene(self, finding: Finding, tree: Tree) -> EventDate | None:
        """The date of the scene, for what is told in the past tense and has none of its own."""
        if self._scene is None or self._scene[0] != tree.paragraph or finding.tense != "past":
            return None
        perfect = {"has", "have"} & {word.lower for word in finding.frame.head.having("aux")}
        return None if perfect else EventDate(event_date=self._scene[1].isoformat(), date_basis="stated")

    def remember(self, reading: Reading, dated: Dated) -> None:
        """A date well past in front of a sentence sets the scene for the rest of its paragraph, until another.

        One that stands later only dates its own predicate: what is told next is mostly news again.
        """
        stated = [
            finding.date
            for finding in kept_findings(reading)
            if finding.date is not None and _tells(finding.frame, dated)
        ]
        begins = dated.front is not None or self._scene is not None
        if stated and begins and self._on is not None:
            day = date.fromisoformat(stated[-1].event_date)
            self._scene = (reading.tree.paragraph, day) if self._on - day > SCENE_AFTER else None


def _tells(frame: Frame, dated: Dated) -> bool:
    """Whether a frame's own date says when the account is: not since when, not one told by the way."""
    own = dated.of(frame)
    return bool(own) and not own[0].after_since and own[0].anchor != "clause" and frame.governance not in ASIDE


def dated_frames(tree: Tree, frames: FrameSet) -> Dated:
    """Each date expression of a sentence under the frame that it hangs on."""
    dated = Dated()
    for found in find_dates(tree.text):
        words = tree.covering(tree.start + found.start, tree.start + found.end)
        for frame in _frames_of(found, words, tree, frames):
            dated.by_frame.setdefault(id(frame), []).append(found)
            if frame.governor is not None and frame.governance in ("infinitive", "complement"):
                dated.by_phase.setdefault(id(frame.governor), []).append(found)
        if found.start < FRONT and found.anchor == "publication" and not found.after_since and _opens(words, frames):
            dated.front = found
    return dated


def _frames_of(found: Found, words: Sequence[Word], tree: Tree, frames: FrameSet) -> list[Frame]:
    """The frame above an expression, and those of the clauses on it: "in May, when police deported three lawyers"."""
    if found.anchor == "clause":
        after = [frame for frame in frames.frames if frame.head.start >= tree.start + found.end]
        return after[:1]
    clauses = [frames.at(child) for word in words for child in word.having("relcl", "acl")]
    above = _frame_above(words, frames, of_noun=found.of_noun)
    if above is None and not found.of_noun and not any(clauses) and found.start < FRONT:
        above = frames.at(tree.root) or next(iter(frames.frames), None)  # "Tomorrow: Macron lands in Nairobi"
    return [frame for frame in (above, *clauses) if frame is not None]


def _frame_above(words: Sequence[Word], frames: FrameSet, *, of_noun: bool) -> Frame | None:
    """The nearest frame above; for "last year's floods" and "the attack of 8 July" only that of the noun itself."""
    for word in words:
        for above in (word, *word.ancestors()):
            frame = frames.at(above)
            if frame is not None and above not in words:
                return frame
            if of_noun and above not in words and above.tag[:2] == "NN":
                return None
    return None


def _opens(words: Sequence[Word], frames: FrameSet) -> bool:
    """Whether nothing is told before these words."""
    return bool(words) and all(frame.head.start > words[0].start for frame in frames.frames)


def _of_arguments(frame: Frame, dated: Dated) -> Iterator[Found]:
    """'lifted its veto on membership in January': the date hangs on the noun, and dates the verb too.

    A date that an "of" ties to the noun is the noun's alone: "condemned the attack of 8 July".
    """
    for below in (*frame.content, *(one for one in frame.below if one.marker in WITHIN and one.kind == "noun")):
        if frame.head.start < below.head.start:
            yield from (found for found in dated.of(below) if not (found.of_noun or found.after_since))
