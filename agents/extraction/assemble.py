"""Turns worked-out frames and mentions into the message: indexes instead of references, characters instead of words."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from agents.extraction.mentions import Mention, MentionMap
from agents.extraction.predicates.frames import Frame, FrameSet, Slot, Tense
from agents.extraction.predicates.phrases import heads, inside
from agents.extraction.tree import Tree, Word
from agents.extraction.trusted import trusted
from schemas import Argument, Attribution, EventDate, Location, Predicate, Sentence, Status
from schemas.extracted_article import Relation

_new_argument, _new_predicate, _new_sentence = trusted(Argument), trusted(Predicate), trusted(Sentence)
MAX_PREDICATES = 60
MAX_ARGUMENTS = 24
MAX_LEMMAS = 24
"""Bounds on what is kept of one sentence; real ones stay far below."""


PLAIN = Status()
"""No flags, until they have been worked out."""


@dataclass(slots=True, eq=False)
class Finding:
    """A frame with all that has been found out about it."""

    frame: Frame
    sources: list[Mention] = field(default_factory=list)
    targets: list[Mention] = field(default_factory=list)
    reciprocal: bool = False
    status: Status = PLAIN
    tense: Tense = "none"
    negated: bool = False
    attribution: Attribution | None = None
    date: EventDate | None = None
    location: Location | None = None


@dataclass(slots=True, eq=False)
class Reading:
    """A sentence as read: its tree, its mentions, its frames and what was found of them."""

    tree: Tree
    mentions: MentionMap
    frames: FrameSet
    findings: list[Finding] = field(default_factory=list)
    kept: list[Finding] | None = None


def number_mentions(readings: Sequence[Reading]) -> list[Mention]:
    """All mentions of an article in text order, each told its index."""
    found = [mention for reading in readings for mention in reading.mentions.mentions]
    found.sort(key=lambda mention: (mention.start, mention.end))
    for index, mention in enumerate(found):
        mention.index = index
    return found


def to_sentence(reading: Reading, ordinal: int) -> Sentence | None:
    """The sentence as messages carry it; None where no predicate has an actor near it."""
    kept = kept_findings(reading)
    if not kept:
        return None
    indexes = {id(finding.frame): index for index, finding in enumerate(kept)}
    predicates = tuple(_predicate(finding, reading, indexes) for finding in kept)
    tree = reading.tree
    return _new_sentence(
        ordinal=ordinal, start=tree.start, end=tree.end, text=tree.text,
        kind="headline" if tree.headline else "body", predicates=predicates,
    )  # fmt: skip


def kept_findings(reading: Reading) -> list[Finding]:
    """Findings with an actor among their arguments, and those that govern them, at most ``MAX_PREDICATES``."""
    if reading.kept is None:
        reading.kept = _kept(reading)[:MAX_PREDICATES]
    return reading.kept


def _kept(reading: Reading) -> list[Finding]:
    """Findings that concern actors, and all that stand above them, in text order."""
    wanted = {id(finding.frame) for finding in reading.findings if _concerns_actors(finding, reading)}
    for finding in reading.findings:
        above = finding.frame.governor
        while id(finding.frame) in wanted and above is not None and id(above) not in wanted:
            wanted.add(id(above))
            above = above.governor
    return [finding for finding in reading.findings if id(finding.frame) in wanted]


def _concerns_actors(finding: Finding, reading: Reading) -> bool:
    if finding.sources or finding.targets:
        return True
    return any(reading.mentions.of_words(slot.words) for slot in finding.frame.slots)


def _predicate(finding: Finding, reading: Reading, indexes: dict[int, int]) -> Predicate:
    frame = finding.frame
    start, end = frame.head.start, frame.head.end
    if frame.noun is not None:
        start, end = min(start, frame.noun.start), max(end, frame.noun.end)
    above = indexes.get(id(frame.governor)) if frame.governor is not None else None
    return _new_predicate(
        start=start, end=end, text=_text(reading.tree, start, end), lemma=frame.lemma, kind=frame.kind,
        particle=_lower(frame.head.child("prt")), noun=frame.noun.lemma if frame.noun else None,
        passive=frame.passive, tense=finding.tense, auxiliaries=_lemmas(_finite(frame).having("aux", "auxpass")),
        adverbs=_lemmas(_adverbs(frame.head)), negated=finding.negated,
        governor=above, governance=frame.governance if above is not None else None, marker=frame.marker,
        arguments=tuple([_argument(slot, reading, indexes) for slot in frame.slots[:MAX_ARGUMENTS]]),
        sources=_indexes(finding.sources), targets=_indexes(finding.targets), reciprocal=finding.reciprocal,
        status=finding.status, attribution=finding.attribution, date=finding.date, location=finding.location,
    )  # fmt: skip


def _finite(frame: Frame) -> Word:
    """The word that has the auxiliaries: of 'must be ready' the copula, not the adjective."""
    above = frame.head.head
    return above if frame.kind == "adjective" and above is not None and above.lemma == "be" else frame.head


def _adverbs(head: Word) -> list[Word]:
    """Adverbs, then what says where to as a particle would, then what a thing is held and what it is left to be.

    'Pulled back', 'back out of talks', 'holds Chile responsible', 'threw the gate open', 'left the letter unanswered'.
    """
    own: list[Word] = []
    outer: list[Word] = []
    held: list[Word] = []
    left: list[Word] = []
    for child in head.children:  # one pass: it is asked of every predicate
        if child.dep in ("advmod", "acomp"):
            own.append(child)
        elif child.dep == "prep" and _is_first_of_two(child):
            outer.append(child)
        elif child.dep in ("ccomp", "advcl") and child.tag == "JJ":
            held.append(child)
        elif child.dep == "dobj" and child.children:
            left += [word for word in child.having("acl") if word.tag == "JJ"]
    return [*own, *outer, *held, *left]


def _is_first_of_two(preposition: Word) -> bool:
    """The 'out' of 'out of talks'."""
    return preposition.child("prep") is not None and preposition.child("pobj") is None


def _argument(slot: Slot, reading: Reading, indexes: dict[int, int]) -> Argument:
    words = slot.words
    start, end = words[0].start, words[-1].end
    frame = reading.frames.at(slot.head)
    relation: Relation = slot.relation
    return _new_argument(
        relation=relation, preposition=slot.preposition, start=start, end=end, text=_text(reading.tree, start, end),
        lemma=slot.head.lemma, lemmas=_content(words),
        actors=_indexes(heads(slot.head, reading.mentions)), inner=_indexes(inside(slot, reading.mentions)),
        predicate=indexes.get(id(frame)) if frame is not None else None,
    )  # fmt: skip


def _indexes(mentions: Sequence[Mention]) -> tuple[int, ...]:
    return tuple([mention.index for mention in mentions]) if mentions else ()


def _text(tree: Tree, start: int, end: int) -> str:
    return tree.text[start - tree.start : end - tree.start]


def _lower(word: Word | None) -> str | None:
    return word.lower if word is not None else None


def _lemmas(words: Sequence[Word]) -> tuple[str, ...]:
    return tuple([word.lemma for word in words]) if words else ()


def _content(words: Sequence[Word]) -> tuple[str, ...]:
    """Lemmas of nouns, verbs, adjectives, adverbs and numbers."""
    kept = [word.lemma for word in words if word.is_content]
    return tuple(kept[:MAX_LEMMAS])
