"""Starting the program again, as it was started: for what only a new start can take in (scale, language)."""

import os
import subprocess
import sys
from collections.abc import Sequence

from crmdesk.views import settled


def command(arguments: Sequence[str]) -> list[str]:
    """The command line of this process with other arguments: interpreter and module, or the installed program."""
    if getattr(sys, "frozen", False):
        return [sys.executable, *arguments]
    given = len(sys.argv) - 1
    before = sys.orig_argv[1 : len(sys.orig_argv) - given]  # -m crmdesk, a script …
    return [sys.executable, *before, *arguments]


def start_again(arguments: Sequence[str]) -> None:
    """Put a new program in place of this one; call when everything is closed. On Windows it starts beside us."""
    line, environment = command(arguments), settled.environment_again()
    if sys.platform == "win32":
        subprocess.Popen(line, env=environment, close_fds=True)
        return
    sys.stdout.flush()
    sys.stderr.flush()
    os.execve(line[0], line, environment)
