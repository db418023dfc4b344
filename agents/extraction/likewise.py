"""Who did the same: "France condemned the coup, and so did Spain", "Chile recalled its envoy. Peru did likewise."

What they did stands in another clause or in the sentence before; they are sources of that predicate too.
"""

from collections.abc import Iterator
from typing import Final

from agents.extraction.assemble import Finding, Reading
from agents.extraction.predicates.frames import Frame
from agents.extraction.predicates.governance import MAIN

FORMS: Final = frozenset({"do", "does", "did"})
"""Those that tell what was done: "the last to do so" does not."""
LIKE: Final = frozenset({"so", "likewise", "too"})


class Likewise:
    """Completes the findings of one article, sentence by sentence in text order."""

    def __init__(self) -> None:
        self._last: Finding | None = None

    def complete(self, reading: Reading) -> None:
        """Make those who only "did the same" sources of what was done."""
        if not FORMS.isdisjoint(reading.tree.lowers):
            for finding in reading.findings:
                if finding.sources and is_elliptic(finding.frame):
                    _share(self._deed(finding, reading), finding)
        self._last = next(_told(reading.findings), None)

    def _deed(self, finding: Finding, reading: Reading) -> Finding | None:
        """What the clause above or before tells, else what the sentence before does."""
        at = finding.frame.head.index
        before = [one for one in reversed(reading.findings) if one.frame.head.index < at]
        above = (one for one in before if one.frame is finding.frame.governor and one.targets and one.sources)
        return next(above, None) or next(_told(before), None) or self._last


def _told(findings: list[Finding]) -> Iterator[Finding]:
    return (one for one in findings if one.sources and one.targets and one.frame.governance in MAIN)


def is_elliptic(frame: Frame) -> bool:
    """'So did X', 'X did so too', 'X did likewise', 'as did X', 'X did the same'."""
    if frame.lemma != "do" or frame.kind != "verb" or frame.head.tag == "VB":
        return False
    objects = frame.slots_of("object")
    if objects:
        return all(slot.head.lower == "same" for slot in objects)
    return any(
        (child.dep == "advmod" and child.lower in LIKE) or (child.dep == "mark" and child.lower == "as")
        for child in frame.head.children
    )


def _share(deed: Finding | None, finding: Finding) -> None:
    """Nobody does it to himself; and what a country does to its own people, another does to its own."""
    if deed is None:
        return
    done_to = {one.origin.about.country for one in deed.targets}
    if done_to & {one.origin.about.country for one in deed.sources}:
        return
    if not finding.targets:
        finding.targets = [one for one in deed.targets if one.origin.about.country not in _countries(finding)]
    known = {one.origin for one in deed.sources}
    deed.sources = [
        *deed.sources,
        *(one for one in finding.sources if one.origin not in known and one.origin.about.country not in done_to),
    ]


def _countries(finding: Finding) -> set[str | None]:
    return {one.origin.about.country for one in finding.sources} - {None}
