"""The reader process as its owner sees it: started, asked, listened to, thrown away."""

import os
import queue
import subprocess
import sys
import tempfile
import threading
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from crmdesk.exchange import wire

#: Given as only argument to a frozen program (PyInstaller), which then calls `reader_process.main`.
FROZEN_ARGUMENT = "--reader-process"


class ReaderChild:
    """The process, the thread that listens to it, and its error file."""

    def __init__(self, memory_bytes: int) -> None:
        self._errors: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the child
        self.process = subprocess.Popen(
            _command(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            env=_environment(),
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        self.frames: queue.Queue[tuple[bytes, Any]] = queue.Queue(maxsize=8)
        self._listener = threading.Thread(target=self._listen, daemon=True, name="crmdesk-reader")
        self._listener.start()
        self.ask({"memory_bytes": memory_bytes})

    def ask(self, request: dict[str, Any]) -> None:
        """Send a request; a process that is gone shows when its answer is awaited."""
        assert self.process.stdin
        try:
            wire.send(self.process.stdin, wire.REQUEST, request)  # type: ignore[arg-type]
        except OSError:
            return

    def is_alive(self) -> bool:
        return self.process.poll() is None

    def last_words(self) -> bytes:
        """The end of what it wrote to its error file."""
        self._errors.seek(0, os.SEEK_END)
        self._errors.seek(max(0, self._errors.tell() - 4096))
        return self._errors.read()

    def kill(self) -> None:
        self.process.kill()
        self._empty()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout, self._errors):
            if pipe:
                with suppress(OSError):  # a broken pipe has nothing left to lose
                    pipe.close()

    def _empty(self) -> None:
        """Let the listening thread go on to the end of the pipe, which is near once the process is dead."""
        while self._listener.is_alive():
            with suppress(queue.Empty):
                self.frames.get(timeout=0.01)

    def _listen(self) -> None:
        assert self.process.stdout
        try:
            while True:
                self.frames.put(wire.receive(self.process.stdout))  # type: ignore[arg-type]
        except (wire.Torn, OSError, ValueError, EOFError, TypeError):
            self.frames.put((b"", None))


def _command() -> list[str]:
    if getattr(sys, "frozen", False):
        return [sys.executable, FROZEN_ARGUMENT]
    return [sys.executable, "-m", "crmdesk.exchange.reader_process"]


def _environment() -> dict[str, str]:
    """The child finds this very package, and its allocator does not reserve what it won't use."""
    package = str(Path(__file__).parents[2])
    known = os.environ.get("PYTHONPATH")
    return os.environ | {
        "PYTHONPATH": os.pathsep.join([package, known] if known else [package]),
        "PYTHONIOENCODING": "utf-8",
        "MALLOC_ARENA_MAX": "2",
    }
