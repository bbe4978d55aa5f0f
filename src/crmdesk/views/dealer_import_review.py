"""What was recognised in the file, before anything is written: file, sheet, header, columns, rows, problems."""

from collections import Counter as Tally
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QRadioButton,
    QSpinBox,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from crmdesk.rules.columns import Column, Kind
from crmdesk.rules.dealer import COLUMNS, FIELDS
from crmdesk.views import theme
from crmdesk.views.dealer_import_columns import ColumnList
from crmdesk.views.dealer_import_problems import ProblemList
from crmdesk.views.widgets.choices import ChoiceBox
from crmdesk.views.widgets.figures import Figures
from crmdesk.views.widgets.flow import Flow
from crmdesk.views.widgets.table import WindowedTable
from crmdesk.views.widgets.trouble import Trouble
from crmdesk.words import N_, _, listed


def figures_of(report: Any) -> tuple[tuple[str, str], ...]:
    """The counts of a report as figures: word and number."""
    counts = (
        (_("读到"), report.read), (_("新增"), report.new), (_("更新"), report.updated),
        (_("跳过"), report.skipped), (_("拒绝"), report.rejected),
    )  # fmt: skip
    return tuple((word, f"{count:,}") for word, count in counts)


_ROOM_FOR_FIGURES = 460
def _title_of(problems: Sequence[Any]) -> str:
    """问题 18、改写 318: what a person should look at is counted apart from what was only tidied."""
    severe = sum(1 for problem in problems if problem.grade in ("lost", "doubt"))
    tidied = len(problems) - severe
    parts = [_("问题 {count}").format(count=f"{severe:,}")] if problems else [_("问题")]
    if tidied:
        parts.append(_("改写 {count}").format(count=f"{tidied:,}"))
    return listed(parts)


_ROW = Column("row", N_("行"), Kind.INTEGER, 5, sortable=False)


class Review(QWidget):
    """``chosen(sheet, header row or None)`` when one of them was chosen anew, ``corrected()`` when columns were,
    or which rows are written."""

    chosen = Signal(str, object)
    corrected = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.corrections: dict[str, str | None] = {}
        self._notes_of_file: tuple[str, ...] = ()
        self._counts: tuple[tuple[str, str], ...] = ()
        self._more_notes: tuple[str, ...] = ()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.M)
        box.addWidget(self._build_head())
        self.figures = Figures("dealer.import.counts", self)
        box.addWidget(self.figures)
        self.trouble = Trouble(self)
        box.addWidget(self.trouble)
        box.addWidget(self._build_tabs(), 1)
        self.setFocusProxy(self.tabs.tabBar())

    # --- the head -------------------------------------------------------------------------------------

    def _build_head(self) -> QWidget:
        card = QFrame(self)
        theme.look(card, "card")
        box = QVBoxLayout(card)
        box.setContentsMargins(theme.L, theme.M, theme.L, theme.M)
        line = QWidget(card)
        flow = Flow(line)
        flow.setSpacing(theme.L)
        self.sheet, self.header_row = ChoiceBox(card), QSpinBox(card)
        self.sheet.setObjectName("dealer.import.sheet")
        self.header_row.setObjectName("dealer.import.header_row")
        self.header_row.setRange(1, 1)
        self.header_row.setKeyboardTracking(False)
        self.header_row.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        self.header_row.setFixedWidth(64)
        self.header_row.setToolTip(_("表头在第几行;按 ↑ ↓ 换一行"))
        for words, editor in ((_("工作表(&T)"), self.sheet), (_("表头在第几行(&R)"), self.header_row)):
            flow.addWidget(_labelled(words, editor, line))
        self.hidden = QCheckBox(_("隐藏的行也导入(&V)"), line)
        self.hidden.setObjectName("dealer.import.hidden")
        flow.addWidget(self.hidden)
        self.everything, self.only_whole = QRadioButton(line), QRadioButton(line)
        self._which = QButtonGroup(self)
        for button, name, words in (
            (self.everything, "everything", _("全部写入,读不出的格子留空(&A)")),
            (self.only_whole, "only_whole", _("只写合格行,有格子读不出的整行不写(&W)")),
        ):
            button.setText(words)
            button.setObjectName(f"dealer.import.{name}")
            self._which.addButton(button)
            flow.addWidget(button)
        for button in (self.hidden, self.everything, self.only_whole):
            button.setMinimumHeight(self.sheet.sizeHint().height())
        self.everything.setChecked(True)
        box.addWidget(line)
        self.notes = QLabel(card)
        self.notes.setObjectName("dealer.import.notes")
        self.notes.setWordWrap(True)
        theme.look(self.notes, "small")
        box.addWidget(self.notes)
        self.sheet.activated.connect(self._sheet_chosen)
        self.header_row.valueChanged.connect(self._row_chosen)
        self.hidden.toggled.connect(self.corrected)
        self.only_whole.toggled.connect(self.corrected)
        return card

    def _build_tabs(self) -> QTabWidget:
        self.tabs = QTabWidget(self)
        self.tabs.setObjectName("dealer.import.tabs")
        self.tabs.setAccessibleName(_("识别结果"))
        self.tabs.tabBar().setDrawBase(False)
        self.columns = ColumnList(self)
        self.columns.corrected.connect(self._corrected)
        fields = tuple(column for column in COLUMNS if column.key in FIELDS)
        self.preview = WindowedTable("dealer.import.preview", (_ROW, *fields), self)
        self.preview.setAccessibleName(_("整理后的样子"))
        self.problems = ProblemList("dealer.import.problems", self)
        self.tabs.addTab(self.columns, _("各列"))
        self.tabs.addTab(self.preview, _("预览"))
        self.tabs.addTab(self.problems, _("问题"))
        return self.tabs

    # --- showing --------------------------------------------------------------------------------------

    def show_sheets(self, sheets: Sequence[Any], current: str) -> None:
        """The sheets of the file with their size; hidden ones say so."""
        self.sheet.blockSignals(True)
        self.sheet.clear()
        for info in sheets:
            words = _("{sheet}({rows} 行)").format(sheet=info.name, rows=f"{info.rows:,}")
            self.sheet.addItem(words + (_(" 已隐藏") if info.hidden else ""), info.name)
            if info.name == current:
                self.sheet.setCurrentIndex(self.sheet.count() - 1)
        self.sheet.blockSignals(False)
        self.sheet.setEnabled(len(sheets) > 1)

    def show_recognised(self, seen: Any) -> None:
        """Another file, sheet or header row was recognised."""
        self.corrections = {}
        self._set_header_row(seen.header_row, seen.grid.rows if seen.grid is not None else seen.header_row)
        self.columns.show_file(seen.columns)
        self.hidden.setVisible(bool(seen.grid is not None and seen.grid.hidden_rows))
        self._notes_of_file = seen.notes
        self._show_notes(())
        self._show_nothing()

    def show_unrecognised(self, sheets: Sequence[Any], error: BaseException) -> None:
        """No list was found: the sheet or the row of its header may be named by hand."""
        rows = next((info.rows for info in sheets if info.name == self.sheet.currentData()), 1)
        self._set_header_row(1, rows)
        self.columns.show_file(())
        self.hidden.hide()
        self._notes_of_file = ()
        self._show_notes(())
        self.show_refusal(error)

    def show_refusal(self, error: BaseException) -> None:
        """What keeps the file from being imported, and what can be done: choose another sheet, row or column."""
        self.trouble.show_error(error)
        self._show_nothing()

    def _show_nothing(self) -> None:
        """Nothing is known of the rows (yet)."""
        self._counts = ()
        self._show_counts()
        self.preview.show_rows(())
        self.problems.show_problems((), "")
        self.tabs.setTabText(2, _("问题"))

    def _show_notes(self, more: tuple[str, ...]) -> None:
        self._more_notes = more
        self._show_counts()

    def _show_counts(self) -> None:
        """The counts as figures, or as words among the notes where the window is low."""
        low = self.height() < _ROOM_FOR_FIGURES
        self.figures.show_figures(() if low else self._counts)
        counts = tuple(f"{word} {number}" for word, number in self._counts) if low else ()
        notes = (*counts, *self._notes_of_file, *self._more_notes)
        self.notes.setText(" · ".join(notes))
        self.notes.setVisible(bool(notes))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.figures.isVisibleTo(self) != (self.height() >= _ROOM_FOR_FIGURES):
            self._show_counts()

    def _set_header_row(self, row: int, rows: int) -> None:
        self.header_row.blockSignals(True)
        self.header_row.setRange(1, max(rows, 1))
        self.header_row.setValue(row)
        self.header_row.blockSignals(False)

    def show_preview(self, plan: Any, preview: Any) -> None:
        """What the import would do with the plan."""
        report = preview.report
        lost = Tally(p.column for p in report.problems if p.grade == "lost")
        self.columns.show_matches(plan.columns, lost)
        self._counts = figures_of(report)
        self.trouble.clear()
        self._show_rows(plan, preview.rows)
        self.problems.show_problems(report.problems, _("没有问题,每一格都照原样导入。"))
        self.tabs.setTabText(2, _title_of(report.problems))
        torn = bool(lost) or self.only_whole.isChecked()
        for button in self._which.buttons():
            button.setVisible(torn)
        idle = (
            () if report.new or report.updated else (_("没有要写入的内容:这些客户都已经有了,内容也相同。"),)
        )
        self._show_notes((*report.notes, *idle))

    def _show_rows(self, plan: Any, rows: Sequence[Any]) -> None:
        filled = set(plan.mapping.values()) | {"row", "code"}
        self.preview.show_rows(rows)
        for at, column in enumerate(self.preview.rows.columns):
            self.preview.setColumnHidden(at, column.key not in filled)

    # --- what a person chooses ------------------------------------------------------------------------

    def _sheet_chosen(self, at: int) -> None:
        self.chosen.emit(self.sheet.itemData(at), None)

    def _row_chosen(self, row: int) -> None:
        self.chosen.emit(self.sheet.currentData(), row)

    def _corrected(self, letter: str, field: str | None) -> None:
        self.corrections[letter] = field
        self.corrected.emit()


def _labelled(words: str, editor: QWidget, parent: QWidget) -> QWidget:
    """A label with its mnemonic beside an editor."""
    holder = QWidget(parent)
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    label = QLabel(words, holder)
    theme.look(label, "secondary")
    label.setBuddy(editor)
    row.addWidget(label)
    row.addWidget(editor)
    return holder
