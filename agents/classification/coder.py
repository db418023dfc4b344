"""The coder: extracted articles in, coded mentions out. Deterministic, and free of everything but the article."""

from agents.classification.charges import Charges
from agents.classification.codebook import Codebook
from agents.classification.coded import Lexicon
from agents.classification.composition import Composition
from agents.classification.confidence import Confidence
from agents.classification.deciding import decide
from agents.classification.lexicon import Index, load_acts, load_classes, load_operators, thesaurus
from agents.classification.mentions import Writer
from agents.classification.model import MODEL_FILE, Model, Thesaurus
from agents.classification.weighing import bar, weighed
from schemas import EventMention, ExtractedArticle


class Coder:
    """Codes articles by the lexicon, and by the model where no rule decides."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon

    @classmethod
    def load(cls) -> "Coder":
        """The coder with the lexicon and the model that ship with the project.

        Raises:
            LexiconError: an entry cannot be used.
            PatternError: a pattern cannot be read.
            FileNotFoundError: the model is missing; ``make train`` makes it.
        """
        classes = load_classes()
        acts, operators = Index(load_acts(), classes), Index(load_operators(), classes)
        charges = Charges.load(classes)
        model = Model.load(thesaurus(classes, acts, operators), MODEL_FILE)
        return cls(Lexicon(Codebook.load(), acts, operators, Composition.load(), charges, model, Confidence.load()))

    def code(self, article: ExtractedArticle) -> list[EventMention]:
        """All mentions of an article, by sentence; in a sentence main clauses come first, then text order."""
        writer, suspected = Writer(article), weighed(self.lexicon, article)
        least = bar(self.lexicon, suspected)
        return [
            writer.write(one)
            for sentence, found in zip(article.sentences, suspected, strict=True)
            for one in decide(self.lexicon, sentence, found, least)
        ]


def load_thesaurus() -> Thesaurus:
    """What the lexicon knows of each lemma; the model is trained with it."""
    classes = load_classes()
    return thesaurus(classes, Index(load_acts(), classes), Index(load_operators(), classes))
