"""Who speaks in each quotation, for "I" and "we" and for attribution across sentence breaks."""

from bisect import bisect_left, bisect_right
from operator import itemgetter

from agents.extraction.mentions import Mention, MentionMap
from agents.extraction.quotes import Quotes
from agents.extraction.tree import Tree, Word
from agents.extraction.words import WordLists
from schemas import Span

CARRIED = 400
"""Characters after which a speaker is no longer taken to go on: about three sentences."""


class Speakers:
    """Follows the speakers through an article."""

    def __init__(self, lists: WordLists, quotes: Quotes) -> None:
        self._lists = lists
        self._quotes = quotes
        self._said: list[tuple[int, Mention]] = []
        self._paragraphs: list[int] = []

    def listen(self, tree: Tree, mentions: MentionMap) -> None:
        """Note who is said to speak in a sentence."""
        if not self._paragraphs or tree.paragraph > self._paragraphs[-1]:
            self._paragraphs.append(tree.paragraph)
        for word in tree.words:
            if word.is_verb and word.lemma in self._lists.say_verbs and word.start not in self._quotes:
                speaker = _speaker(word, mentions)
                if speaker is not None:
                    self._said.append((word.start, speaker))

    @property
    def last(self) -> str | None:
        """Who spoke last, by identity."""
        return self._said[-1][1].identity if self._said else None

    def of(self, character: int) -> Mention | None:
        """The speaker of the quotation at a character: named beside it, or still speaking from before."""
        quote = self._quotes.at(character)
        if quote is None:
            return None
        first = bisect_left(self._said, quote.start - CARRIED, key=itemgetter(0))
        last = bisect_left(self._said, quote.end + CARRIED, key=itemgetter(0))
        near = [(self._distance(quote, at), mention) for at, mention in self._said[first:last]]
        near = [item for item in near if item[0][1] < CARRIED]
        return min(near, key=itemgetter(0))[1] if near else None

    def _distance(self, quote: Span, at: int) -> tuple[int, int]:
        """How far a verb of saying is from a quotation: its own paragraph's come first, later ones' last."""
        here = bisect_right(self._paragraphs, quote.start)
        there = bisect_right(self._paragraphs, at)
        rank = 0 if here == there else 1 if there < here else 2
        return rank, min(abs(at - quote.start), abs(at - quote.end))


def _speaker(verb: Word, mentions: MentionMap) -> Mention | None:
    subject = verb.child("nsubj")
    if subject is None and verb.dep == "conj" and verb.head is not None:
        subject = verb.head.child("nsubj")
    return mentions.at(subject) if subject is not None else None
