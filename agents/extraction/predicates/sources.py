"""Who does it: from a frame's arguments to its sources."""

from agents.extraction.mentions import Mention, MentionMap
from agents.extraction.predicates.destinations import Destinations
from agents.extraction.predicates.frames import Frame, FrameSet, Slot
from agents.extraction.predicates.phrases import of_phrase, owners, unique
from agents.extraction.words import WordLists

TOPIC = frozenset({"about", "over", "regarding", "concerning"})
"""Prepositions before what is only spoken of: who complains about a raid took no part in it."""
OWN = frozenset({"its", "their", "his", "her"})
WHOSE = frozenset({"of", "in", "from", "among", "within"})
"""Prepositions before those to whom an unknown subject belongs: "nobody in the cabinet"."""


class Sources(Destinations):
    """Decides who does it, once a frame."""

    def __init__(self, frames: FrameSet, mentions: MentionMap, lists: WordLists) -> None:
        super().__init__(frames, mentions, lists)
        self._known: dict[int, list[Mention]] = {}

    def of(self, frame: Frame) -> list[Mention]:
        """The sources of a frame, as its phrases name them."""
        known = self._known.get(id(frame))
        if known is None:
            known = self._known[id(frame)] = self._found(frame)
        return known

    def _found(self, frame: Frame) -> list[Mention]:
        """By kind and voice: the owner of a noun, the giver of what one gets, the agent of a passive, the subject."""
        if frame.kind == "noun":
            return self._nominal_sources(frame)
        if frame.inverse:
            return self.heads(self.behind(frame, "from", "by", "of")) or self.heads(
                frame.slots_of("agent", "possessor")
            )
        if self.awaited_at(frame):
            return self.heads(frame.subjects)
        if frame.passive:
            return self.agents(frame) or self._agents_owners(frame) or self._noun_owner(frame) or self._judged_in(frame)
        found = self.heads(_unrepeated(frame.subjects)) or self.between(frame)[:1] or self._owned_subjects(frame)
        return found or self._of_sayer(frame)

    def _of_sayer(self, frame: Frame) -> list[Mention]:
        """'X said that prices rose and accused Y': a second verb of speech that no actor of the clause can have."""
        above = frame.governor
        beyond = above.governor if above is not None and frame.governance == "conjunct" else None
        if above is None or beyond is None:
            return []
        if above.governance == "relative" and frame.slots_of("object"):
            return self.of(beyond)  # "shot two drones that crossed over and shut its border"
        said = beyond.lemma in self.lists.say_verbs and frame.lemma in self.lists.speaking
        return self.of(beyond) if said and above.governance == "complement" else []

    def _owned_subjects(self, frame: Frame) -> list[Mention]:
        """'Moscow's troops', 'an Iranian missile hit', 'a mission of the Fund': the owner of the thing that did it."""
        found = unique(owner for slot in frame.subjects for owner in owners(slot.head, self.mentions))
        return found or unique(owner for slot in frame.subjects for owner in of_phrase(slot.head, self.mentions, WHOSE))

    def _agents_owners(self, frame: Frame) -> list[Mention]:
        """'was hit by their jets', 'halted by a Thai gunboat': whose thing it was that did it."""
        return unique(owner for slot in frame.slots_of("agent") for owner in owners(slot.head, self.mentions))

    def _judged_in(self, frame: Frame) -> list[Mention]:
        """'was welcomed in Stockholm': a capital in which nobody else is said to judge."""
        if frame.lemma not in self.lists.judging:
            return []
        found = self.heads(self.behind(frame, "in"), moving=True)
        return [one for one in found if one.place and "GOV" in one.about.sectors]

    def _noun_owner(self, frame: Frame) -> list[Mention]:
        return self.heads(frame.slots_of("possessor", "modifier")) if frame.noun is not None else []

    def _nominal_sources(self, frame: Frame) -> list[Mention]:
        """Of an event noun: its agent, its possessor unless that suffers it ("Navalny's arrest"), or behind "of"."""
        agent = self.heads([*frame.slots_of("agent"), *self.behind(frame, "by")]) or self.between(frame)[:1]
        if agent:
            return agent
        owner = self.heads(frame.slots_of("possessor"))
        if owner and not self.is_patient_owner(frame):
            return owner
        if owner:
            return []
        doer = self.heads(self.behind(frame, "of")) if frame.lemma in self.lists.subject_of else []
        return doer or self._unowned_sources(frame)

    def _unowned_sources(self, frame: Frame) -> list[Mention]:
        """Of a noun without an owner: its nationality, 'from X', or the subject of a verb that it goes with."""
        return (
            self.heads(frame.slots_of("modifier")) or self.heads(self.behind(frame, "from")) or self._companion(frame)
        )

    def _companion(self, frame: Frame) -> list[Mention]:
        """'said after a meeting with Y', 'announced on a visit to Y': the subject of the verb above took part."""
        above = frame.governor
        topic = frame.marker in TOPIC or (above is not None and above.lemma in self.lists.judging)
        if above is None or frame.governance != "argument" or topic or frame.lemma not in self.lists.accompanying:
            return []
        if any(slot.head is frame.head for slot in above.subjects):
            return []
        if any(
            owner.lower in OWN for slot in self.behind(frame, "on", "against") for owner in slot.head.having("poss")
        ):
            return []  # "after the attack on its consulate, Turkey closed"
        return self.of(above)


def _unrepeated(subjects: list[Slot]) -> list[Slot]:
    """One subject of two side by side, a description and its name that the parser did not join: "the bloc SADC"."""
    one = len(subjects) == 2 and subjects[0].head.index + 1 == subjects[1].head.index and subjects[1].head.is_proper
    return subjects[1:] if one else subjects
