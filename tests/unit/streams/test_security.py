"""How the settings of security become what clients take, and that no secret is shown by the way."""

import ssl
from pathlib import Path

import pytest
from pydantic import SecretStr

from streams.access import SUBSCRIBER_GROUP_PREFIX, grants, principals
from streams.apps import new_app
from streams.problems import AccessDenied, NoBroker, UsageProblem
from streams.security import Brokers, Security, brokers, client_options, security_of, unreachable
from streams.settings import Settings
from streams.topology import EVENTS, MENTIONS, RAW, STAGES
from tests.brokers.base import HOST, free_port

PASSWORD = "correct horse"
SASL = {"security_protocol": "SASL_PLAINTEXT", "sasl_username": "ada"}


def chosen(**values: object) -> Settings:
    return Settings.model_validate(values)


def test_without_settings_kafka_is_spoken_to_in_the_clear() -> None:
    assert client_options(brokers("a:1", Settings())) == {"security_protocol": "PLAINTEXT"}
    assert client_options("a:1") == {}


def test_an_address_is_text_that_knows_how_it_is_spoken_to() -> None:
    address = brokers("a:1,b:2", chosen(**SASL, sasl_password=PASSWORD))
    assert address.split(",") == ["a:1", "b:2"]
    options = client_options(address)
    assert (options["sasl_plain_username"], options["sasl_plain_password"]) == ("ada", PASSWORD)
    assert options["sasl_mechanism"] == "SCRAM-SHA-512"


@pytest.mark.parametrize("end", ["", "\n", "\r\n"])
def test_a_password_comes_from_a_file_too(tmp_path: Path, end: str) -> None:
    file = tmp_path / "password"
    file.write_bytes((PASSWORD + end).encode())
    assert security_of(chosen(**SASL, sasl_password_file=file)).password == PASSWORD


def test_no_secret_is_shown() -> None:
    settings = chosen(**SASL, sasl_password=PASSWORD, ssl_key_password=PASSWORD)
    security = security_of(settings)
    shown = (repr(settings), str(settings), settings.model_dump_json(), repr(security), str(security))
    assert not [text for text in shown if PASSWORD in text]
    assert isinstance(settings.sasl_password, SecretStr)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"security_protocol": "SASL_SSL"}, "COMMUNIQUE_SASL_USERNAME"),
        (SASL, "COMMUNIQUE_SASL_PASSWORD"),
        ({**SASL, "sasl_password": "x", "sasl_password_file": "y"}, "both set"),
        ({**SASL, "sasl_password_file": "/nowhere/at/all"}, "/nowhere/at/all"),
    ],
)
def test_settings_that_cannot_work_are_refused_with_their_name(values: dict[str, object], said: str) -> None:
    with pytest.raises(UsageProblem, match=said):
        security_of(chosen(**values))


def test_a_certificate_file_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageProblem, match="COMMUNIQUE_SSL_CAFILE"):
        Security(protocol="SSL", cafile=tmp_path / "gone.pem").ssl_context()


def test_tls_always_checks_the_broker_s_name() -> None:
    context = Security(protocol="SSL").ssl_context()
    assert context is not None
    assert context.check_hostname
    assert context.verify_mode == ssl.CERT_REQUIRED
    assert Security().ssl_context() is None


def test_faust_shows_the_same_credentials() -> None:
    stage = STAGES[0]
    app = new_app(stage, chosen(**SASL, sasl_password=PASSWORD, bootstrap_servers="a:1"))
    credentials = app.conf.broker_credentials
    assert credentials is not None
    assert (credentials.protocol.value, getattr(credentials, "username", None)) == ("SASL_PLAINTEXT", "ada")
    assert getattr(credentials, "password", None) == PASSWORD
    assert new_app(stage, Settings(bootstrap_servers="a:1")).conf.broker_credentials is None
    encrypted = new_app(stage, chosen(security_protocol="SSL", bootstrap_servers="a:1")).conf.broker_credentials
    assert encrypted is not None
    assert encrypted.protocol.value == "SSL"


def test_what_fails_to_connect_is_told_apart() -> None:
    nobody = Brokers(f"{HOST}:{free_port()}", Security(protocol="SSL"))
    assert isinstance(unreachable(nobody, OSError()), NoBroker)
    refused = type("SaslAuthenticationFailedError", (Exception,), {})()
    assert isinstance(unreachable(Brokers("a:1", Security(username="ada")), refused), AccessDenied)


def test_each_stage_reads_its_source_and_writes_nowhere_but_behind_it() -> None:
    for stage in STAGES:
        given = {(grant.operation, grant.name) for grant in grants(stage)}
        assert {("READ", stage.source.name), ("READ", stage.group), ("WRITE", stage.sink.name)} <= given
        assert ("READ", stage.sink.name) not in given
    assert not any(g.name == EVENTS.name for g in grants(STAGES[0]))


def test_subscribers_read_events_and_write_nothing() -> None:
    given = dict(principals())["communique-subscriber"]
    assert {grant.operation for grant in given} == {"READ"}
    assert {grant.name for grant in given} & {RAW.name, MENTIONS.name} == set()
    assert [grant.prefix for grant in given if grant.name == SUBSCRIBER_GROUP_PREFIX] == [True]
