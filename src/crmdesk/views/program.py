"""From the first question to the window and back: which database, who, and what to show."""

import gc
import os
import sys
import time
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QLibraryInfo, QObject, QTimer, QTranslator, Signal
from PySide6.QtWidgets import QApplication

from crmdesk import words
from crmdesk.rules.opened_files import is_packet
from crmdesk.services.last_place import remember_place
from crmdesk.views import collector, memory, settled, theme
from crmdesk.views.app import Opening, Wish
from crmdesk.views.counter import Counter
from crmdesk.views.shell.net import Net
from crmdesk.views.shell.window import Window


class Program(QObject):
    """One running program; at most one window with one open desk."""

    _opened = Signal()

    def __init__(self, wish: Wish, opening: Opening | None) -> None:
        super().__init__()
        self._app = QApplication.instance() or QApplication(["crmdesk", "-style", "fusion"])
        self._app.setApplicationName("crmdesk")
        self._app.setQuitOnLastWindowClosed(False)
        self._wish, self._opening = wish, opening
        self._window: Window | None = None
        self._start: Any = None
        self._counter: Counter | None = None
        words.use(settled.language() or words.language_of_locale())
        self._translate_qt()
        theme.install(
            self._app,
            _one_of(theme.Scheme, memory.get("look/theme"), theme.Scheme.SYSTEM),
            _one_of(theme.Density, memory.get("look/density"), theme.Density.COMFORTABLE),
        )
        self._net = Net(self)
        self._net.caught.connect(self.show_error)
        self._net.install()
        self._opened.connect(self._take_opening)
        theme.look_signals().is_starting = opening is not None

    def run(self) -> int:
        """Show what there is to show and stay until the last window is closed."""
        if self._opening is not None:
            self._opening.when_done(self._opened.emit)
        else:
            self.ask_where()
        code = self._app.exec()
        again = self._window is not None and self._window.comes_again
        self._end()
        if again:
            from crmdesk.views.again import start_again

            start_again(self._arguments_again())
        return code

    def _arguments_again(self) -> list[str]:
        """Those of this start; none where they name another office than the one that is open: it is the last one."""
        same = self._wish.database in ("", self._place)
        return [said for said in sys.argv[1:] if not is_packet(said)] if same else []

    def _translate_qt(self) -> None:
        """Qt's own dialogs speak Chinese too."""
        if words.language() == words.CHINESE:
            translator = QTranslator(self._app)
            if translator.load("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
                self._app.installTranslator(translator)

    # --- from the first question to the window --------------------------------------------------------

    def _take_opening(self) -> None:
        opening, self._opening = self._opening, None
        if opening is None:
            return
        if opening.error is not None:
            self.ask_where(opening.place, opening.desk, opening.error)
        elif opening.desk.person is None:
            self.ask_where(opening.place, opening.desk)
        else:
            self.show_window(opening.desk, opening.place, opening.today)

    def ask_where(self, place: str = "", desk: Any = None, error: Exception | None = None) -> None:
        """The first question, or the page where one signs in to a desk that is open already."""
        from crmdesk.views.shell.start import StartWindow

        theme.look_signals().is_starting = False
        self._start = StartWindow(place, desk, self._wish.login)
        self._start.ready.connect(self._begin)
        self._start.failed.connect(self.show_error)
        self._start.closed.connect(self._app.quit)
        self._start.show()
        QTimer.singleShot(500, self, _collect_again)
        if error is not None:
            self._start.show_refusal(error)

    def _begin(self, desk: Any, place: str, token: str) -> None:
        remember_place(place)
        key = f"login/{settled.key_of(place)}"
        memory.keep(key, token) if token else memory.forget(key)
        memory.write()
        start, self._start = self._start, None
        self.show_window(desk, place, None)
        start.closed.disconnect()
        start.close()
        start.deleteLater()

    def show_window(self, desk: Any, place: str, today: Any) -> None:
        """The window of a desk that somebody signed in to."""
        self._place = place
        self._counter = Counter(desk, self)
        self._window = Window(self._counter)
        self._window.sign_out_wanted.connect(self._sign_out)
        self._window.closed.connect(self._app.quit)
        first = "today" if self._counter.may("inbox.today") else "dealer"
        self._window.go(first, None, {"today": today} if today is not None else None)
        if os.environ.get("CRMDESK_TIMING"):
            self._stamp = _FirstPaint(self._window.pages[first], self)
        if today is not None:
            self._window.show_counts(today)
        else:
            self._window.count()
        self._window.show()
        QTimer.singleShot(500, self, _collect_again)
        QTimer.singleShot(1500, self._counter, desk.catch_up)
        if self._wish.files:
            QTimer.singleShot(0, self._window, self._open_files)

    def _open_files(self) -> None:
        """The packets or cards that were double-clicked, once."""
        files, self._wish.files = self._wish.files, ()
        if self._window is not None and files:
            self._window.take_file(tuple(Path(name) for name in files))

    def _sign_out(self) -> None:
        assert self._counter is not None
        assert self._window is not None
        desk = self._counter.desk
        key = f"login/{settled.key_of(self._place)}"
        desk.sign_out(str(memory.get(key, "")))
        memory.forget(key)
        window, self._window = self._window, None
        window.closed.disconnect()
        window.hide()
        self._counter.close()
        self._counter = None
        window.deleteLater()
        self.ask_where(self._place, desk)

    def show_error(self, error: Any) -> None:
        """The error dialog over whatever window there is."""
        if self._window is not None:
            self._window.show_error(error)
            return
        from crmdesk.views.shell.errors import ErrorDialog

        dialog = ErrorDialog(error, self._start)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _end(self) -> None:
        if self._counter is not None:
            self._counter.close()
            self._counter.desk.close()
        memory.write()


class _FirstPaint(QObject):
    """Tells on stderr when the page with its figures was painted."""

    def __init__(self, page: Any, parent: QObject) -> None:
        super().__init__(parent)
        self._page = page
        self._watched = page.scroll_area.viewport() if hasattr(page, "scroll_area") else page
        self._watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and getattr(self._page, "inside", self) is not None:
            self._watched.removeEventFilter(self)
            sys.stderr.write(f"first-paint {time.time():.4f} {_age():.3f}\n")
            sys.stderr.flush()
        return False


def _age() -> float:
    """Seconds since this process began; by the clock of the system where it tells, else of the interpreter."""
    try:
        with open("/proc/self/stat", encoding="ascii") as stat, open("/proc/uptime", encoding="ascii") as up:
            began = int(stat.read().rpartition(")")[2].split()[19]) / os.sysconf("SC_CLK_TCK")
            return float(up.read().split()[0]) - began
    except OSError:
        return time.process_time()


def _collect_again() -> None:
    """What was imported is never garbage; from now on only what comes later is looked through."""
    gc.freeze()
    collector.take_over()


def _one_of(kind: Any, said: Any, default: Any) -> Any:
    try:
        return kind(str(said))
    except ValueError:
        return default
