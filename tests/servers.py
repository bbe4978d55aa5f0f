"""PostgreSQL as it can be met: one that asks for a password, and a line that breaks where it hurts most."""

import contextlib
import select
import socket
import threading
from pathlib import Path

from sqlalchemy.engine import make_url

#: A role of the test server that must say its password, which is the same word.
WITH_PASSWORD = "asked"
SOCKET = ".s.PGSQL.5432"
TEXT = 65_536


class Line:
    """A line whose server does what it is told, and whose answer is lost.

    It carries everything between a socket of its own and the server's; ``url`` leads through it."""

    def __init__(self, url: str, folder: Path) -> None:
        there = make_url(url)
        self._server = str(Path(str(there.query["host"])) / SOCKET)
        self.url = there.set(query={"host": str(folder)}).render_as_string()
        self.lost = 0
        self._words = b""
        self._stay_down = self._is_down = False
        self._ears = socket.socket(socket.AF_UNIX)
        self._ears.bind(str(folder / SOCKET))
        self._ears.listen()
        threading.Thread(target=self._listen, daemon=True).start()

    def lose_answer_to(self, words: str, *, stay_down: bool = False) -> None:
        """Cut the next connection that sends just this statement, once the server has answered them; perhaps all later ones."""
        self._words, self._stay_down = words.encode() + b"\0", stay_down

    def restore(self) -> None:
        """Let new connections through again."""
        self._is_down = False

    def close(self) -> None:
        """No new connections."""
        self._ears.close()

    def _listen(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                here, _address = self._ears.accept()
                threading.Thread(target=self._carry, args=(here,), daemon=True).start()

    def _carry(self, here: socket.socket) -> None:
        with here, socket.socket(socket.AF_UNIX) as there, contextlib.suppress(OSError):
            if self._is_down:
                return
            there.connect(self._server)
            while True:
                for source in select.select([here, there], [], [])[0]:
                    said = source.recv(TEXT)
                    if not said:
                        return
                    (there if source is here else here).sendall(said)
                    if source is here and self._words and self._words in said:
                        there.recv(TEXT)  # done, and nobody hears of it
                        self._words, self._is_down = b"", self._stay_down
                        self.lost += 1
                        return
