"""Who did what a passive tells without saying by whom: "four men were held until the evening".

What a state's force does to people is completed (arrests, verdicts, summonses, releases), and only by a force that is
spoken of in the same sentence or shortly before: an arrest next to which nobody is named stays without a source. Those
who were killed, wounded or driven out were so by whoever was just said to attack, or by whom he attacked.
"""

from collections import deque
from collections.abc import Container, Iterable, Iterator
from dataclasses import replace

from agents.extraction.assemble import Finding, Reading
from agents.extraction.mentions import Mention
from agents.extraction.predicates.frames import Frame
from agents.extraction.predicates.governance import MAIN
from agents.extraction.predicates.phrases import heads
from agents.extraction.words import WordLists

REACH = 2
"""Sentences back in which the force is looked for."""
FORCES = frozenset({"COP", "MIL", "JUD", "SPY"})
"""Sectors that arrest, try and release."""
ARMED = frozenset({"REB", "UAF", "PRM", "CRM"})
"""Sectors of those who attack in their own country, where a town that they attack is told as a mere place."""
UNARMED = frozenset({"CVL", "BUS", "EDU", "MED", "REL", "REF", "LAB", "AGR", "JRN", "SOC"})
"""Sectors of those who do not strike back."""
DEFENDED = frozenset({"camp", "base", "position", "convoy", "hideout", "stronghold", "town", "city", "village"})
"""What is struck and may hold those who do, whatever its sector."""
CAUSES = frozenset({"in", "by", "from", "of", "when"})
"""Prepositions before what one may die of."""
UPROOTING = frozenset({"drive", "chase", "force"})
AWAY = frozenset({"away", "out", "off", "from", "back", "across"})
"""Words behind these verbs where they tell of people who lose their homes."""
HOSTS = frozenset({"GOV", "LEG"})
"""Sectors that summon envoys to where they sit."""


class OmittedAgents:
    """Completes the findings of one article, sentence by sentence in text order."""

    def __init__(self, lists: WordLists) -> None:
        self._lists = lists
        self._lately: deque[list[Mention]] = deque(maxlen=REACH)
        self._attack: Finding | None = None
        """The last one told of in the sentence before."""
        self._measures: deque[list[Finding]] = deque(maxlen=REACH)
        """What states were told to have done against the people and missions of others."""

    def complete(self, reading: Reading) -> None:
        """Give sources to the passives of the next sentence that lack them; note the forces that it names."""
        self._measures.appendleft([one for one in reading.findings if self._is_measure(one)])
        for finding in reading.findings:
            if finding.sources or not finding.frame.passive:
                continue
            if self._is_of_states(finding):
                finding.sources = self._measuring(finding)
            if self._lacks(finding):
                finding.sources = next(self._candidates(finding, reading), [])
            if self._is_harmed(finding):
                finding.sources = self._attackers(finding, reading)
        attacks = (finding for finding in reversed(reading.findings) if self._attacks(finding))
        self._attack = next(attacks, None)
        self._lately.appendleft([one for finding in reading.findings for one in of_sectors(FORCES, finding.sources)])

    def _is_measure(self, finding: Finding) -> bool:
        frame = finding.frame
        if not finding.sources or not finding.targets or frame.kind == "noun":
            return False
        return frame.is_one_of(self._lists.measures) or frame.lemma in self._lists.condemning

    def _is_of_states(self, finding: Finding) -> bool:
        """'three attaches were declared unwelcome', 'two consulates were closed': what one state does to another's."""
        frame = finding.frame
        if not frame.passive or frame.kind != "verb" or finding.sources or frame.slots_of("agent"):
            return False
        known = frame.lemma in self._lists.measures
        return known and any(one.about.sort != "state" for one in of_sectors(HOSTS, finding.targets))

    def _measuring(self, finding: Finding) -> list[Mention]:
        """Whoever was told of a measure against the same state, or a censure of it, in this sentence or lately."""
        struck, at = _countries(finding.targets), finding.frame.head.index
        for lately in self._measures:
            for other in reversed(lately):
                before = lately is not self._measures[0] or other.frame.head.index < at
                if before and struck & _countries(other.targets) and not struck & _countries(other.sources):
                    return [one.origin for one in other.sources]
        return []

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

    def _is_harmed(self, finding: Finding) -> bool:
        """'eleven soldiers were killed', 'two villages were burned', and nothing tells of another cause."""
        frame = finding.frame
        if not frame.passive or frame.kind != "verb" or finding.sources or not finding.targets:
            return False
        if (
            frame.lemma not in self._lists.fighting
            and frame.lemma not in self._lists.harming
            and not _is_uprooted(frame)
        ):
            return frame.lemma in self._lists.striking and frame.lemma not in self._lists.enforcing
        causes = [slot.head for slot in frame.slots if slot.preposition in CAUSES and not slot.head.is_proper]
        lists = (self._lists.fighting, self._lists.times, self._lists.struck)
        known = (any(cause.lemma in words for words in lists) for cause in causes)
        return frame.governance in MAIN and not frame.slots_of("agent") and all(known)

    def _attacks(self, finding: Finding) -> bool:
        frame = finding.frame
        if not finding.sources or frame.kind == "noun":
            return False
        known = frame.lemma in self._lists.fighting or frame.is_one_of(self._lists.firing)
        if not known or (frame.passive and not frame.slots_of("agent")):
            return False
        return bool(finding.targets) or of_sectors(ARMED, finding.sources) == finding.sources

    def _attackers(self, finding: Finding, reading: Reading) -> list[Mention]:
        """Those of the attack told of before, where it was made on the same side; its victims, where on theirs."""
        at = finding.frame.head.index
        here = [one for one in reading.findings if one.frame.head.index < at and self._attacks(one)]
        attack = here[-1] if here else self._attack
        if attack is None:
            return []
        if not attack.targets:  # "gunmen raided the town"
            alike = _sectors(finding.targets) & _sectors(attack.sources)
            return [one.origin for one in attack.sources] if not alike and not _is_foreign(finding, attack) else []
        _move_victims(finding.targets, attack)
        for side in (_countries, _sectors):
            harmed, attacked = side(finding.targets), side(attack.targets)
            if harmed & side(attack.sources) and not harmed & attacked:
                return _struck_back(finding, attack)
            if attack.reciprocal and harmed & attacked and not harmed & side(attack.sources):
                return [one.origin for one in attack.sources]
        harmed = _countries(finding.targets) if not attack.reciprocal else {""}
        attacked = _countries(attack.targets)
        if not attacked and all(one.origin.guessed or of_sectors(FORCES, [one]) for one in finding.targets):
            attacked = harmed - _countries(attack.sources)
        return [one.origin for one in attack.sources] if not harmed or harmed & attacked else []

    def _candidates(self, finding: Finding, reading: Reading) -> Iterator[list[Mention]]:
        """The forces that may have done it, the likeliest first: of a summons those to whom one was called.

        Then who acts in the sentence before the passive, who acts after it, and who acted shortly before.
        """
        if finding.frame.lemma in self._lists.summoning:
            hosts = (slot for slot in finding.frame.slots if slot.preposition == "to")
            called = (heads(slot.head, reading.mentions) for slot in hosts)
            yield from (found for one in called if (found := _strangers(finding, of_sectors(HOSTS, one))))
            return
        at = finding.frame.head.index
        near = [other for other in reading.findings if other is not finding]
        before = [other for other in reversed(near) if other.frame.head.index < at]
        after = [other for other in near if other.frame.head.index > at]
        asking = [one for one in near if one.frame.kind == "noun" and one.frame.lemma in self._lists.prompting]
        asked = {who.origin for one in asking for who in one.sources}  # "arrested at the request of a Dutch court"
        for other in (*before, *after):
            forces = [one for one in of_sectors(FORCES, other.sources) if one.origin not in asked]
            if found := _strangers(finding, forces):
                yield found[:1]
        for lately in self._lately:
            if found := _strangers(finding, reversed(lately)):
                yield found[:1]


def _struck_back(finding: Finding, attack: Finding) -> list[Mention]:
    """Of the attackers' own dead: those whom they attacked; a bus kills nobody, and those in it are no attackers."""
    struck = [one.origin for one in attack.targets]
    able = [one for one in struck if one.head.lemma in DEFENDED or not UNARMED.issuperset(one.about.sectors[:1])]
    rebels = of_sectors(ARMED, attack.sources) == attack.sources and not _sectors(finding.targets) & ARMED
    guessed = all(one.origin.guessed for one in finding.targets)
    return able or ([one.origin for one in attack.sources] if rebels or guessed else [])


def _is_foreign(finding: Finding, attack: Finding) -> bool:
    """Whether those who suffered are known to be of another country than those who attacked at home."""
    home = _countries(attack.sources)
    return bool(home) and bool(_countries(finding.targets) - home)


def _move_victims(victims: Iterable[Mention], attack: Finding) -> None:
    """'Turkish drones struck a plant in Syria. Four workers died': they are of where it was struck, not of the drones.

    Only those whose country was guessed from what is spoken of, and who are none of the attackers' kind, are moved.
    """
    attacked, attackers = _countries(attack.targets), _countries(attack.sources)
    if len(attacked) != 1 or attacked & attackers or attack.reciprocal:
        return
    for one in victims:
        who = one.origin
        if (
            who.guessed
            and who.about.country in attackers
            and not _sectors([who]) & {*_sectors(attack.sources), *FORCES}
        ):
            who.about = replace(who.about, country=next(iter(attacked)))


def _countries(mentions: Iterable[Mention]) -> set[str]:
    return {country for one in mentions if (country := one.origin.about.country) is not None}


def _sectors(mentions: Iterable[Mention]) -> set[str]:
    return {sector for one in mentions for sector in one.origin.about.sectors[:1]}


def _is_uprooted(frame: Frame) -> bool:
    """'were driven away', 'were chased out', 'were forced from their homes'."""
    away = any(child.lower in AWAY for child in frame.head.having("advmod", "prt", "prep"))
    return away and frame.lemma in UPROOTING


def _is_called_in(frame: Frame) -> bool:
    particle = frame.head.child("prt")
    return frame.lemma == "call" and particle is not None and particle.lower == "in"


def of_sectors(sectors: Container[str], mentions: Iterable[Mention]) -> list[Mention]:
    """Those of some actors whose first sector is one of these."""
    return [one for one in mentions if (told := one.origin.about.sectors) and told[0] in sectors]


def _strangers(finding: Finding, mentions: Iterable[Mention]) -> list[Mention]:
    """Those of some actors to whom it was not done."""
    done = {target.origin for target in finding.targets}
    return [one for one in mentions if one.origin not in done]
