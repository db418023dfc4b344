"""The extraction engine in one process: clean articles in, extracted articles out, nothing kept between articles."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from agents.errors import Rejected
from agents.extraction.coreference.homes import Homes
from agents.extraction.gapping import mend_gaps
from agents.extraction.lemmas import Lemmas
from agents.extraction.nlp import DEFAULT_MODEL, Parser, load_model, model_version
from agents.extraction.paragraphs import Piece
from agents.extraction.reader import ArticleReader, Draft
from agents.extraction.recogniser import Recogniser
from agents.extraction.torn import mend_subjects
from agents.extraction.tree import Tree, lift
from schemas import CleanArticle, ExtractedArticle

BATCH_CHARACTERS = 40_000
"""Characters parsed together, some 8,000 tokens: larger batches are no faster, and take memory in proportion."""
BATCH_PIECES = 128
VOCABULARY = 15_000
"""Words that the vocabulary keeps for good, some 5 MB, the first that come; with none kept a batch takes 5 % longer."""


class Extractor:
    """Reads articles with one model."""

    def __init__(self, model: str = DEFAULT_MODEL, *, fast: bool = True, homes: Homes | None = None) -> None:
        """Load the model and the actor data.

        Args:
            model: the name of a spaCy model that is installed.
            fast: off, spaCy runs as installed: slower, for comparison.
            homes: what tells the countries of roles; by default with the weights that come with the package.

        Raises:
            ModelMissing: there is no such model.
        """
        self._nlp = load_model(model, fast)
        self._parser = Parser(self._nlp, fast)
        self._lemmas = Lemmas(self._nlp)
        self.model = model_version(self._nlp)
        self._reader = ArticleReader(self._lemmas, Recogniser(self._nlp, sparing=fast), self.model, homes)

    def extract(self, articles: Sequence[CleanArticle]) -> list[ExtractedArticle | Rejected]:
        """Extract a batch; an article that cannot be read comes back as the reason why."""
        results: list[ExtractedArticle | Rejected] = []
        for batch in _batches(articles):
            with self._zone():
                results += self._batch(batch)
        return results

    def _zone(self) -> AbstractContextManager[object]:
        """Once the vocabulary has the common words, those of a batch leave it again with the batch."""
        full = len(self._nlp.vocab) > VOCABULARY
        return self._nlp.memory_zone() if full else nullcontext()

    def _batch(self, articles: Sequence[CleanArticle]) -> list[ExtractedArticle | Rejected]:
        drafts = [self._reader.draft(article) for article in articles]
        docs = self._parsed(piece for draft in drafts for piece in draft.pieces)
        for draft in drafts:
            self._reader.listen(draft, list(self._trees(draft, docs)))
        self._reader.recognise(drafts)
        return [self._guarded(draft) for draft in drafts]

    def _guarded(self, draft: Draft) -> ExtractedArticle | Rejected:
        try:
            return self._reader.read(draft)
        except Exception as error:  # noqa: BLE001 - one article's trouble must not cost the batch; it is dead-lettered
            return Rejected("processing_error", f"{type(error).__name__}: {error}")
        finally:
            for sentence in draft.sentences:
                sentence.tree.release()

    def _trees(self, draft: Draft, docs: Iterator[Any]) -> Iterator[Tree]:
        for piece in draft.pieces:
            for tree in lift(next(docs), self._lemmas, piece.text, piece.start, draft.body):
                tree.headline, tree.paragraph = piece.headline, piece.start
                mend_subjects(tree)
                mend_gaps(tree)
                yield tree

    def _parsed(self, found: Iterable[Piece]) -> Iterator[Any]:
        """spaCy's documents for the pieces, in order, parsed in batches of bounded size."""
        batch: list[str] = []
        size = 0
        for piece in found:
            if batch and (size + len(piece.text) > BATCH_CHARACTERS or len(batch) >= BATCH_PIECES):
                yield from self._parser.parse(batch)
                batch, size = [], 0
            batch.append(piece.text)
            size += len(piece.text)
        yield from self._parser.parse(batch)


def _batches(articles: Sequence[CleanArticle]) -> Iterator[list[CleanArticle]]:
    """Articles in batches of bounded size, in order."""
    batch: list[CleanArticle] = []
    size = 0
    for article in articles:
        if batch and size + len(article.body) > BATCH_CHARACTERS:
            yield batch
            batch, size = [], 0
        batch.append(article)
        size += len(article.body)
    if batch:
        yield batch
