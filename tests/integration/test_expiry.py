"""An old event ends with a tombstone and stays forgotten, even by a worker that has lost its disk."""

import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date, timedelta
from pathlib import Path

from schemas import DiplomaticEvent, EventMention
from streams import topics
from streams.topology import EVENTS, MENTIONS, stage_named
from streams.topology import topics as declared
from tests.brokers.base import Broker
from tests.support.processes import Served, environment, errors_logged, settle, worker
from tests.support.topics import Sent, admin, compacted, read, send, wait_until
from tests.unit.streams.mentions import mention

STAGE = "publishing"
SECONDS = 60.0
KEEP_DAYS = 30
OLD = mention(event_id="old", event_date="2020-02-03")
YOUNG = mention(event_id="young", event_date=f"{date.today() - timedelta(days=2)}")  # noqa: DTZ011 - give or take a day


@contextmanager
def publishing(broker: Broker, folder: Path) -> Iterator[Served]:
    """A worker that searches twice a second; it stops cleanly and without an error."""
    settings = environment(broker.bootstrap, folder, keep_days=str(KEEP_DAYS), expiry_interval="0.5")
    with worker(STAGE, settings) as running:
        yield running.wait_ready(STAGE).served(STAGE)
        assert running.stop() == 0
        assert errors_logged(running.log) == []


def tell(broker: Broker, *mentions: EventMention) -> None:
    """Send mentions and wait until they are merged."""
    send(broker.bootstrap, MENTIONS.name, [Sent(each.event_id.encode(), each.to_bytes()) for each in mentions])
    settle(broker.bootstrap, STAGE)


def of_old(broker: Broker) -> list[bytes | None]:
    """All that subscribers were told of the old event."""
    return [record.value for record in read(broker.bootstrap, EVENTS.name) if record.key == b"old"]


def test_an_old_event_ends_and_no_lost_disk_brings_it_back(broker: Broker, tmp_path: Path) -> None:
    changelog = stage_named(STAGE).changelog
    assert changelog is not None
    with closing(admin(broker.bootstrap)) as client:
        topics.ensure(client, declared())

    with publishing(broker, tmp_path / "one") as served:
        tell(broker, OLD, YOUNG)
        wait_until(lambda: served.metric("events_forgotten_total") == 1, SECONDS, "the old event to be forgotten")
        first, end = of_old(broker)
        assert first is not None
        assert end is None
        assert set(compacted(read(broker.bootstrap, EVENTS.name))) == {b"young"}
        assert set(compacted(read(broker.bootstrap, changelog.name))) == {b"young"}

    shutil.rmtree(tmp_path / "one" / "workers")
    with publishing(broker, tmp_path / "one") as served:
        assert of_old(broker) == [first, None], "an event that was forgotten came back from the changelog"
        tell(broker, OLD, YOUNG)
        wait_until(lambda: served.metric("events_forgotten_total") == 1, SECONDS, "the late mention's event to end")
        assert of_old(broker) == [first, None, first, None], "a late mention did not start the event anew"

    told = [record.value for record in read(broker.bootstrap, EVENTS.name) if record.key == b"young"]
    assert len(told) == 1, "the young event's state was lost with the disk"
    assert DiplomaticEvent.from_bytes(told[0] or b"").revision == 1
