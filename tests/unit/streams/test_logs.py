"""Logs: one form for ours and the libraries', and nobody's text in them."""

import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from streams import logs
from streams.settings import Settings


@pytest.fixture(autouse=True)
def logging_as_before() -> Iterator[None]:
    """Put back what ``configure`` changes for the whole process."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    for name in logs.LIBRARIES:
        logging.getLogger(name).setLevel(logging.NOTSET)
    structlog.contextvars.clear_contextvars()
    structlog.reset_defaults()


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_our_lines_are_json_with_what_is_always_said(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure(Settings(), stage="cleaning")
    structlog.get_logger("streams.x").info("ready", partitions=[1])
    (line,) = lines(capsys)
    said = {name: line[name] for name in ("event", "level", "logger", "stage", "partitions")}
    assert said == {"event": "ready", "level": "info", "logger": "streams.x", "stage": "cleaning", "partitions": [1]}


def test_the_libraries_speak_through_the_same_form_and_only_when_it_matters(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure(Settings())
    logging.getLogger("faust.app").info("chatter")
    logging.getLogger("aiokafka.conn").warning("lost %s", "a node")
    (line,) = lines(capsys)
    assert (line["event"], line["level"]) == ("lost a node", "warning")


@pytest.mark.parametrize("form", ["json", "console"])
def test_a_traceback_is_told_without_the_variables_in_reach(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure(Settings.model_validate({"log_format": form}))
    body = " ".join(["the", "body", "of", "a", "message"])
    try:
        raise ValueError(len(body))
    except ValueError:
        structlog.get_logger("streams.x").exception("failed")
    told = capsys.readouterr().err
    assert "test_logs.py" in told
    assert "the body of a message" not in told


def test_the_level_is_that_of_the_settings(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure(Settings(log_level="ERROR"))
    structlog.get_logger("streams.x").warning("unheard")
    assert capsys.readouterr().err == ""
