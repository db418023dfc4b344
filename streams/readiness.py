"""Whether a worker takes messages: its own /readyz, at the port that it wrote down when it started."""

import http.client
import json

from streams.broker import HOST
from streams.launcher import Worker
from streams.settings import Settings

PORT_FILE = "http.json"
"""What ``streams.health`` writes; named here too, for that module brings a web server with it."""
ANSWER_SECONDS = 0.5


def is_ready(settings: Settings, worker: Worker) -> bool:
    """Whether the worker says that it is ready; false too where it does not answer at all yet."""
    port = http_port(settings, worker)
    return port is not None and _get(port, "/readyz") == http.client.OK


def http_port(settings: Settings, worker: Worker) -> int | None:
    """The port of the worker's metrics and health; ``None`` before it listens. A dead worker's file is passed over."""
    file = settings.model_copy(update={"instance": worker.instance}).stage_dir(worker.stage) / PORT_FILE
    try:
        told = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return int(told["port"]) if told["pid"] == worker.pid else None


def _get(port: int, path: str) -> int | None:
    connection = http.client.HTTPConnection(HOST, port, timeout=ANSWER_SECONDS)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()
