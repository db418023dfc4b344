"""Publishing: the mentions of one real-world event become the event as it now stands. Pure; no clock, no Kafka."""

from agents.publishing.event import to_event
from agents.publishing.merging import combine, merge
from agents.publishing.state import MAX_DETAILED, MAX_RECORDS, MAX_SEEN, EventState

__all__ = ["MAX_DETAILED", "MAX_RECORDS", "MAX_SEEN", "EventState", "combine", "merge", "to_event"]
