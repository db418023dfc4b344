"""The extraction engine in one process: clean articles in, extracted articles out, nothing kept between articles."""

from collections.abc import Iterator, Sequence
from datetime import date
from importlib.metadata import version
from typing import Any

from agents.errors import Rejected
from agents.extraction.actors import ActorIndex, RoleIndex
from agents.extraction.assemble import Finding, Reading, number_mentions, to_sentence
from agents.extraction.attribution import Attributions
from agents.extraction.circumstances import Circumstances
from agents.extraction.coreference import Coreference
from agents.extraction.coreference.resolve import Sentence as Heard
from agents.extraction.gazetteer import Gazetteer
from agents.extraction.lemmas import Lemmas
from agents.extraction.mentions.build import MentionBuilder
from agents.extraction.mentions.describe import Describer
from agents.extraction.mentions.marks import Marker, MarkList, supplied_marks
from agents.extraction.nlp import DEFAULT_MODEL, load_model, model_version
from agents.extraction.paragraphs import Piece, pieces
from agents.extraction.places import Places
from agents.extraction.predicates.arguments import fill_arguments
from agents.extraction.predicates.find import PredicateFinder
from agents.extraction.predicates.governance import fill_governance
from agents.extraction.predicates.implied import fill_implied
from agents.extraction.predicates.participants import Participants
from agents.extraction.quotes import Quotes
from agents.extraction.status import StatusRules
from agents.extraction.supplied import link_supplied
from agents.extraction.tree import Tree, lift
from agents.extraction.words import load_words
from schemas import CleanArticle, EventDate, ExtractedArticle

PIPELINE_VERSION = f"communique {version('communique')}"
BATCH_PIECES = 64
UNDATED = "1970-01-01"
"""The date of an article that gives none; its precision is a year, so that nobody takes it for a day."""


class Extractor:
    """Reads articles with one model."""

    def __init__(self, model: str = DEFAULT_MODEL, *, fast: bool = True) -> None:
        """Load the model and the actor data.

        Raises:
            ModelMissing: there is no such model.
        """
        self._nlp = load_model(model, fast)
        self._lists = load_words()
        self._lemmas = Lemmas(self._nlp)
        self._finder = PredicateFinder(self._lists, self._lemmas)
        self._actors = ActorIndex.load()
        self._marker = Marker(self._actors, RoleIndex.load())
        self._rules = StatusRules(self._lists)
        self._places = Places(Gazetteer.load(), self._lists)
        self.model = model_version(self._nlp)

    def extract(self, articles: Sequence[CleanArticle]) -> list[ExtractedArticle | Rejected]:
        """Extract a batch; an article that cannot be read comes back as the reason why."""
        split = [pieces(article) for article in articles]
        docs = self._nlp.pipe((piece.text for article in split for piece in article), batch_size=BATCH_PIECES)
        return [self._guarded(article, parts, docs) for article, parts in zip(articles, split, strict=True)]

    def _guarded(
        self, article: CleanArticle, parts: Sequence[Piece], docs: Iterator[Any]
    ) -> ExtractedArticle | Rejected:
        trees = list(self._trees(parts, docs))
        return self._read(article, trees)

    def _trees(self, parts: Sequence[Piece], docs: Iterator[Any]) -> Iterator[Tree]:
        for piece in parts:
            for sentence in next(docs).sents:
                if sentence.text.strip():
                    yield lift(sentence, self._lemmas, piece.start)

    def _read(self, article: CleanArticle, trees: Sequence[Tree]) -> ExtractedArticle:
        marks = MarkList([*supplied_marks(article.body, article.entities), *self._marker.mark(article.body)])
        builder = MentionBuilder(Describer(self._actors, _day(article)))
        sentences = [Heard(tree, builder.build(tree, marks.within(tree.start, tree.end))) for tree in trees]
        quotes = Quotes(article.body)
        coreference = Coreference(self._lists, quotes)
        coreference.resolve(sentences)
        readings = [self._reading(sentence) for sentence in sentences]
        if len(article.entities) == 2:
            link_supplied(readings)
        attributions = Attributions(self._lists, quotes, coreference.speakers)
        circumstances = Circumstances(self._rules, self._places, attributions, _default_day(article))
        countries = _countries(readings)
        for reading in readings:
            circumstances.fill(reading, countries)
        return self._message(article, readings)

    def _message(self, article: CleanArticle, readings: Sequence[Reading]) -> ExtractedArticle:
        mentions = number_mentions(readings)
        kept = (to_sentence(reading, ordinal) for ordinal, reading in enumerate(readings))
        return ExtractedArticle(
            article_id=article.article_id, fingerprint=article.fingerprint, similarity=article.similarity,
            url=article.url, publisher=article.publisher, title=article.title, language=article.language,
            published_at=article.published_at, dateline=article.dateline, date=_default_date(article),
            actors=tuple(mention.to_schema(article.body[mention.start : mention.end]) for mention in mentions),
            sentences=tuple(sentence for sentence in kept if sentence is not None),
            model=self.model, pipeline_version=PIPELINE_VERSION,
        )  # fmt: skip

    def _reading(self, sentence: Heard) -> Reading:
        frames = self._finder.find(sentence.tree, sentence.mentions.covered)
        fill_arguments(frames)
        fill_implied(frames, self._lists)
        fill_governance(frames)
        who = Participants(frames, sentence.mentions, self._lists)
        parties = [(frame, who.of(frame)) for frame in frames.frames]
        findings = [Finding(frame, side.sources, side.targets, side.reciprocal) for frame, side in parties]
        return Reading(sentence.tree, sentence.mentions, frames, findings)


def _countries(readings: Sequence[Reading]) -> frozenset[str]:
    """The countries spoken of in an article: context for names of places."""
    mentions = (mention for reading in readings for mention in reading.mentions.mentions)
    return frozenset(mention.about.country for mention in mentions if mention.about.country)


def _default_day(article: CleanArticle) -> date | None:
    """The day against which dates are read: publication, else the dateline's."""
    published = _day(article)
    if published is None and article.dateline and article.dateline.date:
        return date.fromisoformat(article.dateline.date[:10])
    return published


def _day(article: CleanArticle) -> date | None:
    return article.published_at.date() if article.published_at else None


def _default_date(article: CleanArticle) -> EventDate:
    if article.dateline and article.dateline.date:
        return EventDate(event_date=article.dateline.date[:10], date_basis="dateline")
    day = _day(article)
    if day is None:
        return EventDate(event_date=UNDATED, date_precision="year")
    return EventDate(event_date=day.isoformat())
