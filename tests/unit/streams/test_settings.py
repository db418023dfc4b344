"""Settings: from the environment, frozen, each with a meaning."""

import socket

import pytest
from pydantic import ValidationError

from streams.settings import Settings


def test_every_setting_says_what_it_means() -> None:
    for name, field in Settings.model_fields.items():
        assert field.description, name
        assert field.description.endswith("."), name


def test_a_variable_sets_the_field_of_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMMUNIQUE_IN_FLIGHT", "7")
    assert Settings().in_flight == 7


def test_an_empty_variable_is_as_good_as_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMMUNIQUE_BOOTSTRAP_SERVERS", "")
    assert Settings().bootstrap_servers is None


def test_settings_do_not_change() -> None:
    with pytest.raises(ValidationError):
        Settings().in_flight = 1  # type: ignore[misc]  # that it cannot be assigned is what is shown


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("in_flight", 0), ("http_port", 70_000), ("commit_interval", 0), ("log_level", "LOUD"), ("instance", "../x"),
        ("nlp_workers", -1), ("max_attempts", 0),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused(name: str, value: object) -> None:
    with pytest.raises(ValidationError):
        Settings.model_validate({name: value})


def test_the_group_hears_from_a_worker_several_times_before_it_gives_it_up() -> None:
    assert Settings().heartbeat_interval * 3 <= Settings().session_timeout


def test_workers_of_one_stage_keep_their_files_apart() -> None:
    assert Settings(instance="1").stage_dir("cleaning") != Settings(instance="2").stage_dir("cleaning")


def test_an_instance_may_be_named_by_its_machine() -> None:
    assert Settings(instance="hostname").instance == socket.gethostname()
