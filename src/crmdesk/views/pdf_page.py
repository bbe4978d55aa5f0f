"""Any paper that a verb draws, before it is printed: the PDF itself on screen, printed or saved as it stands."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog

from crmdesk.views import memory
from crmdesk.views.errand import Errand
from crmdesk.views.page import Action, Page
from crmdesk.views.print_tools import PrintTools
from crmdesk.views.print_view import PageView
from crmdesk.views.printers import Printers
from crmdesk.views.widgets.done_strip import DoneStrip
from crmdesk.views.widgets.save_dialog import last_folder, remember_folder
from crmdesk.words import _


class PdfPage(Page):
    """``open_page("pdf", record_id, verb="visit_day.preview", args=(…), title=…, back="visit_day.form")``.

    The verb is asked with ``args``, or with the record's id; it answers PDF bytes. ``back`` is the page that Esc
    goes back to, with the record.
    """

    name = "pdf"
    printers: Printers = Printers()  # tests put in one that prints into a file

    def build(self) -> None:
        self._asked: tuple[str, tuple[Any, ...]] = ("", ())
        self._back: tuple[str, Any] = ("today", None)
        self._pdf, self._title, self._pages, self._is_printing = b"", "", 0, False
        self.tools = PrintTools(self)
        self.body.addWidget(self.tools)
        self.done = DoneStrip(self.name, self)
        self.body.addWidget(self.done)
        self.view = PageView("pdf.pages", self)
        self.body.addWidget(self.view, 1)
        self.view.turned.connect(self._turned)
        self.view.measured.connect(self._measured)
        self.view.zoomed.connect(self.tools.show_scale)
        self.tools.larger.connect(self.view.larger)
        self.tools.smaller.connect(self.view.smaller)
        self.tools.whole.connect(self.view.fit_page)
        self.tools.wide.connect(self.view.fit_width)
        self.tools.printer_chosen.connect(partial(memory.keep, "print/printer"))

    def declare(self) -> tuple[Action, ...]:
        view = self.view
        return (
            Action("pdf.save", _("存为 PDF"), self.save_file, "Ctrl+S", "file-down", "paper.save", "button", "S"),
            Action("pdf.print", _("打印"), self.print, "Ctrl+P", "printer", "", "main", "P"),
            Action("pdf.back", _("返回"), self.back, "Esc", "arrow-left"),
            Action("pdf.next", _("下一页"), view.next, "Ctrl+Down", "arrow-down"),
            Action("pdf.previous", _("上一页"), view.previous, "Ctrl+Up", "arrow-up"),
            Action("pdf.larger", _("放大"), view.larger, "Ctrl+=", "plus"),
            Action("pdf.smaller", _("缩小"), view.smaller, "Ctrl+-", "minus"),
            Action("pdf.whole", _("整页"), view.fit_page, "Ctrl+0", "file-text"),
            Action("pdf.wide", _("适合宽度"), view.fit_width, "Ctrl+E", "columns-3"),
        )

    def opened(
        self, record_id: Any = None, verb: str = "", args: tuple[Any, ...] = (), title: str = "",
        back: str = "today", **more: Any,
    ) -> None:  # fmt: skip
        if verb:
            self._asked = (verb, args or (record_id,))
            self._back, self._title = (back, record_id), title
            self.done.hide()
            self._pdf = b""
            self.set_title(title, _("正在排版…"))
        if not self._asked[0]:
            self.back()
            return
        self._bring_up_to_date()
        self.ask(self._asked[0], *self._asked[1], then=self._show_pdf, failed=self._not_drawn, key="pdf")
        self._errand(self.printers.names, self._show_printers)
        self.view.setFocus()

    def _show_pdf(self, pdf: bytes) -> None:
        self._pdf = pdf
        self.view.show_pdf(pdf)
        self._bring_up_to_date()

    def _not_drawn(self, error: BaseException) -> None:
        self.set_title(self._title)
        self.refused.emit(error)

    def _measured(self, sizes: Sequence[Any]) -> None:
        self._pages = len(sizes)
        self.set_title(self._title, _("{n} 页").format(n=self._pages))
        self._turned(self.view.front)

    def _turned(self, page: int) -> None:
        self.tools.show_page(page + 1, max(self._pages, 1))

    # --- printing and saving --------------------------------------------------------------------------

    def _errand(self, work: Any, then: Any) -> None:
        errand = Errand(self)
        errand.done.connect(then)
        errand.failed.connect(self._not_printed)
        errand.done.connect(errand.deleteLater)
        errand.failed.connect(errand.deleteLater)
        errand.run(work)

    def _show_printers(self, names: Sequence[str]) -> None:
        self.tools.show_printers(names, str(memory.get("print/printer", "")))
        self._bring_up_to_date()

    def _bring_up_to_date(self) -> None:
        nothing = "" if self._pdf else _("正在排版…")
        busy = _("正在打印…") if self._is_printing else ""
        printer = "" if self.tools.printer else _("没有打印机;可以存为 PDF,拿到别的电脑上打印。")
        self.set_enabled("pdf.print", busy or nothing or printer)
        self.set_enabled("pdf.save", nothing)

    def print(self) -> None:
        """Ctrl+P: every page on the chosen printer."""
        self._is_printing = True
        self._bring_up_to_date()
        self._errand(partial(self.printers.print, self.tools.printer, self._pdf, self._title), self._printed)

    def _printed(self, _pages: int) -> None:
        self._is_printing = False
        self._bring_up_to_date()
        self.say(_("已送往打印机 {name}").format(name=self.tools.printer))

    def _not_printed(self, error: BaseException) -> None:
        self._is_printing = False
        self._bring_up_to_date()
        self.refused.emit(error)

    def save_file(self) -> None:
        """Ctrl+S: the PDF as it is shown."""
        dialog = QFileDialog(self, _("存为 PDF"), last_folder(), _("PDF 文件 (*.pdf)"))
        dialog.setObjectName("pdf.where")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        dialog.selectFile(f"{self._title}.pdf")
        dialog.fileSelected.connect(self._write)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _write(self, path: str) -> None:
        self.ask("paper.save", Path(path), self._pdf, then=self._saved)

    def _saved(self, path: Path) -> None:
        remember_folder(path)
        self.done.show_file(_("已存为 {name}").format(name=path.name), path)

    def back(self) -> None:
        """Esc: back to where one came from."""
        self.open_page(*self._back)
