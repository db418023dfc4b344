"""Who speaks in each quotation, for "I" and "we" and for attribution across sentence breaks."""

from agents.extraction.mentions import Mention, MentionMap
from agents.extraction.quotes import Quotes
from agents.extraction.tree import Tree, Word
from agents.extraction.words import WordLists

CARRIED = 400
"""Characters after which a speaker is no longer taken to go on: about three sentences."""


class Speakers:
    """Follows the speakers through an article."""

    def __init__(self, lists: WordLists, quotes: Quotes) -> None:
        self._lists = lists
        self._quotes = quotes
        self._said: list[tuple[int, Mention]] = []

    def listen(self, tree: Tree, mentions: MentionMap) -> None:
        """Note who is said to speak in a sentence."""
        for word in tree.words:
            if word.lemma in self._lists.say_verbs and word.is_verb and word.start not in self._quotes:
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
        near = [
            (min(abs(at - quote.start), abs(at - quote.end)), mention)
            for at, mention in self._said[-6:]
            if min(abs(at - quote.start), abs(at - quote.end)) < CARRIED
        ]
        return min(near, key=lambda item: item[0])[1] if near else None


def _speaker(verb: Word, mentions: MentionMap) -> Mention | None:
    subject = verb.child("nsubj")
    if subject is None and verb.dep == "conj" and verb.head is not None:
        subject = verb.head.child("nsubj")
    return mentions.at(subject) if subject is not None else None
