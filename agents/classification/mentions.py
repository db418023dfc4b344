"""From a reading and a pair of actors to the message: an EventMention with its ids, flags and evidence."""

from agents.classification.codebook import CODEBOOK_VERSION
from agents.classification.deciding import Coded
from agents.classification.identity import actor_key, event_id, mention_id
from schemas import Actor, ActorMention, EventMention, Evidence, ExtractedArticle, Predicate, Span


def actor(mention: ActorMention) -> Actor:
    """The actor of a mention, as messages carry it."""
    return Actor.model_construct(
        text=mention.text, name=mention.name, country=mention.country, sector=mention.sector,
        sectors=mention.sectors, role=mention.role, title=mention.title, actor_id=mention.actor_id,
    )  # fmt: skip


def write(coded: Coded, article: ExtractedArticle) -> EventMention:
    """The message for one coded act."""
    predicate, code = coded.predicate, coded.code
    source, target = actor_key(coded.source), actor_key(coded.target) if coded.target else ""
    date = predicate.date or article.date
    pair = (source, target)
    meeting = (target, source) if coded.reciprocal and target < source else pair
    return EventMention.model_construct(
        schema_uri=EventMention.uri(),
        mention_id=mention_id(
            article.article_id, coded.sentence.ordinal, _span(predicate), code.event_type, pair
        ),
        event_id=event_id(meeting, code.event_type, code.mode, date.event_date),
        article_id=article.article_id, fingerprint=article.fingerprint, similarity=article.similarity,
        url=article.url, publisher=article.publisher, published_at=article.published_at,
        event_type=code.event_type, mode=code.mode, cameo_code=code.cameo, quad_class=code.quad_class,
        goldstein=code.goldstein, contexts=code.contexts,
        source=actor(coded.source), target=actor(coded.target) if coded.target else None, reciprocal=coded.reciprocal,
        event_date=date.event_date, date_precision=date.date_precision, date_basis=date.date_basis,
        location=predicate.location, status=coded.status, attribution=predicate.attribution,
        confidence=coded.confidence, method=coded.method, rule=coded.rule, evidence=_evidence(coded),
        codebook_version=CODEBOOK_VERSION, pipeline_version=article.pipeline_version, model=article.model,
    )  # fmt: skip


def _evidence(coded: Coded) -> Evidence:
    sentence, target = coded.sentence, coded.target
    return Evidence.model_construct(
        sentence=sentence.text,
        start=sentence.start,
        end=sentence.end,
        predicate=_span(coded.predicate),
        source=_span(coded.source),
        target=_span(target) if target else None,
    )


def _span(part: Span | Predicate | ActorMention) -> Span:
    return Span.model_construct(start=part.start, end=part.end)
