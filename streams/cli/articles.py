"""Articles from files, standard input and JSONL, with bounded sizes and an error that names the file or line."""

import itertools
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import FileIO
from pathlib import Path
from typing import Any, Protocol

import orjson
from pydantic import ValidationError

from agents.cleaning import article_id_of, decode
from agents.errors import Rejected
from schemas import RawArticle
from streams import codec
from streams.problems import UnreadableInput, UsageProblem

STANDARD_INPUT = "-"
CHUNK_BYTES = 1 << 16
HTML_SUFFIXES = frozenset({".html", ".htm", ".xhtml"})


class Readable(Protocol):
    """What is asked of a stream of lines."""

    def read(self, size: int, /) -> bytes | None:
        """At most ``size`` bytes of what is there, waiting only where nothing is; empty at the end."""


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that is not an article: its number from 1, its article id where that could be read, and why."""

    number: int
    article_id: str
    reason: str


def from_file(name: str, fields: dict[str, Any], max_bytes: int) -> RawArticle:
    """An article from a file, or from standard input where the name is ``-``, with its id.

    Args:
        name: path of a text or HTML file in any encoding.
        fields: the other fields of the article; those that are ``None`` are left out.
        max_bytes: largest size that is read.

    Raises:
        UnreadableInput: there is no such file, it is empty, or too large.
        UsageProblem: a field has a value that it cannot have.
    """
    body = decode(_read(name, max_bytes))
    if not body.strip():
        raise UnreadableInput(f"{name} is empty.")
    given = {key: value for key, value in fields.items() if value is not None}
    if Path(name).suffix.lower() in HTML_SUFFIXES:
        given.setdefault("content_type", "text/html")
    try:
        return identified(RawArticle(body=body, **given))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        option = str(first["loc"][0]).replace("_", "-")
        raise UsageProblem(f"--{option}: {first['msg']}") from error


def identified(article: RawArticle) -> RawArticle:
    """The article with the id that it would get anyway."""
    return article.model_copy(update={"article_id": article_id_of(article)})


def _read(name: str, max_bytes: int) -> bytes:
    try:
        if name == STANDARD_INPUT:
            data = sys.stdin.buffer.read(max_bytes + 1)
        else:
            with Path(name).open("rb") as file:
                data = file.read(max_bytes + 1)
    except OSError as error:
        raise UnreadableInput(f"Cannot read {name}: {error.strerror}.") from error
    if len(data) > max_bytes:
        raise UnreadableInput(f"{name} is larger than {max_bytes:,} bytes (COMMUNIQUE_MAX_RAW_BYTES).")
    return data


def open_lines(name: str) -> Readable:
    """A JSONL file, or standard input where the name is ``-``; unbuffered, so that lines come out as they arrive.

    Raises:
        UnreadableInput: there is no such file.
    """
    try:
        if name == STANDARD_INPUT:
            return FileIO(sys.stdin.fileno(), closefd=False)
        return FileIO(name)
    except OSError as error:
        raise UnreadableInput(f"Cannot read {name}: {error.strerror}.") from error


def line_batches(stream: Readable, max_bytes: int) -> Iterator[list[bytes]]:
    """Whole lines as they arrive, each batch being what was there to read. An overlong line ends at its bound.

    A line that is longer than ``max_bytes`` comes out with one byte more than that, so that it is seen to be too long.
    """
    rest = b""
    while chunk := stream.read(CHUNK_BYTES):
        *lines, last = chunk.split(b"\n")
        if lines:
            yield [_joined(rest, lines[0], max_bytes), *(line[: max_bytes + 1] for line in lines[1:])]
            rest = b""
        rest = _joined(rest, last, max_bytes)
    if rest:
        yield [rest]


def _joined(start: bytes, end: bytes, max_bytes: int) -> bytes:
    return (start + end)[: max_bytes + 1] if start else end[: max_bytes + 1]


def parse(line: bytes, number: int, max_bytes: int) -> RawArticle | BadLine:
    """The article on a line, with its id; or what is wrong with the line."""
    try:
        return identified(codec.decode(RawArticle, line, max_bytes))
    except Rejected as error:
        return BadLine(number, _article_id(line) or f"line-{number}", f"{error.reason}: {error}")


def _article_id(line: bytes) -> str | None:
    try:
        value = orjson.loads(line)
    except orjson.JSONDecodeError:
        return None
    found = value.get("article_id") if isinstance(value, dict) else None
    return found if isinstance(found, str) else None


def from_lines(batches: Iterable[list[bytes]], max_bytes: int) -> Iterator[list[RawArticle | BadLine]]:
    """Articles batch by batch; line numbers run on."""
    numbers = itertools.count(1)
    for batch in batches:
        yield [parse(line, next(numbers), max_bytes) for line in batch]
