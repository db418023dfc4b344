"""Follow the event feed with kafka-python alone: nothing of this project is imported, so copy it freely.

    pip install kafka-python crc32c
    python consume.py 127.0.0.1:9092 [--type ACCUSE] [--source RUS] [--until-end]

It prints each event once a revision, filters by header before it parses, drops duplicates, and says when an event is
taken back or ends. ``--until-end`` stops at what is there now; without it, it goes on until Ctrl-C.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from typing import Any

from kafka import KafkaConsumer, TopicPartition

TOPIC = "diplomacy.events.v1"


def open_feed(servers: str) -> KafkaConsumer:
    """All partitions from the start. No group: nothing is remembered on the broker."""
    consumer = KafkaConsumer(bootstrap_servers=servers.split(","), enable_auto_commit=False)
    numbers = consumer.partitions_for_topic(TOPIC)
    if not numbers:
        sys.exit(f"the broker at {servers} has no topic {TOPIC}")
    partitions = [TopicPartition(TOPIC, number) for number in numbers]
    consumer.assign(partitions)
    consumer.seek_to_beginning(*partitions)
    return consumer


def messages(consumer: KafkaConsumer, until_end: bool) -> Iterator[Any]:
    """Messages as they come; each partition is in order, and so is each event."""
    ends = consumer.end_offsets(list(consumer.assignment()))
    while not until_end or any(consumer.position(partition) < end for partition, end in ends.items()):
        for batch in consumer.poll(timeout_ms=500).values():
            yield from batch


def wanted(message: Any, types: list[str], sources: list[str]) -> bool:
    """Judge by the headers, without parsing the value."""
    headers = {name: value.decode() for name, value in message.headers}
    return (not types or headers.get("event_type") in types) and (
        not sources or headers.get("source_country") in sources
    )


def describe(event: dict[str, Any]) -> str:
    """One line for a person. A missing field is simply absent: there are no nulls."""
    source = event["source"].get("name") or event["source"].get("country", "?")
    target = event.get("target", {})
    whom = target.get("name") or target.get("country", "-")
    stories = event["article_count"]
    return f"{event['event_date']} {source} {event['event_type']} {whom} ({stories} stories, r{event['revision']})"


def main() -> None:
    """Read the feed and print it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("servers")
    parser.add_argument("--type", action="append", default=[])
    parser.add_argument("--source", action="append", default=[])
    parser.add_argument("--until-end", action="store_true")
    chosen = parser.parse_args()
    revisions: dict[str, int] = {}
    consumer = open_feed(chosen.servers)
    try:
        for message in messages(consumer, chosen.until_end):
            event_id = message.key.decode()
            if message.value is None:
                if revisions.pop(event_id, None):
                    print(f"ended {event_id}", flush=True)
                continue
            if not wanted(message, chosen.type, chosen.source):
                continue
            event = json.loads(message.value)
            if event["revision"] <= revisions.get(event_id, 0):
                continue
            revisions[event_id] = event["revision"]
            print(event["status"], event_id, describe(event), flush=True)
    except KeyboardInterrupt:
        pass
    finally:
        consumer.close()


if __name__ == "__main__":
    main()
