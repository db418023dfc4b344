"""Dead letters as JSON lines: for people to look at and correct, and to be read back."""

import base64
import binascii
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import orjson

from streams.dlq.letters import DeadLetter, place_of
from streams.problems import BadRecord, UnreadableInput

MAX_LINES = 100_000
"""Letters of one file of corrections; their values are held in memory."""


def line(letter: DeadLetter) -> dict[str, Any]:
    """A letter with its bytes: ``value`` where they are UTF-8 text, else ``value_base64``; neither for a null."""
    headers = [[name, _text(value)] for name, value in letter.record.headers]
    return {**letter.as_json(), **_value("key", letter.record.key), **_value("value", letter.record.value),
            "headers": headers}  # fmt: skip


def write(letters: Iterable[DeadLetter], to: Path) -> int:
    """Write letters to a file, which is there whole or not at all; gives how many.

    Raises:
        UnreadableInput: the file cannot be written.
    """
    draft, count = to.with_name(f".{to.name}.part"), 0
    try:
        with draft.open("wb") as file:
            for letter in letters:
                file.write(orjson.dumps(line(letter)) + b"\n")
                count += 1
        draft.replace(to)
    except OSError as error:
        raise UnreadableInput(f"{to} cannot be written: {error.strerror}") from error
    finally:
        draft.unlink(missing_ok=True)
    return count


def corrections(file: Path) -> dict[str, bytes]:
    """The values of a file that ``write`` made and a person corrected, by the letters' ids.

    Raises:
        UnreadableInput: it cannot be read. BadRecord: a line is not of that form; the message names it.
    """
    found: dict[str, bytes] = {}
    try:
        lines = file.read_bytes().splitlines()
    except OSError as error:
        raise UnreadableInput(f"{file} cannot be read: {error.strerror}") from error
    for number, text in enumerate(lines[: MAX_LINES + 1], 1):
        if number > MAX_LINES:
            raise BadRecord(f"{file} has more than {MAX_LINES:,} lines: correct them in several files")
        if text.strip():
            letter_id, value = _correction(text, f"{file} line {number}")
            found[letter_id] = value
    return found


def _correction(text: bytes, where: str) -> tuple[str, bytes]:
    try:
        values = orjson.loads(text)
        place_of(values["id"])
        if "value_base64" in values:
            return values["id"], base64.b64decode(values["value_base64"], validate=True)
        return values["id"], values["value"].encode()
    except (orjson.JSONDecodeError, KeyError, TypeError, AttributeError, binascii.Error) as error:
        raise BadRecord(f"{where}: an id and a value or value_base64 are expected, as `dlq export` writes") from error


def _value(name: str, value: bytes | None) -> dict[str, str]:
    if value is None:
        return {}
    try:
        return {name: value.decode()}
    except UnicodeDecodeError:
        return {f"{name}_base64": base64.b64encode(value).decode()}


def _text(value: bytes) -> str:
    return value.decode("utf-8", "backslashreplace")
