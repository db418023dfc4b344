"""The coder: extracted articles in, coded mentions out. Deterministic, and free of everything but the article."""

from agents.classification.codebook import Codebook
from agents.classification.composition import Composition
from agents.classification.deciding import Lexicon, decide
from agents.classification.lexicon import Index, load_acts, load_classes, load_operators
from agents.classification.mentions import Writer
from schemas import EventMention, ExtractedArticle


class Coder:
    """Codes articles by the lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon

    @classmethod
    def load(cls) -> "Coder":
        """The coder with the lexicon that ships with the project.

        Raises:
            LexiconError: an entry cannot be used.
            PatternError: a pattern cannot be read.
        """
        classes = load_classes()
        acts, operators = Index(load_acts(), classes), Index(load_operators(), classes)
        return cls(Lexicon(Codebook.load(), acts, operators, Composition.load()))

    def code(self, article: ExtractedArticle) -> list[EventMention]:
        """All mentions of an article, by sentence; in a sentence main clauses come first, then text order."""
        writer = Writer(article)
        return [
            writer.write(one)
            for sentence in article.sentences
            for one in decide(self.lexicon, sentence, article.actors)
        ]
