"""The files beside the models: JSON Schemas by version, examples by version, and one YAML file a topic."""

from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any, Literal

import orjson
import yaml
from pydantic import BaseModel, ConfigDict, Field

HERE = Path(__file__).parent
JSON_SCHEMAS = HERE / "json"
EXAMPLES = HERE / "examples"
TOPICS = HERE / "topics"
DEAD_LETTER_SUFFIX = ".dlq"


class Release(BaseModel):
    """A version of the schema that messages on a topic carry, and what it brought."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: str = Field(pattern=r"^[0-9]+\.[0-9]+\.[0-9]+$")
    brought: str
    deprecated: str | None = Field(default=None, description="What to use instead, and until when it is written.")


class DeadLetters(BaseModel):
    """How long the dead letters of a topic are kept."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    retention_days: int = Field(gt=0)


class Topic(BaseModel):
    """A topic as its YAML file describes it. Absent retention: kept until a newer message of the key replaces it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    place: int = Field(gt=0, description="In the order of the flow.")
    topic: str
    audience: Literal["public", "operators", "internal"]
    title: str
    description: str
    key: str
    key_means: str
    message: str | None = Field(default=None, description="Noun of the message; absent where the bytes are our own.")
    versions: tuple[Release, ...] = ()
    producers: tuple[str, ...]
    consumers: tuple[str, ...]
    order: str
    partitions: int = Field(gt=0)
    cleanup: Literal["delete", "compact"]
    retention_hours: int | None = Field(default=None, gt=0)
    max_message_bytes: int = Field(gt=0)
    headers: Literal["article", "cloudevent", "none"] = "none"
    dead_letters: DeadLetters | None = None

    @property
    def retention(self) -> timedelta | None:
        """How long a message is kept; None where the topic is compacted instead."""
        return None if self.retention_hours is None else timedelta(hours=self.retention_hours)

    @property
    def version(self) -> str:
        """The version that is written now.

        Raises:
            LookupError: the topic carries no message of ours.
        """
        if not self.versions:
            raise LookupError(f"{self.topic} has no versions")
        return self.versions[-1].version

    @property
    def dead_letter_topic(self) -> str | None:
        """Where messages of this topic go that can never succeed."""
        return None if self.dead_letters is None else self.topic + DEAD_LETTER_SUFFIX


@cache
def topics() -> tuple[Topic, ...]:
    """All described topics in the order of the flow; each file is named after its topic.

    Raises:
        pydantic.ValidationError: a file has another shape.
    """
    found = (Topic.model_validate(yaml.safe_load(file.read_text(encoding="utf-8"))) for file in TOPICS.glob("*.yaml"))
    return tuple(sorted(found, key=lambda topic: topic.place))


def schema_file(noun: str, version: str) -> Path:
    """Where the JSON Schema of a message's version stands."""
    return JSON_SCHEMAS / noun / f"{version}.json"


def read_schema(noun: str, version: str) -> dict[str, Any]:
    """The committed JSON Schema of a message's version.

    Raises:
        FileNotFoundError: there is none.
    """
    found: dict[str, Any] = orjson.loads(schema_file(noun, version).read_bytes())
    return found


def versions_of(noun: str) -> list[str]:
    """The committed versions of a message, oldest first."""
    return sorted((file.stem for file in (JSON_SCHEMAS / noun).glob("*.json")), key=version_order)


def version_order(version: str) -> tuple[int, ...]:
    """A key that sorts versions by number."""
    return tuple(map(int, version.split(".")))


def examples(noun: str, version: str) -> Iterator[tuple[Path, bool]]:
    """The examples of a message's version, and whether each is meant to be valid, as its name says."""
    for file in sorted((EXAMPLES / noun / version).glob("*.json")):
        yield file, not file.name.startswith("invalid-")


def pretty(value: object) -> bytes:
    """JSON for people and diffs: indented by two, one newline at the end."""
    return orjson.dumps(value, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
