"""Lists of dealers come in: files are dropped, looked at, corrected, tried, written, and can be taken back."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QPushButton, QStackedWidget

from crmdesk.rules.errors import Refused
from crmdesk.views.dealer_import_actions import BUSY, DONE, REVIEW, START, actions_of, go_words
from crmdesk.views.dealer_import_decided import FileStage, OneFile
from crmdesk.views.dealer_import_deciding import Deciding
from crmdesk.views.dealer_import_files import FileStrip
from crmdesk.views.dealer_import_outcome import Outcome
from crmdesk.views.dealer_import_result import Result
from crmdesk.views.dealer_import_review import ROWS_AT, Review
from crmdesk.views.dealer_import_saving import Saving
from crmdesk.views.dealer_import_start import Busy, Start
from crmdesk.views.dealer_import_words import Counts
from crmdesk.views.dealer_import_writing import Writing
from crmdesk.views.header import with_key
from crmdesk.views.page import Action, Page
from crmdesk.views.widgets.save_dialog import ask_which, remember_folder
from crmdesk.words import N_, _

#: What may be chosen or dropped; any other file is opened too, and then refused with a sentence.
_KINDS = N_("客户名单 (*.xlsx *.xlsm *.xls *.et *.ods *.csv *.tsv *.txt);;所有文件 (*)")


class DealerImportPage(Page):
    """``opened()`` begins, or shows where one was; ``opened(path=…)`` reads a file, or several, that were dropped."""

    name = "dealer.import"

    def build(self) -> None:
        self._files: list[OneFile] = []
        self._at = -1
        self._serial = 0  # of the newest plan; an answer about an older one is dropped
        self._reading: Any = None
        self.files = FileStrip(self)
        self.start, self.busy, self.review, self.result = Start(self), Busy(self), Review(self), Result(self)
        self.stack = QStackedWidget(self)
        for part in (self.start, self.busy, self.review, self.result):
            self.stack.addWidget(part)
        self.body.addWidget(self.files)
        self.body.addWidget(self.stack, 1)
        self.deciding = Deciding(self, self.review)
        self.writing = Writing(self, self.busy)
        self.outcome = Outcome(self, self.writing, self.result)
        self.outcome.moved.connect(self._to)
        self.outcome.left.connect(self._correct)
        self.outcome.written.connect(self.deciding.keeping.drop)
        self.outcome.not_written.connect(self._not_written)
        self.outcome.failed.connect(self._report_fault)
        self.saving = Saving(self, self.result.saved, self.start.saved)
        self.files.chosen.connect(self._go_to_file)
        self.busy.stopped.connect(self.stop)
        self.review.chosen.connect(self._recognise)
        self.review.as_before.connect(self._as_before)
        self.review.tabs.currentChanged.connect(self._show_keys)
        self.deciding.replan.connect(self._replan)
        self.deciding.redecided.connect(self._redecided)
        self.deciding.said.connect(self.say)
        self._soon = QTimer(self, singleShot=True, interval=150)
        self._soon.timeout.connect(self._preview)
        self._count_soon = QTimer(self, singleShot=True, interval=20)
        self._count_soon.timeout.connect(self._count)

    @property
    def file(self) -> OneFile | None:
        """The file in front."""
        return self._files[self._at] if 0 <= self._at < len(self._files) else None

    @property
    def next_file(self) -> int:
        """The place of the next file that nobody looked at; -1 where there is none."""
        waiting = (at for at, file in enumerate(self._files) if file.stage is FileStage.WAITING)
        return next(waiting, -1)

    def declare(self) -> tuple[Action, ...]:
        return actions_of(self, self.stack.currentIndex())

    # --- coming here ----------------------------------------------------------------------------------

    def opened(self, record_id: Any = None, path: Any = None, **more: Any) -> None:
        if self.writing.is_busy:
            self.say(_("正在导入,请等它办完或停止它。"))
        elif path is not None:
            self._take([Path(path)] if isinstance(path, str | Path) else [Path(one) for one in path])
        elif self.stack.currentIndex() in (START, DONE) and self.next_file < 0:
            self._begin()

    def _begin(self) -> None:
        self._files, self._at = [], -1
        self.start.trouble.clear()
        self._to(START)

    def _to(self, state: int) -> None:
        self.stack.setCurrentIndex(state)
        self.redeclare()
        file = self.file
        self.set_title(_("导入客户名单"), file.path.name if file is not None and state != START else "")
        self.files.show_files(self._files, self._at)
        if state == START:
            again = ("dealer.import.again",) if self.start.trouble.isVisibleTo(self) else ()
            names = ("dealer.import.choose", *again, "dealer.import.template")
            self.start.show_ways([self.button(n, self.start, main=n == names[0]) for n in names])
        self._show_keys()
        self.stack.currentWidget().setFocus()  # so that the keys of this page work
        if state == REVIEW and self.review.known.isVisibleTo(self):
            self.review.known.yes.setFocus()

    def _show_keys(self, _at: int = 0) -> None:
        """The keys of the grid are free for typing on every other step."""
        in_grid = self.stack.currentIndex() == REVIEW and self.review.tabs.currentIndex() == ROWS_AT
        for action in self.commands:
            if action.name.startswith("dealer.import.rows."):
                self.set_enabled(action.name, "" if in_grid else _("在「逐行」里用。"))

    def choose(self) -> None:
        """Ask for one file or several."""
        ask_which(self, _("选择客户名单"), _(_KINDS), self._chosen)

    def _chosen(self, paths: Sequence[str]) -> None:
        remember_folder(Path(paths[0]))
        self._take([Path(path) for path in paths])

    def _take(self, paths: Sequence[Path]) -> None:
        """These files, one after the other."""
        self.deciding.keeping.send()
        self._files = [OneFile(path) for path in paths]
        self._go_to_file(0)

    def again(self) -> None:
        """The same file once more, perhaps closed or mended meanwhile."""
        if self.file is not None and not self.writing.is_busy:
            self._read(self.file)

    def go_on(self) -> None:
        """The next of the files that were dropped together."""
        if self.next_file >= 0:
            self._go_to_file(self.next_file)

    def _go_to_file(self, at: int) -> None:
        if self.writing.is_busy:
            self.say(_("正在导入,请等它办完或停止它。"))
            self.files.show_files(self._files, self._at)
            return
        if self.file is not None and self.file.stage is FileStage.READING and self._reading is not None:
            self._reading.cancel()
            self.file.stage = FileStage.WAITING
        self._at, self.outcome.tried = at, None
        self._show_file(self._files[at])

    def _show_file(self, file: OneFile) -> None:
        """Bring back everything that is known of a file."""
        self.deciding.file = file
        if file.stage in (FileStage.WAITING, FileStage.READING):
            self._read(file)
        elif file.stage is FileStage.UNREADABLE and file.error is not None:
            self.start.trouble.show_error(file.error)
            self._to(START)
        elif file.report is not None:
            self.outcome.show(file.report)
        elif file.seen is None and file.error is not None:
            self._not_recognised(file.error, None)
        else:
            self.review.show_recognised(file)
            self._to(REVIEW)
            self._show_state()

    # --- reading --------------------------------------------------------------------------------------

    def _read(self, file: OneFile) -> None:
        file.forget()
        file.stage, self.outcome.tried = FileStage.READING, None
        self.busy.begin(_("正在读取「{file}」").format(file=file.path.name))
        self._to(BUSY)
        self._reading = self.ask("dealer_list.get", file.path, then=self._got, failed=self._not_read,
                                 progress=self.busy.show_progress, key="read", carry=(file,))  # fmt: skip

    def _got(self, book: Any, file: OneFile) -> None:
        if file is self.file:
            file.book = book
            self._recognise(None, None)

    def _not_read(self, error: BaseException, file: OneFile) -> None:
        file.error = error
        if file is not self.file or (isinstance(error, Refused) and error.code == "cancelled"):
            file.stage = FileStage.WAITING
            return
        file.stage = FileStage.UNREADABLE
        self.start.trouble.show_error(error)
        self._to(START)
        self._report_fault(error)

    def _report_fault(self, error: BaseException) -> None:
        """What is no refusal goes to the log and the window's dialog as well."""
        if not isinstance(error, Refused):
            self.refused.emit(error)

    def _recognise(self, sheet: str | None, header_row: int | None) -> None:
        file = self.file
        if file is not None and file.book is not None:
            self._serial += 1
            words = {} if file.decided.as_before else {"as_before": False}
            self.ask("dealer_list.find", file.book, sheet, header_row, then=self._recognised, key="find",
                     failed=self._not_recognised, carry=(sheet,), **words)  # fmt: skip

    def _recognised(self, seen: Any, _sheet: str | None) -> None:
        file = self.file
        if file is None:
            return
        before = file.decided
        self.deciding.keeping.send()
        file.forget(keep_book=True)
        file.decided.as_before, file.decided.accepted = before.as_before, before.accepted
        file.seen, file.stage = seen, FileStage.LOOKED_AT
        self.review.show_recognised(file)
        self._to(REVIEW)
        self._replan()
        self._soon.stop()
        self._preview()

    def _not_recognised(self, error: BaseException, sheet: str | None) -> None:
        """No header was found: the person names another sheet or the row of the header."""
        file = self.file
        if file is None:
            return
        if not isinstance(error, Refused):
            self._not_read(error, file)
            return
        file.seen = file.plan = file.preview = None
        file.error, file.stage = error, FileStage.LOOKED_AT
        self.review.show_unrecognised(file, sheet or file.book.sheets[0].name, error)
        self._to(REVIEW)
        self._forbid(_("还没有找到表头。"))

    def _as_before(self, yes: bool) -> None:
        """The settings of last time were accepted, or are not wanted."""
        if self.file is None:
            return
        self.file.decided.as_before, self.file.decided.accepted = yes, True
        if yes:
            self.review.show_first_open(self.file)
        else:
            self._recognise(self.file.seen.sheet, self.file.seen.header_row)

    # --- what the person corrects ---------------------------------------------------------------------

    def _replan(self) -> None:
        """Columns, words or cells were corrected: the rows are looked at anew, a moment later."""
        file = self.file
        if file is None or file.seen is None:
            return
        self._serial += 1
        file.plan = file.decided.plan(file.seen)
        self.review.show_plan(file)
        self.review.values.show_values(file.unknown(), file.decided.values)
        self._forbid(_("正在检查…"))
        self._soon.start()

    def _preview(self) -> None:
        if self.file is not None and self.file.plan is not None:
            self.ask("dealer_list.preview", self.file.plan, then=self._previewed, failed=self._not_previewed,
                     key="preview", carry=(self.file, self._serial))  # fmt: skip

    def _previewed(self, preview: Any, file: OneFile, serial: int) -> None:
        if file is self.file and serial == self._serial:
            file.take(preview)
            self._show_state()

    def _show_state(self) -> None:
        """The review with everything that is known of the file in front."""
        file = self.file
        if file is None or file.plan is None:
            return
        if file.error is not None:
            self.review.show_refusal(file, file.error)
            self._forbid(self.review.trouble.what.text())
        elif file.preview is None:
            self._replan()
        else:
            self.review.show_preview(file)
            self._say_go()

    def _redecided(self) -> None:
        """The rows at once, so that the next key meets the next row; the counts a moment later."""
        if self.file is not None:
            self.review.show_decided(self.file)
            self._count_soon.start()

    def _count(self) -> None:
        if self.file is not None and self.file.preview is not None:
            self.review.show_counts(self.file)
            self._say_go()

    def _not_previewed(self, error: BaseException, file: OneFile, serial: int) -> None:
        if file is self.file and serial == self._serial:
            file.preview, file.error = None, error
            self._show_state()
            self._report_fault(error)

    def _say_go(self) -> None:
        """The main button says what it does."""
        button = self.header.findChild(QPushButton, "dealer.import.go")
        words = go_words(self.file)
        if button is None or len(button.accessibleName()) != len(words):
            self.redeclare()
            self._show_keys()
        else:
            button.setText(with_key(words, "G"))
            button.setAccessibleName(words)
        counts = Counts.of(self.file)
        nothing = (
            _("还有 {count} 行要您定。").format(count=counts.undecided)
            if counts.undecided
            else _("没有要写入的内容。")
        )
        self._forbid("" if counts.written else nothing)

    def _correct(self) -> None:
        """To what can be corrected, from the rehearsal or after a failure."""
        self._to(REVIEW)
        self._say_go()

    def _not_written(self, error: BaseException) -> None:
        self._correct()
        self.review.trouble.show_error(error)

    def _forbid(self, reason: str) -> None:
        for name in ("dealer.import.go", "dealer.import.try"):
            if name in self.qactions:
                self.set_enabled(name, reason)

    def stop(self) -> None:
        """Stop reading, writing or undoing; nothing is written then."""
        if self.writing.is_busy:
            self.writing.stop()
        elif self._reading is not None:
            self._reading.cancel()
            self._begin()

    # --- afterwards -----------------------------------------------------------------------------------

    def save_left(self) -> None:
        """The rows that were not taken over, as a workbook to be mended and imported."""
        file = self.file
        if file is not None and file.plan is not None:
            self.saving.save_left(file.plan, self.outcome.tried or file.report)

    def save_template(self) -> None:
        """An empty list with the right headers."""
        self.saving.save_template()

    def show_list(self) -> None:
        """The list of dealers."""
        self.open_page("dealer")

    # --- leaving --------------------------------------------------------------------------------------

    def give_up(self) -> None:
        self.deciding.keeping.send()

    def hideEvent(self, event: QHideEvent) -> None:
        """What was corrected is remembered even where nothing is written."""
        super().hideEvent(event)
        self.deciding.keeping.send()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back to the list; what was looked at stays here."""
        if event.key() == Qt.Key.Key_Escape and self.outcome.tried is not None:
            self.outcome.back()
        elif event.key() == Qt.Key.Key_Escape and self.stack.currentIndex() != BUSY:
            self.show_list()
        else:
            super().keyPressEvent(event)
