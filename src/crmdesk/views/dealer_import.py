"""A list of dealers comes in: choose a file or drop it, look at what was recognised, import, look at what is left."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget

from crmdesk.rules.errors import Refused
from crmdesk.views.dealer_import_result import Result, in_one_sentence
from crmdesk.views.dealer_import_review import Review
from crmdesk.views.dealer_import_start import Busy, Start
from crmdesk.views.page import Action, Page
from crmdesk.views.widgets.save_dialog import ask_where, ask_which, remember_folder
from crmdesk.words import N_, _

START, BUSY, REVIEW, DONE = range(4)
#: What may be chosen or dropped; any other file is opened too, and then refused with a sentence.
_KINDS = N_("客户名单 (*.xlsx *.xlsm *.xls *.ods *.csv *.tsv *.txt);;所有文件 (*)")


class DealerImportPage(Page):
    """``opened()`` begins, or shows where one was; ``opened(path=…)`` reads a file that was dropped."""

    name = "dealer.import"

    def build(self) -> None:
        self._path: Path | None = None
        self._book: Any = None  # the file
        self._seen: Any = None  # what was recognised in it
        self._plan: Any = None  # with what the person corrected
        self._report: Any = None  # of the rehearsal, then of the import
        self._reading: Any = None
        self._job: Any = None
        self.start, self.busy, self.review, self.result = Start(self), Busy(self), Review(self), Result(self)
        self.stack = QStackedWidget(self)
        for part in (self.start, self.busy, self.review, self.result):
            self.stack.addWidget(part)
        self.body.addWidget(self.stack, 1)
        self.busy.stopped.connect(self.stop)
        self.review.chosen.connect(self._recognise)
        self.review.corrected.connect(self._corrected)
        self._soon = QTimer(self, singleShot=True, interval=150)
        self._soon.timeout.connect(self._rehearse)

    def declare(self) -> tuple[Action, ...]:
        verb = "dealer.import_list"
        choose = {START: _("选择文件"), BUSY: _("选择文件"), REVIEW: _("换一个文件"), DONE: _("再导入一份")}
        state = self.stack.currentIndex()
        place = "hidden" if state in (START, BUSY) else "button"
        actions = [
            Action(
                "dealer.import.choose", choose[state], self.choose, "Ctrl+O", "folder-open", verb, place, "O"
            ),
            Action("dealer.import.again", _("再试一次"), self.again, "F5", "rotate-ccw", verb, "hidden"),
            Action(
                "dealer.import.list", _("回到客户列表"), self.show_list, "", "users", "dealer.page", "menu"
            ),
        ]
        if state == REVIEW:
            actions.append(
                Action(
                    "dealer.import.go", self._go_words(), self.go, "Ctrl+Return", "check", verb, "main", "G"
                )
            )
        if state == DONE:
            actions += [
                Action("dealer.import.save", _("另存有问题的行"), self.save_left, "Ctrl+S", "file-down", verb,
                       "button", "S"),
                Action("dealer.import.view", _("查看客户"), self.show_list, "Ctrl+Return", "users", "dealer.page",
                       "main", "V"),
            ]  # fmt: skip
        return tuple(actions)

    def _go_words(self) -> str:
        count = self._report.new + self._report.updated if self._report is not None else 0
        return _("导入 {count} 家").format(count=f"{count:,}") if count else _("导入")

    # --- coming here ----------------------------------------------------------------------------------

    def opened(self, record_id: Any = None, path: Any = None, **more: Any) -> None:
        if self._job is not None:
            self.say(_("正在导入,请等它办完或停止它。"))
        elif path is not None:
            self._read(Path(path))
        elif self.stack.currentIndex() in (START, DONE):
            self._begin()

    def _begin(self) -> None:
        self.start.trouble.clear()
        self._to(START)

    def _to(self, state: int) -> None:
        self.stack.setCurrentIndex(state)
        self.redeclare()
        file = self._path.name if self._path is not None and state != START else ""
        self.set_title(_("导入客户名单"), file)
        if state == START:
            again = ("dealer.import.again",) if self.start.trouble.isVisibleTo(self) else ()
            names = ("dealer.import.choose", *again)
            self.start.show_ways([self.button(n, self.start, main=n == names[0]) for n in names])
        self.stack.currentWidget().setFocus()  # so that the keys of this page work

    def choose(self) -> None:
        """Ask for a file."""
        ask_which(self, _("选择客户名单"), _(_KINDS), self._chosen)

    def _chosen(self, path: str) -> None:
        remember_folder(Path(path))
        self._read(Path(path))

    def again(self) -> None:
        """The same file once more, perhaps closed or mended meanwhile."""
        if self._path is not None:
            self._read(self._path)

    # --- reading --------------------------------------------------------------------------------------

    def _read(self, path: Path) -> None:
        self._path, self._book, self._seen, self._plan, self._report = path, None, None, None, None
        self.busy.begin(_("正在读取「{file}」").format(file=path.name))
        self._to(BUSY)
        self._reading = self.ask(
            "dealer_list.get",
            path,
            then=self._got,
            failed=self._not_read,
            progress=self.busy.show_progress,
            key="read",
        )

    def _got(self, book: Any) -> None:
        self._book = book
        self._recognise(None, None)

    def _not_read(self, error: BaseException) -> None:
        self.start.trouble.show_error(error)
        self._to(START)
        self._report_fault(error)

    def _report_fault(self, error: BaseException) -> None:
        """What is no refusal goes to the log and the window's dialog as well."""
        if not isinstance(error, Refused):
            self.refused.emit(error)

    def _recognise(self, sheet: str | None, header_row: int | None) -> None:
        self._plan = self._report = None
        if self._book is not None:
            self.ask("dealer_list.find", self._book, sheet, header_row, then=self._recognised,
                     failed=self._not_recognised, key="find", carry=(sheet,))  # fmt: skip

    def _recognised(self, seen: Any, _sheet: str | None) -> None:
        self._seen = seen
        self.review.show_sheets(self._book.sheets, seen.sheet)
        self.review.show_recognised(seen)
        self._to(REVIEW)
        self._corrected()

    def _not_recognised(self, error: BaseException, sheet: str | None) -> None:
        """No header was found: the person names another sheet or the row of the header."""
        if not isinstance(error, Refused):
            self._not_read(error)
            return
        self._seen = None
        self.review.show_sheets(self._book.sheets, sheet or self._book.sheets[0].name)
        self.review.show_unrecognised(self._book.sheets, error)
        self._to(REVIEW)
        self.set_enabled("dealer.import.go", _("还没有找到表头。"))

    # --- what the person corrects ---------------------------------------------------------------------

    def _corrected(self) -> None:
        if self._seen is None:
            return
        plan = self._seen.plan(self.review.corrections, include_hidden=self.review.hidden.isChecked())
        self._plan = replace(plan, only_whole=self.review.only_whole.isChecked())
        self.review.columns.show_matches(self._plan.columns, {})
        self.set_enabled("dealer.import.go", _("正在检查…"))
        self._soon.start()

    def _rehearse(self) -> None:
        if self._plan is not None:
            self.ask("dealer_list.preview", self._plan, then=self._rehearsed, failed=self._not_rehearsed,
                     key="preview", carry=(self._plan,))  # fmt: skip

    def _rehearsed(self, preview: Any, plan: Any) -> None:
        if plan is not self._plan:
            return
        self._report = preview.report
        self.review.show_preview(plan, preview)
        self.redeclare()
        nothing = not (preview.report.new or preview.report.updated)
        self.set_enabled("dealer.import.go", _("没有要写入的内容。") if nothing else "")

    def _not_rehearsed(self, error: BaseException, plan: Any) -> None:
        if plan is self._plan:
            self._report = None
            self.review.show_refusal(error)
            self.redeclare()
            self.set_enabled("dealer.import.go", self.review.trouble.what.text())
            self._report_fault(error)

    # --- importing ------------------------------------------------------------------------------------

    def go(self) -> None:
        """Write it; the work goes on when this page is left."""
        if self._plan is not None and self._job is None:
            self.busy.begin(_("正在导入「{file}」").format(file=self._plan.path.name))
            self._to(BUSY)
            self.job_wanted.emit(self._begin_job)

    def _begin_job(self, jobs: Any) -> None:
        self._job = jobs.begin(
            _("导入客户名单"),
            "dealer.import_list",
            self._plan,
            then=self._imported,
            failed=self._not_imported,
        )
        self._job.changed.connect(self._moved)

    def _moved(self, job: Any) -> None:
        self.busy.show_progress(job.done, job.total, job.words)

    def stop(self) -> None:
        """Stop reading or importing; nothing is written then."""
        if self._job is not None:
            self._job.cancel()
            self.busy.say_stopping()
        else:
            self._reading.cancel()
            self._begin()

    def _imported(self, report: Any) -> None:
        self._job, self._report = None, report
        self.result.show_report(report)
        self._to(DONE)
        if not report.failed_rows:
            self.set_enabled("dealer.import.save", _("没有有问题的行。"))
        if not self.isVisible():
            self.say(in_one_sentence(report))

    def _not_imported(self, error: BaseException) -> None:
        self._job = None
        self._to(REVIEW)
        self.review.trouble.show_error(error)
        self._report_fault(error)

    # --- afterwards -----------------------------------------------------------------------------------

    def save_left(self) -> None:
        """The rows that were not taken over, as a workbook to be mended and imported."""
        name = _("{file} 有问题的行.xlsx").format(file=self._path.stem if self._path else "")
        ask_where(self, _("另存有问题的行"), name, self._save_left_to)

    def _save_left_to(self, path: str) -> None:
        remember_folder(Path(path))
        self.ask("dealer_list.export", self._plan, self._report, Path(path), then=self._left_saved)

    def _left_saved(self, saved: Any) -> None:
        words = _("已另存 {count} 行:{path}。改好以后可以直接再导入。")
        self.result.saved.show_file(words.format(count=f"{saved.rows:,}", path=saved.path), saved.path)

    def show_list(self) -> None:
        """The list of dealers."""
        self.open_page("dealer")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back to the list; what was looked at stays here."""
        if event.key() == Qt.Key.Key_Escape and self.stack.currentIndex() != BUSY:
            self.show_list()
        else:
            super().keyPressEvent(event)
