"""The long acts of an import as work in the background: rehearsing, writing, taking back."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from crmdesk.views.dealer_import_decided import FileStage, OneFile
from crmdesk.views.dealer_import_start import Busy
from crmdesk.words import _


class Writing(QObject):
    """``begun()``, then one of ``tried(report)``, ``written(report)``, ``undone(undone)`` or ``failed(error)``."""

    begun = Signal()
    tried = Signal(object)
    written = Signal(object)
    undone = Signal(object)
    failed = Signal(object)

    def __init__(self, page: Any, busy: Busy) -> None:
        super().__init__(page)
        self._page, self._busy = page, busy
        self._job: Any = None
        self._file: OneFile | None = None

    @property
    def is_busy(self) -> bool:
        """Whether something is under way."""
        return self._job is not None

    def stop(self) -> None:
        """Stop at the next step; nothing of it stays."""
        if self._job is not None:
            self._job.cancel()
            self._busy.say_stopping()

    def write(self, file: OneFile) -> None:
        """Write the list as its plan says."""
        self._run(file, _("正在导入「{file}」"), self._begin_writing)

    def rehearse(self, file: OneFile) -> None:
        """The very same, taken back at the end."""
        self._run(file, _("正在试运行「{file}」"), self._begin_rehearsal)

    def take_back(self, file: OneFile) -> None:
        """Undo the whole import of the file."""
        self._run(file, _("正在撤销「{file}」的导入"), self._begin_undoing)

    def _run(self, file: OneFile, words: str, begin: Callable[[OneFile, Any], Any]) -> None:
        if self._job is not None:
            return
        self._file = file
        self._busy.begin(words.format(file=file.path.name))
        self.begun.emit()
        self._page.job_wanted.emit(partial(self._begin, begin, file))

    def _begin(self, begin: Callable[[OneFile, Any], Any], file: OneFile, jobs: Any) -> None:
        file.stage = FileStage.WRITING
        self._job = begin(file, jobs)
        self._job.changed.connect(self._moved)

    def _begin_writing(self, file: OneFile, jobs: Any) -> Any:
        words = {"then": self._written, "failed": self._broke}
        return jobs.begin(_("导入客户名单"), "dealer.import_list", file.plan, **words)

    def _begin_rehearsal(self, file: OneFile, jobs: Any) -> Any:
        words = {"then": self._tried, "failed": self._broke}
        return jobs.begin(_("试运行"), "dealer.import_list", file.plan, dry_run=True, **words)

    def _begin_undoing(self, file: OneFile, jobs: Any) -> Any:
        words = {"then": self._undone, "failed": self._broke}
        return jobs.begin(_("撤销导入"), "import_batch.undo", file.report.batch, **words)

    def _moved(self, job: Any) -> None:
        self._busy.show_progress(job.done, job.total, job.words)

    # --- the end --------------------------------------------------------------------------------------

    def _tried(self, report: Any) -> None:
        self._end(FileStage.LOOKED_AT)
        self.tried.emit(report)

    def _written(self, report: Any) -> None:
        if self._file is not None:
            self._file.report = report
            self._file.words = _("已导入 {count} 家").format(count=f"{report.new + report.updated:,}")
        self._end(FileStage.DONE)
        self.written.emit(report)

    def _undone(self, undone: Any) -> None:
        if self._file is not None:
            self._file.words = ""
        self._end(FileStage.UNDONE)
        self.undone.emit(undone)

    def _broke(self, error: BaseException) -> None:
        was_written = self._file is not None and self._file.report is not None
        self._end(FileStage.DONE if was_written else FileStage.LOOKED_AT)
        self.failed.emit(error)

    def _end(self, stage: FileStage) -> None:
        self._job = None
        if self._file is not None:
            self._file.stage = stage
