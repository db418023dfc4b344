"""The AsyncAPI 3 document: every topic as a channel with its Kafka settings, its message, and who sends and receives.

It refers to the JSON Schema files by relative path, and copies nothing from them.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from schemas.files import Topic

ASYNCAPI = "3.0.0"
KAFKA_BINDING = "0.5.0"
DEAD_LETTER_HEADROOM = 65_536
"""Bytes that a dead letter's headers may add to the message that it carries."""

HOURS_A_DAY = 24
MILLISECONDS_AN_HOUR = 3_600_000

CLOUDEVENT_HEADERS: Mapping[str, str] = {
    "ce_specversion": "Version of CloudEvents, 1.0.",
    "ce_id": "Identifies this very message: event id and revision on events. Equal ids are duplicates.",
    "ce_type": "Kind of message.",
    "ce_source": "The stage that wrote it.",
    "ce_time": "When it was written (RFC 3339, UTC); not part of the event.",
    "ce_subject": "The event id.",
    "content-type": "application/json",
    "event_type": "PLOVER event type.",
    "cameo_root": "First two digits of the CAMEO code.",
    "source_country": "Country of the source.",
    "target_country": "Country of the target; absent where there is none.",
    "quad_class": "0 to 4, as in the message.",
}
"""CloudEvents 1.0 in Kafka's binary mode, and what one may filter by without reading the value."""

ARTICLE_HEADERS: Mapping[str, str] = {
    "traceparent": "W3C trace context, carried from stage to stage.",
    "communique_ingested_at": "When the article was first seen; end-to-end latency is measured from it.",
    "communique_replay": "Id of the replay that caused the message; absent otherwise.",
    "communique_canary": "Marks a message of ours that tests the pipeline: no news. Never on events.",
}
"""What every message of the flow may carry."""


def document(topics: Sequence[Topic], version: str) -> dict[str, Any]:
    """The whole document; ``version`` is that of the interface, not of the software."""
    return {
        "asyncapi": ASYNCAPI,
        "info": {
            "title": "Communique",
            "version": version,
            "description": "Raw news articles become structured diplomatic events. Generated; edit schemas/topics.",
            "license": {"name": "Apache-2.0", "url": "https://www.apache.org/licenses/LICENSE-2.0"},
        },
        "defaultContentType": "application/json",
        "servers": {
            "local": {
                "host": "127.0.0.1:9092",
                "protocol": "kafka",
                "description": "The broker of docker-compose; `communique up` says where its own one listens.",
            }
        },
        "channels": {topic.topic: channel for each in topics for topic, channel in _channels(each)},
        "operations": dict(operation for each in topics for operation in _operations(each)),
        "components": {"messages": {topic.message: _message(topic) for topic in topics if topic.message}},
    }


def _channels(topic: Topic) -> list[tuple[Topic, dict[str, Any]]]:
    own = (topic, _channel(topic))
    if topic.dead_letters is None or topic.dead_letter_topic is None:
        return [own]
    letters = topic.model_copy(
        update={
            "topic": topic.dead_letter_topic,
            "title": f"Dead letters of {topic.topic}",
            "description": "Messages that can never succeed, bytes and headers untouched; `dlq_reason` says why.",
            "message": None,
            "retention_hours": topic.dead_letters.retention_days * HOURS_A_DAY,
            "max_message_bytes": topic.max_message_bytes + DEAD_LETTER_HEADROOM,
        }
    )
    return [own, (letters, _channel(letters))]


def _channel(topic: Topic) -> dict[str, Any]:
    messages = {topic.message: {"$ref": f"#/components/messages/{topic.message}"}} if topic.message else {}
    return {
        "address": topic.topic,
        "title": topic.title,
        "description": topic.description,
        "messages": messages,
        "bindings": {"kafka": _topic_binding(topic)},
    }


def _topic_binding(topic: Topic) -> dict[str, Any]:
    hours = topic.retention_hours
    retention = {} if hours is None else {"retention.ms": hours * MILLISECONDS_AN_HOUR}
    return {
        "topic": topic.topic,
        "partitions": topic.partitions,
        "topicConfiguration": {
            "cleanup.policy": [topic.cleanup],
            **retention,
            "max.message.bytes": topic.max_message_bytes,
        },
        "bindingVersion": KAFKA_BINDING,
    }


def _message(topic: Topic) -> dict[str, Any]:
    headers = {**_cloudevent_headers(topic), **_flow_headers(topic)}
    described = {name: {"type": "string", "description": text} for name, text in headers.items()}
    return {
        "name": topic.message,
        "title": topic.title,
        "contentType": "application/json",
        **({"headers": {"type": "object", "properties": described}} if described else {}),
        "payload": {"$ref": f"json/{topic.message}/{topic.version}.json"},
        "bindings": {
            "kafka": {"key": {"type": "string", "description": topic.key_means}, "bindingVersion": KAFKA_BINDING}
        },
    }


def _cloudevent_headers(topic: Topic) -> Mapping[str, str]:
    return CLOUDEVENT_HEADERS if topic.headers == "cloudevent" else {}


def _flow_headers(topic: Topic) -> Mapping[str, str]:
    return {} if topic.headers == "none" else ARTICLE_HEADERS


def _operations(topic: Topic) -> list[tuple[str, dict[str, Any]]]:
    """What a user of the interface does: send raw articles, receive everything public."""
    if topic.audience != "public":
        return []
    action = "send" if topic.place == 1 else "receive"
    name = f"{action}-{topic.message}"
    return [(name, {"action": action, "channel": {"$ref": f"#/channels/{topic.topic}"}, "title": topic.title})]
