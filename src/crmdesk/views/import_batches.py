"""导入记录: which lists were imported by whom, what came of each, and taking one back."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QStackedWidget, QWidget

from crmdesk.rules.china_time import in_china
from crmdesk.rules.columns import Column, Kind
from crmdesk.rules.import_batch import ImportBatch, Undone
from crmdesk.views import theme
from crmdesk.views.import_undone import UndoneList, in_one_sentence
from crmdesk.views.page import Action, Page
from crmdesk.views.widgets.empty import Empty
from crmdesk.views.widgets.pressing import EnterButton
from crmdesk.views.widgets.table import WindowedTable
from crmdesk.words import N_, _

MOST = 500
COLUMNS = (
    Column("at", N_("时间"), Kind.INSTANT, 16, sortable=False),
    Column("file_name", N_("文件"), Kind.TEXT, 20, sortable=False),
    Column("person", N_("导入人"), Kind.TEXT, 8, sortable=False, aside=1),
    Column("read", N_("读到"), Kind.INTEGER, 6, sortable=False, aside=2),
    Column("new", N_("新增"), Kind.INTEGER, 6, sortable=False),
    Column("updated", N_("更新"), Kind.INTEGER, 6, sortable=False),
    Column("skipped", N_("跳过"), Kind.INTEGER, 6, sortable=False, aside=3),
    Column("rejected", N_("没导入"), Kind.INTEGER, 6, sortable=False, aside=4),
    Column("state", N_("现在"), Kind.TEXT, 26, sortable=False),
)


@dataclass(frozen=True, slots=True)
class Line:
    """An import as the list shows it."""

    id: UUID
    batch: ImportBatch
    at: datetime
    file_name: str
    person: str
    read: int
    new: int
    updated: int
    skipped: int
    rejected: int
    state: str


def line_of(batch: ImportBatch) -> Line:
    """The line of an import."""
    return Line(
        batch.id, batch, batch.at, batch.file_name, batch.person, batch.read, batch.new, batch.updated,
        batch.skipped, batch.rejected, state_of(batch),
    )  # fmt: skip


def state_of(batch: ImportBatch) -> str:
    """Whether it stands, or who took it back when."""
    if batch.undone_at is None:
        return _("有效")
    words = _("已撤销,{n} 家没动").format(n=batch.left_alone) if batch.left_alone else _("已撤销")
    return f"{words} · {batch.undone_by} {in_china(batch.undone_at):%m-%d %H:%M}"


class ImportBatchesPage(Page):
    """``opened()`` shows all, ``opened(id)`` one among them."""

    name = "import.batches"

    def build(self) -> None:
        self._wanted: UUID | None = None
        self._running = False
        self.table = WindowedTable("import.batches.list", COLUMNS, self, unit=_("次"))
        self.table.chosen.connect(self._chosen)
        self.empty = Empty("import.batches", self)
        self.question = _Question(self)
        self.question.said_yes.connect(self._begin)
        self.question.said_no.connect(self.table.setFocus)
        self.body.addWidget(self.question)
        self.stack = QStackedWidget(self)
        self.stack.addWidget(self.table)
        self.stack.addWidget(self.empty)
        self.body.addWidget(self.stack, 3)
        self.undone = UndoneList(self)
        self.undone.opened.connect(self._open_dealer)
        self.body.addWidget(self.undone, 2)
        self.note = QLabel(_("撤销会去掉那次新增的客户,把更新过的恢复原样;之后有人改过的不动,并列出来。"), self)
        self.note.setWordWrap(True)
        theme.look(self.note, "small")
        self.body.addWidget(self.note)

    def declare(self) -> tuple[Action, ...]:
        return (
            Action("import.batches.undo", _("撤销这次导入"), self.undo, "Ctrl+Shift+Z", "undo-2", "import_batch.undo",
                   "main", "U"),
            Action("import.batches.import", _("导入名单"), self.import_list, "Ctrl+I", "file-spreadsheet",
                   "dealer.import_list", "button", "I"),
            Action("import.batches.back", _("返回列表"), self.show_list, "", "arrow-left", "", "button", "B"),
        )  # fmt: skip

    # --- coming here ----------------------------------------------------------------------------------

    def opened(self, record_id: Any = None, **more: Any) -> None:
        self._wanted = record_id
        self.set_title(_("导入记录"))
        self.undone.hide()
        self.question.hide()
        self._chosen()
        self._ask()

    def refresh(self, subject: str, ids: frozenset[UUID]) -> None:
        if subject in ("import_batch", "*"):
            self._ask()

    def _ask(self) -> None:
        self.ask("import_batch.page", 0, MOST, then=self._arrived, key="page")

    def _arrived(self, batches: tuple[ImportBatch, ...]) -> None:
        before = self.table.current_row()
        self.table.show_rows([line_of(batch) for batch in batches])
        self.set_title(_("导入记录"), _("{count} 次").format(count=len(batches)))
        self.stack.setCurrentIndex(0 if batches else 1)
        if not batches:
            words = _("把 Excel 或 WPS 名单拖到窗口上就可以导入。每次导入都记在这里,可以整个撤销。")
            button = self.button("import.batches.import", self.empty, main=True)
            self.empty.show_words("history", _("还没有导入过名单"), words, (button,))
            return
        wanted = self._wanted or (before.id if before is not None else batches[0].id)
        self._wanted = None
        self.table.selectRow(next((n for n, batch in enumerate(batches) if batch.id == wanted), 0))
        self.table.setFocus()
        self._chosen()

    # --- what can be done -----------------------------------------------------------------------------

    def _chosen(self, _line: Any = None) -> None:
        line = self.table.current_row()
        if self.question.line is not None and (line is None or line.id != self.question.line.id):
            self.question.hide()
        reason = ""
        if line is None:
            reason = _("请先在列表中选一次导入。")
        elif line.batch.undone_at is not None:
            reason = _("这次导入已经撤销了。")
        elif self._running:
            reason = _("正在撤销。")
        self.set_enabled("import.batches.undo", reason)

    def undo(self) -> None:
        """Take it back, after one question: only a new import brings it again."""
        line = self.table.current_row()
        if line is None or line.batch.undone_at is not None or self._running:
            return
        self.question.ask(line)

    def _begin(self, line: Line) -> None:
        self._running = True
        self._chosen()
        title = _("撤销导入 {file}").format(file=line.file_name)
        self.job(title, "import_batch.undo", line.id, then=self._done, failed=self._failed)

    def _done(self, undone: Undone) -> None:
        self._running = False
        self.undone.show_undone(undone)
        if not self.isVisible():
            self.say(in_one_sentence(undone))
        self._ask()

    def _failed(self, error: BaseException) -> None:
        self._running = False
        self._chosen()
        self.refused.emit(error)

    def _open_dealer(self, dealer_id: UUID) -> None:
        self.open_page("dealer.form", dealer_id)

    def import_list(self) -> None:
        """Bring in a list."""
        self.open_page("dealer.import")

    def show_list(self) -> None:
        """Back to the list of dealers."""
        self.open_page("dealer")


class _Question(QFrame):
    """The one question before an undoing, in the page: ``said_yes(line)``, ``said_no``. Esc is no."""

    said_yes = Signal(object)
    said_no = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.line: Line | None = None
        self.setObjectName("import.batches.question")
        theme.look(self, "notice")
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.M, theme.S, theme.M, theme.S)
        self._words = QLabel(self)
        self._words.setObjectName("import.batches.question.words")
        self._words.setWordWrap(True)
        row.addWidget(self._words, 1)
        self._go, stay = EnterButton(_("撤销(&Y)"), self), EnterButton(_("不撤销(&N)"), self)
        for button, name, run in ((self._go, "go", self._yes), (stay, "stay", self._no)):
            button.setObjectName(f"import.batches.question.{name}")
            button.clicked.connect(run)
            row.addWidget(button)
        self.hide()

    def ask(self, line: Line) -> None:
        """Ask about this import."""
        self.line = line
        self._words.setText(
            _("撤销「{file}」的导入?{new} 家新客户会去掉,{updated} 家恢复原样,之后有人改过的不动。").format(
                file=line.file_name, new=f"{line.new:,}", updated=f"{line.updated:,}"
            )
        )
        self.show()
        self._go.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._no()
        else:
            super().keyPressEvent(event)

    def _yes(self) -> None:
        self.hide()
        if self.line is not None:
            self.said_yes.emit(self.line)

    def _no(self) -> None:
        self.hide()
        self.said_no.emit()
