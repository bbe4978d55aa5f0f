"""The half of the import page that tries, writes and takes back, and shows what came of it."""

from typing import Any

from crmdesk.views.dealer_import_actions import BUSY, DONE, REVIEW
from crmdesk.views.dealer_import_decided import FileStage, OneFile
from crmdesk.views.dealer_import_deciding import Deciding
from crmdesk.views.dealer_import_result import Result, undone_in_one_sentence
from crmdesk.views.dealer_import_review import Review
from crmdesk.views.dealer_import_words import in_one_sentence
from crmdesk.views.dealer_import_writing import Writing
from crmdesk.views.page import Page
from crmdesk.words import _


class OutcomePage(Page):
    """What follows once a file has been looked at; the page itself says how it is read and corrected."""

    review: Review
    result: Result
    deciding: Deciding
    writing: Writing
    tried: Any

    @property
    def file(self) -> OneFile | None:
        """The file in front."""
        raise NotImplementedError

    def _to(self, state: int) -> None:
        raise NotImplementedError

    def _say_go(self) -> None:
        raise NotImplementedError

    def _report_fault(self, error: BaseException) -> None:
        raise NotImplementedError

    # --- trying, writing, undoing ---------------------------------------------------------------------

    def go(self) -> None:
        """Write it; the work goes on when this page is left."""
        if self.file is not None and self.file.plan is not None:
            self.writing.write(self.file)

    def try_out(self) -> None:
        """The very same, taken back at the end: the report says what writing would do."""
        if self.file is not None and self.file.plan is not None:
            self.writing.rehearse(self.file)

    def undo(self) -> None:
        """Ask whether the whole import shall be taken back."""
        if self.file is not None and self.file.report is not None:
            self.result.ask_to_undo(self.file.report)

    def _undo(self) -> None:
        if self.file is not None and self.file.report is not None:
            self.writing.take_back(self.file)

    def _writing_began(self) -> None:
        self.tried = None
        self._to(BUSY)

    def _tried(self, report: Any) -> None:
        self.tried = report
        self.result.show_report(report)
        self._to(DONE)

    def _imported(self, report: Any) -> None:
        self.deciding.keeping.drop()
        self.result.show_report(report)
        self._to(DONE)
        self._show_what_is_possible()
        if not self.isVisible():
            self.say(in_one_sentence(report))

    def _undone(self, undone: Any) -> None:
        self.result.show_undone(undone)
        self._to(DONE)
        self._show_what_is_possible()
        if not self.isVisible():
            self.say(undone_in_one_sentence(undone))

    def _show_what_is_possible(self) -> None:
        file = self.file
        if file is None or file.report is None:
            return
        if not file.report.failed_rows:
            self.set_enabled("dealer.import.save", _("没有有问题的行。"))
        if file.stage is FileStage.UNDONE:
            self.set_enabled("dealer.import.undo", _("这次导入已经撤销了。"))
        elif not file.report.new + file.report.updated:
            self.set_enabled("dealer.import.undo", _("这次导入没有改动什么。"))

    def _not_done(self, error: BaseException) -> None:
        if self.file is not None and self.file.report is not None:
            self._to(DONE)
            self._show_what_is_possible()
            self.result.trouble.show_error(error)
        else:
            self._to(REVIEW)
            self._say_go()
            self.review.trouble.show_error(error)
        self._report_fault(error)

    def back(self) -> None:
        """From the rehearsal back to what can be corrected."""
        self.tried = None
        self._to(REVIEW)
        self._say_go()
