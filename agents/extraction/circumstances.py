"""When, where, said by whom, and whether at all: the circumstances of each predicate of a sentence."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta

from agents.extraction.assemble import Finding, Reading, kept_findings
from agents.extraction.attribution import Attributions
from agents.extraction.dates import Found, find_dates
from agents.extraction.mentions import MentionMap
from agents.extraction.places import Places
from agents.extraction.predicates.frames import Frame, FrameSet
from agents.extraction.status import StatusRules
from agents.extraction.tree import Tree, Word
from schemas import EventDate

SHARED_DOWN = frozenset({"infinitive", "conjunct", "complement"})
"""By what construction a predicate shares the date and the place of the one above it."""
STAYS = frozenset({"visit", "be", "arrive", "land", "tour", "stay", "work", "live", "hold", "jail"})
"""Verbs of a clause beside somebody's name that say where he is."""
MAX_CLIMB = 12
SCENE_AFTER = timedelta(days=14)
"""A date so far back begins an account of what happened then; a nearer one is an aside in the news of the day."""


class Circumstances:
    """Fills in the findings of one article."""

    def __init__(self, rules: StatusRules, places: Places, attributions: Attributions, on: date | None) -> None:
        self._rules = rules
        self._places = places
        self._attributions = attributions
        self._on = on
        self._scene: tuple[int, EventDate] | None = None

    def fill(self, reading: Reading, countries: Collection[str]) -> None:
        """Date, place, tense, flags and attribution of each predicate, governors first."""
        if not kept_findings(reading):
            return
        dated = _dated_frames(reading.tree, reading.frames)
        known = {id(finding.frame): finding for finding in reading.findings}
        for finding in sorted(kept_findings(reading), key=lambda finding: _depth(finding.frame)):
            frame = finding.frame
            above = known.get(id(frame.governor)) if frame.governor is not None else None
            finding.tense = self._rules.tense(frame)
            finding.date = self._date(frame, above, dated) or self._of_scene(finding, reading)
            dated_by = None if _is_since(dated.get(id(frame))) else finding.date
            finding.status = self._rules.status(frame, above.status if above else None, self._on, dated_by)
            finding.negated = finding.status.negated
            if finding.negated and dated_by is None:
                finding.date = None  # "has not met since 2022" tells of now
            self._place(finding, above, reading.mentions, countries)
            finding.attribution = self._attributions.of(frame, reading.mentions)
        _share_stays(kept_findings(reading))
        for finding in kept_findings(reading):
            finding.location = finding.location or self._places.at_home(finding.sources)
        self._remember_scene(reading)

    def _remember_scene(self, reading: Reading) -> None:
        """A date well past sets the scene for the rest of its paragraph, until another date is stated."""
        stated = [finding.date for finding in kept_findings(reading) if finding.date is not None]
        if stated:
            past = self._on is not None and self._on - date.fromisoformat(stated[-1].event_date) > SCENE_AFTER
            self._scene = (reading.tree.paragraph, stated[-1]) if past else None

    def _date(self, frame: Frame, above: Finding | None, dated: dict[int, Found]) -> EventDate | None:
        own = dated.get(id(frame)) or _of_argument(frame, dated)
        if own is not None and self._on is not None:
            return own.read(self._on, self._rules.lies_ahead(frame))
        if above is not None and frame.governance in SHARED_DOWN:
            return above.date
        return None

    def _of_scene(self, finding: Finding, reading: Reading) -> EventDate | None:
        """The date of the scene, for what is told in the past tense and has none of its own."""
        if self._scene is None or self._scene[0] != reading.tree.paragraph or finding.tense != "past":
            return None
        perfect = {"has", "have"} & {word.lower for word in finding.frame.head.having("aux")}
        return None if perfect else self._scene[1]

    def _place(self, finding: Finding, above: Finding | None, mentions: MentionMap, countries: Collection[str]) -> None:
        finding.location = self._places.of(finding.frame, mentions, countries)
        if finding.location is None and above is not None and finding.frame.governance in SHARED_DOWN:
            finding.location = above.location


def _share_stays(findings: Sequence[Finding]) -> None:
    """'The minister, visiting Oslo, thanked Norway': who is somewhere does there what else is told of him."""
    stays = {
        finding.frame.head.head.index: finding.location
        for finding in findings
        if finding.frame.lemma in STAYS and finding.frame.head.dep in ("acl", "relcl") and finding.frame.head.head
    }
    for finding in findings if stays else ():
        if finding.location is None:
            found = (stays.get(slot.head.index) for slot in finding.frame.subjects)
            finding.location = next((location for location in found if location is not None), None)


def _depth(frame: Frame) -> int:
    depth, above = 0, frame.governor
    while above is not None and depth < MAX_CLIMB:
        depth, above = depth + 1, above.governor
    return depth


def _dated_frames(tree: Tree, frames: FrameSet) -> dict[int, Found]:
    """Each date expression under the frame that it hangs on."""
    dated: dict[int, Found] = {}
    for found in find_dates(tree.text):
        words = tree.covering(tree.start + found.start, tree.start + found.end)
        frame = _frame_above(words, frames)
        if frame is not None:
            dated.setdefault(id(frame), found)
    return dated


def _frame_above(words: Sequence[Word], frames: FrameSet) -> Frame | None:
    for word in words:
        for above in (word, *word.ancestors()):
            frame = frames.at(above)
            if frame is not None and above not in words:
                return frame
    return None


def _is_since(found: Found | None) -> bool:
    """'since 2022': it goes on, or has not happened again, up to now."""
    return found is not None and found.after_since


def _of_argument(frame: Frame, dated: dict[int, Found]) -> Found | None:
    """'lifted its veto on membership in January': the date hangs on the noun, and dates the verb too."""
    for below in frame.content:
        found = dated.get(id(below))
        if found is not None and frame.head.start - below.head.start < 0:
            return found
    return None
