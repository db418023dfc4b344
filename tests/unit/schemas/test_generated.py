"""What is generated is committed as the models say; examples are what their names say they are."""

from pathlib import Path

import orjson
import pytest
from jsonschema import Draft202012Validator
from pydantic import ValidationError

from schemas import MESSAGES, Message, files
from schemas.__main__ import generated, main
from schemas.json_schema import schema_of

BY_NOUN = {message.noun: message for message in MESSAGES}


def validator(noun: str, version: str) -> Draft202012Validator:
    """Checks formats as well, as a careful consumer does."""
    return Draft202012Validator(files.read_schema(noun, version), format_checker=Draft202012Validator.FORMAT_CHECKER)


def all_examples() -> list[tuple[str, str, Path, bool]]:
    """Every example: noun, version, file, whether it is meant to be valid."""
    return [
        (noun, version, file, valid)
        for noun in BY_NOUN
        for version in files.versions_of(noun)
        for file, valid in files.examples(noun, version)
    ]


def label(value: object) -> str:
    """Names a file after what it holds."""
    return f"{value.parent.parent.name}/{value.name}" if isinstance(value, Path) else ""


@pytest.mark.parametrize(("file", "content"), list(generated()), ids=label)
def test_a_generated_file_is_as_the_models_say(file: Path, content: bytes) -> None:
    assert file.read_bytes() == content, f"{file.name} is stale: run `python -m schemas` and commit what it writes"


def test_check_writes_nothing_and_finds_nothing_stale(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--check"]) == 0
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("message", MESSAGES, ids=lambda message: message.noun)
def test_a_schema_is_valid_json_schema(message: type[Message]) -> None:
    Draft202012Validator.check_schema(schema_of(message))


@pytest.mark.parametrize("message", MESSAGES, ids=lambda message: message.noun)
def test_every_field_of_a_public_message_is_explained(message: type[Message]) -> None:
    if message.noun not in {"event-mention", "diplomatic-event"}:
        assert message.__doc__
        return
    unexplained = [name for name, field in message.model_fields.items() if not field.description]
    assert unexplained == []


@pytest.mark.parametrize(("noun", "version", "file", "valid"), all_examples(), ids=label)
def test_an_example_is_what_its_name_says(noun: str, version: str, file: Path, valid: bool) -> None:
    instance = orjson.loads(file.read_bytes())
    assert validator(noun, version).is_valid(instance) is valid


@pytest.mark.parametrize(("noun", "version", "file", "valid"), all_examples(), ids=label)
def test_the_model_agrees_with_the_schema(noun: str, version: str, file: Path, valid: bool) -> None:
    del version
    if valid:
        assert BY_NOUN[noun].from_bytes(file.read_bytes()).to_wire()
        return
    with pytest.raises(ValidationError):
        BY_NOUN[noun].from_bytes(file.read_bytes())


@pytest.mark.parametrize(("noun", "version", "file"), [each[:3] for each in all_examples() if each[3]], ids=label)
def test_what_we_write_is_valid(noun: str, version: str, file: Path) -> None:
    written = BY_NOUN[noun].from_bytes(file.read_bytes()).to_wire()
    assert list(validator(noun, version).iter_errors(written)) == []


@pytest.mark.parametrize("noun", BY_NOUN)
def test_every_version_has_valid_and_invalid_examples(noun: str) -> None:
    for version in files.versions_of(noun):
        assert {valid for _, valid in files.examples(noun, version)} == {True, False}


def test_null_is_refused_by_the_schema() -> None:
    file, _ = next(files.examples("event-mention", "1.0.0"))
    found = orjson.loads(file.with_name("valid-meeting.json").read_bytes())
    assert not validator("event-mention", "1.0.0").is_valid({**found, "target": None})
