"""What every test gets: the choice of broker on the command line, and failure on an error that nobody declared.

``pytest --broker embedded`` (the default), ``--broker apache``, or ``--broker HOST:PORT`` for one that already runs.
"""

import logging
import signal
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest

from tests.brokers.apache import ApacheBroker
from tests.brokers.base import Broker, BrokerUnavailable, RunningBroker
from tests.brokers.embedded import EmbeddedBroker

OURS = ("schemas", "agents", "streams", "communique", "faust", "aiokafka", "asyncio", "py.warnings")
"""Loggers whose errors fail a test: our own, and those that report what our code let fall."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add ``--broker`` and ``--require-broker``."""
    parser.addoption("--broker", default="embedded", help="embedded, apache, or HOST:PORT of a running broker")
    parser.addoption("--require-broker", action="store_true", help="fail, not skip, where the broker cannot run")


def pytest_configure(config: pytest.Config) -> None:
    """Declare the markers; ``--strict-markers`` refuses any other.

    A shell starts its background jobs with Ctrl-C ignored, and all that the tests start would inherit that.
    """
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    config.addinivalue_line("markers", "logs_errors(reason): this test makes our code log errors, on purpose")
    config.addinivalue_line("markers", "apache_only(reason): the embedded broker cannot show this")
    config.addinivalue_line("markers", "slow: takes tens of seconds")


def pytest_report_header(config: pytest.Config) -> str:
    """Say at the top which broker takes part."""
    return f"broker: {config.getoption('broker')}"


def broker_named(name: str) -> Broker:
    """The broker that ``--broker`` names, not yet started."""
    if name == "embedded":
        return EmbeddedBroker()
    if name == "apache":
        return ApacheBroker()
    return RunningBroker(name)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Skip, with the reason, what the chosen broker cannot show."""
    if config.getoption("broker") != "embedded":
        return
    for item in items:
        marker = item.get_closest_marker("apache_only")
        if marker is not None:
            item.add_marker(pytest.mark.skip(reason=f"needs --broker apache: {marker.args[0]}"))


@contextmanager
def fresh_broker(config: pytest.Config) -> Iterator[Broker]:
    """The chosen broker with nothing in it, for as long as the block lasts."""
    broker = broker_named(config.getoption("broker"))
    try:
        broker.start()
    except BrokerUnavailable as error:
        if config.getoption("require_broker"):
            pytest.fail(f"{broker.name} was required: {error}")
        pytest.skip(str(error))
    try:
        yield broker
    finally:
        broker.stop()


@pytest.fixture(scope="module")
def broker(pytestconfig: pytest.Config) -> Iterator[Broker]:
    """The chosen broker, fresh for each module: topics and groups have fixed names, and no module may see another's."""
    with fresh_broker(pytestconfig) as broker:
        yield broker


@pytest.fixture(scope="session")
def another_broker(pytestconfig: pytest.Config) -> Callable[[], AbstractContextManager[Broker]]:
    """Makes a fresh broker of the chosen kind, for a test that compares two runs. Not beside ``broker``, but after."""
    return lambda: fresh_broker(pytestconfig)


class ErrorsSeen(logging.Handler):
    """Keeps what our loggers report at level ERROR and above."""

    def __init__(self) -> None:
        super().__init__(level=logging.ERROR)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the record if it comes from one of ``OURS``."""
        if record.name.split(".")[0] in OURS:
            self.records.append(record)


@pytest.fixture(autouse=True)
def no_swallowed_errors(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test in which our code logged an error, unless it is marked ``logs_errors``."""
    seen = ErrorsSeen()
    logging.getLogger().addHandler(seen)
    yield
    logging.getLogger().removeHandler(seen)
    if seen.records and request.node.get_closest_marker("logs_errors") is None:
        said = "\n".join(f"{record.name}: {record.getMessage()}" for record in seen.records)
        pytest.fail(f"errors were logged and not declared with @pytest.mark.logs_errors:\n{said}")
