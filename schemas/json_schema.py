"""JSON Schema 2020-12 of each message, generated from its model: what a consumer in another language builds against.

An absent value is omitted on the wire and never null, so the schemas do not allow null. They are open: a reader ignores
what it does not know, and a minor version may add it.
"""

from collections.abc import Mapping
from typing import Any

from pydantic.json_schema import GenerateJsonSchema

from schemas.base import SCHEMA_PREFIX, Message
from schemas.raw_article import RawArticle

DIALECT = "https://json-schema.org/draft/2020-12/schema"
SUPPLIED_BY_OTHERS: frozenset[type[Message]] = frozenset({RawArticle})
"""Messages that others write: they need not name the schema."""


class _WireSchema(GenerateJsonSchema):
    """Pydantic's generator without the titles that repeat a field's name, and without null."""

    def field_title_should_be_set(self, schema: object) -> bool:
        """Never: a title made from a field's name says nothing."""
        del schema
        return False

    def nullable_schema(self, schema: Any) -> dict[str, Any]:  # noqa: ANN401 - pydantic's own core schema type
        """The schema of the value itself; its absence is said by its not being required."""
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: Any) -> dict[str, Any]:  # noqa: ANN401 - pydantic's own core schema type
        """A default of null is no default: the field is left out."""
        found = super().default_schema(schema)
        if "default" in found and found["default"] is None:
            del found["default"]
        return found


def schema_of(message: type[Message]) -> dict[str, Any]:
    """The JSON Schema of the message's current version; its ``$id`` is the URN that messages carry in ``$schema``."""
    found = message.model_json_schema(by_alias=True, mode="validation", schema_generator=_WireSchema)
    required = found.pop("required", [])
    named = [] if message in SUPPLIED_BY_OTHERS else ["$schema"]
    return {
        "$schema": DIALECT,
        "$id": message.uri(),
        "title": message.__name__,
        "description": one_line(found.pop("description", "")),
        "type": "object",
        "properties": {**found["properties"], "$schema": _schema_property(message)},
        "required": named + required,
        **({"$defs": _defs(found["$defs"])} if "$defs" in found else {}),
    }


def one_line(text: str) -> str:
    """A docstring as one line."""
    return " ".join(text.replace("``", "`").split())


def _schema_property(message: type[Message]) -> dict[str, str]:
    """Any minor version of the same major: what one reads with this schema may have been written with another."""
    major = message.version.split(".")[0]
    return {
        "type": "string",
        "pattern": rf"^{SCHEMA_PREFIX}{message.noun}:{major}\.[0-9]+\.[0-9]+$",
        "description": "Exact version of the schema that the message was written with, as a URN.",
    }


def _defs(definitions: Mapping[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {name: _described(definition) for name, definition in sorted(definitions.items())}


def _described(definition: dict[str, Any]) -> dict[str, Any]:
    kept = {key: value for key, value in definition.items() if key != "title"}
    return {**kept, "description": one_line(kept["description"])} if "description" in kept else kept
