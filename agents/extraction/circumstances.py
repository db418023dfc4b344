"""When, where, said by whom, and whether at all: the circumstances of each predicate of a sentence."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from agents.extraction.assemble import Finding, Reading, kept_findings
from agents.extraction.attribution import Attributions
from agents.extraction.mentions import Description, Mention, MentionMap
from agents.extraction.mentions.unnamed import DOUBTFUL, KNOWN
from agents.extraction.places import Places
from agents.extraction.predicates.frames import Frame, Slot
from agents.extraction.status import StatusRules
from agents.extraction.timing import SHARED_DOWN, Timing, dated_frames
from agents.extraction.tree import Word
from agents.extraction.words import load_words

BESIDE = frozenset({None, "under", "with", "by", "in", "during", "through"})
"""Markers of a noun that is done where its verb is: "resumed in Juba under Kenyan mediation"."""
SINCE = frozenset({"after", "following", "during", "at", "in"})
ALONGSIDE = frozenset({None, "while", "when"})
ARMED = frozenset({"MIL", "REB", "UAF"})
CIVIL = frozenset({"CVL", "MED", "EDU", "REL", "BUS", "REF", "AGR", "SOC"})
WHERE = "where"
"""'was in Hanoi on Friday, where he thanked his hosts': what is told there happened there."""
GUESSED = 0.8
"""Confidence below which a country was worked out from what else is spoken of."""
MAX_CLIMB = 12


class Circumstances:
    """Fills in the findings of one article."""

    def __init__(self, rules: StatusRules, places: Places, attributions: Attributions, on: date | None) -> None:
        self._rules = rules
        self._places = places
        self._attributions = attributions
        self._on = on
        self._timing = Timing(rules, on)

    def fill(self, reading: Reading, countries: Collection[str]) -> None:
        """Date, place, tense, flags and attribution of each predicate, governors first."""
        kept = kept_findings(reading)
        if not kept:
            return
        dated = dated_frames(reading.tree, reading.frames)
        known = {id(finding.frame): finding for finding in reading.findings}
        cues, aside = self._rules.cues(reading.tree), self._attributions.has_aside(reading.tree)
        placed = self._places.may_place(reading.tree)
        for finding in sorted(kept, key=lambda finding: _depth(finding.frame)) if len(kept) > 1 else kept:
            frame = finding.frame
            above = known.get(id(frame.governor)) if frame.governor is not None else None
            finding.tense = self._rules.tense(frame)
            finding.date = self._timing.of(finding, above, dated, reading.tree)
            dated_by = None if dated.is_since(frame) else finding.date
            finding.status = self._rules.status(frame, cues, above.status if above else None, self._on, dated_by)
            finding.negated = finding.status.negated
            if finding.negated and dated_by is None:
                finding.date = None  # "has not met since 2022" tells of now
            if placed or self._places.happens_there(frame):
                finding.location = self._places.of(frame, reading.mentions, countries)
            if finding.location is None and above is not None and self._is_there_too(frame, above.frame):
                finding.location = above.location
            finding.attribution = self._attributions.of(frame, reading.mentions, aside=aside)
        _share_stays(kept)
        _share_up(kept, known)
        for finding in kept:
            self._place_struck(finding, known.get(id(finding.frame.governor)), reading.mentions, countries)
            finding.location = finding.location or self._places.at_home(finding.sources)
        self._timing.remember(reading, dated)

    def _place_struck(
        self, finding: Finding, above: Finding | None, mentions: MentionMap, countries: Collection[str]
    ) -> None:
        """'hit a power station in Kharkiv': a thing without an owner is of the country where it is struck."""
        own = finding.location if above is None or above.location is not finding.location else None
        place, struck = own.country if own is not None else None, self._places.is_struck(finding.frame)
        for mention in finding.targets:
            about = mention.about
            if about.basis != "role" or mention.antecedent is not None:
                continue
            if about.country is None and (struck or about.confidence <= DOUBTFUL):
                here = self._places.beside(mention, mentions, countries) or place
            elif not (struck and place is not None and _is_guess(about, finding.sources)):
                continue
            else:
                here = place
            if here is not None:
                mention.about = replace(about, country=here, confidence=KNOWN)

    def _is_there_too(self, frame: Frame, above: Frame) -> bool:
        """Whether an act is where the one above it is: what one came to do, what was done at talks."""
        if frame.kind == "noun":
            return frame.governance == "argument" and frame.marker in BESIDE and not self._rules.says(above)
        if frame.governance == "adverbial":
            return frame.marker == "to" or (frame.marker is None and _goes_on(frame, above))
        return frame.governance in SHARED_DOWN or (frame.governance == "relative" and frame.marker == WHERE)


def _goes_on(frame: Frame, above: Frame) -> bool:
    """'attacked a post at Diffa, killing six': a participle behind its verb tells more of the same act."""
    return frame.head.tag == "VBG" and frame.head.index > above.head.index


def _is_guess(about: Description, sources: Sequence[Mention]) -> bool:
    """Whether a country is that of the armed men who do the harm, for want of another."""
    armed = any(one.about.country == about.country and ARMED & set(one.about.sectors) for one in sources)
    return armed and about.confidence < GUESSED and bool(CIVIL & set(about.sectors))


def _share_stays(findings: Sequence[Finding]) -> None:
    """'The minister, visiting Oslo, thanked Norway': who is somewhere does there what else is told of him.

    So are those to whom it is done just then: "killed recruits queuing outside a barracks in Mogadishu".
    """
    stays = {word.index: finding.location for finding in findings if (word := _stays(finding)) is not None}
    for finding in findings if stays else ():
        if finding.location is None:
            found = (stays.get(slot.head.index) for slot in (*finding.frame.subjects, *_struck(finding)))
            finding.location = next((location for location in found if location is not None), None)


def _share_up(findings: Sequence[Finding], known: Mapping[int, Finding]) -> None:
    """'Speaking in Nairobi, the minister accused Chad', "after talks in Muscat": he does so there."""
    for finding in findings:
        above = known.get(id(finding.frame.governor)) if finding.location is not None else None
        if above is not None and above.location is None and _is_setting(finding.frame):
            above.location = finding.location


def _is_setting(frame: Frame) -> bool:
    """Whether a clause or a noun beside a verb says where its subject is, or has just been."""
    if frame.kind == "noun":
        return frame.governance == "argument" and frame.marker in SINCE and frame.lemma in load_words().sessions
    present = frame.governance == "adverbial" and frame.head.tag == "VBG" and frame.marker in ALONGSIDE
    lists = load_words()
    return present and (frame.lemma in lists.staying or frame.lemma in lists.appearing)


def _struck(finding: Finding) -> Iterator[Slot]:
    """Objects with a clause that says what they were doing: "queuing", but not "whom they had held"."""
    for slot in finding.frame.slots_of("object"):
        if any(child.tag == "VBG" for child in slot.head.having("acl")):
            yield slot


def _stays(finding: Finding) -> Word | None:
    """The noun whose clause says where its bearer is at the time."""
    head = finding.frame.head
    now = head.dep == "acl" and head.tag == "VBG"
    return head.head if now or (finding.frame.lemma in load_words().staying and head.dep in ("acl", "relcl")) else None


def _depth(frame: Frame) -> int:
    depth, above = 0, frame.governor
    while above is not None and depth < MAX_CLIMB:
        depth, above = depth + 1, above.governor
    return depth
