"""A hundred copies of one story from a hundred publishers: one event each act, told by a hundred, parsed once."""

import pytest

from schemas import DiplomaticEvent, ExtractedArticle, RawArticle
from streams.topology import EVENTS, EXTRACTED, RAW
from tests.brokers.base import Broker
from tests.support.bad import sent
from tests.support.processes import environment, settle, whole_pipeline
from tests.support.topics import compacted, read, send

COPIES = 100
STORY = (
    "France on Tuesday condemned Belarus over the detention of two election observers at the border. "
    "The foreign ministry in Paris said that it expected their release within days."
)


@pytest.fixture(scope="module")
def address(broker: Broker, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A broker through whose pipeline the copies went."""
    copies = [
        RawArticle(
            article_id=f"copy {number}", url=f"https://publisher-{number}.example/story", source=f"Publisher {number}",
            body=STORY, published_at=f"2026-03-04T{number // 60:02}:{number % 60:02}:00Z",
        )
        for number in range(COPIES)
    ]  # fmt: skip
    with whole_pipeline(environment(broker.bootstrap, tmp_path_factory.mktemp("copies") / "data")):
        send(broker.bootstrap, RAW.name, map(sent, copies))
        settle(broker.bootstrap)
    return broker.bootstrap


def test_each_act_is_one_event_of_one_article_by_a_hundred_publishers(address: str) -> None:
    events = [DiplomaticEvent.from_bytes(value) for value in compacted(read(address, EVENTS.name)).values()]
    assert "ACCUSE" in {event.event_type for event in events}
    for event in events:
        assert (event.article_count, event.mention_count, event.publisher_count) == (1, 1, COPIES), event.event_type
        assert len(event.mentions) == COPIES
    acts = [(event.source.country, event.event_type, event.target and event.target.country) for event in events]
    assert len(acts) == len(set(acts))


def test_the_story_is_parsed_once(address: str) -> None:
    extracted = [ExtractedArticle.from_bytes(record.value or b"") for record in read(address, EXTRACTED.name)]
    assert len(extracted) == COPIES
    assert sum(not article.reused for article in extracted) == 1
