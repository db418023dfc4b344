"""How commands in other terminals find the pipeline that ``communique up`` runs: a small file in the data folder."""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from streams.problems import NoBroker, UsageProblem
from streams.security import Brokers, brokers
from streams.settings import Settings

FILE = "running.json"


@dataclass(frozen=True, slots=True)
class Running:
    """A running pipeline: its brokers, and the process that holds it together."""

    bootstrap_servers: str
    pid: int
    embedded: bool = False


def announce(folder: Path, running: Running) -> None:
    """Write down that the pipeline runs. Readers see the whole file or none."""
    folder.mkdir(parents=True, exist_ok=True)
    draft = folder / f".{FILE}.{os.getpid()}"
    draft.write_text(json.dumps(asdict(running)), encoding="utf-8")
    draft.replace(folder / FILE)


def withdraw(folder: Path) -> None:
    """Remove what this process announced."""
    found = _read(folder)
    if found and found.pid == os.getpid():
        (folder / FILE).unlink(missing_ok=True)


def find(folder: Path) -> Running | None:
    """The pipeline that runs from this data folder, if its process is alive."""
    found = _read(folder)
    return found if found and is_alive(found.pid) else None


def is_alive(pid: int) -> bool:
    """Whether a process with this id exists."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def refuse_second(folder: Path) -> None:
    """Two pipelines must not share a data folder.

    Raises:
        UsageProblem: one runs from it already.
    """
    other = find(folder)
    if other and other.pid != os.getpid():
        message = (
            f"A pipeline already runs from {folder.resolve()} (process {other.pid}, broker {other.bootstrap_servers})"
        )
        raise UsageProblem(f"{message}: stop it, or set COMMUNIQUE_DATA_DIR to another folder.")


def broker_address(settings: Settings) -> Brokers:
    """The brokers to talk to: those that are set, else those of the pipeline that runs from the data folder.

    Raises:
        NoBroker: none are set and none is running.
    """
    if settings.bootstrap_servers:
        return brokers(settings.bootstrap_servers, settings)
    running = find(settings.data_dir)
    if running is None:
        message = f"No running pipeline found in {settings.data_dir.resolve()}: start one with `communique up`"
        raise NoBroker(f"{message}, or set COMMUNIQUE_BOOTSTRAP_SERVERS.")
    return Brokers(running.bootstrap_servers) if running.embedded else brokers(running.bootstrap_servers, settings)


def _read(folder: Path) -> Running | None:
    try:
        return Running(**json.loads((folder / FILE).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
