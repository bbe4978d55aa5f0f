"""What every page that shows a paper has: its pages, the line above them, the keys to turn them, and the printers."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from crmdesk.views import memory
from crmdesk.views.errand import Errand
from crmdesk.views.page import Action, Page
from crmdesk.views.print_tools import PrintTools
from crmdesk.views.print_view import PageView
from crmdesk.words import _

_USUAL = "print/printer"


class PaperView(QObject):
    """Joins ``tools`` and ``view``, which the page puts where it wants them; ``page.printers`` are asked in a thread.

    ``changed()``: printers were found, or printing began or ended.
    """

    changed = Signal()

    def __init__(self, page: Page, tools: PrintTools, view: PageView) -> None:
        super().__init__(page)
        self._page, self.tools, self.view = page, tools, view
        self._is_printing = False
        self._words = ""
        self.names: Sequence[str] | None = None  # of the printers; None while nobody knows
        view.zoomed.connect(tools.show_scale)
        tools.larger.connect(view.larger)
        tools.smaller.connect(view.smaller)
        tools.whole.connect(view.fit_page)
        tools.wide.connect(view.fit_width)
        tools.printer_chosen.connect(partial(memory.keep, _USUAL))

    def actions(self) -> tuple[Action, ...]:
        """Turning the pages and their size, for ``declare``."""
        name, view = self._page.name, self.view
        return (
            Action(f"{name}.next", _("下一页"), view.next, "Ctrl+Down", "arrow-down"),
            Action(f"{name}.previous", _("上一页"), view.previous, "Ctrl+Up", "arrow-up"),
            Action(f"{name}.larger", _("放大"), view.larger, "Ctrl+=", "plus"),
            Action(f"{name}.smaller", _("缩小"), view.smaller, "Ctrl+-", "minus"),
            Action(f"{name}.whole", _("整页"), view.fit_page, "Ctrl+0", "file-text"),
            Action(f"{name}.wide", _("适合宽度"), view.fit_width, "Ctrl+E", "columns-3"),
        )

    # --- printers -------------------------------------------------------------------------------------

    def look_for_printers(self) -> None:
        """Ask the computer which printers there are."""
        self._errand(self._page.printers.names, self._show_printers)

    def _show_printers(self, names: Sequence[str]) -> None:
        self.names = names
        self.tools.show_printers(names, str(memory.get(_USUAL, "")))
        self.changed.emit()

    def why_not(self, nothing: str) -> str:
        """Why nothing can be printed now; ``nothing`` is why the page has no paper."""
        busy = _("正在打印…") if self._is_printing else ""
        printer = "" if self.tools.printer else _("没有打印机;可以存为 PDF,拿到别的电脑上打印。")
        return busy or nothing or printer

    def begin(self, then: Callable[[Any], object]) -> None:
        """Printing begins: ``then`` is called where the chosen printer is still there."""
        self._set_printing(True)
        self._errand(partial(self._page.printers.check, self.tools.printer), then)

    def send(self, pdf: bytes, title: str, words: str) -> None:
        """Print every page of ``pdf`` on the chosen printer, then say ``words``."""
        self._words = words
        self._set_printing(True)
        self._errand(partial(self._page.printers.print, self.tools.printer, pdf, title), self._sent)

    def _sent(self, _pages: int) -> None:
        self._set_printing(False)
        self._page.say(self._words)

    def stop(self, error: BaseException, *_carried: Any) -> None:
        """Printing ends with this error; where the printer is gone, the others are looked for."""
        self._set_printing(False)
        if getattr(error, "code", "") == "no-printer":
            self.look_for_printers()
        self._page.refused.emit(error)

    def _set_printing(self, now: bool) -> None:
        self._is_printing = now
        self.changed.emit()

    def _errand(self, work: Callable[[], Any], then: Callable[[Any], object]) -> None:
        errand = Errand(self)
        errand.done.connect(then)
        errand.failed.connect(self.stop)
        errand.done.connect(errand.deleteLater)
        errand.failed.connect(errand.deleteLater)
        errand.run(work)
