"""Who did what a passive tells without saying by whom: "four men were held until the evening".

Only what a state's force does to people is completed (arrests, verdicts, summonses, releases), and only by a force that
is spoken of in the same sentence or shortly before: an arrest next to which nobody is named stays without a source.
"""

from collections import deque
from collections.abc import Container, Iterable, Iterator

from agents.extraction.assemble import Finding, Reading
from agents.extraction.mentions import Mention
from agents.extraction.predicates.frames import Frame
from agents.extraction.predicates.phrases import heads
from agents.extraction.words import WordLists

REACH = 2
"""Sentences back in which the force is looked for."""
FORCES = frozenset({"COP", "MIL", "JUD", "SPY"})
"""Sectors that arrest, try and release."""
HOSTS = frozenset({"GOV", "LEG"})
"""Sectors that summon envoys to where they sit."""
SUMMONS = frozenset({"summon", "call"})
"""Verbs of those who have somebody come to them."""


class Agents:
    """Completes the findings of one article, sentence by sentence in text order."""

    def __init__(self, lists: WordLists) -> None:
        self._lists = lists
        self._lately: deque[list[Mention]] = deque(maxlen=REACH)

    def complete(self, reading: Reading) -> None:
        """Give sources to the passives of the next sentence that lack them; note the forces that it names."""
        for finding in reading.findings:
            if self._lacks(finding):
                finding.sources = next(self._candidates(finding, reading), [])
        self._lately.appendleft([one for finding in reading.findings for one in of_sectors(FORCES, finding.sources)])

    def _lacks(self, finding: Finding) -> bool:
        frame = finding.frame
        return bool(
            frame.passive
            and frame.kind == "verb"
            and finding.targets
            and not finding.sources
            and (frame.lemma in self._lists.enforcing or _is_called_in(frame))
            and not frame.slots_of("agent")
        )

    def _candidates(self, finding: Finding, reading: Reading) -> Iterator[list[Mention]]:
        if finding.frame.lemma in SUMMONS:
            hosts = (slot for slot in finding.frame.slots if slot.preposition == "to")
            called = (heads(slot.head, reading.mentions) for slot in hosts)
            yield from (found for one in called if (found := _strangers(finding, of_sectors(HOSTS, one))))
            return
        at = finding.frame.head.index
        near = [other for other in reading.findings if other is not finding]
        before = [other for other in reversed(near) if other.frame.head.index < at]
        after = [other for other in near if other.frame.head.index > at]
        for other in (*before, *after):
            if found := _strangers(finding, of_sectors(FORCES, other.sources)):
                yield found[:1]
        for lately in self._lately:
            if found := _strangers(finding, reversed(lately)):
                yield found[:1]


def _is_called_in(frame: Frame) -> bool:
    particle = frame.head.child("prt")
    return frame.lemma == "call" and particle is not None and particle.lower == "in"


def of_sectors(sectors: Container[str], mentions: Iterable[Mention]) -> list[Mention]:
    """Those of some actors whose first sector is one of these."""
    return [one for one in mentions if any(sector in sectors for sector in one.origin.about.sectors[:1])]


def _strangers(finding: Finding, mentions: Iterable[Mention]) -> list[Mention]:
    """Those of some actors to whom it was not done."""
    done = {target.origin for target in finding.targets}
    return [one for one in mentions if one.origin not in done]
