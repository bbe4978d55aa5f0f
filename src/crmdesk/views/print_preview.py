"""The five copies of a complaint before they are printed: the PDF itself on screen, printed or saved as it stands."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout

from crmdesk.rules.complaint import COPIES, Complaint
from crmdesk.views import theme
from crmdesk.views.complaint_panel import copies_in_words
from crmdesk.views.page import Action, Page
from crmdesk.views.paper_view import PaperView
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
        self.tools = PrintTools(self.name, self)
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
        self.paper = PaperView(self, self.tools, self.view)
        self.paper.changed.connect(self._bring_up_to_date)

    def declare(self) -> tuple[Action, ...]:
        has_printer = self.paper.names is None or bool(self.paper.names)
        return (
            Action("complaint.print.departments", _("按部门分存"), self.save_each, "Ctrl+Shift+S", "folder-open",
                   "complaint.save_copies", "button", "D"),
            Action("complaint.print.pdf", _("存为一个 PDF"), self.save_one, "Ctrl+S", "file-down",
                   "complaint.save_copies", "button" if has_printer else "main", "S"),
            Action("complaint.print.go", self._print_words(), self.print, "Ctrl+P", "printer",
                   "complaint.print_copies", "main" if has_printer else "button", "P"),
            Action("complaint.print.back", _("回到抱怨表"), self.back, "Esc", "arrow-left"),
            Action("complaint.print.all", _("选上五联"), partial(self.copies.choose, ALL), "Ctrl+A", "check"),
            Action("complaint.print.none", _("一联也不选"), partial(self.copies.choose, ()), "Ctrl+Shift+A", "minus"),
            *self.paper.actions(),
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
        self.paper.look_for_printers()
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

    def _bring_up_to_date(self) -> None:
        """Words and state of the buttons for what is ticked."""
        said = [(a.title, a.place) for a in self.commands]
        if [(a.title, a.place) for a in self.declare()] != said:
            self.redeclare()
        nothing = "" if self.copies.chosen else _("请至少选一联。")
        self.set_enabled("complaint.print.go", self.paper.why_not(nothing))
        self.set_enabled("complaint.print.pdf", nothing)
        self.set_enabled("complaint.print.departments", nothing)

    # --- printing and saving --------------------------------------------------------------------------

    def print(self) -> None:
        """Ctrl+P: the ticked copies on the chosen printer; the register notes them."""
        if self.record is not None:
            self.paper.begin(self._note_printing)

    def _note_printing(self, _answer: Any) -> None:
        chosen = self.copies.chosen
        self.ask(
            "complaint.print_copies", self.record.id, chosen, "printer", self.tools.printer,
            then=self._send_to_printer, failed=self.paper.stop, carry=(chosen,),
        )  # fmt: skip

    def _send_to_printer(self, printed: Any, chosen: tuple[int, ...]) -> None:
        copies = copies_in_words(chosen)
        words = _("已送往打印机 {name}:{copies}").format(name=self.tools.printer, copies=copies)
        self.paper.send(printed.pdf, f"{self.record.title} {copies}", words)

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
