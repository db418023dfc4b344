"""Which replays beside there are, and how far each has come: the audit topic knows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from schemas import AuditEntry
from streams import kafka
from streams.audit import entries
from streams.problems import UsageProblem
from streams.replay.reading import Ranges
from streams.replay.selected import ranges_in
from streams.replay.selection import Selection
from streams.topology import AUDIT

AS, STEP = "as", "step"
"""Options in the audit: the name of the replay beside, and what was done with it."""
Doing = Literal["run", "promote", "discard"]


@dataclass(slots=True)
class Run:
    """A replay beside, as it was begun, and the last entries about it."""

    name: str
    begun: AuditEntry
    last: AuditEntry
    promoting: AuditEntry | None = None

    @property
    def stage(self) -> str:
        """The first stage that it runs."""
        return str(self.begun.stage)

    @property
    def selection(self) -> Selection:
        """What was asked for."""
        return Selection.from_text(self.begun.selection)

    @property
    def ranges(self) -> Ranges:
        """What of the first stage's source it reads, up to the end that was recorded at the start."""
        return ranges_in(self.begun)

    @property
    def finished(self) -> bool:
        """Whether all of it has been run."""
        return self.last.outcome == "done"

    def state(self) -> str:
        """How far it has come, for people."""
        if self.promoting is not None:
            return "promoted" if self.promoting.outcome == "done" else "partly promoted"
        return "finished" if self.finished else "not finished"


def audited(address: str) -> list[AuditEntry]:
    """All that has been written down.

    Raises:
        NoBroker: no broker answers, or it has no audit topic.
    """
    with kafka.reader(address, [AUDIT.name], from_beginning=True) as client:
        return list(entries(client))


def asked(name: str, step: Doing, selection: Mapping[str, str]) -> dict[str, str]:
    """The selection as an entry has it."""
    return {**selection, AS: name, STEP: step}


def is_beside(entry: AuditEntry) -> bool:
    """Whether an entry is about a replay beside."""
    return entry.action == "replay" and AS in entry.selection


def known(told: Iterable[AuditEntry]) -> dict[str, Run]:
    """The replays beside that have not been discarded, by name."""
    found: dict[str, Run] = {}
    for entry in filter(is_beside, told):
        name, step = entry.selection[AS], entry.selection.get(STEP)
        if step == "run" and name not in found:
            found[name] = Run(name, entry, entry)
        elif step == "run":
            found[name].last = entry
        elif step == "promote" and name in found:
            found[name].promoting = entry
        elif step == "discard" and entry.outcome == "done":
            found.pop(name, None)
    return found


def named(told: Iterable[AuditEntry], name: str) -> Run:
    """The replay beside of that name.

    Raises:
        UsageProblem: there is none; the message names those that there are.
    """
    found = known(told)
    if name not in found:
        there = ", ".join(f"{run.name} ({run.state()})" for run in found.values())
        raise UsageProblem(f"there is no replay {name!r} beside what is published; there is {there or 'none'}")
    return found[name]


def finished(told: Iterable[AuditEntry], name: str) -> Run:
    """The same, run to its end.

    Raises:
        UsageProblem: there is none, or it was not finished.
    """
    run = named(told, name)
    if not run.finished:
        raise UsageProblem(f"{name} was not finished: communique replay --as {name} --execute goes on with it")
    return run
