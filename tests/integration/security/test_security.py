"""The product on an Apache Kafka with TLS, SCRAM and least rights; and plain words where one of them is wrong."""

import json
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from streams.access import principals
from streams.problems import AccessDenied
from streams.topology import STAGES
from tests.brokers.base import BrokerUnavailable
from tests.integration.security.secured import NOBODY, SecuredBroker, make_certificates, password_of
from tests.support.processes import command, environment, errors_logged, worker

pytestmark = pytest.mark.apache_only("the embedded broker knows neither TLS nor passwords nor rights")
STORY = "LIMA, March 4 - Peru expelled the ambassador of Ecuador on Wednesday. Ecuador recalled its envoy from Lima.\n"

OPERATING = (
    ("lag",), ("offsets", "cleaning"), ("topics",), ("replay", "classification", "--since", "1h", "--execute"),
    ("dlq", "list"), ("replay", "--as", "v2", "--execute"), ("promote", "v2", "--execute"),
    ("discard", "v2", "--execute"),
)  # fmt: skip
"""Commands of an operator."""


@pytest.fixture(scope="module")
def secured(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SecuredBroker]:
    folder = tmp_path_factory.mktemp("certificates")
    broker = SecuredBroker(folder)
    try:
        make_certificates(folder)
        broker.start()
    except BrokerUnavailable as error:
        if pytestconfig.getoption("require_broker"):
            pytest.fail(str(error))
        pytest.skip(str(error))
    try:
        broker.prepare()
        yield broker
    finally:
        broker.stop()


def as_user(broker: SecuredBroker, folder: Path, user: str, **more: str) -> dict[str, str]:
    """The settings of one user, the password in a file."""
    secret = folder / f"{user}.password"
    secret.write_text(password_of(user) + "\n")
    chosen = {
        "security_protocol": "SASL_SSL", "sasl_username": user, "sasl_password_file": str(secret),
        "ssl_cafile": str(broker.certificates / "ca.pem"),
    }  # fmt: skip
    return environment(broker.secured, folder / "data", **{**chosen, **more})


def refused(settings: dict[str, str], said: str, *arguments: str) -> None:
    """The command ends with one line, the exit code of a refusal, and without the password."""
    answer = command(*arguments, settings=settings)
    assert answer.returncode == AccessDenied.exit_code, answer.stderr
    last = answer.stderr.strip().splitlines()[-1]
    assert last.startswith("communique: ")
    assert said in last
    assert "secret of" not in answer.stderr + answer.stdout
    assert "Traceback" not in answer.stderr


@pytest.mark.slow
def test_every_stage_and_command_works_with_the_least_rights(secured: SecuredBroker, tmp_path: Path) -> None:
    story = tmp_path / "story.txt"
    story.write_text(STORY)
    with ExitStack() as stack:
        running = [stack.enter_context(worker(s.name, as_user(secured, tmp_path, s.group))) for s in STAGES]
        for stage, one in zip(STAGES, running, strict=True):
            one.wait_ready(stage.name)
        reader = as_user(secured, tmp_path, "communique-subscriber")
        told = command("publish", str(story), settings=as_user(secured, tmp_path, "communique-publisher"))
        assert told.returncode == 0, told.stderr
        wanted = ("--from-beginning", "--count", "1", "--timeout", "100", "--json")
        answer = command("subscribe", *wanted, settings=reader)
        assert answer.returncode == 0, answer.stderr
        assert json.loads(answer.stdout.splitlines()[0])["source"]["country"] in {"PER", "ECU"}
        grouped = command("subscribe", "--group", "subscriber-test", *wanted, settings=reader)
        assert grouped.returncode == 0, grouped.stderr
        operator = as_user(secured, tmp_path, "communique-operator")
        for asked in OPERATING:
            answer = command(*asked, settings=operator)
            assert answer.returncode == 0, answer.stderr
        assert [one.stop() for one in running] == [0] * len(STAGES)
    for one in running:
        assert not errors_logged(one.log)
        assert "secret of" not in one.log.read_text()


@pytest.mark.parametrize("arguments", [("worker", "cleaning"), ("up",), ("subscribe",), ("topics",)])
def test_a_wrong_password_is_told(secured: SecuredBroker, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    settings = as_user(secured, tmp_path, "communique-cleaning", sasl_password="secret of another")
    del settings["COMMUNIQUE_SASL_PASSWORD_FILE"]
    refused(settings, "refused user 'communique-cleaning'", *arguments)


@pytest.mark.parametrize("arguments", [("worker", "cleaning"), ("subscribe",)])
def test_a_certificate_of_a_stranger_is_told(
    secured: SecuredBroker, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    stranger = str(secured.certificates / "stranger.pem")
    refused(as_user(secured, tmp_path, "communique-cleaning", ssl_cafile=stranger), "COMMUNIQUE_SSL_CAFILE", *arguments)


@pytest.mark.parametrize("stage", [stage.name for stage in STAGES])
def test_a_missing_right_is_told_before_anything_starts(secured: SecuredBroker, tmp_path: Path, stage: str) -> None:
    refused(as_user(secured, tmp_path, NOBODY), "deploy/kafka/acls.sh", "worker", stage)


def test_one_stage_may_not_do_another_s_work(secured: SecuredBroker, tmp_path: Path) -> None:
    refused(as_user(secured, tmp_path, "communique-cleaning"), "does not allow", "worker", "publishing")


def test_there_is_a_user_for_each_stage() -> None:
    assert {stage.group for stage in STAGES} < {user for user, _ in principals()}
