"""The publisher counts what the broker has confirmed and nothing else, a bounded number ahead."""

from collections.abc import Sequence

import pytest
from kafka.errors import KafkaTimeoutError

from schemas import RawArticle
from streams.problems import NoBroker
from streams.publisher import MAX_UNCONFIRMED, Publisher


class Future:
    """A delivery that has an outcome when it is asked for."""

    def __init__(self, client: "Client", error: Exception | None) -> None:
        self.client, self.error = client, error

    def get(self, timeout: float) -> None:
        assert timeout > 0
        self.client.waiting -= 1
        if self.error:
            raise self.error


class Client:
    """What the publisher asks of a producer."""

    def __init__(self, failing: Sequence[int] = ()) -> None:
        self.sent: list[tuple[str, bytes, bytes, dict[str, bytes]]] = []
        self.failing = failing
        self.waiting = self.most_waiting = 0

    def send(self, topic: str, key: bytes, value: bytes, headers: list[tuple[str, bytes]]) -> Future:
        self.sent.append((topic, key, value, dict(headers)))
        self.waiting += 1
        self.most_waiting = max(self.most_waiting, self.waiting)
        return Future(self, KafkaTimeoutError() if len(self.sent) in self.failing else None)

    def flush(self, timeout: float) -> None:
        assert timeout > 0


def article(number: int) -> RawArticle:
    return RawArticle(article_id=f"a{number}", body="Peru thanked Chile.")


def test_articles_travel_under_their_id_with_the_time_of_first_sight() -> None:
    client = Client()
    publisher = Publisher(client, on_progress=lambda _: None)
    publisher.send(article(1))
    assert publisher.finish() == 1
    (topic, key, value, headers) = client.sent[0]
    assert (topic, key) == (RawArticle.topic, b"a1")
    assert RawArticle.from_bytes(value).body == "Peru thanked Chile."
    assert headers["communique_ingested_at"].endswith(b"Z")


def test_a_long_input_is_never_far_ahead_of_its_confirmations() -> None:
    client = Client()
    told: list[int] = []
    publisher = Publisher(client, on_progress=told.append)
    for number in range(3 * MAX_UNCONFIRMED):
        publisher.send(article(number))
    assert client.most_waiting <= MAX_UNCONFIRMED
    assert publisher.finish() == 3 * MAX_UNCONFIRMED
    assert told == list(range(1, 3 * MAX_UNCONFIRMED + 1))


def test_what_is_not_confirmed_is_not_counted() -> None:
    publisher = Publisher(Client(failing=[2]), on_progress=lambda _: None)
    publisher.send(article(1))
    publisher.send(article(2))
    with pytest.raises(NoBroker, match="did not confirm"):
        publisher.finish()
    assert publisher.confirmed == 1
