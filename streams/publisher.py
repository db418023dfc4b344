"""Sends articles to the raw topic and waits until the broker has confirmed each one."""

from collections import deque
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from kafka import KafkaProducer
from kafka.errors import KafkaError

from schemas import RawArticle, rfc3339
from streams.headers import INGESTED_AT
from streams.kafka import DELIVERY_SECONDS
from streams.problems import NoBroker

MAX_UNCONFIRMED = 500
"""Articles sent and not yet confirmed; bounds the memory that a long input takes."""


class Publisher:
    """Sends articles keyed by their id, a bounded number ahead of the broker's confirmations."""

    def __init__(self, client: KafkaProducer, on_progress: Callable[[int], None]) -> None:
        self._client = client
        self._on_progress = on_progress
        self._unconfirmed: deque[Any] = deque()
        self.confirmed = 0

    def send(self, article: RawArticle) -> None:
        """Send an article that has its id.

        Raises:
            NoBroker: the broker did not confirm an earlier one, or cannot be reached any more.
        """
        key = (article.article_id or "").encode()
        headers = [(INGESTED_AT, rfc3339(datetime.now(UTC)).encode()), ("content-type", b"application/json")]
        try:
            future = self._client.send(RawArticle.topic, key=key, value=article.to_bytes(), headers=headers)
        except KafkaError as error:
            raise _unconfirmed(error) from error
        self._unconfirmed.append(future)
        if len(self._unconfirmed) >= MAX_UNCONFIRMED:
            self._confirm()

    def finish(self) -> int:
        """Wait for the last confirmations; gives the number of articles that the broker has.

        Raises:
            NoBroker: the broker did not confirm one of them.
        """
        self._client.flush(timeout=DELIVERY_SECONDS)
        while self._unconfirmed:
            self._confirm()
        return self.confirmed

    def _confirm(self) -> None:
        try:
            self._unconfirmed.popleft().get(timeout=DELIVERY_SECONDS)
        except KafkaError as error:
            raise _unconfirmed(error) from error
        self.confirmed += 1
        self._on_progress(self.confirmed)


def _unconfirmed(error: KafkaError) -> NoBroker:
    reason = type(error).__name__
    return NoBroker(f"The broker did not confirm an article ({reason}); articles already counted are safe.")
