"""How Kafka is spoken to: in the clear or by TLS, with or without a name and password (SASL). One place for all.

``Brokers`` is the brokers' address as text that knows this too, so that whoever has the address can connect rightly.
"""

import asyncio
import ssl
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from aiokafka.conn import create_conn
from aiokafka.errors import KafkaError

from streams.problems import AccessDenied, NoBroker, UsageProblem
from streams.settings import Settings

PROBE_SECONDS = 5.0
"""For the one connection that is made to find out why others fail."""
LARGEST_SECRET = 64 * 1024


@dataclass(frozen=True, slots=True)
class Security:
    """Resolved settings: secrets have been read from their files. ``repr`` shows none of them."""

    protocol: str = "PLAINTEXT"
    mechanism: str = "SCRAM-SHA-512"
    username: str | None = None
    password: str | None = field(default=None, repr=False)
    cafile: Path | None = None
    certfile: Path | None = None
    keyfile: Path | None = None
    key_password: str | None = field(default=None, repr=False)

    @property
    def encrypted(self) -> bool:
        """Whether TLS is spoken."""
        return self.protocol in {"SSL", "SASL_SSL"}

    @property
    def authenticated(self) -> bool:
        """Whether a name and a password are given."""
        return self.protocol.startswith("SASL_")

    def ssl_context(self) -> ssl.SSLContext | None:
        """What TLS trusts and shows; None without TLS. The broker's name is always checked against its certificate.

        Raises:
            UsageProblem: a file cannot be used; the message names the settings.
        """
        if not self.encrypted:
            return None
        try:
            context = ssl.create_default_context(cafile=self.cafile)
            if self.certfile is not None:
                context.load_cert_chain(self.certfile, self.keyfile, password=self.key_password)
        except (OSError, ValueError) as error:
            files = ", ".join(str(file) for file in (self.cafile, self.certfile, self.keyfile) if file is not None)
            why = getattr(error, "strerror", None) or str(error)
            raise UsageProblem(f"TLS cannot use {files}: {why} (COMMUNIQUE_SSL_CAFILE, _CERTFILE, _KEYFILE)") from error
        return context

    def client_options(self) -> dict[str, Any]:
        """What kafka-python's clients take."""
        options: dict[str, Any] = {"security_protocol": self.protocol}
        if self.encrypted:
            options["ssl_context"] = self.ssl_context()
        if self.authenticated:
            options |= {
                "sasl_mechanism": self.mechanism,
                "sasl_plain_username": self.username,
                "sasl_plain_password": self.password,
            }
        return options


IN_THE_CLEAR = Security()


class Brokers(str):
    """Addresses, HOST:PORT separated by commas, and how they are spoken to."""

    __slots__ = ("security",)
    security: Security

    def __new__(cls, address: str, security: Security = IN_THE_CLEAR) -> Self:
        """The address, with how it is spoken to."""
        made = super().__new__(cls, address)
        made.security = security
        return made


def brokers(address: str, settings: Settings) -> Brokers:
    """An address that is spoken to as the settings say.

    Raises:
        UsageProblem: the settings contradict one another, or a secret's file cannot be read.
    """
    return Brokers(address, security_of(settings))


def client_options(address: str) -> dict[str, Any]:
    """What kafka-python's clients take for this address; a plain text is spoken to in the clear."""
    return address.security.client_options() if isinstance(address, Brokers) else {}


def security_of(settings: Settings) -> Security:
    """The settings with their secrets read.

    Raises:
        UsageProblem: they contradict one another, or a secret's file cannot be read.
    """
    password = _secret(settings, "sasl_password")
    found = Security(
        settings.security_protocol, settings.sasl_mechanism, settings.sasl_username, password, settings.ssl_cafile,
        settings.ssl_certfile, settings.ssl_keyfile, _secret(settings, "ssl_key_password"),
    )  # fmt: skip
    if found.authenticated and not (found.username and found.password):
        raise UsageProblem(
            f"{found.protocol} needs COMMUNIQUE_SASL_USERNAME and COMMUNIQUE_SASL_PASSWORD, or the file of the latter"
        )
    return found


def _secret(settings: Settings, name: str) -> str | None:
    """A secret from its variable or from its file, without the line end that editors leave."""
    given, file = getattr(settings, name), getattr(settings, f"{name}_file")
    variable = f"COMMUNIQUE_{name.upper()}"
    if given is not None and file is not None:
        raise UsageProblem(f"{variable} and {variable}_FILE are both set: one is enough")
    if file is None:
        return None if given is None else str(given.get_secret_value())
    try:
        with Path(file).open(encoding="utf-8") as opened:
            return opened.read(LARGEST_SECRET).rstrip("\r\n")
    except (OSError, ValueError) as error:
        raise UsageProblem(f"{variable}_FILE: {file} cannot be read ({type(error).__name__})") from error


def unreachable(address: str, error: Exception) -> NoBroker | AccessDenied:
    """The problem behind a client's failure to connect, told so that a person knows what to change.

    The client libraries try again and again and in the end say that time is up, so one connection more is made here,
    which says at once what is wrong.
    """
    security = address.security if isinstance(address, Brokers) else IN_THE_CLEAR
    cause = error if security.protocol == "PLAINTEXT" else _probed(address, security) or error
    if isinstance(cause, ssl.SSLError):
        why = getattr(cause, "verify_message", None) or cause.reason or "no TLS is spoken there"
        return AccessDenied(
            f"TLS with Kafka at {address} failed: {why}; is COMMUNIQUE_SSL_CAFILE the authority that signed its "
            "certificate, and the host one that it names?"
        )
    if "Sasl" in type(cause).__name__ or "Authentication" in type(cause).__name__:
        return AccessDenied(
            f"Kafka at {address} refused user {security.username!r}: is COMMUNIQUE_SASL_PASSWORD right, and "
            f"{security.mechanism} what the user was made for?"
        )
    return NoBroker(f"no Kafka broker answers at {address}; is it running, and is COMMUNIQUE_BOOTSTRAP_SERVERS right?")


def _probed(address: str, security: Security) -> BaseException | None:
    """What one connection to the first broker fails of; None where it does not fail. May be called inside a loop."""
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(asyncio.run, _probe(address.split(",", maxsplit=1)[0].strip(), security)).result()


async def _probe(server: str, security: Security) -> BaseException | None:
    host, _, port = server.rpartition(":")
    try:
        options = security.client_options()
        async with asyncio.timeout(PROBE_SECONDS):
            connection = await create_conn(host.strip("[]"), int(port), client_id="communique-probe", **options)
        connection.close()
    except (KafkaError, OSError, TimeoutError, ValueError) as error:
        return error
    return None
