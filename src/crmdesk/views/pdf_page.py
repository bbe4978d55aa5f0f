"""Any paper that a verb draws, before it is printed: the PDF itself on screen, printed or saved as it stands."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog

from crmdesk.views.page import Action, Page
from crmdesk.views.paper_view import PaperView
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
        self._pdf, self._title, self._pages = b"", "", 0
        self.tools = PrintTools(self.name, self)
        self.body.addWidget(self.tools)
        self.done = DoneStrip(self.name, self)
        self.body.addWidget(self.done)
        self.view = PageView("pdf.pages", self)
        self.body.addWidget(self.view, 1)
        self.view.turned.connect(self._turned)
        self.view.measured.connect(self._measured)
        self.paper = PaperView(self, self.tools, self.view)
        self.paper.changed.connect(self._bring_up_to_date)

    def declare(self) -> tuple[Action, ...]:
        return (
            Action("pdf.save", _("存为 PDF"), self.save_file, "Ctrl+S", "file-down", "paper.save", "button", "S"),
            Action("pdf.print", _("打印"), self.print, "Ctrl+P", "printer", "", "main", "P"),
            Action("pdf.back", _("返回"), self.back, "Esc", "arrow-left"),
            *self.paper.actions(),
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
        self.paper.look_for_printers()
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

    def _bring_up_to_date(self) -> None:
        nothing = "" if self._pdf else _("正在排版…")
        self.set_enabled("pdf.print", self.paper.why_not(nothing))
        self.set_enabled("pdf.save", nothing)

    def print(self) -> None:
        """Ctrl+P: every page on the chosen printer."""
        words = _("已送往打印机 {name}").format(name=self.tools.printer)
        self.paper.send(self._pdf, self._title, words)

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
