"""What follows once a file has been looked at: it is tried, written or taken back, and what came of it is shown."""

from typing import Any

from PySide6.QtCore import QObject, Signal

from crmdesk.views.dealer_import_actions import BUSY, DONE
from crmdesk.views.dealer_import_decided import FileStage
from crmdesk.views.dealer_import_result import Result, undone_in_one_sentence
from crmdesk.views.dealer_import_words import in_one_sentence
from crmdesk.views.dealer_import_writing import Writing
from crmdesk.words import _


class Outcome(QObject):
    """Works on ``page.file``; ``tried`` is the report of the rehearsal that is shown.

    ``moved(state)``: the page shows that step. ``left()``: back to what can be corrected. ``written()``: it is in the
    database. ``not_written(error)``: nothing is, it can be corrected. ``failed(error)``: after any failure.
    """

    moved = Signal(int)
    left = Signal()
    written = Signal()
    not_written = Signal(object)
    failed = Signal(object)

    def __init__(self, page: Any, writing: Writing, result: Result) -> None:
        super().__init__(page)
        self._page, self._writing, self._result = page, writing, result
        self.tried: Any = None
        writing.begun.connect(self._writing_began)
        writing.tried.connect(self._tried)
        writing.written.connect(self._imported)
        writing.undone.connect(self._undone)
        writing.failed.connect(self._not_done)
        result.undo_wanted.connect(self.take_back)

    # --- trying, writing, undoing ---------------------------------------------------------------------

    def go(self) -> None:
        """Write it; the work goes on when this page is left."""
        file = self._page.file
        if file is not None and file.plan is not None:
            self._writing.write(file)

    def try_out(self) -> None:
        """The very same, taken back at the end: the report says what writing would do."""
        file = self._page.file
        if file is not None and file.plan is not None:
            self._writing.rehearse(file)

    def undo(self) -> None:
        """Ask whether the whole import shall be taken back."""
        file = self._page.file
        if file is not None and file.report is not None:
            self._result.ask_to_undo(file.report)

    def take_back(self) -> None:
        """Take the whole import back."""
        file = self._page.file
        if file is not None and file.report is not None:
            self._writing.take_back(file)

    def back(self) -> None:
        """From the rehearsal back to what can be corrected."""
        self.tried = None
        self.left.emit()

    # --- what came of it ------------------------------------------------------------------------------

    def show(self, report: Any) -> None:
        """The report of what was written."""
        self._result.show_report(report)
        self._end()

    def _end(self) -> None:
        self.moved.emit(DONE)
        self._show_what_is_possible()

    def _writing_began(self) -> None:
        self.tried = None
        self.moved.emit(BUSY)

    def _tried(self, report: Any) -> None:
        self.tried = report
        self._result.show_report(report)
        self.moved.emit(DONE)

    def _imported(self, report: Any) -> None:
        self.written.emit()
        self.show(report)
        if not self._page.isVisible():
            self._page.say(in_one_sentence(report))

    def _undone(self, undone: Any) -> None:
        self._result.show_undone(undone)
        self._end()
        if not self._page.isVisible():
            self._page.say(undone_in_one_sentence(undone))

    def _show_what_is_possible(self) -> None:
        file = self._page.file
        if file is None or file.report is None:
            return
        if not file.report.failed_rows:
            self._page.set_enabled("dealer.import.save", _("没有有问题的行。"))
        if file.stage is FileStage.UNDONE:
            self._page.set_enabled("dealer.import.undo", _("这次导入已经撤销了。"))
        elif not file.report.new + file.report.updated:
            self._page.set_enabled("dealer.import.undo", _("这次导入没有改动什么。"))

    def _not_done(self, error: BaseException) -> None:
        if self._page.file is not None and self._page.file.report is not None:
            self._end()
            self._result.trouble.show_error(error)
        else:
            self.not_written.emit(error)
        self.failed.emit(error)
