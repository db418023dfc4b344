"""Publishing: the mentions of one real-world event become the event as it now stands. Pure; no clock, no Kafka."""

from agents.publishing.event import to_event
from agents.publishing.expiry import KEEP_DAYS, expired, expires_on
from agents.publishing.merging import combine, merge
from agents.publishing.state import MAX_DETAILED, MAX_RECORDS, MAX_SEEN, EventState

__all__ = [
    "KEEP_DAYS", "MAX_DETAILED", "MAX_RECORDS", "MAX_SEEN", "EventState", "combine", "expired", "expires_on", "merge",
    "to_event",
]  # fmt: skip
