"""Reads one article whose sentences have been parsed: mentions, coreference, predicates, circumstances, message."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from importlib.metadata import version

from agents.extraction.actors import ActorIndex, RoleIndex
from agents.extraction.assemble import Finding, Reading, kept_findings, number_mentions, to_sentence
from agents.extraction.attribution import Attributions
from agents.extraction.casing import is_headline, names_in, recase
from agents.extraction.circumstances import Circumstances
from agents.extraction.coreference import Coreference
from agents.extraction.coreference.homes import Homes, Weights
from agents.extraction.coreference.sightings import Sentence as Heard
from agents.extraction.coreference.sightings import Sightings
from agents.extraction.counterparts import Counterparts
from agents.extraction.datelines import LANDS, published_in, sent_from
from agents.extraction.fronted import mend_fronted
from agents.extraction.gazetteer import Gazetteer
from agents.extraction.lemmas import Lemmas
from agents.extraction.likewise import Likewise
from agents.extraction.mentions.build import MentionBuilder
from agents.extraction.mentions.describe import Describer
from agents.extraction.mentions.hindsight import as_of_then, catch_up
from agents.extraction.mentions.marks import Marker, MarkList, supplied_marks
from agents.extraction.mentions.shared import disown
from agents.extraction.omitted_agents import OmittedAgents
from agents.extraction.paragraphs import MAX_CHARACTERS, Piece, pieces
from agents.extraction.places import Places
from agents.extraction.predicates.arguments import fill_arguments
from agents.extraction.predicates.find import PredicateFinder
from agents.extraction.predicates.frames import FrameSet
from agents.extraction.predicates.governance import fill_governance
from agents.extraction.predicates.implied import fill_implied
from agents.extraction.predicates.participants import Participants
from agents.extraction.quotes import Quotes
from agents.extraction.recogniser import Recogniser
from agents.extraction.remarks import mend_remarks
from agents.extraction.status import StatusRules
from agents.extraction.supplied import link_supplied
from agents.extraction.tree import Tree
from agents.extraction.verbless import VerblessMender
from agents.extraction.words import load_words
from schemas import UNKNOWN_DATE, CleanArticle, EventDate, ExtractedArticle

PIPELINE_VERSION = f"communique {version('communique')}"


class Draft:
    """An article on its way: what is known of it before it is parsed."""

    def __init__(self, article: CleanArticle, marker: Marker) -> None:
        self.article = article
        self.body = article.body[:MAX_CHARACTERS]
        self.marks = MarkList([*supplied_marks(self.body, article.entities), *marker.mark(self.body)])
        self.pieces = self._recased(pieces(article))
        self.sentences: list[Heard] = []
        self.builder: MentionBuilder | None = None

    def _recased(self, found: Sequence[Piece]) -> list[Piece]:
        headlines = [is_headline(piece.text) for piece in found]
        if not any(headlines):
            return list(found)
        names = names_in("\n".join(piece.text for piece, is_one in zip(found, headlines, strict=True) if not is_one))
        return [
            self._headline(piece, names) if headline else piece
            for piece, headline in zip(found, headlines, strict=True)
        ]

    def _headline(self, piece: Piece, names: frozenset[str]) -> Piece:
        end = piece.start + len(piece.text)
        marks = (mark for mark in self.marks.within(piece.start, end) if mark.role is None)
        kept = [(mark.start - piece.start, mark.end - piece.start) for mark in marks]
        return Piece(recase(piece.text, kept, names), piece.start, headline=True)


class ArticleReader:
    """Turns parsed articles into messages; holds the word lists and data, and nothing of any one article."""

    def __init__(self, lemmas: Lemmas, recogniser: Recogniser, model: str, homes: Homes | None = None) -> None:
        self._recogniser = recogniser
        self._gazetteer = Gazetteer.load()
        self._lists = load_words()
        self._homes = homes or Homes(Weights.load(), self._lists)
        self._finder = PredicateFinder(self._lists, lemmas)
        self._actors = ActorIndex.load()
        self._marker = Marker(self._actors, RoleIndex.load())
        self._rules = StatusRules(self._lists)
        self._places = Places(self._gazetteer, self._lists)
        self._mender = VerblessMender(self._lists, lemmas)
        self._model = model

    def draft(self, article: CleanArticle) -> Draft:
        """What the parser needs of an article."""
        return Draft(article, self._marker)

    def listen(self, draft: Draft, trees: Sequence[Tree]) -> None:
        """Find the mentions that the data know in the parsed sentences of an article."""
        describer = Describer(self._actors, self._gazetteer, self._lists, _day(draft.article))
        for tree in trees:
            self._mender.mend(tree, draft.marks)
            mend_remarks(tree, self._lists.resuming, self._lists.replies)
        builder = draft.builder = MentionBuilder(describer, self._lists, self._finder.is_eventive)
        for tree in trees:
            mend_fronted(tree, partial(self._is_place, draft))
        draft.sentences = [Heard(tree, builder.build(tree, draft.marks.within(tree.start, tree.end))) for tree in trees]
        mentions = [mention for sentence in draft.sentences for mention in sentence.mentions.mentions]
        disown(mentions, self._lists.shared_bodies)
        describer.near = frozenset(mention.about.country for mention in mentions if mention.about.country)

    def _is_place(self, draft: Draft, start: int, end: int) -> bool:
        """Whether a range of the body is the name of a country, of a part of one or of a town."""
        marks = (mark.actor for mark in draft.marks.within(start, end) if mark.end == end and mark.start == start)
        lands = any(actor is not None and actor.entry.kind in LANDS for actor in marks)
        return lands or self._gazetteer.has(draft.body[start:end])

    def recognise(self, drafts: Sequence[Draft]) -> None:
        """Add the names that only the recogniser knows: one run of it for a whole batch of articles."""
        heard = [sentence for draft in drafts for sentence in draft.sentences]
        doubtful = [sentence for sentence in heard if self._recogniser.wants(sentence.tree, sentence.mentions)]
        names = dict(zip(map(id, doubtful), self._recogniser.names([s.tree for s in doubtful]), strict=True))
        for draft in drafts:
            for sentence in draft.sentences:
                sentence.tree.source = None  # spaCy's documents and their vectors are as large as the trees
                if draft.builder is not None:
                    draft.builder.add_names(sentence.tree, sentence.mentions, names.get(id(sentence), ()))
                    draft.builder.add_remembered(sentence.tree, sentence.mentions)

    def read(self, draft: Draft) -> ExtractedArticle:
        """The extracted article, once its mentions have been found."""
        article, sentences = draft.article, draft.sentences
        quotes = Quotes(draft.body)
        sightings = Sightings(sentences, self._gazetteer, self._lists)
        sightings.dateline = sent_from(article.dateline, self._actors, self._gazetteer, sightings.counts)
        if sightings.dateline is None and not sightings.counts:
            sightings.dateline = published_in(article.publisher, article.url, self._actors)
        coreference = Coreference(self._lists, quotes, self._homes, sightings)
        coreference.resolve(sentences)
        readings = self._readings(sentences, linked=len(article.entities) == 2)
        attributions = Attributions(self._lists, quotes, coreference.speakers)
        circumstances = Circumstances(self._rules, self._places, attributions, _default_day(article))
        countries = _countries(readings)
        for reading in readings:
            circumstances.fill(reading, countries)
            as_of_then(kept_findings(reading), self._actors, _default_day(article))
        return self._message(article, readings)

    def _readings(self, sentences: Sequence[Heard], *, linked: bool) -> list[Reading]:
        """The sentences of an article one after another: each may lean on what those before it tell."""
        counterparts, agents, likewise = Counterparts(self._lists), OmittedAgents(self._lists), Likewise()
        readings = []
        for sentence in sentences:
            counterparts.join_pairs(sentence.mentions)
            reading = self._reading(sentence)
            if linked:
                link_supplied(reading)
            counterparts.complete(reading)
            agents.complete(reading)
            likewise.complete(reading)
            readings.append(reading)
        return readings

    def _reading(self, sentence: Heard) -> Reading:
        if not sentence.mentions.mentions:
            return Reading(sentence.tree, sentence.mentions, FrameSet(sentence.tree, []))
        frames = self._finder.find(sentence.tree, sentence.mentions.covered)
        fill_arguments(frames)
        fill_implied(frames, self._lists)
        fill_governance(frames, self._lists)
        who = Participants(frames, sentence.mentions, self._lists)
        parties = [(frame, who.of(frame)) for frame in frames.frames]
        findings = [Finding(frame, side.sources, side.targets, side.reciprocal) for frame, side in parties]
        return Reading(sentence.tree, sentence.mentions, frames, findings)

    def _message(self, article: CleanArticle, readings: Sequence[Reading]) -> ExtractedArticle:
        mentions = number_mentions(readings)
        catch_up(mentions)
        kept = (to_sentence(reading, ordinal) for ordinal, reading in enumerate(readings))
        return ExtractedArticle(
            article_id=article.article_id, fingerprint=article.fingerprint, similarity=article.similarity,
            url=article.url, publisher=article.publisher, title=article.title, language=article.language,
            published_at=article.published_at, dateline=article.dateline, date=_default_date(article),
            actors=tuple(mention.to_schema(article.body[mention.start : mention.end]) for mention in mentions),
            sentences=tuple(sentence for sentence in kept if sentence is not None),
            model=self._model, pipeline_version=PIPELINE_VERSION,
        )  # fmt: skip


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
    """The day on which it appeared; where that is not known, on which it was fetched."""
    appeared = article.published_at or article.fetched_at
    return appeared.date() if appeared else None


def _default_date(article: CleanArticle) -> EventDate:
    if article.dateline and article.dateline.date and len(article.dateline.date) >= 10:
        return EventDate(event_date=article.dateline.date[:10], date_basis="dateline")
    day = _day(article)
    if day is None:
        return EventDate(event_date=UNKNOWN_DATE, date_precision="year")
    return EventDate(event_date=day.isoformat())
