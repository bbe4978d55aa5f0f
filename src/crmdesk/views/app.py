"""The program with its window: ``main(argv)``. Fast to the first painted page.

The database is opened in a thread beside the import of Qt; only Qt and SQLAlchemy are imported
before the first paint, everything else when it is first needed. With ``CRMDESK_TIMING=1`` a line on stderr
tells when the first window with 今日 was painted (seconds since 1970, and since the process began).
"""

import gc
import getopt
import os
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from crmdesk.rules.opened_files import is_packet


@dataclass(slots=True)
class Wish:
    """What was asked for on the command line: a database (file or URL), a login, packets and cards to be opened."""

    database: str = ""
    login: str = ""
    files: tuple[str, ...] = ()


def wish_of(argv: Sequence[str]) -> Wish:
    """Read ``--database F`` and ``--as U``; a file name alone is a database too, or a packet for the one opened last
    (double click on it)."""
    options, rest = getopt.gnu_getopt(list(argv), "", ["database=", "as="])
    said = dict(options)
    files = tuple(os.path.abspath(name) for name in rest if is_packet(name))
    others = [name for name in rest if not is_packet(name)]
    return Wish(said.get("--database", others[0] if others else ""), said.get("--as", ""), files)


class Opening:
    """Opens the database and signs in while Qt is still being imported.

    ``desk`` is open after it went well, signed in if ``--as`` or a kept token allowed it; ``today`` is then
    the first answer for the page 今日. ``error`` is what went wrong.
    """

    def __init__(self, place: str, login: str, token: str) -> None:
        self.place, self._login, self._token = place, login, token
        self.desk: Any = None
        self.today: Any = None
        self.error: Exception | None = None
        self._lock = threading.Lock()
        self._done = False
        self._then: Callable[[], object] | None = None
        threading.Thread(target=self._work, daemon=True, name="crmdesk-opening").start()

    def _work(self) -> None:
        try:
            self._open()
        except Exception as error:  # noqa: BLE001 - carried to the window, which shows it
            self.error = error
        with self._lock:
            self._done = True
            then = self._then
        if then is not None:
            then()

    def _open(self) -> None:
        from crmdesk.desk import Desk

        self.desk = Desk.open(self.place)
        password = os.environ.get("CRMDESK_PASSWORD")
        if self._login and password:
            self.desk.sign_in(self._login, password)
        elif self._token:
            self.desk.resume(self._token)
        if self.desk.person is not None and self.desk.may("inbox.today"):
            self.today = self.desk.do("inbox.today")

    def when_done(self, then: Callable[[], object]) -> None:
        """Call ``then`` once it is done: at once, or from the thread."""
        with self._lock:
            self._then = then
            done = self._done
        if done:
            then()


def main(argv: Sequence[str] | str | None = None) -> int:
    """Open the window; returns the exit code. ``argv`` may be the database alone, empty for the last one."""
    try:
        wish = Wish(argv) if isinstance(argv, str) else wish_of(sys.argv[1:] if argv is None else argv)
    except getopt.GetoptError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    gc.disable()  # what is imported now stays for good: looking through it again and again costs a tenth
    _begin_qt()
    from crmdesk.services.last_place import last_place
    from crmdesk.views import settled

    place = wish.database or last_place()
    opening = Opening(place, wish.login, settled.token_of(place)) if place else None
    os.environ.update(settled.scale_environment())
    from crmdesk.views.program import Program

    return Program(wish, opening).run()


def _begin_qt() -> None:
    """Shiboken puts a folder on ``sys.path`` while it begins, and takes it away again.

    A thread that looks through the path at that moment passes over a folder: once in a hundred starts the thread
    that opens the database did not find a module of Python itself. So it begins after this.
    """
    import shiboken6  # noqa: F401


if __name__ == "__main__":
    sys.exit(main())
