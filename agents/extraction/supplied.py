"""Links the two actors that a publisher supplies for an article, where the grammar alone has not.

A publisher who names exactly two actors asks what the one did to the other. Where no predicate of a sentence with both
has them on its two sides, the lowest one that governs both gets them.
"""

from collections.abc import Iterator

from agents.extraction.assemble import Finding, Reading
from agents.extraction.mentions import Mention
from agents.extraction.tree import Word


def link_supplied(reading: Reading) -> None:
    """Link the pair in a sentence that speaks of both."""
    pair = _pair(reading)
    if pair is not None and not any(_links(finding, *pair) for finding in reading.findings):
        _link(reading, *pair)


def _pair(reading: Reading) -> tuple[Mention, Mention] | None:
    """The first mention of each of the two, in text order."""
    found: dict[str, Mention] = {}
    for mention in sorted(reading.mentions.mentions, key=lambda mention: mention.start):
        if mention.supplied is not None:
            text = mention.tree.text[mention.start - mention.tree.start : mention.end - mention.tree.start]
            found.setdefault(" ".join(text.casefold().split()), mention)
    pair = list(found.values())
    return (pair[0], pair[1]) if len(pair) == 2 else None


def _links(finding: Finding, first: Mention, second: Mention) -> bool:
    return (first in finding.sources and second in finding.targets) or (
        second in finding.sources and first in finding.targets
    )


def _link(reading: Reading, first: Mention, second: Mention) -> None:
    """Give both actors to the predicate that one of them does, else to the lowest that governs both."""
    for doer, other in ((first, second), (second, first)):
        finding = _done_by(reading, doer, other)
        if finding is not None:
            _join(finding, doer, other)
            return
    finding = _lowest_common(reading, first, second)
    if finding is not None:
        doer, other = (second, first) if finding.frame.passive else (first, second)
        finding.sources = [doer, *(mention for mention in finding.sources if mention is not other)]
        _join(finding, doer, other)


def _done_by(reading: Reading, doer: Mention, other: Mention) -> Finding | None:
    """The deepest predicate that the one does and below which the other stands."""
    found = [
        finding
        for finding in reading.findings
        if doer in finding.sources and (other in finding.sources or _below(finding, other))
    ]
    return max(found, key=lambda finding: len(list(finding.frame.head.ancestors())), default=None)


def _below(finding: Finding, mention: Mention) -> bool:
    tops = {word.index for word in finding.frame.words}
    return any(word.index in tops for word in _path(mention.head))


def _path(word: Word) -> Iterator[Word]:
    yield word
    yield from word.ancestors()


def _lowest_common(reading: Reading, first: Mention, second: Mention) -> Finding | None:
    by_word = {word.index: finding for finding in reading.findings for word in finding.frame.words}
    above = {word.index for word in _path(first.head)}
    common = [by_word[word.index] for word in _path(second.head) if word.index in above and word.index in by_word]
    return common[0] if common else _nearest(reading, first, second)


def _nearest(reading: Reading, first: Mention, second: Mention) -> Finding | None:
    """Without a common governor (a broken parse): the predicate that stands between them, else the nearest."""
    middle = (first.end + second.start) // 2
    return min(reading.findings, key=lambda finding: abs(finding.frame.head.start - middle), default=None)


def _join(finding: Finding, doer: Mention, other: Mention) -> None:
    """Set the two on the two sides; a joint doer becomes the other side."""
    if other in finding.sources:
        finding.sources = [mention for mention in finding.sources if mention is not other]
        finding.reciprocal = True
    if doer not in finding.sources:
        finding.sources = [doer, *finding.sources]
    if other not in finding.targets:
        finding.targets = [other, *finding.targets]
