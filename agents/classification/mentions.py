"""From a decision to the message: an EventMention with its ids, flags and evidence."""

from agents.classification.codebook import CODEBOOK_VERSION
from agents.classification.coded import Coded
from agents.classification.copies import altered
from agents.classification.identity import actor_key, event_id, mention_id
from agents.classification.scenes import Scenes
from agents.classification.where import where
from schemas import Actor, ActorMention, EventMention, Evidence, ExtractedArticle, Predicate, Sentence, Span

_SPAN = Span(start=0, end=0)
_ACTOR = Actor.model_construct(_fields_set=set(Actor.model_fields))
_EVIDENCE = Evidence.model_construct(sentence="", start=0, end=0, predicate=_SPAN, source=_SPAN)
_MENTION = EventMention.model_construct(
    schema_uri=EventMention.uri(), mention_id="", event_id="", article_id="", fingerprint="", similarity=None,
    url=None, publisher=None, published_at=None, event_type="STATEMENT", cameo_code="010", quad_class=0,
    goldstein=0.0, source=_ACTOR, event_date="", confidence=0.0, rule="", evidence=_EVIDENCE,
    codebook_version=CODEBOOK_VERSION, pipeline_version="", model="",
    _fields_set=set(EventMention.model_fields) - {"withdrawn"},
)  # fmt: skip
"""A mention with what all have in common; an article's, and then each of its own, is a copy that says all but if it is
withdrawn."""


class Writer:
    """Writes the mentions of one article; what they share is built once, and the rest is a copy of it.

    Copies are not validated again: their parts come from a validated article and from the codebook.
    """

    def __init__(self, article: ExtractedArticle) -> None:
        self.article = article
        self.known: dict[int, tuple[Actor, Span, str]] = {}
        self.sentences: dict[int, Evidence] = {}
        self.template = _template(article)
        self.scenes = Scenes(article)

    def write(self, coded: Coded) -> EventMention:
        """The message for one coded act."""
        predicate, code, article = coded.predicate, coded.code, self.article
        source, source_span, source_key = self._actor(coded.source)
        target, target_span, target_key = self._actor(coded.target) if coded.target else (None, None, "")
        date = predicate.date or article.date
        span, pair = _span(predicate), (source_key, target_key)
        meeting = (target_key, source_key) if coded.reciprocal and target_key < source_key else pair
        evidence = self._sentence(coded.sentence)
        return altered(self.template, {
            "mention_id": mention_id(article.article_id, coded.sentence.ordinal, span, code.event_type, pair),
            "event_id": event_id(meeting, code.event_type, code.mode, date.event_date),
            "event_type": code.event_type, "mode": code.mode, "cameo_code": code.cameo,
            "quad_class": code.quad_class, "goldstein": code.goldstein, "contexts": code.contexts,
            "source": source, "target": target, "reciprocal": coded.reciprocal,
            "event_date": date.event_date, "date_precision": date.date_precision, "date_basis": date.date_basis,
            "location": where(coded, self.scenes), "status": coded.status, "attribution": predicate.attribution,
            "confidence": coded.confidence, "method": coded.method, "rule": coded.rule,
            "evidence": altered(
                evidence, {"predicate": span, "source": source_span, "target": target_span}
            ),
        })  # fmt: skip

    def _sentence(self, sentence: Sentence) -> Evidence:
        """The evidence of a sentence, before it is known which part of it is meant."""
        found = self.sentences.get(sentence.ordinal)
        if found is None:
            text = {"sentence": sentence.text, "start": sentence.start, "end": sentence.end}
            found = self.sentences[sentence.ordinal] = altered(_EVIDENCE, text)
        return found

    def _actor(self, mention: ActorMention) -> tuple[Actor, Span, str]:
        """The actor as messages carry it, where it stands, and its key."""
        found = self.known.get(id(mention))
        if found is None:
            found = self.known[id(mention)] = (_actor(mention), _span(mention), actor_key(mention))
        return found


def _template(article: ExtractedArticle) -> EventMention:
    """A mention with all that the article says of each of its mentions."""
    return altered(_MENTION, {
        "article_id": article.article_id, "fingerprint": article.fingerprint, "similarity": article.similarity,
        "url": article.url, "publisher": article.publisher, "published_at": article.published_at,
        "pipeline_version": article.pipeline_version, "model": article.model,
    })  # fmt: skip


def _actor(mention: ActorMention) -> Actor:
    return altered(_ACTOR, {
        "text": mention.text, "name": mention.name, "country": mention.country, "sector": mention.sector,
        "sectors": mention.sectors, "role": mention.role, "title": mention.title, "actor_id": mention.actor_id,
    })  # fmt: skip


def _span(part: Predicate | ActorMention) -> Span:
    return altered(_SPAN, {"start": part.start, "end": part.end})
