"""Heartbeat: a sign of life of one worker, about one a second."""

from typing import ClassVar

from pydantic import Field

from schemas.base import Message, Moment


class Heartbeat(Message):
    """Keyed by stage. What a consumer needs to tell a quiet feed from a dead worker."""

    noun: ClassVar[str] = "heartbeat"
    version: ClassVar[str] = "1.0.0"
    topic: ClassVar[str] = "communique.heartbeat.v1"

    stage: str
    worker: str = Field(description="Unique for the life of the process.")
    sent_at: Moment
    pipeline_version: str
    partitions: tuple[int, ...] = Field(default=(), description="Source partitions assigned to the worker.")
    processed: int = Field(default=0, ge=0, description="Messages handled since the worker started.")
