"""ExtractedArticle: who is in the text and every predicate with an actor among its arguments; no event types yet.

It is free of the codebook, so that a better codebook can be applied to stored extractions without parsing again. It
therefore keeps words (lemmas, prepositions, governing verbs) and leaves their meaning to classification.
"""

from typing import ClassVar, Literal

from pydantic import Field

from schemas.base import Confidence, Message, Moment, Offset, Part
from schemas.clean_article import Dateline, Language
from schemas.coded import Attribution, EventDate, Location, Sector, Status

Relation = Literal["subject", "agent", "object", "indirect_object", "oblique", "possessor", "modifier", "apposition"]
Governance = Literal["complement", "infinitive", "adverbial", "relative", "conjunct", "argument", "parataxis"]


class ActorMention(Part):
    """One place in the text that speaks of an actor. Other parts refer to it by its index in ``actors``."""

    start: Offset
    end: Offset
    text: str
    name: str | None = None
    country: str | None = Field(default=None, description="ISO 3166 alpha-3, or UNO EUR IGO NGO MNC ISM IMG.")
    sector: Sector | None = None
    sectors: tuple[Sector, ...] = ()
    role: str | None = None
    title: str | None = None
    actor_id: str | None = None
    former: bool = False
    basis: Literal["publisher", "actors", "title", "role", "recogniser", "coreference"] = "actors"
    antecedent: int | None = Field(default=None, description="Index of the mention that this one refers back to.")
    members: tuple[int, ...] = Field(default=(), description="Indexes, where one phrase speaks of several actors.")
    confidence: Confidence = 1.0


class Argument(Part):
    """A phrase that depends on a predicate: its words, and the actors at its head and inside it."""

    relation: Relation
    preposition: str | None = None
    start: Offset
    end: Offset
    text: str
    lemma: str = Field(description="Lemma of the head, lower case.")
    lemmas: tuple[str, ...] = Field(default=(), description="Lemmas of the phrase's content words in text order.")
    actors: tuple[int, ...] = Field(default=(), description="Actors that the phrase is (coordination included).")
    inner: tuple[int, ...] = Field(default=(), description="Actors inside it: owners, recipients, modifiers.")
    predicate: int | None = Field(default=None, description="Index in the sentence, where it is a predicate itself.")


class Predicate(Part):
    """A verb, event nominal or light-verb phrase with its arguments and the predicate that governs it."""

    start: Offset
    end: Offset
    text: str
    lemma: str = Field(description="Lemma of the verb or of the nominal, lower case: 'withdraw', 'invasion'.")
    kind: Literal["verb", "noun", "light", "adjective"] = "verb"
    particle: str | None = Field(default=None, description="'off' in 'call off'.")
    noun: str | None = Field(default=None, description="Lemma of a light verb's noun: 'talk' in 'hold talks'.")
    passive: bool = False
    tense: Literal["past", "present", "future", "none"] = "none"
    auxiliaries: tuple[str, ...] = Field(default=(), description="Modals and auxiliaries: 'will', 'have', 'may'.")
    adverbs: tuple[str, ...] = ()
    negated: bool = False
    governor: int | None = Field(default=None, description="Index in the sentence of the predicate above it.")
    governance: Governance | None = None
    marker: str | None = Field(default=None, description="The word that joins it to its governor: 'to', 'if', 'that'.")
    arguments: tuple[Argument, ...] = ()
    sources: tuple[int, ...] = Field(default=(), description="Actors that do it, after control and raising.")
    targets: tuple[int, ...] = Field(default=(), description="Actors it is done to: never a thing, but its owner.")
    reciprocal: bool = False
    status: Status = Status()
    attribution: Attribution | None = None
    date: EventDate | None = None
    location: Location | None = None


class Sentence(Part):
    """A sentence of the body (or the title) with its predicates in text order."""

    ordinal: Offset
    start: Offset
    end: Offset
    text: str
    kind: Literal["body", "headline"] = "body"
    predicates: tuple[Predicate, ...] = ()


class ExtractedArticle(Message):
    """All that classification needs of an article. Sentences without a predicate of interest are left out."""

    noun: ClassVar[str] = "extracted-article"
    version: ClassVar[str] = "1.0.0"
    topic: ClassVar[str] = "news.articles.extracted.v1"

    article_id: str
    fingerprint: str
    similarity: str | None = None
    url: str | None = None
    publisher: str | None = None
    title: str | None = None
    language: Language
    published_at: Moment | None = None
    dateline: Dateline | None = None
    date: EventDate = Field(description="The date of events for which the text states none.")
    actors: tuple[ActorMention, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    model: str = Field(description="Name and version of the parser's model.")
    pipeline_version: str
    reused: bool = Field(default=False, description="Taken from an earlier copy of the same content.")
