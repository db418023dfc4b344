"""Parties of what is said: who is told what to do, who is warned or spoken of, on whose doing a threat depends."""

from agents.extraction.mentions import Mention
from agents.extraction.predicates.frames import Frame
from agents.extraction.predicates.governance import IF_MARKERS
from agents.extraction.predicates.phrases import same_as_any
from agents.extraction.predicates.sides import Sides
from agents.extraction.predicates.sources import Sources

ANNOUNCING = frozenset({"will", "would", "shall", "'ll"})
OBLIGATION = frozenset({"must", "should", "ought"})


class Speech(Sides):
    """Looks for those whom verbs of speech concern, in the clauses that say what is said."""

    def __init__(self, sources: Sources) -> None:
        super().__init__(sources.frames, sources.mentions, sources.lists)
        self._sources = sources

    def heeding(self, frame: Frame) -> list[Mention]:
        """'threatened to leave unless Y paid': who can still avert it."""
        if frame.lemma not in self.lists.threatening:
            return []
        return [
            one
            for below in self.frames.frames
            if below.marker in IF_MARKERS and below.governor is not None and not below.passive
            if below.governor is frame or below.governor.governor is frame
            for one in self._sources.of(below)
        ]

    def averting(self, frame: Frame) -> list[Mention]:
        """'said that it would strike back if Y attacked': whose doing it is made to depend on."""
        conditions = [below for below in frame.below if below.marker in IF_MARKERS and not below.passive]
        if not conditions or ANNOUNCING.isdisjoint(child.lower for child in frame.head.having("aux")):
            return []
        return [one for below in conditions for one in self._sources.of(below)]

    def told_of(self, frame: Frame) -> Frame | None:
        """The clause in which a verb of speech tells what it has to say."""
        if frame.lemma not in self.lists.say_verbs:
            return None
        return next((one for one in frame.below if one.governance == "complement"), None)

    def is_nobodys_threat(self, frame: Frame) -> bool:
        """Whether of those who warn only a role is known: "Chad may close the road to Niger, the minister warned"."""
        speakers = self._sources.of(frame)
        unknown = {one.origin.about.country for one in speakers} == {None} or all(one.guessed for one in speakers)
        return unknown and frame.lemma in self.lists.threatening and all(one.about.basis == "role" for one in speakers)

    def spoken_of(self, frame: Frame, clause: Frame) -> list[Mention]:
        """'says Y is hiding rebels': whom the speaker speaks of, others than his own side."""
        speakers = self._sources.of(frame)
        own = {speaker.origin.about.country for speaker in speakers}
        return [
            one
            for one in self._sources.of(clause)
            if one.about.country is not None
            and (one.about.country not in own or (one.about.sort == "person" and not self.belongs_to(one, speakers)))
        ]

    def addressed(self, frame: Frame, sources: list[Mention]) -> list[Mention]:
        """'told Y that it would plant its flag': whom one tells of what one will do oneself."""
        above = frame.governor
        if above is None or frame.governance != "complement" or above.lemma not in self.lists.say_verbs:
            return []
        if not any(same_as_any(one, sources) for one in self._sources.of(above)):
            return []
        told = [*above.slots_of("object", "indirect_object"), *self.behind(above, "to")]
        return self.parties(above, told)

    def obliged(self, frame: Frame) -> list[Mention]:
        """'says Israel must end', 'demanded that Iran release': who is told what to do."""
        if frame.lemma not in self.lists.say_verbs:
            return []
        for below in frame.below:
            if below.governance == "complement" and self.is_demand(below):
                return self.parties(frame, below.subjects) or self._sources.of(below)
        return []

    def is_demand(self, frame: Frame) -> bool:
        """Whether a clause says what ought to be done: "must end", or the bare verb of "demanded that Iran release"."""
        auxiliaries = {child.lower for child in frame.head.having("aux")}
        if auxiliaries:
            return bool(auxiliaries & OBLIGATION)
        subject = frame.head.child("nsubj")
        singular = subject is not None and subject.tag in ("NN", "NNP") and not subject.having("conj")
        return frame.head.lemma != "be" and (frame.head.tag == "VB" or (frame.head.tag == "VBP" and singular))
