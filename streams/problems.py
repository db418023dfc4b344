"""What can go wrong that a person at the terminal can put right: one line of explanation and an exit code of its own.

Anything else that is raised is our own fault. The exit codes are part of the command line's contract: scripts and
supervisors tell by them whether to wait, to repair or to give up. The table in the README is this one.
"""

from typing import ClassVar


class Problem(Exception):
    """Something that a person can put right. ``str()`` is the one line shown to them."""

    exit_code: ClassVar[int] = 1


class UsageProblem(Problem):
    """A command was asked for something that does not exist, an unknown stage for instance."""

    exit_code: ClassVar[int] = 2


class NoBroker(Problem):
    """No broker answers at the address, or no running pipeline was found."""

    exit_code: ClassVar[int] = 3


class PortTaken(Problem):
    """Another program listens on the port that was asked for."""

    exit_code: ClassVar[int] = 4


class UnreadableInput(Problem):
    """A file cannot be read, is empty or is larger than the bound."""

    exit_code: ClassVar[int] = 5


class MissingModel(Problem):
    """The spaCy model is not installed."""

    exit_code: ClassVar[int] = 6


class TopicMismatch(Problem):
    """A topic on the broker differs from its declaration in a way that breaks the pipeline, or is missing."""

    exit_code: ClassVar[int] = 7


class BadRecord(Problem):
    """A line of a JSONL input is not an article."""

    exit_code: ClassVar[int] = 8


class TimedOut(Problem):
    """What was waited for did not happen in time."""

    exit_code: ClassVar[int] = 9


class StageFailed(Problem):
    """A stage keeps dying, or the embedded broker died: the pipeline gave up."""

    exit_code: ClassVar[int] = 10


class AccessDenied(Problem):
    """Kafka refuses us, or we it: a wrong password, a certificate that is not trusted, a right that is missing."""

    exit_code: ClassVar[int] = 11


CODES: tuple[type[Problem], ...] = (
    Problem, UsageProblem, NoBroker, PortTaken, UnreadableInput, MissingModel, TopicMismatch, BadRecord, TimedOut,
    StageFailed, AccessDenied,
)  # fmt: skip
"""Every kind of problem, for the table of exit codes; a test holds the codes apart."""
