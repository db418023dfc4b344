"""Parties of a deed that another predicate judges, answers or was prompted by: "condemned the coup in Y"."""

from collections.abc import Iterator

from agents.extraction.mentions import Mention
from agents.extraction.predicates.frames import Frame
from agents.extraction.predicates.sides import Sides
from agents.extraction.predicates.sources import TOPIC, Sources

PROMPTED = frozenset({"at", "after", "under", "following", "upon", "on", "through"})
"""Prepositions between what was done and what prompted it."""
DESPITE = frozenset({"despite", "amid", "after", "following"})
"""Prepositions between what was done and what had been said to those who did it."""


class Deeds(Sides):
    """Looks for those who did what is judged or answered."""

    def __init__(self, sources: Sources) -> None:
        super().__init__(sources.frames, sources.mentions, sources.lists)
        self._sources = sources

    def rulers(self, deed: Frame) -> list[Mention]:
        """'condemned the coup in Y', 'deplored executions in Y': done by whoever rules there."""
        if deed.lemma not in self.lists.domestic:
            return []
        return [one for one in self.heads(self.behind(deed, "in"), moving=True) if one.about.country]

    def prompted(self, frame: Frame) -> list[Mention]:
        """'met at the request of Y', 'agreed after Omani mediation': those who then acted."""
        above = frame.governor
        if above is None or frame.governance != "argument":
            return []
        said = frame.lemma in self.lists.openings or frame.lemma in self.lists.pleas
        if frame.head.dep == "dobj" and said and above.lemma not in self.lists.judging:
            return self._sources.of(above)  # "shrugged off a warning from Y"
        plea = frame.marker in DESPITE and frame.lemma in self.lists.pleas
        if frame.lemma not in self.lists.prompting and not plea:
            return []
        preposition = frame.head.head
        behind = frame.head.dep == "pobj" and preposition is not None and preposition.lower in PROMPTED | DESPITE
        return self._sources.of(above) or self.parties(frame, above.subjects) if behind else []

    def judged(self, frame: Frame) -> list[Frame]:
        """What a predicate condemns or deplores, where that is an event: "condemned the raid on Y"."""
        if frame.kind == "noun" or not frame.is_one_of(self.lists.condemning):
            return []
        slots = [*frame.slots_of("object"), *(slot for slot in frame.slots_of("oblique") if slot.preposition in TOPIC)]
        found = (self.frames.at(slot.head) for slot in slots)
        return [deed for deed in found if deed is not None and deed is not frame and deed.kind == "noun"]

    def doers_of_the_object(self, frame: Frame) -> Iterator[list[Mention]]:
        """'objected to a road that Y means to build': who does what is judged."""
        if frame.lemma not in self.lists.judging and frame.lemma not in self.lists.answering:
            return
        slots = [*frame.slots_of("object"), *frame.slots_of("oblique")]
        spanned = {word.index for slot in slots for word in slot.head.subtree()}
        for below in self.frames.frames:
            if below.head.dep == "relcl" and below.head.index in spanned:
                yield self._sources.of(below)
