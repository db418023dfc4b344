"""Whom a predicate concerns where its sentence does not say so: the other side of what is being told.

"Kinshasa complained in a letter" is about those with whom Kinshasa was just said to have to do. Only predicates that
cannot do without another side are completed (refusing, offering, judging what was done, dealing with what lies between
two states), and only from what is told close by; where nothing there fits, they stay without a target.
"""

from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from agents.extraction.assemble import Finding, Reading
from agents.extraction.grammar import DEFINITE, MODIFIERS, PRONOUNS
from agents.extraction.mentions import Mention, MentionMap
from agents.extraction.opponents import REACH as OPPONENTS_REACH
from agents.extraction.opponents import Opponents
from agents.extraction.predicates.arguments import ANSWERS
from agents.extraction.predicates.frames import Frame
from agents.extraction.predicates.governance import IF_MARKERS, MAIN
from agents.extraction.predicates.phrases import is_denial
from agents.extraction.relations import (
    OFTEN,
    askers,
    besides,
    both_sides,
    conditions,
    doers,
    is_located,
    may_answer,
    only,
    parties,
    parties_to,
    partners,
    provoked,
    speakable,
    strangers,
    suffers,
    topic,
)
from agents.extraction.tree import Word
from agents.extraction.words import WordLists

REACH = 3
"""Sentences back in which the other side is looked for."""
PAIR_REACH = 8
PAIR = 0.6
"""Sentences back in which the two sides are looked for, and the confidence in them."""
AGAIN = 2
"""How often something must be told between two who are meant rather than the two last spoken of."""
MAX_RELATIONS = 60
"""Predicates with two sides that are remembered."""
LEAD = 3
"""Sentences at the head of a text, the title among them, that tell what it is about."""
OPPOSED = frozenset({"against", "over"})
"""Prepositions before the deed that one protests against."""
CIVIL = (("CVL",), ("UNK",), ("AGR",), ("LAB",), ())
"""First sectors of people who only suffer what two states do to each other."""
MAX_NAMED = 20
"""Mentions of one country that are counted."""
MAX_TARGETS = 3
"""Another side of more members than this is no side but a list."""


class Counterparts:
    """Completes the findings of one article, sentence by sentence in text order."""

    def __init__(self, lists: WordLists) -> None:
        self._lists = lists
        self._opponents = Opponents(lists)
        self._alone = lists.say_verbs | lists.fighting | lists.motion | lists.dispatching | lists.leaving_office
        """Verbs that are often told without another side, and name it where there is one."""
        self._told: deque[tuple[int, Finding]] = deque(maxlen=MAX_RELATIONS)
        self._read: deque[tuple[int, Reading]] = deque(maxlen=REACH)
        self._named: dict[str, deque[Mention]] = {}
        self._lead: Finding | None = None
        self._ordinal = 0

    def complete(self, reading: Reading) -> None:
        """Give targets to the predicates of the next sentence that need and lack them; note what it tells."""
        ordinal = self._ordinal
        lacking = [finding for finding in reading.findings if self._lacks(finding)]
        for finding in lacking:
            finding.targets = self._found(finding, reading, ordinal)
        for finding in reading.findings:
            if finding.sources and not finding.targets and finding.frame.kind != "noun":
                finding.targets = self._faced(finding, reading, ordinal) or self._at_hand(finding, reading)
        self._told.extend((ordinal, finding) for finding in reading.findings if finding.sources)
        if self._lead is None and ordinal < LEAD:
            deeds = (one for one in reading.findings if one.sources and one.targets and self._is_news(one))
            self._lead = next(deeds, None)
        self._read.append((ordinal, reading))
        for mention in reading.mentions.mentions:
            country = mention.about.country
            if country:
                if country not in self._named:
                    self._named[country] = deque(maxlen=MAX_NAMED)
                self._named[country].append(mention.origin)
        self._ordinal += 1

    def join_pairs(self, mentions: MentionMap) -> None:
        """Members, in the next sentence, for "both sides" where more than two are spoken of."""
        for mention in mentions.mentions:
            if mention.antecedent is not None and mention.origin.pair:
                mention.members = mention.members or list(mention.origin.members)
            elif mention.pair and (not mention.members or _faces_itself(mention)):
                mention.members = self._two_sides(mentions)
                if mention.members:
                    mention.about = replace(mention.about, confidence=PAIR)
            elif mention.pair:
                least = max(AGAIN, 1 + self._dealings(mention.members))
                mention.members = self._at_odds(mentions, least) or mention.members

    def _dealings(self, members: Sequence[Mention]) -> int:
        """How often those last spoken of, whom "both sides" may mean, were told to deal with each other, or to join."""
        both = {member.about.country for member in members}
        told = (
            (parties(one).keys(), {doer.origin.about.country for doer in one.sources}) for one in self._lately_told()
        )
        return sum(both in sides for sides in told)

    def _lately_told(self) -> Iterator[Finding]:
        return (finding for known, finding in self._told if self._ordinal - known <= PAIR_REACH)

    def _two_sides(self, mentions: MentionMap) -> list[Mention]:
        """The two between whom most has happened lately, those left out whom the sentence itself names."""
        here = {mention.origin.about.country: mention for mention in mentions.mentions if not mention.pair}
        named = set(here)
        if len(named - {None}) == 2 and "each" in {word.lower for word in mentions.mentions[0].tree.words}:
            return [mention for country, mention in here.items() if country is not None]
        return self._at_odds(mentions, 1) or self._most_named(named)

    def _at_odds(self, mentions: MentionMap, least: int) -> list[Mention]:
        """The two between whom most was told lately, and at least so much; whom the sentence names is neither."""
        named = {one.origin.about.country for one in mentions.mentions if not one.pair and _may_deal(one.origin)}
        between: dict[frozenset[str | None], list[dict[str | None, Mention]]] = {}
        for sides in map(parties, self._lately_told()):
            if len(sides) == 2 and not sides.keys() & {*named, None}:
                between.setdefault(frozenset(sides), []).append(sides)
        most: list[dict[str | None, Mention]] = max(between.values(), key=len, default=[])
        if len(most) < least:
            return []
        both = [_stateliest([sides[country] for sides in most]) for country in most[-1]]
        return sorted(both, key=lambda mention: mention.start)

    def _most_named(self, named: Iterable[str | None]) -> list[Mention]:
        """The two countries that the text speaks of by far the most, the sentence's own left out."""
        counts = Counter({country: len(found) for country, found in self._named.items() if country not in named})
        (first, second, third) = (*counts.most_common(3), *[(None, 0)] * 3)[:3]
        if first[0] is None or second[0] is None or second[1] < max(OFTEN, 2 * third[1]):
            return []
        both = [self._named[first[0]][-1], self._named[second[0]][-1]]
        return sorted(both, key=lambda mention: mention.start)

    def _lacks(self, finding: Finding) -> bool:
        if finding.targets or not finding.sources or finding.frame.kind == "noun" or is_denial(finding.frame):
            return False
        frame = finding.frame
        turned = self._judges(frame) or self._deals(frame) or self._wants(frame) or self._protests(frame)
        return turned or _is_conditional(frame) or _provokes(frame) or _says(frame)

    def _protests(self, frame: Frame) -> bool:
        """'marched against the sanctions': of which the text has told."""
        return frame.is_one_of(self._lists.protesting) and bool(_known_deeds(frame))

    def _wants(self, frame: Frame) -> bool:
        """'wants an apology', 'demanded the release of its crew': of whoever did it."""
        seeks, asks = frame.lemma in self._lists.seeking, frame.lemma in self._lists.openings
        things = {slot.head.lemma for slot in frame.slots_of("object")} if seeks or asks else set()
        return bool(things & (self._lists.redress if seeks else self._lists.handing_back))

    def _judges(self, frame: Frame) -> bool:
        if frame.lemma in self._lists.naming:
            as_what = frame.head.child("oprd", "ccomp") is not None or len(frame.slots_of("object")) > 1
            return as_what or any(slot.preposition == "as" for slot in frame.slots)
        return frame.is_one_of(self._lists.judging)

    def _deals(self, frame: Frame) -> bool:
        objects = frame.subjects if frame.passive else frame.slots_of("object")
        shared = any(self._is_shared(slot.head) for slot in objects)
        particle = frame.head.child("prt", "advmod")
        phrase = f"{frame.lemma} {particle.lower}" if particle is not None else frame.lemma
        return shared or phrase in self._lists.answering_phrases or frame.is_one_of(self._lists.answering)

    def _is_shared(self, thing: Word) -> bool:
        """'the truce', 'the implementation of the accord'."""
        behind = (noun for of in thing.having("prep") if of.lower == "of" for noun in of.having("pobj"))
        return any(noun.lemma in self._lists.shared_things for noun in (thing, *behind))

    def _faced(self, finding: Finding, reading: Reading, ordinal: int) -> list[Mention]:
        """Those of the doer's own country who stand against him."""
        near = [other for other in reading.findings if other is not finding]
        earlier = (other for known, other in reversed(self._told) if ordinal - known <= OPPONENTS_REACH)
        found = self._opponents.of(finding, near, earlier)
        return found if len(found) <= MAX_TARGETS else []

    def _at_hand(self, finding: Finding, reading: Reading) -> list[Mention]:
        """The one other country of the sentence, for a main clause that leaves open to whom it is done."""
        frame = finding.frame
        if frame.governance not in MAIN or frame.lemma in self._alone or is_denial(frame) or self._is_own_cause(frame):
            return []
        found = [one for one in strangers(finding, self._heard(finding, reading)) if not is_located(one)]
        if len({one.about.country for one in found}) != 1:
            return []
        return [next((one for one in found if one.head.dep not in MODIFIERS and not one.place), found[0])]

    def _is_own_cause(self, frame: Frame) -> bool:
        """'will defend its interests'."""
        things = [slot.head for slot in frame.slots_of("object")] if frame.lemma in self._lists.defending else []
        return any(owner.tag in PRONOUNS for thing in things for owner in (thing, *thing.having("poss")))

    def _heard(self, finding: Finding, reading: Reading) -> Iterator[Mention]:
        """The mentions of the sentence that may be a party."""
        return (one for one in speakable(finding, reading) if not self._stands_by(one))

    def _stands_by(self, mention: Mention) -> bool:
        """'signed in the presence of'."""
        thing = mention.head.head.head if mention.head.dep == "pobj" and mention.head.head is not None else None
        return thing is not None and thing.lemma in self._lists.settings

    def _found(self, finding: Finding, reading: Reading, ordinal: int) -> list[Mention]:
        for candidates in self._candidates(finding, reading, ordinal):
            if 0 < len(candidates) <= MAX_TARGETS:
                return candidates
        return []

    def _candidates(self, finding: Finding, reading: Reading, ordinal: int) -> Iterator[list[Mention]]:
        near = [other for other in reading.findings if other is not finding]
        at, judges = finding.frame.head.index, self._judges(finding.frame)
        before = [other for other in reversed(near) if other.frame.head.index < at]
        after = [other for other in near if other.frame.head.index > at]
        earlier = [other for known, other in reversed(self._told) if ordinal - known <= REACH]
        lately = [other for known, other in reversed(self._told) if ordinal - known == 1]
        yield from conditions(finding, near)
        if _provokes(finding.frame):
            yield from provoked(finding, near)
        yield from self._in_turn(finding, before, after, lately, reading.mentions)
        if _says(finding.frame):
            return  # "asked at the vote, both said no"
        yield self._who_did(finding, [*before, *(other for _, other in reversed(self._told))])
        if self._protests(finding.frame):
            return  # "marched against the war": whose it is, is known or not
        yield from (strangers(finding, doers(other)) for other in before if suffers(finding, other))
        if judges:
            yield from (strangers(finding, doers(other)) for other in before)
        yield from (partners(finding, other) for other in before)
        yield self._rival(finding)
        yield from (strangers(finding, doers(other)) for other in lately if suffers(finding, other))
        if judges and (_known_deeds(finding.frame) or finding.frame.kind == "light"):
            main = (other for other in lately if other.frame.governance in (None, "conjunct"))
            yield from (strangers(finding, doers(other)) for other in main if self._is_news(other))
            yield self._of_lead(finding)
        yield from (partners(finding, other) for other in after)
        yield only(finding, besides(self._heard(finding, reading), finding, near))
        yield self._plaintiffs(finding, near)
        if judges:
            yield from (strangers(finding, doers(other)) for other in earlier)
        if not judges:
            yield from self._dealt_with(finding, lately)
        yield from self._spoken_of(finding, ordinal)

    def _who_did(self, finding: Finding, told: Iterable[Finding]) -> list[Mention]:
        """'condemned the strikes': whoever was last told to have struck, be it many sentences before."""
        deeds = set(_known_deeds(finding.frame))
        if not deeds:
            return []
        for alike in (self._lists.fighting, self._lists.barriers):
            deeds = deeds | alike if deeds & alike else deeds
        told = list(told)
        same = (other for other in told if other.frame.is_one_of(deeds) and strangers(finding, other.sources))
        by_one = next((strangers(finding, doers(other)) for other in same), [])
        return by_one or parties_to(finding, deeds & self._lists.shared_things, told)

    def _is_news(self, finding: Finding) -> bool:
        """Whether something is told to be done, not said of what others did."""
        return finding.frame.lemma not in self._lists.say_verbs and not self._judges(finding.frame)

    def _of_lead(self, finding: Finding) -> list[Mention]:
        """'hailed the progress', many sentences on: those of whose deed the text began to tell.

        Where that is a charge, those who are charged with it, and where it is judged badly, those alone who did it.
        """
        if self._lead is None:
            return []
        if self._lead.frame.lemma in self._lists.charging:
            return strangers(finding, self._lead.targets)
        judged_badly = finding.frame.is_one_of(self._lists.condemning)
        return strangers(finding, doers(self._lead) if judged_badly else [*self._lead.sources, *self._lead.targets])

    def _rival(self, finding: Finding) -> list[Mention]:
        """The one with whom the text tells most of what the doer has to do, where that is far more than with others."""
        told: dict[str | None, list[Mention]] = {}
        for _, other in self._told:
            for one in partners(finding, other)[:1]:
                told.setdefault(one.about.country, []).append(one)
        first, second = sorted((0, 0, *map(len, told.values())))[:-3:-1]
        return [_stateliest(max(told.values(), key=len))] if first >= max(OFTEN, 2 * second) else []

    def _dealt_with(self, finding: Finding, lately: Sequence[Finding]) -> Iterator[list[Mention]]:
        """With whom another just broke or restored the like, as one now does too; else whoever just did something."""
        main = [other for other in lately if other.frame.governance in (None, "conjunct") and not other.reciprocal]
        yield from (strangers(finding, other.targets) for other in main if self._deals(other.frame))
        news = (other for other in main if other.targets or other.frame.slots_of("object"))
        yield from (strangers(finding, other.sources) for other in news)

    def _in_turn(
        self,
        finding: Finding,
        before: Sequence[Finding],
        after: Sequence[Finding],
        lately: Sequence[Finding],
        mentions: MentionMap,
    ) -> Iterator[list[Mention]]:
        """Who mediates does so between two; who answers, to whoever spoke; who offers, to those who answer."""
        if self._mediates(finding, after):
            yield from (both_sides(finding, other) for other in (*before, *after))
            yield strangers(finding, self._two_sides(mentions))
        if finding.frame.is_one_of(self._lists.replies) or _says(finding.frame):
            asked = [other for other in (*before, *lately) if other.frame.is_one_of(self._lists.openings)]
            yield from (strangers(finding, other.sources) for other in asked if may_answer(finding, other))
            yield from (askers(finding, other) for other in asked)
        if finding.frame.is_one_of(self._lists.openings):
            replies = (other for other in after if other.frame.is_one_of(self._lists.replies))
            yield strangers(finding, (one for other in replies for one in other.sources))

    def _plaintiffs(self, finding: Finding, near: Sequence[Finding]) -> list[Mention]:
        """'Y said that X had broken the truce': who says so of what lies between the two."""
        if finding.frame.governance != "complement" or finding.frame.lemma not in self._lists.breaching:
            return []
        return strangers(
            finding, (one for other in near if other.frame is finding.frame.governor for one in other.sources)
        )

    def _mediates(self, finding: Finding, after: Sequence[Finding]) -> bool:
        """'mediated', 'offered to mediate', 'a truce brokered by'."""
        below = (other.frame for other in after if other.frame.governor is finding.frame)
        frames = (finding.frame, *(frame for frame in below if frame.governance == "infinitive"))
        return any(frame.is_one_of(self._lists.mediating) for frame in frames)

    def _spoken_of(self, finding: Finding, ordinal: int) -> Iterator[list[Mention]]:
        """The one other country of the sentences before, or the one that all is about."""
        for reach in range(1, REACH):
            known = (reading for back, reading in self._read if ordinal - back <= reach)
            yield only(finding, (mention for reading in known for mention in reading.mentions.mentions))
        yield topic(finding, (mention for _, reading in self._read for mention in reading.mentions.mentions))


def _stateliest(mentions: Sequence[Mention]) -> Mention:
    """Of those of one country the last that is its government's; the last of all where none is."""
    ruling = [mention for mention in mentions if mention.about.sectors[:1] == ("GOV",)]
    return (ruling or mentions)[-1]


def _may_deal(mention: Mention) -> bool:
    """Whether somebody is no mere victim: "a Chadian villager was shot, for which both armies blamed each other"."""
    return mention.about.sort in ("state", "body") or mention.about.sectors[:1] not in CIVIL


def _faces_itself(pair: Mention) -> bool:
    """'Egypt urged both countries': whoever acts on the two is neither."""
    verb = next((word for word in pair.head.ancestors() if word.is_verb), None)
    subject = verb.child("nsubj") if verb is not None else None
    return pair.head.is_noun and subject is not pair.head and any(member.head is subject for member in pair.members)


def _known_deeds(frame: Frame) -> list[str]:
    """'condemned the tests', 'marched against the embargo': deeds of which the text has told, by their nouns."""
    behind = [slot for slot in frame.slots_of("oblique") if slot.preposition in OPPOSED]
    things = [slot.head for slot in (*frame.slots_of("object"), *behind) if slot.head.is_noun]
    known = (child.lower in DEFINITE for thing in things for child in thing.having("det"))
    if not any(known) or any(thing.having("prep", "poss", "relcl", "acl") for thing in things):
        return []
    return [thing.lemma for thing in things]


def _says(frame: Frame) -> bool:
    """'said yes', 'said no': an answer."""
    return frame.lemma == "say" and any(slot.head.lower in ANSWERS for slot in frame.slots_of("object"))


def _is_conditional(frame: Frame) -> bool:
    """'will strike back if', 'would leave unless': what is announced to somebody."""
    modal = any(child.lower in ("will", "would", "'ll", "shall") for child in frame.head.having("aux"))
    clauses = frame.head.having("advcl")
    return modal and any(mark.lower in IF_MARKERS for clause in clauses for mark in clause.having("mark"))


def _provokes(frame: Frame) -> bool:
    """'after students had closed the campus': what made others act."""
    return frame.governance == "adverbial" and frame.marker in ("after", "because")
