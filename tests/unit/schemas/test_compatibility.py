"""Every committed version of a message against every other of its major; and proof that the check can fail."""

import copy
from collections.abc import Callable
from itertools import combinations
from typing import Any

import orjson
import pytest
from jsonschema import Draft202012Validator

from schemas import MESSAGES, files
from schemas.compatibility import breaks
from schemas.event_mention import EventMention
from schemas.json_schema import schema_of

NOUNS = [message.noun for message in MESSAGES]
Document = dict[str, Any]


def same_major(noun: str) -> list[tuple[str, str]]:
    """Every two committed versions of a message that share their major."""
    pairs = combinations(files.versions_of(noun), 2)
    return [(one, other) for one, other in pairs if one.split(".")[0] == other.split(".")[0]]


@pytest.mark.parametrize("noun", NOUNS)
def test_all_versions_of_a_major_are_compatible(noun: str) -> None:
    for one, other in same_major(noun):
        assert breaks(files.read_schema(noun, one), files.read_schema(noun, other)) == [], f"{noun} {one} and {other}"


@pytest.mark.parametrize("noun", NOUNS)
def test_valid_examples_of_a_version_are_valid_in_every_other(noun: str) -> None:
    for one, other in same_major(noun):
        for writer, reader in ((one, other), (other, one)):
            check = Draft202012Validator(files.read_schema(noun, reader))
            for file, valid in files.examples(noun, writer):
                assert not valid or check.is_valid(orjson.loads(file.read_bytes())), f"{file} with {reader}"


def changed(change: Callable[[Document], object]) -> list[str]:
    """What the check says of a change to the schema of a mention."""
    old = schema_of(EventMention)
    new = copy.deepcopy(old)
    change(new)
    return breaks(old, new)


def add(path: str, name: str, value: object) -> Callable[[Document], object]:
    """A change that sets a keyword or a property below a dotted path."""

    def change(document: Document) -> None:
        target = document
        for step in filter(None, path.split(".")):
            target = target[step]
        target[name] = value

    return change


BREAKING: dict[str, Callable[[Document], object]] = {
    "a new required field": lambda new: new["required"].append("url"),
    "a required field made optional": lambda new: new["required"].remove("rule"),
    "a required field gone": lambda new: (new["required"].remove("rule"), new["properties"].pop("rule")),
    "another type": add("properties.url", "type", "integer"),
    "another type within a part": add("$defs.Actor.properties.name", "type", "integer"),
    "a required field within a part": add("$defs.Actor", "required", ["country"]),
    "another type in a list": add("properties.contexts.items", "type", "integer"),
    "a list without items": lambda new: new["properties"]["contexts"].pop("items"),
    "a word more": lambda new: new["properties"]["event_type"]["enum"].append("OBSERVE"),
    "a word less": lambda new: new["properties"]["event_type"]["enum"].remove("AID"),
    "a tighter bound": add("properties.confidence", "maximum", 0.9),
    "a looser bound": add("properties.confidence", "maximum", 100.0),
    "a new bound": add("properties.url", "maxLength", 100),
    "another pattern": add("properties.cameo_code", "pattern", "^[0-9]{3}$"),
    "another format": add("properties.published_at", "format", "date"),
    "closed to new fields": add("", "additionalProperties", False),
    "another default": add("properties.date_precision", "default", "year"),
    "true for 1": add("properties.quad_class", "minimum", False),
    "a keyword that is not known": add("properties.url", "not", {"const": ""}),
}

ADDITIVE: dict[str, Callable[[Document], object]] = {
    "a new optional field": add("properties", "headline", {"type": "string"}),
    "a new optional part": lambda new: (
        add("$defs", "Speaker", {"type": "object", "properties": {}, "required": ["name"]})(new),
        add("properties", "speaker", {"$ref": "#/$defs/Speaker"})(new),
    ),
    "an optional field gone": lambda new: new["properties"].pop("mode"),
    "an optional field gone within a part": lambda new: new["$defs"]["Actor"]["properties"].pop("role"),
    "other words": add("properties.url", "description", "Where to find the article."),
    "a field marked as deprecated": add("properties.url", "deprecated", True),
    "a vocabulary in another order": lambda new: new["properties"]["event_type"]["enum"].reverse(),
    "a part under another name": lambda new: (
        add("$defs", "Place", new["$defs"]["Location"])(new),
        add("properties.location", "$ref", "#/$defs/Place")(new),
    ),
}


@pytest.mark.parametrize("change", BREAKING.values(), ids=BREAKING)
def test_a_breaking_change_is_found(change: Callable[[Document], object]) -> None:
    assert changed(change) != []


@pytest.mark.parametrize("change", ADDITIVE.values(), ids=ADDITIVE)
def test_an_additive_change_passes(change: Callable[[Document], object]) -> None:
    assert changed(change) == []


def test_a_break_is_named_by_its_place() -> None:
    found = changed(add("$defs.Actor.properties.name", "type", "integer"))
    assert found == [
        "source.name: type was 'string' and is 'integer'",
        "target.name: type was 'string' and is 'integer'",
    ]


def test_a_field_that_comes_back_with_another_type_is_found_across_versions() -> None:
    first = schema_of(EventMention)
    without, again = copy.deepcopy(first), copy.deepcopy(first)
    del without["properties"]["mode"]
    again["properties"]["mode"] = {"type": "integer"}
    assert breaks(first, without) == breaks(without, again) == []
    assert breaks(first, again) != []


def test_a_part_that_contains_itself_is_compared_once() -> None:
    tree = {"$ref": "#/$defs/Node", "$defs": {"Node": {"properties": {"child": {"$ref": "#/$defs/Node"}}}}}
    assert breaks(tree, copy.deepcopy(tree)) == []
