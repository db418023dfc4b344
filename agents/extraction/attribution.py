"""Who says so: the speaker above a predicate, beside its quotation, or behind an "according to"."""

from agents.extraction.coreference.speakers import Speakers
from agents.extraction.mentions import Mention, MentionMap
from agents.extraction.predicates.frames import Frame
from agents.extraction.quotes import Quotes
from agents.extraction.tree import Tree, Word
from agents.extraction.trusted import trusted
from agents.extraction.words import WordLists
from schemas import Attribution

_new_attribution = trusted(Attribution)

ASIDE = frozenset({"advcl", "parataxis"})
MAX_STEPS = 12
"""Governors looked at above a predicate."""


class Attributions:
    """Finds the speakers for the predicates of one article."""

    def __init__(self, lists: WordLists, quotes: Quotes, speakers: Speakers) -> None:
        self._lists = lists
        self._quotes = quotes
        self._speakers = speakers

    def has_aside(self, tree: Tree) -> bool:
        """Whether a sentence has an 'according to' or an 'X said' by the way: of most, no predicate need be asked."""
        aside = [word.lemma for word in tree.words if word.dep in ASIDE]
        return "according" in tree.lowers or not self._lists.say_verbs.isdisjoint(aside)

    def of(self, frame: Frame, mentions: MentionMap, *, aside: bool = True) -> Attribution | None:
        """Who says that a predicate holds; None where the article itself does. ``aside``: see ``has_aside``."""
        quoted = frame.head.start in self._quotes
        above = self._sayer_above(frame)
        if above is not None:
            found = self._by_saying(above, mentions, quoted)
            if found is not None:
                return found
        if quoted:
            speaker = self._speakers.of(frame.head.start)
            return _of_mention(speaker, quoted) if speaker is not None else None
        return self._according_to(frame, mentions) if aside else None

    def _sayer_above(self, frame: Frame) -> Frame | None:
        """The nearest verb of saying whose content the predicate is part of."""
        below, above = frame, frame.governor
        for _ in range(MAX_STEPS):
            if above is None:
                return None
            if self._says(above) and below.governance in ("complement", "parataxis") and below.marker != "as":
                return above
            if self._says(below) and below is not frame and below.marker == "as":
                return None
            below, above = above, above.governor
        return None

    def _says(self, frame: Frame) -> bool:
        return frame.kind == "verb" and frame.lemma in self._lists.say_verbs

    def _by_saying(self, saying: Frame, mentions: MentionMap, quoted: bool) -> Attribution | None:
        """The subject of the verb of speech, or the agent of a passive one: an actor, else the words."""
        for slot in (*saying.slots_of("agent"), *saying.subjects):
            mention = mentions.at(slot.head)
            if mention is not None:
                return _of_mention(mention, quoted)
            if not (saying.passive and slot.relation == "subject"):
                words = [word for word in slot.words if word.dep != "punct"]
                return _new_attribution(text=_span_text(words), quoted=quoted)
        return None

    def _according_to(self, frame: Frame, mentions: MentionMap) -> Attribution | None:
        """'according to', 'X said' at the end of the clause by way of a parenthesis, 'as X said'."""
        for word in (frame.head, *list(frame.head.ancestors())[:MAX_STEPS]):
            for child in word.children:
                source = self._source(child) if child.dep in ASIDE or child.lower == "according" else None
                if source is not None and source is not frame.head:
                    mention = mentions.at(source)
                    return (
                        _of_mention(mention, False) if mention else _new_attribution(text=_span_text(source.subtree()))
                    )
        return None

    def _source(self, child: Word) -> Word | None:
        """The speaker in a parenthesis: "according to X", ", X said", "as X said"."""
        if child.lower == "according":
            return next((word for to in child.children for word in to.having("pobj")), None)
        if child.dep in ASIDE and child.lemma in self._lists.say_verbs:
            mark = child.child("mark", "advmod")
            if child.dep == "parataxis" or (mark is not None and mark.lower == "as"):
                return child.child("nsubj")
        return None


def _of_mention(mention: Mention, quoted: bool) -> Attribution:
    about = mention.about
    text = mention.tree.text[mention.start - mention.tree.start : mention.end - mention.tree.start]
    if about.basis == "coreference" and about.name:
        text = about.name
    return _new_attribution(text=text, country=about.country, quoted=quoted)


def _span_text(words: list[Word]) -> str:
    """Words with single spaces, possessive marks and punctuation joined to what stands before them."""
    text = ""
    for word in words:
        joined = not text or word.tag in ("POS", ",", ".", "HYPH") or text.endswith("-")
        text += word.text if joined else f" {word.text}"
    return text[:200]
