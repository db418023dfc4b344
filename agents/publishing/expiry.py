"""When an event is forgotten: explicitly, after a number of days, and never by a window that closes behind a report."""

from datetime import UTC, date, datetime, timedelta

from agents.publishing.event import to_event
from agents.publishing.state import EventState

KEEP_DAYS = 400
"""Days for which an event is kept after it happened, or after its last report where that is later."""


def expires_on(state: EventState, keep_days: int = KEEP_DAYS) -> date | None:
    """The first day on which the event is no longer kept, None where the state holds no mention in full.

    It depends on the set of mentions alone, as the event does: a late report puts it off.
    """
    event = to_event(state)
    if event is None:
        return None
    reported = max((record.published for record in state.records if record.published is not None), default=None)
    last = date.fromisoformat(event.event_date)
    if reported is not None:
        last = max(last, (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=reported)).date())
    return last + timedelta(days=keep_days + 1)


def expired(state: EventState, today: date, keep_days: int = KEEP_DAYS) -> bool:
    """Whether the event is to be ended with a tombstone. ``today`` is the caller's: nothing here reads a clock.

    Raises:
        ValueError: ``keep_days`` is negative.
    """
    if keep_days < 0:
        raise ValueError(f"events cannot be kept for {keep_days} days")
    end = expires_on(state, keep_days)
    return end is not None and today >= end
