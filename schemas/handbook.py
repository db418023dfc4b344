"""Generates ``docs/events.md``, from which a newcomer learns the feed. Its prose is ``handbook.md`` beside this."""

from collections.abc import Iterable, Mapping, Sequence
from string import Template
from typing import Any, get_args

from schemas.asyncapi import ARTICLE_HEADERS, CLOUDEVENT_HEADERS
from schemas.coded import EventType
from schemas.diplomatic_event import MAX_MENTIONS, DiplomaticEvent
from schemas.event_mention import EventMention
from schemas.files import EXAMPLES, HERE, Topic
from schemas.json_schema import schema_of

TEMPLATE = HERE / "handbook.md"
EXAMPLE = EXAMPLES / DiplomaticEvent.noun / DiplomaticEvent.version / "valid-three-mentions-two-stories.json"
HOURS_A_DAY = 24


def page(topics: Sequence[Topic]) -> str:
    """The page as Markdown.

    Raises:
        KeyError: the template names something that is not supplied.
    """
    event = schema_of(DiplomaticEvent)
    mention = schema_of(EventMention)
    own = [name for name in mention["properties"] if name not in event["properties"]]
    return Template(TEMPLATE.read_text(encoding="utf-8")).substitute(
        topics=_topic_table(topics),
        event_example=EXAMPLE.read_text(encoding="utf-8").strip(),
        event_fields=_field_table(event, [name for name in event["properties"] if name != "$schema"]),
        mention_fields=_field_table(mention, own),
        event_types=", ".join(f"`{name}`" for name in get_args(EventType)),
        other_countries="`UNO` the United Nations, `EUR` the European Union, `IGO`, `NGO`, `MNC`, `ISM`, `IMG`",
        headers=_table(("header", "says"), _header_rows()),
        max_mentions=str(MAX_MENTIONS),
        retention=_table(("topic", "partitions", "kept", "largest message"), map(_retention_row, topics)),
        versions=_table(("message", "version", "brought"), _version_rows(topics)),
    )


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _topic_table(topics: Sequence[Topic]) -> str:
    rows = [(f"`{each.topic}`", f"`{each.key}`", each.description) for each in topics if each.audience == "public"]
    return _table(("topic", "key", "what it carries"), rows)


def _field_table(schema: Mapping[str, Any], names: Iterable[str]) -> str:
    rows = [(f"`{name}`", *_field(schema, name)) for name in names]
    return _table(("field", "type", "", "means"), rows)


def _field(schema: Mapping[str, Any], name: str) -> tuple[str, str, str]:
    field = schema["properties"][name]
    return _kind(field), "" if name in schema["required"] else "optional", field.get("description", "")


def _kind(field: Mapping[str, Any]) -> str:
    """The type in a word or two."""
    if "$ref" in field:
        return str(field["$ref"]).rsplit("/", 1)[-1]
    if field.get("type") == "array":
        return f"{_kind(field['items'])} list"
    if "enum" in field and len(field["enum"]) <= 4:
        return ", ".join(field["enum"])
    return str(field.get("format", field["type"]))


def _header_rows() -> list[tuple[str, str]]:
    return [(f"`{name}`", text) for name, text in {**CLOUDEVENT_HEADERS, **ARTICLE_HEADERS}.items()]


def _retention_row(topic: Topic) -> tuple[str, str, str, str]:
    return f"`{topic.topic}`", str(topic.partitions), _kept(topic), f"{topic.max_message_bytes // 2**20} MiB"


def _kept(topic: Topic) -> str:
    if topic.retention_hours is None:
        return "the last of each key"
    days, hours = divmod(topic.retention_hours, HOURS_A_DAY)
    kept = f"{hours} hour{'s' * (hours != 1)}" if hours else f"{days} days"
    letters = topic.dead_letters
    return kept if letters is None else f"{kept}; its dead letters {letters.retention_days} days"


def _version_rows(topics: Sequence[Topic]) -> list[tuple[str, str, str]]:
    rows = []
    for topic in topics:
        for release in topic.versions:
            end = f" **Deprecated:** {release.deprecated}" if release.deprecated else ""
            rows.append((f"`{topic.message}`", release.version, release.brought + end))
    return rows
