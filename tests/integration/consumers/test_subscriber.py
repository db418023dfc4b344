"""Our own subscriber against the small feed."""

import threading
from datetime import timedelta
from itertools import islice

import pytest

from streams import Selection, Subscriber, Update
from streams.problems import NoBroker
from streams.topology import EVENTS
from tests.brokers.base import HOST, Broker, free_port
from tests.integration.consumers.feed import PAIRS, REPORTS, RETRACTED, publish_feed, standing
from tests.support.topics import Sent, send


@pytest.fixture(scope="module")
def address(broker: Broker) -> str:
    """A broker whose event topic holds the small feed."""
    publish_feed(broker.bootstrap)
    return broker.bootstrap


def updates(subscriber: Subscriber) -> list[Update]:
    """All that is there from where the subscriber starts."""
    with subscriber:
        return list(subscriber.present())


def test_everything_comes_and_each_event_in_order(address: str) -> None:
    found = updates(Subscriber(address, start="earliest"))
    assert len(found) == len(PAIRS) * REPORTS + 3
    for source, target in PAIRS:
        revisions = [each.event.revision for each in found if each.event_id == f"{source}/{target}" and each.event]
        assert revisions == sorted(revisions)


def test_a_duplicate_is_recognised(address: str) -> None:
    (again,) = [each for each in updates(Subscriber(address, start="earliest")) if each.duplicate]
    assert again.event_id == "RUS/UKR"


def test_a_retraction_and_the_end_are_told_apart(address: str) -> None:
    kinds = [each.kind for each in updates(Subscriber(address, start="earliest")) if each.event_id == RETRACTED]
    assert kinds == ["active"] * REPORTS + ["retracted", "ended"]


def test_iterating_gives_events_without_duplicates_and_tombstones(address: str) -> None:
    wanted = len(PAIRS) * REPORTS + 1
    with Subscriber(address, start="earliest") as subscriber:
        found = list(islice(subscriber, wanted))
    assert len({(event.event_id, event.revision) for event in found}) == wanted


@pytest.mark.parametrize(
    ("selection", "wanted"),
    [
        (Selection(types={"CONSULT"}), {"FRA/DEU", "TUR/GRC"}),
        (Selection(sources={"USA", "GBR"}), {"USA/CHN", "GBR/IRN"}),
        (Selection(targets={"UKR"}, types={"ACCUSE"}), {"RUS/UKR"}),
        (Selection(quad_classes={1}), {"FRA/DEU", "TUR/GRC"}),
        (Selection(roots={"11"}, sources={"IND", "FRA"}), {RETRACTED}),
        (Selection(sources={"ATA"}), set()),
    ],
)
def test_a_selection_is_kept_to(address: str, selection: Selection, wanted: set[str]) -> None:
    found = updates(Subscriber(address, start="earliest", select=selection))
    assert {each.event_id for each in found if each.event is not None} == wanted


def test_what_is_not_selected_is_never_decoded(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(value: bytes) -> None:
        raise AssertionError(f"decoded {len(value)} bytes that nobody asked for")

    monkeypatch.setattr("schemas.DiplomaticEvent.from_bytes", refuse)
    assert all(
        each.event is None for each in updates(Subscriber(address, start="earliest", select=Selection(sources={"ATA"})))
    )


def test_the_latest_state_is_what_stands(address: str) -> None:
    with Subscriber(address, start="earliest") as subscriber:
        found = {key: event.to_bytes() for key, event in subscriber.latest_state().items()}
        assert found == {key: event.to_bytes() for key, event in standing().items()}
        assert next(iter(subscriber)).revision == 1, "it goes on where it was"


def test_the_latest_state_of_a_selection(address: str) -> None:
    with Subscriber(address, select=Selection(types={"CONSULT"})) as subscriber:
        assert subscriber.latest_state().keys() == {"FRA/DEU", "TUR/GRC"}


def test_starting_at_a_time(address: str) -> None:
    assert updates(Subscriber(address, start="latest")) == []
    assert len(updates(Subscriber(address, start=timedelta(hours=1)))) == len(PAIRS) * REPORTS + 3


def test_starting_after_all_that_is_there(address: str) -> None:
    assert updates(Subscriber(address, start=timedelta(seconds=-1))) == []


def test_a_group_goes_on_where_it_was(address: str) -> None:
    first: list[Update] = []
    with Subscriber(address, start="earliest", group="readers") as subscriber:
        for update in subscriber.updates():
            first.append(update)
            if len(first) == 7:
                break
    places = {(each.partition, each.offset) for each in first}
    with Subscriber(address, start="earliest", group="readers") as subscriber:
        rest = list(islice(subscriber.updates(), len(places_of_all(address)) - len(first) + 1))
    seen_again = {(each.partition, each.offset) for each in rest} & places
    assert seen_again <= {(first[-1].partition, first[-1].offset)}, "only the message at hand may come again"
    assert places | {(each.partition, each.offset) for each in rest} == places_of_all(address)


def test_a_new_group_starts_at_the_time_asked_for(address: str) -> None:
    with Subscriber(address, start="1h", group="recent readers") as subscriber:
        found = list(islice(subscriber.updates(), len(places_of_all(address))))
    assert {(each.partition, each.offset) for each in found} == places_of_all(address)


def places_of_all(address: str) -> set[tuple[int, int]]:
    """Partition and offset of every message."""
    return {(each.partition, each.offset) for each in updates(Subscriber(address, start="earliest"))}


def test_stop_ends_the_iteration_from_another_thread(address: str) -> None:
    with Subscriber(address, start="latest") as subscriber:
        threading.Timer(0.2, subscriber.stop).start()
        assert list(subscriber) == []


def test_a_value_that_is_no_event_is_counted_and_passed_over(address: str) -> None:
    with Subscriber(address, start="latest") as subscriber:
        send(address, EVENTS.name, [Sent(b"broken", b"{}"), Sent(b"broken", None)])
        (end,) = subscriber.present()
    assert end.kind == "ended"
    assert subscriber.unreadable == 1


def test_a_missing_topic_is_said_in_a_line(address: str) -> None:
    with pytest.raises(NoBroker, match=r"has no topic no\.such\.topic"):
        Subscriber(address, topic="no.such.topic")


def test_a_missing_broker_is_said_in_a_line() -> None:
    with pytest.raises(NoBroker, match=r"(?i)no kafka broker answers"):
        Subscriber(f"{HOST}:{free_port()}", bootstrap_timeout_ms=500)
