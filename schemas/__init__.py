"""The contracts: what people outside the project rely on. One message, one file; imports nothing of the project."""

from schemas.audit_entry import AuditEntry, AuditRange
from schemas.base import Message, Part, Span, rfc3339
from schemas.clean_article import CleanArticle, Dateline, Language, MappedSpan, Removed
from schemas.coded import UNKNOWN_DATE, Actor, Attribution, EventDate, EventType, Evidence, Location, Sector, Status
from schemas.diplomatic_event import DiplomaticEvent, MentionSummary
from schemas.event_mention import EventMention
from schemas.extracted_article import ActorMention, Argument, ExtractedArticle, Predicate, Sentence
from schemas.heartbeat import Heartbeat
from schemas.raw_article import RawArticle, SuppliedEntity

MESSAGES: tuple[type[Message], ...] = (
    RawArticle, CleanArticle, ExtractedArticle, EventMention, DiplomaticEvent, Heartbeat, AuditEntry,
)  # fmt: skip

__all__ = [
    "MESSAGES",
    "UNKNOWN_DATE",
    "Actor",
    "ActorMention",
    "Argument",
    "Attribution",
    "AuditEntry",
    "AuditRange",
    "CleanArticle",
    "Dateline",
    "DiplomaticEvent",
    "EventDate",
    "EventMention",
    "EventType",
    "Evidence",
    "ExtractedArticle",
    "Heartbeat",
    "Language",
    "Location",
    "MappedSpan",
    "MentionSummary",
    "Message",
    "Part",
    "Predicate",
    "RawArticle",
    "Removed",
    "Sector",
    "Sentence",
    "Span",
    "Status",
    "SuppliedEntity",
    "rfc3339",
]  # fmt: skip
