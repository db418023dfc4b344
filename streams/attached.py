"""Run a command that dies with the process that started it, even if that is killed with ``kill -9``.

    python -m streams.attached PARENT_PID COMMAND ARGUMENT...

The kernel is asked to kill this process when its parent ends, then the command takes its place (same process id). This
is a small program rather than a hook between fork and exec because such hooks are unsafe where threads run. On systems
without ``prctl`` the command runs unattached, and only an orderly stop of the parent ends it.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1
"""From linux/prctl.h. The setting survives exec, but not fork."""


def die_with_parent(parent: int) -> None:
    """Have the kernel kill this process when its parent ends; end at once if the parent has already gone.

    Raises:
        SystemExit: process ``parent`` is no longer this one's parent.
    """
    if sys.platform != "linux":
        return
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        sys.exit(1)


def command_line(command: list[str]) -> list[str]:
    """The command that runs ``command`` attached to the calling process."""
    return [sys.executable, "-m", "streams.attached", str(os.getpid()), *command]


def main() -> None:
    """Attach, then become the command."""
    parent, command = int(sys.argv[1]), sys.argv[2:]
    die_with_parent(parent)
    os.execvp(command[0], command)  # noqa: S606 - that there is no shell is the point


if __name__ == "__main__":
    main()
