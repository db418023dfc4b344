"""FULL_TRANSITIVE compatibility of JSON Schemas: any version of a major reads what any other version wrote.

Only optional properties may come and go. Everything else that decides what is valid (a type, a vocabulary, a bound, a
pattern, what is required) must stay as it is, since loosening it breaks the old reader and tightening it the new one.
A changed default is refused as well: it would change what an absent value means. Words for people may change freely.
"""

from collections.abc import Iterator, Mapping
from typing import Any

WORDS = frozenset({"title", "description", "examples", "deprecated", "$comment", "$id", "$schema", "$defs", "$ref"})
"""Keywords that decide nothing. References are followed instead of compared."""

STRUCTURE = frozenset({"properties", "required", "items"})
"""Keywords that are compared part by part; all others must be equal."""

Schema = Mapping[str, Any]


def breaks(old: Schema, new: Schema) -> list[str]:
    """What keeps a reader of one version from reading the other, a line each; empty where they are compatible."""
    return list(_Comparison(old, new).differences(old, new, "", frozenset()))


class _Comparison:
    """Two documents, each of which resolves its own references."""

    def __init__(self, old: Schema, new: Schema) -> None:
        self._old = old
        self._new = new

    def differences(self, old: Schema, new: Schema, path: str, above: frozenset[tuple[str, str]]) -> Iterator[str]:
        """Differences that matter below ``path``; ``above`` are the references that are being compared already."""
        pair = (str(old.get("$ref", "")), str(new.get("$ref", "")))
        if any(pair) and pair in above:
            return
        old, new, above = resolved(self._old, old), resolved(self._new, new), above | {pair}
        yield from _keyword_differences(old, new, path)
        yield from _required_differences(old, new, path)
        yield from self._property_differences(old, new, path, above)
        if "items" in old and "items" in new:
            yield from self.differences(old["items"], new["items"], f"{path}[]", above)
        elif ("items" in old) != ("items" in new):
            yield f"{path or 'message'}: items are described in one version only"

    def _property_differences(
        self, old: Schema, new: Schema, path: str, above: frozenset[tuple[str, str]]
    ) -> Iterator[str]:
        before, after = old.get("properties", {}), new.get("properties", {})
        for name in sorted(before.keys() & after.keys()):
            yield from self.differences(before[name], after[name], f"{path}.{name}" if path else name, above)


def resolved(document: Schema, schema: Schema) -> Schema:
    """The schema itself, or what it refers to within its document, with what stands beside the reference.

    Raises:
        KeyError: the reference leads nowhere.
    """
    if "$ref" not in schema:
        return schema
    target: Any = document
    for step in str(schema["$ref"]).removeprefix("#/").split("/"):
        target = target[step]
    return {**resolved(document, target), **{key: value for key, value in schema.items() if key != "$ref"}}


def _keyword_differences(old: Schema, new: Schema, path: str) -> Iterator[str]:
    for keyword in sorted((old.keys() | new.keys()) - WORDS - STRUCTURE):
        before, after = _comparable(keyword, old.get(keyword)), _comparable(keyword, new.get(keyword))
        if before != after:
            yield f"{path or 'message'}: {keyword} was {old.get(keyword)!r} and is {new.get(keyword)!r}"


def _comparable(keyword: str, value: object) -> object:
    """A vocabulary has no order; everything else is compared as it stands, 1 and true kept apart."""
    return sorted(map(repr, value)) if keyword == "enum" and isinstance(value, list) else repr(value)


def _required_differences(old: Schema, new: Schema, path: str) -> Iterator[str]:
    before, after = set(old.get("required", ())), set(new.get("required", ()))
    for name in sorted(before - after):
        yield f"{path or 'message'}: {name} was required and is not; an old reader would miss it"
    for name in sorted(after - before):
        yield f"{path or 'message'}: {name} is required and was not; old messages lack it"
