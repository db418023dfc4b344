"""An Apache Kafka that asks for TLS, SCRAM and rights, with certificates and users made for one test run."""

import shutil
import subprocess
from contextlib import closing
from pathlib import Path

from kafka.admin import (
    ACL,
    ACLOperation,
    ACLPermissionType,
    ACLResourcePatternType,
    KafkaAdminClient,
    ResourcePattern,
    ResourceType,
    ScramMechanism,
    UserScramCredentialUpsertion,
)

from streams import topics, topology
from streams.access import Grant, principals
from tests.brokers.apache import ApacheBroker
from tests.brokers.base import HOST, BrokerUnavailable, free_port

NOBODY = "nobody"
"""A user who may log in and do nothing."""
SECURED = """\
listener.name.secured.ssl.keystore.type=PEM
listener.name.secured.ssl.keystore.location={keystore}
listener.name.secured.sasl.enabled.mechanisms=SCRAM-SHA-512
listener.name.secured.scram-sha-512.sasl.jaas.config=\
org.apache.kafka.common.security.scram.ScramLoginModule required;
authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
super.users=User:ANONYMOUS
"""
"""The listener in the clear is the tests' own way in, where everybody is the super user ANONYMOUS."""


def make_certificates(folder: Path) -> None:
    """``ca.pem``, ``server.pem`` (key and certificate for 127.0.0.1) and ``stranger.pem``, an authority of nobody.

    Raises:
        BrokerUnavailable: there is no openssl.
    """
    if shutil.which("openssl") is None:
        raise BrokerUnavailable("openssl is not installed; it makes the certificates (apt-get install openssl)")
    for name in ("ca", "stranger"):
        _certificate(folder, name, "-subj", f"/CN=communique test {name}")
    signed = ("-CA", str(folder / "ca.pem"), "-CAkey", str(folder / "ca.key"))
    named = ("-addext", f"subjectAltName=IP:{HOST}", "-addext", "basicConstraints=critical,CA:FALSE")
    _certificate(folder, "server", "-subj", "/CN=communique test broker", *signed, *named)
    with (folder / "server.pem").open("ab") as file:
        file.write((folder / "server.key").read_bytes())


def _certificate(folder: Path, name: str, *more: str) -> None:
    curve = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-noenc", "-days", "2")
    files = ("-keyout", str(folder / f"{name}.key"), "-out", str(folder / f"{name}.pem"))
    subprocess.run(["openssl", "req", "-x509", *curve, *files, *more], check=True, capture_output=True, timeout=60)


class SecuredBroker(ApacheBroker):
    """``bootstrap`` is in the clear, for the tests themselves; ``secured`` is what the product is given."""

    def __init__(self, certificates: Path) -> None:
        super().__init__()
        self.secured = ""
        self.certificates = certificates

    def _properties(self, port: int) -> str:
        own = free_port()
        self.secured = f"{HOST}:{own}"
        lines = []
        for line in super()._properties(port).splitlines():
            name, _, value = line.partition("=")
            if name in {"listeners", "advertised.listeners"}:
                value += f",SECURED://{self.secured}"
            if name == "listener.security.protocol.map":
                value += ",SECURED:SASL_SSL"
            lines.append(f"{name}={value}")
        return "\n".join([*lines, SECURED.format(keystore=self.certificates / "server.pem")])

    def prepare(self) -> None:
        """Make the topics, the users and their rights."""
        with closing(topics.connect(self.bootstrap)) as client:
            topics.ensure(client, topology.topics())
            everyone = [*principals(), (NOBODY, ())]
            client.alter_user_scram_credentials(
                [
                    UserScramCredentialUpsertion(user, ScramMechanism.SCRAM_SHA_512, password_of(user))
                    for user, _ in everyone
                ]
            )
            grant(client, [(user, one) for user, granted in everyone for one in granted])


def password_of(user: str) -> str:
    """Each user's own."""
    return f"secret of {user}"


def grant(client: KafkaAdminClient, granted: list[tuple[str, Grant]]) -> None:
    """Give these rights."""
    result = client.create_acls([_acl(user, one) for user, one in granted])
    assert not result["failed"], result


def _acl(user: str, one: Grant) -> ACL:
    pattern = ResourcePattern(
        ResourceType[one.kind.upper()],
        one.name,
        ACLResourcePatternType.PREFIXED if one.prefix else ACLResourcePatternType.LITERAL,
    )
    return ACL(f"User:{user}", "*", ACLOperation[one.operation], ACLPermissionType.ALLOW, pattern)
