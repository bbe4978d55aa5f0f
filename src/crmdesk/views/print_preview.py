"""The five copies of a complaint before they are printed: the PDF itself on screen, printed or saved as it stands."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout

from crmdesk.rules.complaint import COPIES, Complaint
from crmdesk.views import memory, theme
from crmdesk.views.complaint_panel import copies_in_words
from crmdesk.views.errand import Errand
from crmdesk.views.page import Action, Page
from crmdesk.views.print_company import CompanyHint
from crmdesk.views.print_copies import CopyList
from crmdesk.views.print_tools import PrintTools
from crmdesk.views.print_view import PageView
from crmdesk.views.printers import Printers
from crmdesk.views.widgets.done_strip import DoneStrip
from crmdesk.views.widgets.pill import tone_of
from crmdesk.views.widgets.save_dialog import last_folder, remember_folder
from crmdesk.words import _

ROOM_FOR_NAME = 760
ALL = tuple(copy.index for copy in COPIES)


class PrintPage(Page):
    """``opened(complaint id)`` shows its copies."""

    name = "complaint.print"
    printers: Printers = Printers()  # tests put in one that prints into a file

    def build(self) -> None:
        self.record: Complaint | None = None
        self._pdf = b""
        self._per_copy = 1  # pages of each copy
        self._is_printing = self._no_printer = False
        self.tools = PrintTools(self)
        self.body.addWidget(self.tools)
        self.company = CompanyHint(self)
        self.company.wanted.connect(partial(self.open_page, "settings"))
        self.body.addWidget(self.company)
        self.done = DoneStrip(self.name, self)
        self.body.addWidget(self.done)
        middle = QHBoxLayout()
        middle.setSpacing(theme.S)
        self.copies = CopyList(self)
        self.view = PageView("complaint.print.pages", self)
        middle.addWidget(self.copies)
        middle.addWidget(self.view, 1)
        self.body.addLayout(middle, 1)
        self.copies.shown.connect(self._show_copy)
        self.copies.ticked.connect(self._bring_up_to_date)
        self.view.turned.connect(self._turned)
        self.view.measured.connect(self._measured)
        self.view.zoomed.connect(self.tools.show_scale)
        self.tools.larger.connect(self.view.larger)
        self.tools.smaller.connect(self.view.smaller)
        self.tools.whole.connect(self.view.fit_page)
        self.tools.wide.connect(self.view.fit_width)
        self.tools.printer_chosen.connect(partial(memory.keep, "print/printer"))

    def declare(self) -> tuple[Action, ...]:
        view, one_pdf = self.view, "main" if self._no_printer else "button"
        return (
            Action("complaint.print.departments", _("按部门分存"), self.save_each, "Ctrl+Shift+S", "folder-open",
                   "complaint.save_copies", "button", "D"),
            Action("complaint.print.pdf", _("存为一个 PDF"), self.save_one, "Ctrl+S", "file-down",
                   "complaint.save_copies", one_pdf, "S"),
            Action("complaint.print.go", self._print_words(), self.print, "Ctrl+P", "printer",
                   "complaint.print_copies", "button" if self._no_printer else "main", "P"),
            Action("complaint.print.back", _("回到抱怨表"), self.back, "Esc", "arrow-left"),
            Action("complaint.print.all", _("选上五联"), partial(self.copies.choose, ALL), "Ctrl+A", "check"),
            Action("complaint.print.none", _("一联也不选"), partial(self.copies.choose, ()), "Ctrl+Shift+A", "minus"),
            Action("complaint.print.next", _("下一页"), view.next, "Ctrl+Down", "arrow-down"),
            Action("complaint.print.previous", _("上一页"), view.previous, "Ctrl+Up", "arrow-up"),
            Action("complaint.print.larger", _("放大"), view.larger, "Ctrl+=", "plus"),
            Action("complaint.print.smaller", _("缩小"), view.smaller, "Ctrl+-", "minus"),
            Action("complaint.print.whole", _("整页"), view.fit_page, "Ctrl+0", "file-text"),
            Action("complaint.print.wide", _("适合宽度"), view.fit_width, "Ctrl+E", "columns-3"),
        )  # fmt: skip

    def _print_words(self) -> str:
        chosen = self.copies.chosen
        return _("打印五联") if len(chosen) == len(COPIES) else _("打印所选 {n} 联").format(n=len(chosen))

    # --- coming here ----------------------------------------------------------------------------------

    def opened(self, record_id: Any = None, **more: Any) -> None:
        if record_id is None:
            self.open_page("complaint")
            return
        if self.record is None or self.record.id != record_id:
            self.copies.choose(ALL)
            self.done.hide()
        self._load(record_id)
        self._look_for_printers()
        self.view.setFocus()

    def _load(self, record_id: UUID) -> None:
        self.ask("complaint.get", record_id, then=self._show, key="get")
        self.ask("complaint.preview", record_id, then=self._show_pdf, key="preview", carry=(record_id,))
        self.ask("complaint.copies_issued", record_id, then=self.copies.show_issued, key="issued")
        if self.counter.may("setting.all"):
            self.ask("setting.all", then=self._show_company, key="company")

    def _show_company(self, settings: Sequence[Any]) -> None:
        self.company.show_settings(settings, self.counter.may("setting.change"))

    def refresh(self, subject: str, ids: frozenset[UUID]) -> None:
        if self.record is None or not self.isVisible():
            return
        if subject in ("complaint", "setting", "office", "*"):
            self._load(self.record.id)
        elif subject == "copy_issue":
            self.ask("complaint.copies_issued", self.record.id, then=self.copies.show_issued, key="issued")

    def _show(self, record: Complaint) -> None:
        self.record = record
        self._show_title()
        self.set_pills(((record.state.label, tone_of(record.state)),))
        self._bring_up_to_date()

    def _show_title(self) -> None:
        """The number, and the dealer where there is room for it."""
        if self.record is not None:
            note = self.record.dealer_name if self.width() >= ROOM_FOR_NAME else ""
            self.set_title(_("打印五联 {title}").format(title=self.record.title), note)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if (event.oldSize().width() < ROOM_FOR_NAME) != (event.size().width() < ROOM_FOR_NAME):
            self._show_title()

    def _show_pdf(self, pdf: bytes, _record_id: UUID) -> None:
        self._pdf = pdf
        self.view.show_pdf(pdf)

    def _measured(self, sizes: Sequence[Any]) -> None:
        self._per_copy = max(len(sizes) // len(COPIES), 1)
        self.copies.show_pdf(self._pdf, self._per_copy)
        self._turned(self.view.front)

    def _turned(self, page: int) -> None:
        self.copies.set_front(min(page // self._per_copy, len(COPIES) - 1) + 1)
        self.tools.show_page(page + 1, self._per_copy * len(COPIES))

    def _show_copy(self, copy: int) -> None:
        self.view.go_to((copy - 1) * self._per_copy)

    # --- printers -------------------------------------------------------------------------------------

    def _look_for_printers(self) -> None:
        self._errand(self.printers.names, self._show_printers)

    def _errand(self, work: Any, then: Any) -> None:
        errand = Errand(self)
        errand.done.connect(then)
        errand.failed.connect(self._not_printed)
        errand.done.connect(errand.deleteLater)
        errand.failed.connect(errand.deleteLater)
        errand.run(work)

    def _show_printers(self, names: Sequence[str]) -> None:
        self.tools.show_printers(names, str(memory.get("print/printer", "")))
        self._no_printer = not names
        self._bring_up_to_date()

    def _bring_up_to_date(self) -> None:
        """Words and state of the buttons for what is ticked."""
        said = [(a.title, a.place) for a in self.commands]
        if [(a.title, a.place) for a in self.declare()] != said:
            self.redeclare()
        nothing = "" if self.copies.chosen else _("请至少选一联。")
        busy = _("正在打印…") if self._is_printing else ""
        printer = "" if self.tools.printer else _("没有打印机;可以存为 PDF,拿到别的电脑上打印。")
        self.set_enabled("complaint.print.go", busy or nothing or printer)
        self.set_enabled("complaint.print.pdf", nothing)
        self.set_enabled("complaint.print.departments", nothing)

    # --- printing and saving --------------------------------------------------------------------------

    def print(self) -> None:
        """Ctrl+P: the ticked copies on the chosen printer; the register notes them."""
        if self.record is None:
            return
        self._is_printing = True
        self._bring_up_to_date()
        self._errand(partial(self.printers.check, self.tools.printer), self._note_printing)

    def _note_printing(self, _answer: Any) -> None:
        chosen = self.copies.chosen
        self.ask(
            "complaint.print_copies", self.record.id, chosen, "printer", self.tools.printer,
            then=self._send_to_printer, failed=self._not_printed, carry=(chosen,),
        )  # fmt: skip

    def _send_to_printer(self, printed: Any, chosen: tuple[int, ...]) -> None:
        name, title = self.tools.printer, f"{self.record.title} {copies_in_words(chosen)}"
        self._printed_words = _("已送往打印机 {name}:{copies}").format(
            name=name, copies=copies_in_words(chosen)
        )
        self._errand(partial(self.printers.print, name, printed.pdf, title), self._printed)

    def _printed(self, _pages: int) -> None:
        self._is_printing = False
        self._bring_up_to_date()
        self.say(self._printed_words)

    def _not_printed(self, error: BaseException, *_carried: Any) -> None:
        self._is_printing = False
        self._bring_up_to_date()
        self._look_for_printers() if getattr(error, "code", "") == "no-printer" else None
        self.refused.emit(error)

    def save_one(self) -> None:
        """Ctrl+S: the ticked copies as one PDF."""
        dialog = self._file_dialog(_("存为一个 PDF"), self._write_one)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(_("PDF 文件 (*.pdf)"))
        dialog.setDefaultSuffix("pdf")
        chosen = self.copies.chosen
        words = _("五联") if len(chosen) == len(COPIES) else copies_in_words(chosen)
        dialog.selectFile(f"{self.record.title}-{words}.pdf")
        dialog.open()

    def save_each(self) -> None:
        """Ctrl+Shift+S: one PDF for each department, into a folder."""
        dialog = self._file_dialog(_("存到哪个文件夹"), self._write_each)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.open()

    def _file_dialog(self, title: str, taken: Any) -> QFileDialog:
        dialog = QFileDialog(self, title, last_folder())
        dialog.setObjectName("complaint.print.where")
        dialog.fileSelected.connect(taken)
        dialog.finished.connect(dialog.deleteLater)
        return dialog

    def _write_one(self, path: str) -> None:
        self._write(Path(path), one_per_department=False)

    def _write_each(self, folder: str) -> None:
        self._write(Path(folder), one_per_department=True)

    def _write(self, path: Path, *, one_per_department: bool) -> None:
        self.ask(
            "complaint.save_copies", self.record.id, self.copies.chosen, path, one_per_department,
            then=self._written, carry=(one_per_department,),
        )  # fmt: skip

    def _written(self, paths: Sequence[Path], one_per_department: bool) -> None:
        remember_folder(paths[0])
        if one_per_department:
            words = _("已按部门存为 {n} 个 PDF,在文件夹「{folder}」").format(
                n=len(paths), folder=paths[0].parent.name
            )
        else:
            words = _("已存为 {name}").format(name=paths[0].name)
        self.done.show_file(words, paths[0])

    def back(self) -> None:
        """Esc: back to the form."""
        if self.record is not None:
            self.open_page("complaint.form", self.record.id)
