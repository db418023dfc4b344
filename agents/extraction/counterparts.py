"""Whom a predicate concerns where its sentence does not say so: the other side of what is being told.

"Kinshasa complained in a letter" is about those with whom Kinshasa was just said to have to do. Only predicates that
cannot do without another side are completed (refusing, offering, judging what was done, dealing with what lies between
two states), and only from what is told close by; where nothing there fits, they stay without a target.
"""

from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from agents.extraction.assemble import Finding, Reading
from agents.extraction.mentions import Mention, MentionMap
from agents.extraction.predicates.frames import Frame
from agents.extraction.predicates.phrases import PLACE
from agents.extraction.words import WordLists

REACH = 3
"""Sentences back in which the other side is looked for."""
PAIR_REACH = 8
PAIR = 0.6
"""Sentences back in which the two sides are looked for, and the confidence in them."""
MAX_RELATIONS = 60
"""Predicates with two sides that are remembered."""
OFTEN = 3
"""How often a country must be named close by to be what all is about."""
MAX_TARGETS = 3
"""Another side of more members than this is no side but a list."""
CONDITIONS = frozenset({"if", "unless", "should"})
NAMING = frozenset({"call", "brand", "label", "deem", "dub"})
"""Verbs that judge only where they say as what: "called the move regrettable", but "called an election"."""


class Counterparts:
    """Completes the findings of one article, sentence by sentence in text order."""

    def __init__(self, lists: WordLists) -> None:
        self._lists = lists
        self._told: deque[tuple[int, Finding]] = deque(maxlen=MAX_RELATIONS)
        self._read: deque[tuple[int, Reading]] = deque(maxlen=REACH)
        self._ordinal = 0

    def complete(self, reading: Reading) -> None:
        """Give targets to the predicates of the next sentence that need and lack them; note what it tells."""
        ordinal = self._ordinal
        lacking = [finding for finding in reading.findings if self._lacks(finding)]
        for finding in lacking:
            finding.targets = self._found(finding, reading, ordinal)
        self._told.extend((ordinal, finding) for finding in reading.findings if finding.sources)
        self._read.append((ordinal, reading))
        self._ordinal += 1

    def join_pairs(self, mentions: MentionMap) -> None:
        """Members, in the next sentence, for "both sides" where more than two are spoken of."""
        for mention in mentions.mentions:
            if mention.antecedent is not None and mention.origin.pair:
                mention.members = mention.members or list(mention.origin.members)
            elif mention.pair and not mention.members:
                mention.members = self._two_sides(mentions)
                if mention.members:
                    mention.about = replace(mention.about, confidence=PAIR)

    def _two_sides(self, mentions: MentionMap) -> list[Mention]:
        """The two between whom most has happened lately, those left out whom the sentence itself names."""
        here = {mention.origin.about.country: mention for mention in mentions.mentions if not mention.pair}
        named = set(here)
        if len(named - {None}) == 2 and "each" in {word.lower for word in mentions.mentions[0].tree.words}:
            return [mention for country, mention in here.items() if country is not None]
        between: dict[frozenset[str | None], list[dict[str | None, Mention]]] = {}
        for known, finding in self._told:
            sides = {one.origin.about.country: one.origin for one in (*finding.sources[:1], *finding.targets[:1])}
            if self._ordinal - known <= PAIR_REACH and len(sides) == 2 and not sides.keys() & {*named, None}:
                between.setdefault(frozenset(sides), []).append(sides)
        most = max(between.values(), key=len, default=None)
        return sorted(most[-1].values(), key=lambda mention: mention.start) if most else []

    def _lacks(self, finding: Finding) -> bool:
        if finding.targets or not finding.sources or finding.frame.kind == "noun":
            return False
        return self._judges(finding.frame) or self._deals(finding.frame) or _is_conditional(finding.frame)

    def _judges(self, frame: Frame) -> bool:
        if frame.lemma in NAMING:
            as_what = frame.head.child("oprd", "ccomp") is not None or len(frame.slots_of("object")) > 1
            return as_what or any(slot.preposition == "as" for slot in frame.slots)
        return bool(_lemmas(frame) & self._lists.judging)

    def _deals(self, frame: Frame) -> bool:
        objects = frame.subjects if frame.passive else frame.slots_of("object")
        shared = any(slot.head.lemma in self._lists.shared_things for slot in objects)
        particle = frame.head.child("prt", "advmod")
        phrase = f"{frame.lemma} {particle.lower}" if particle is not None else frame.lemma
        return shared or phrase in self._lists.answering_phrases or bool(_lemmas(frame) & self._lists.answering)

    def _found(self, finding: Finding, reading: Reading, ordinal: int) -> list[Mention]:
        for candidates in self._candidates(finding, reading, ordinal):
            if 0 < len(candidates) <= MAX_TARGETS:
                return candidates
        return []

    def _candidates(self, finding: Finding, reading: Reading, ordinal: int) -> Iterator[list[Mention]]:
        near = [other for other in reading.findings if other is not finding]
        at = finding.frame.head.index
        judges = self._judges(finding.frame)
        yield from _conditions(finding, near)
        before = [other for other in reversed(near) if other.frame.head.index < at]
        yield from (_strangers(finding, other.sources) for other in before if _suffers(finding, other))
        if judges:
            yield from (_strangers(finding, other.sources) for other in before)
        yield from (_partners(finding, other) for other in before)
        earlier = [other for known, other in reversed(self._told) if ordinal - known <= REACH]
        lately = [other for known, other in reversed(self._told) if ordinal - known == 1]
        yield from (_strangers(finding, other.sources) for other in lately if _suffers(finding, other))
        yield from (_partners(finding, other) for other in near if other.frame.head.index > at)
        yield _only(finding, _speakable(finding, reading))
        yield from (_partners(finding, other) for other in earlier)
        if judges:
            yield from (_strangers(finding, other.sources) for other in earlier)
        for reach in range(1, REACH):
            known = (reading for back, reading in self._read if ordinal - back <= reach)
            yield _only(finding, (mention for reading in known for mention in reading.mentions.mentions))
        yield _topic(finding, (mention for _, reading in self._read for mention in reading.mentions.mentions))


def _is_conditional(frame: Frame) -> bool:
    """'will strike back if', 'would leave unless': what is announced to somebody."""
    modal = any(child.lower in ("will", "would", "'ll", "shall") for child in frame.head.having("aux"))
    clauses = frame.head.having("advcl")
    return modal and any(mark.lower in CONDITIONS for clause in clauses for mark in clause.having("mark"))


def _lemmas(frame: Frame) -> set[str]:
    return {word.lemma for word in frame.words}


def _partners(finding: Finding, other: Finding) -> list[Mention]:
    """The other side of a predicate on one side of which the doer stands."""
    if _suffers(finding, other):
        return _strangers(finding, other.sources)
    does = any(_same(one, doer) for one in other.sources for doer in finding.sources)
    return _strangers(finding, other.targets) if does else []


def _suffers(finding: Finding, other: Finding) -> bool:
    """Whether the doer of the one is whom the other was done to."""
    return any(_same(one, doer) for one in other.targets for doer in finding.sources)


def _conditions(finding: Finding, near: Sequence[Finding]) -> Iterator[list[Mention]]:
    """'If Y attacks, X will': who is to heed it."""
    for other in near:
        if other.frame.governor is finding.frame and other.frame.marker in CONDITIONS:
            yield _strangers(finding, other.sources)


def _speakable(finding: Finding, reading: Reading) -> Iterator[Mention]:
    """The mentions of the sentence but for those that only say it, and its own arguments: they have been weighed."""
    above = finding.frame.governor
    speakers = [mention for known in reading.findings if known.frame is above for mention in known.sources]
    own = {word.index for slot in finding.frame.slots if slot.relation != "subject" for word in slot.words}
    return (one for one in reading.mentions.mentions if one not in speakers and one.head.index not in own)


def _only(finding: Finding, mentions: Iterable[Mention]) -> list[Mention]:
    """The first mention of the one other country that is spoken of, if it is the only one."""
    found = [mention for mention in _strangers(finding, mentions) if not _is_located(mention)]
    return found[:1] if len({mention.about.country for mention in found}) == 1 else []


def _is_located(mention: Mention) -> bool:
    """Whether a mention says where: "in Singapore"."""
    above = mention.head.head
    return mention.head.dep == "pobj" and above is not None and above.lower in PLACE


def _topic(finding: Finding, mentions: Iterable[Mention]) -> list[Mention]:
    """The first mention of the other country that is spoken of far more than any."""
    found = [mention for mention in mentions if mention.about.country and not _is_located(mention)]
    counts = Counter(mention.about.country for mention in found).most_common(2)
    if not counts or counts[0][1] < OFTEN or (len(counts) > 1 and counts[0][1] < 2 * counts[1][1]):
        return []
    return _strangers(finding, (mention for mention in found if mention.about.country == counts[0][0]))[:1]


def _strangers(finding: Finding, mentions: Iterable[Mention]) -> list[Mention]:
    """Those of a known country that are not on the doer's own side, as they were named."""
    named = dict.fromkeys(mention.origin for mention in mentions if mention.about.country)
    return [one for one in named if not any(_same(one, doer) for doer in finding.sources)]


def _same(one: Mention, other: Mention) -> bool:
    country = one.origin.about.country
    return one.identity == other.identity or (country is not None and country == other.origin.about.country)
