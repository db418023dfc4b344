"""How what is told relates its actors: who did it to whom, who answers, who is left as the other side."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet

from agents.extraction.assemble import Finding, Reading
from agents.extraction.grammar import LOCATIVE
from agents.extraction.likewise import is_elliptic
from agents.extraction.mentions import Mention
from agents.extraction.predicates.governance import IF_MARKERS

OFTEN = 3
"""How often a country must be named close by to be what all is about."""


def parties(finding: Finding) -> dict[str | None, Mention]:
    """The first doer and the first to whom it is done, by their countries."""
    return {one.origin.about.country: one.origin for one in (*finding.sources[:1], *finding.targets[:1])}


def parties_to(finding: Finding, pacts: AbstractSet[str], told: Iterable[Finding]) -> list[Mention]:
    """'welcomed the treaty': both sides to what one of them was last told to have signed with the other."""
    signed = (other for other in told if pacts and other.sources and other.targets)
    of_both = (other for other in signed if pacts & {slot.head.lemma for slot in other.frame.slots_of("object")})
    return next((strangers(finding, [*other.sources, *other.targets]) for other in of_both), [])


def partners(finding: Finding, other: Finding) -> list[Mention]:
    """The other side of a predicate on one side of which the doer stands."""
    if suffers(finding, other):
        return strangers(finding, doers(other))
    does = any(same(one, doer) for one in other.sources for doer in finding.sources)
    return strangers(finding, other.targets) if does else []


def doers(other: Finding) -> list[Mention]:
    """Who does it: both sides of what each does to the other."""
    return [*other.sources, *other.targets] if other.reciprocal else other.sources


def suffers(finding: Finding, other: Finding) -> bool:
    """Whether the doer of the one is whom the other was done to."""
    return any(same(one, doer) for one in other.targets for doer in finding.sources)


def provoked(finding: Finding, near: Sequence[Finding]) -> Iterator[list[Mention]]:
    """'Y recalled its envoy from X after X tore up the deal': those who then acted against the doer, or for him."""
    above = finding.frame.governor
    for other in near:
        if other.frame is above and (suffers(finding, other) or not other.targets):
            yield [one for one in doers(other) if not any(same(one, doer) for doer in finding.sources)]


def both_sides(finding: Finding, other: Finding) -> list[Mention]:
    """The two of different countries between whom something is told, where the finding's own doer is neither."""
    sides = [*other.sources[:1], *other.targets[:1]] if not other.reciprocal else doers(other)
    found = strangers(finding, sides)
    return found if len({one.about.country for one in found}) > 1 else []


def askers(finding: Finding, other: Finding) -> list[Mention]:
    """Who spoke to the one who now answers, be he of the same country: "pleaded with the rebels. They refused"."""
    own = {doer.identity for doer in finding.sources}
    asked = any(target.identity in own for target in other.targets)
    return [one.origin for one in other.sources if one.identity not in own] if asked else []


def may_answer(finding: Finding, other: Finding) -> bool:
    """Whether what was offered or asked was so of the one who now answers, or of nobody of a known country."""
    return suffers(finding, other) or all(one.origin.about.country is None for one in other.targets)


def conditions(finding: Finding, near: Sequence[Finding]) -> Iterator[list[Mention]]:
    """'If Y attacks, X will': who is to heed it."""
    for other in near:
        if other.frame.governor is finding.frame and other.frame.marker in IF_MARKERS:
            yield strangers(finding, doers(other))


def speakable(finding: Finding, reading: Reading) -> Iterator[Mention]:
    """The mentions of the sentence but for those that only say it, and its own arguments: they have been weighed."""
    above = finding.frame.governor
    speakers = [
        mention
        for known in reading.findings
        if known.frame is above or known.frame.marker == "as" or is_elliptic(known.frame)
        for mention in known.sources
    ]
    own = {word.index for slot in finding.frame.slots if slot.relation != "subject" for word in slot.words}
    return (
        one
        for one in reading.mentions.mentions
        if one not in speakers and one.head.index not in own and not any(_is_part(one, whole) for whole in speakers)
    )


def besides(mentions: Iterable[Mention], finding: Finding, near: Sequence[Finding]) -> Iterator[Mention]:
    """Mentions without those who do the like: "Germany promised two batteries, and Norway pledged millions"."""
    frame = finding.frame
    alike = (one for one in near if one.frame.governor is frame or frame.governor is one.frame)
    joined = (one for one in alike if "conjunct" in (one.frame.governance, frame.governance) and not one.targets)
    doers = {id(doer) for one in joined for doer in one.sources}
    return (mention for mention in mentions if id(mention) not in doers)


def _is_part(mention: Mention, whole: Mention) -> bool:
    """Whether a mention only describes another: the bloc in "the head of the bloc's mission"."""
    word, part = mention.head, False
    while word is not whole.head and word.head is not None and word.dep != "conj":
        word, part = word.head, True
    return part and word is whole.head


def only(finding: Finding, mentions: Iterable[Mention]) -> list[Mention]:
    """The first mention of the one other country that is spoken of, if it is the only one."""
    found = [mention for mention in strangers(finding, mentions) if not is_located(mention)]
    return found[:1] if len({mention.about.country for mention in found}) == 1 else []


def is_located(mention: Mention) -> bool:
    """Whether a mention says where: "in Singapore"."""
    above = mention.head.head
    return mention.head.dep == "pobj" and above is not None and above.lower in LOCATIVE


def topic(finding: Finding, mentions: Iterable[Mention]) -> list[Mention]:
    """The first mention of the other country that is spoken of far more than any."""
    found = [mention for mention in mentions if mention.about.country and not is_located(mention)]
    counts = Counter(mention.about.country for mention in found).most_common(2)
    if not counts or counts[0][1] < OFTEN or (len(counts) > 1 and counts[0][1] < 2 * counts[1][1]):
        return []
    return strangers(finding, (mention for mention in found if mention.about.country == counts[0][0]))[:1]


def strangers(finding: Finding, mentions: Iterable[Mention]) -> list[Mention]:
    """Those of a known country that are not on the doer's own side, as they were named; reporters only listen."""
    known = (mention for mention in mentions if mention.about.country and "JRN" not in mention.about.sectors)
    named = dict.fromkeys(mention.origin for mention in known)
    return [one for one in named if not any(same(one, doer) for doer in finding.sources)]


def same(one: Mention, other: Mention) -> bool:
    """Whether two mentions are one actor, or of one country."""
    country = one.origin.about.country
    return one.identity == other.identity or (country is not None and country == other.origin.about.country)
