"""For whom a text itself speaks: who says "we" outside quotations, in interviews, briefings and communiques.

The country is the one that acts by name and in the present where nobody says "we" ("Denmark does not accept"); one
that "we" have to do with is another. Where the text leaves it in doubt, nobody's.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from agents.extraction.coreference.sightings import STATELESS, Sentence
from agents.extraction.mentions import Description, Mention
from agents.extraction.quotes import Quotes
from agents.extraction.tree import Tree, Word
from agents.extraction.words import load_words

FIRST: Final = frozenset({"i", "me", "my", "we", "us", "our", "myself", "ourselves"})
SECOND: Final = frozenset({"you", "your", "yourself"})
LABEL: Final = 5
"""Words before the colon that opens a turn."""
TURNS: Final = 3
"""Turns from which a text is a conversation; others must say more to be taken for somebody's own."""
ACTS: Final = 2
INTRODUCED: Final = 6
"""What it counts that a country acts by itself, and that one of its people comes in; to have to do with "us" is -1."""
HEAD: Final = 2
"""Sentences at the head of a text in which it says who issues it."""
ORGANS: Final = frozenset({"foreign ministry", "ministry"})
"""Roles of bodies in whose name communiques are written."""
SURE: Final = 0.6


class House:
    """Whose words a text is, and which of them only ask."""

    def __init__(self, sentences: Sequence[Sentence], quotes: Quotes, dateline: str | None = None) -> None:
        """Read a text; ``dateline`` is the country that it was sent from, where that is known."""
        self._quotes = quotes
        self._dateline = dateline
        self._asks = self._turns(sentences)
        self._needed = 1 if self._labels >= TURNS else 2 * ACTS
        self.country = self._found(sentences) if self._is_own(sentences) else None
        """The country for which the text speaks, if that is beyond doubt."""

    def of(self, ordinal: int, word: Word, tree: Tree) -> Mention | None:
        """Who is meant by a first person that does not ask, or a second one who is asked; None in quotations."""
        person = SECOND if self._asks[ordinal] else FIRST
        if self.country is None or word.lower not in person or word.start in self._quotes:
            return None
        about = Description(
            country=self.country, sectors=("GOV",), basis="coreference", confidence=SURE,
            sort="person" if word.lower in ("i", "me", "my", "myself") else "group",
        )  # fmt: skip
        return Mention([word], word, tree, about)

    def _turns(self, sentences: Sequence[Sentence]) -> list[bool]:
        """Whether each sentence is said by one who asks; a turn lasts until the next label."""
        self._labels = 0
        asks: list[bool] = []
        paragraph = -1
        for sentence in sentences:
            label = _label(sentence.tree) if sentence.tree.paragraph != paragraph else None
            paragraph = sentence.tree.paragraph
            self._labels += label is not None
            asks.append(label in load_words().interviewers if label is not None else bool(asks and asks[-1]))
        return asks

    def _is_own(self, sentences: Sequence[Sentence]) -> bool:
        said = sum(self._says(sentence.tree, FIRST) for sentence in sentences)
        return self._labels >= TURNS or said >= 2

    def _says(self, tree: Tree, persons: frozenset[str]) -> bool:
        if persons.isdisjoint(tree.lowers):
            return False
        return any(word.lower in persons and word.start not in self._quotes for word in tree.words)

    def _found(self, sentences: Sequence[Sentence]) -> str | None:
        """The country with the most votes, where it has enough of them and leads the next by as many."""
        counts: Counter[str] = Counter()
        heading = self._headed(sentences)
        if heading is not None:
            counts[heading] += INTRODUCED
        home = self._dateline or self._issued_by(sentences)
        if home is not None and any(map(self._is_communique, sentences)):
            counts[home] += INTRODUCED
        for ordinal, sentence in enumerate(sentences):
            for country, weight in self._votes(sentence, asks=self._asks[ordinal]):
                counts[country] += weight
        ranked = [*counts.most_common(2), ("", 0), ("", 0)]
        lead = ranked[0][1] - max(0, ranked[1][1])
        return ranked[0][0] if ranked[0][1] >= self._needed and lead >= self._needed else None

    def _headed(self, sentences: Sequence[Sentence]) -> str | None:
        """The one country in the heading above a conversation: "Briefing by the Turkish foreign minister"."""
        if self._labels < TURNS or not sentences or _label(sentences[0].tree) is not None:
            return None
        named = {mention.about.country for mention in sentences[0].mentions.mentions} - {None}
        return named.pop() if len(named) == 1 else None

    def _issued_by(self, sentences: Sequence[Sentence]) -> str | None:
        """The country of the body at the head of a text: "Ministry of Foreign Affairs of the Republic of Peru"."""
        first = (one for sentence in sentences[:HEAD] for one in sentence.mentions.mentions)
        return next((one.about.country for one in first if one.about.role in ORGANS and one.about.country), None)

    def _is_communique(self, sentence: Sentence) -> bool:
        """'The Ministry condemns the attack': one of no country by name acts, as only its own communiques have it."""
        own = (one for one in sentence.mentions.mentions if one.about.basis == "role" and one.about.country is None)
        organs = (one for one in own if one.about.role in ORGANS and one.definite and one.start not in self._quotes)
        return any(_acts_now(one.head) for one in organs)

    def _votes(self, sentence: Sentence, *, asks: bool) -> Iterator[tuple[str, int]]:
        """What a sentence tells of each country, as votes for it or against it.

        For it: its former minister is "with us", or it acts where nobody says "we". Against it: "we" speak of it.
        """
        spoken = self._says(sentence.tree, FIRST | SECOND)
        for mention in sentence.mentions.mentions:
            country = mention.about.country
            if country is None or country in STATELESS or mention.start in self._quotes:
                continue
            if asks and spoken and mention.about.sort == "person" and _is_introduced(sentence.tree):
                yield country, INTRODUCED
            elif spoken:
                yield country, -1
            elif mention.about.sort == "state" and _acts_now(mention.head):
                yield country, ACTS


def _label(tree: Tree) -> str | None:
    """The last word before the colon that opens a paragraph: "MINISTER:", "Mr. Brandt:", "Question from Politiken:"."""
    for index, word in enumerate(tree.words[: LABEL + 1]):
        if word.text == ":" and index and tree.words[0].text[:1].isalpha():
            names = tree.words[:index]
            own = all(
                one.text[:1].isupper() or one.lower in ("from", "of", "for") or not one.text.isalnum() for one in names
            )
            return (names[0].lower if names[0].lower in load_words().interviewers else names[-1].lower) if own else None
    return None


def _is_introduced(tree: Tree) -> bool:
    """'With us is the former minister', "Joining us": whoever is asked comes in."""
    lowers = [word.lower for word in tree.words]
    return any(pair in (("with", "us"), ("joining", "us"), ("joins", "us")) for pair in pairwise(lowers))


def _acts_now(subject: Word) -> bool:
    """'Denmark does not accept', "What can Oslo do?", but not "Has Chad replied?" nor "Chad and Niger say"."""
    verb = subject.head
    if subject.dep != "nsubj" or verb is None or subject.child("conj") is not None:
        return False
    first = next((child for child in verb.children if child.dep in ("aux", "auxpass")), verb)
    asked = first.index < subject.index and first.tag != "MD"
    return first.tag in ("VBZ", "VBP", "MD") and not asked
