"""Apache Kafka 4.x for the tests, without Docker: jars by Maven, one KRaft node on loopback, a temporary folder.

Run by hand, it stays up until Ctrl-C and prints its address: ``python -m tests.brokers.apache``.
"""

import fcntl
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from streams.attached import command_line
from tests.brokers.base import HOST, POLL_SECONDS, Broker, BrokerUnavailable, end_process, free_port, tail

FOLDER = Path(__file__).parent
JARS = FOLDER / "target" / "jars"
MINIMUM_JAVA = 17
"""Kafka 4 brokers refuse older ones (KIP-1013)."""
DOWNLOAD_SECONDS = 600.0
"""45 jars, 43 MB: seconds on a good line; a stalled mirror must not hang a test run for ever."""
START_SECONDS = 90.0
"""About three seconds on an idle core; a busy machine of two cores has been seen to take twenty."""
START_ATTEMPTS = 3
"""A port that was free can be taken before Kafka binds it."""
CLUSTER_ID = "Y29tbXVuaXF1ZS10ZXN0cw"
"""Any 16 bytes in URL-safe base64 without padding are a KRaft cluster id."""
JVM = ("-Xms128m", "-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Djava.awt.headless=true")
"""Small and quick to start: the tests move megabytes, not gigabytes."""

PROPERTIES = """\
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@{host}:{controller_port}
controller.listener.names=CONTROLLER
listeners=PLAINTEXT://{host}:{port},CONTROLLER://{host}:{controller_port}
advertised.listeners=PLAINTEXT://{host}:{port}
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
inter.broker.listener.name=PLAINTEXT
log.dirs={data}
auto.create.topics.enable=false
num.partitions=1
group.initial.rebalance.delay.ms=0
offsets.topic.num.partitions=4
offsets.topic.replication.factor=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
log.cleaner.dedupe.buffer.size=16777216
log.cleaner.threads=1
"""

LOGGING = """\
<?xml version="1.0" encoding="UTF-8"?>
<Configuration status="ERROR">
  <Appenders>
    <Console name="console" target="SYSTEM_OUT"><PatternLayout pattern="%d %p %c{1} %m%n"/></Console>
  </Appenders>
  <Loggers><Root level="WARN"><AppenderRef ref="console"/></Root>
    <Logger name="kafka.server" level="INFO"/>
  </Loggers>
</Configuration>
"""


def missing() -> str | None:
    """What this machine lacks to run Apache Kafka, in words; None where nothing is missing."""
    if shutil.which("java") is None:
        return f"Java is not installed; Apache Kafka needs Java {MINIMUM_JAVA} or newer"
    version = java_version()
    if version < MINIMUM_JAVA:
        return f"Java {version} is too old; Apache Kafka needs Java {MINIMUM_JAVA} or newer"
    if not jars_ready() and shutil.which("mvn") is None:
        return "Maven is not installed; it fetches Apache Kafka's jars (apt-get install maven)"
    return None


def java_version() -> int:
    """The major version of the ``java`` on the path; 0 where it does not say."""
    said = subprocess.run(["java", "-version"], capture_output=True, text=True, timeout=60, check=False)
    found = re.search(r'version "(?:1\.)?(\d+)', said.stderr + said.stdout)
    return int(found.group(1)) if found else 0


def jars_ready() -> bool:
    """Whether the jars of the present pom.xml have been copied: the mark is as new as the pom."""
    mark = JARS / ".complete"
    return mark.exists() and mark.read_bytes() == (FOLDER / "pom.xml").read_bytes()


def fetch_jars() -> None:
    """Copy Kafka's jars into ``target/jars``, once, however many test processes ask for them.

    Raises:
        BrokerUnavailable: Maven failed or took longer than ``DOWNLOAD_SECONDS``.
    """
    JARS.parent.mkdir(exist_ok=True)
    with (JARS.parent / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not jars_ready():
            _copy_jars()


def _copy_jars() -> None:
    shutil.rmtree(JARS, ignore_errors=True)
    command = [
        "mvn",
        "-q",
        "-B",
        "--no-transfer-progress",
        "-f",
        str(FOLDER / "pom.xml"),
        "dependency:copy-dependencies",
    ]
    try:
        subprocess.run(command, check=True, stdin=subprocess.DEVNULL, timeout=DOWNLOAD_SECONDS)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        raise BrokerUnavailable(f"Maven did not fetch Apache Kafka's jars: {error}") from error
    shutil.copyfile(FOLDER / "pom.xml", JARS / ".complete")


def kafka_version() -> str:
    """The version of Kafka that pom.xml asks for, such as ``4.4.0``."""
    found = re.search(r"<kafka\.version>(.+?)</kafka\.version>", (FOLDER / "pom.xml").read_text())
    return found.group(1) if found else "unknown"


class ApacheBroker(Broker):
    """One node that is broker and controller at once, as Apache Kafka's own quick start runs it."""

    def __init__(self) -> None:
        self.name = f"Apache Kafka {kafka_version()}"
        self.bootstrap = ""
        self._folder = Path()
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Fetch the jars if need be, format a fresh folder and wait until the broker says that it has started.

        Raises:
            BrokerUnavailable: Java or Maven is missing, or Kafka did not come up.
        """
        lacking = missing()
        if lacking:
            raise BrokerUnavailable(lacking)
        fetch_jars()
        for attempt in range(1, START_ATTEMPTS + 1):
            self._launch()
            if self._came_up():
                return
            log = tail(self._log)
            self.stop()
            if "Address already in use" not in log or attempt == START_ATTEMPTS:
                raise BrokerUnavailable(f"Apache Kafka did not come up within {START_SECONDS:.0f} s:\n{log}")

    def stop(self) -> None:
        """End the process (SIGTERM, then SIGKILL) and delete its folder."""
        if self._process is not None:
            end_process(self._process)
            self._process = None
        shutil.rmtree(self._folder, ignore_errors=True)

    @property
    def pid(self) -> int:
        """The process id of the running broker, for tests that freeze or kill it."""
        if self._process is None:
            raise BrokerUnavailable("Apache Kafka has not been started")
        return self._process.pid

    @property
    def _log(self) -> Path:
        return self._folder / "kafka.log"

    def _launch(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="communique-kafka-"))
        port = free_port()
        self.bootstrap = f"{HOST}:{port}"
        config = self._folder / "server.properties"
        config.write_text(self._properties(port))
        (self._folder / "log4j2.xml").write_text(LOGGING)
        with self._log.open("wb") as log:
            format_storage = [*self._java(), "kafka.tools.StorageTool", "format", "-t", CLUSTER_ID, "-c", str(config)]
            subprocess.run(format_storage, stdout=log, stderr=log, timeout=START_SECONDS, check=False)
            self._process = subprocess.Popen(
                command_line([*self._java(), "kafka.Kafka", str(config)]),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def _properties(self, port: int) -> str:
        """The broker's configuration."""
        return PROPERTIES.format(host=HOST, port=port, controller_port=free_port(), data=self._folder / "data")

    def _java(self) -> list[str]:
        settings = f"-Dlog4j2.configurationFile={self._folder / 'log4j2.xml'}"
        return ["java", *JVM, settings, "-cp", f"{JARS}/*"]

    def _came_up(self) -> bool:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self._process is not None and self._process.poll() is None:
            if b"Kafka Server started" in self._log.read_bytes():
                return True
            time.sleep(POLL_SECONDS)
        return False


def serve() -> int:
    """Run one broker in the foreground until Ctrl-C; returns the exit code."""
    broker = ApacheBroker()
    try:
        broker.start()
    except BrokerUnavailable as error:
        sys.stderr.write(f"{error}\n")
        return 1
    ending = {signal.SIGINT, signal.SIGTERM}
    signal.pthread_sigmask(signal.SIG_BLOCK, ending)
    sys.stdout.write(f"{broker.bootstrap}\n")
    sys.stdout.flush()
    signal.sigwait(ending)
    broker.stop()
    return 0


if __name__ == "__main__":
    sys.exit(serve())
