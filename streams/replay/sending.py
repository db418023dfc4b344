"""Sends messages with kafka-python and tells what became of each."""

from typing import Any

from kafka import KafkaProducer
from kafka.errors import KafkaError

from streams.kafka import DELIVERY_SECONDS
from streams.problems import NoBroker
from streams.records import Outgoing


def send(client: KafkaProducer, outgoing: Outgoing) -> Any:  # noqa: ANN401 - a future of kafka-python, which has no types
    """Start sending a message; gives what ``failure`` waits for.

    Raises:
        KafkaError: the message cannot be sent at all, being too large for instance.
    """
    return client.send(
        outgoing.topic, key=outgoing.key, value=outgoing.value, headers=list(outgoing.headers),
        partition=outgoing.partition,
    )  # fmt: skip


def failure(started: Any) -> str | None:  # noqa: ANN401 - as above
    """Why a message was not delivered; None where the broker has confirmed it."""
    if isinstance(started, Exception):
        return str(started) or type(started).__name__
    try:
        started.get(timeout=DELIVERY_SECONDS)
    except KafkaError as error:
        return f"{type(error).__name__}: {error}"
    return None


def deliver(client: KafkaProducer, messages: list[Outgoing]) -> None:
    """Send messages and wait until the broker has confirmed them all.

    Raises:
        NoBroker: it has not; those before may have been taken.
    """
    try:
        started = [send(client, message) for message in messages]
    except KafkaError as error:
        raise NoBroker(f"a message could not be sent: {type(error).__name__}: {error}") from error
    refused = next(filter(None, map(failure, started)), None)
    if refused is not None:
        raise NoBroker(f"the broker did not confirm a message: {refused}")
