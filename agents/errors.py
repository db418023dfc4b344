"""How an agent says that it will not produce anything from a message, and why. Anything else it raises is a fault."""

from typing import Literal

RejectReason = Literal[
    "decode_error", "schema_invalid", "too_large", "unsupported_language", "processing_error", "timeout"
]
"""The closed list of reasons for which a message becomes a dead letter."""


class Rejected(Exception):
    """The message is bad and can never succeed as it stands: it belongs in the dead letters."""

    def __init__(self, reason: RejectReason, explanation: str) -> None:
        super().__init__(explanation)
        self.reason: RejectReason = reason


class Dropped(Exception):
    """The message is good but leads to nothing; it is counted under ``reason`` (a short, bounded label)."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
