"""What `up` runs: a worker a stage in the order of the flow, each with a name of its own, and tidy graves."""

from pathlib import Path

import pytest

from streams import kafka, local
from streams.apps import new_app
from streams.broker import HOST, free_port
from streams.launcher import Worker
from streams.settings import Settings
from streams.topology import STAGES, stage_named


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(bootstrap_servers="127.0.0.1:9", data_dir=tmp_path)


def test_every_stage_runs_in_the_order_of_the_flow(settings: Settings) -> None:
    workers = local.plan(settings, {"extraction": 3})
    stages = [worker.stage for worker in workers]
    assert list(dict.fromkeys(stages)) == [stage.name for stage in STAGES]
    assert stages.count("extraction") == 3
    assert len({(worker.stage, worker.instance) for worker in workers}) == len(workers)


def test_a_data_folder_keeps_its_identity_and_shares_it_with_no_other(settings: Settings, tmp_path: Path) -> None:
    first = [worker.instance for worker in local.plan(settings, {})]
    assert [worker.instance for worker in local.plan(settings, {})] == first
    other = settings.model_copy(update={"data_dir": tmp_path / "other"})
    assert not {worker.instance for worker in local.plan(other, {})} & set(first)


def test_a_worker_gets_settings_that_it_can_read(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    for worker in local.plan(settings, {}):
        for name, value in worker.environment.items():
            monkeypatch.setenv(name, value)
        seen = Settings()
        assert (seen.bootstrap_servers, seen.instance) == (settings.bootstrap_servers, worker.instance)
        assert seen.data_dir == settings.data_dir.resolve()


@pytest.mark.parametrize("stage", [stage.name for stage in STAGES])
def test_a_dead_worker_is_known_by_the_client_id_that_it_used(
    settings: Settings, stage: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, str]] = []
    monkeypatch.setattr(kafka, "remove_members", lambda _, group, name: asked.append((group, name)))
    monkeypatch.setattr(kafka, "admin", FakeAdmin)
    dead = Worker(stage, "ab12-0", [], {}, settings.data_dir / "log")
    local.forget_member("127.0.0.1:9", dead)
    app = new_app(stage_named(stage), settings.model_copy(update={"instance": "ab12-0"}))
    assert asked == [(stage_named(stage).group, app.conf.broker_client_id)]


def test_a_broker_that_is_gone_does_not_keep_a_worker_from_its_restart(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kafka, "CONNECT_SECONDS", 0.3)
    local.forget_member(f"{HOST}:{free_port()}", Worker("cleaning", "ab12-0", [], {}, settings.data_dir / "log"))


class FakeAdmin:
    """An admin client that nothing is asked of."""

    def __init__(self, address: str) -> None:
        self.address = address

    def __enter__(self) -> "FakeAdmin":
        return self

    def __exit__(self, *error: object) -> None:
        """Nothing to close."""
