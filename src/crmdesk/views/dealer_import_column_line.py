"""The widgets of one column of the file, side by side in the grid of ``ColumnList``."""

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QSizePolicy, QWidget

from crmdesk.exchange.importing.plan import EXTRA, Blank
from crmdesk.rules.columns import Kind
from crmdesk.rules.dealer import COLUMNS
from crmdesk.views import theme
from crmdesk.views.dealer_import_doubles import Claim, DoubleQuestion
from crmdesk.views.dealer_import_field_box import FieldBox
from crmdesk.views.widgets.elided import Elided
from crmdesk.words import N_, _

HEADS = (
    N_("列"), N_("列名"), N_("内容举例"), N_("有内容"), N_("导入为"), N_("读作"), N_("依据"), N_("空白格"),
)  # fmt: skip
STRETCH = (0, 2, 4, 0, 2, 0, 3, 0)
_READ_AS = {
    Kind.TEXT: N_("文字"), Kind.LONG_TEXT: N_("文字"), Kind.CODE: N_("号码"), Kind.MONEY: N_("金额"),
    Kind.QUANTITY: N_("数量"), Kind.INTEGER: N_("整数"), Kind.DATE: N_("日期"), Kind.CHOICE: N_("选项"),
    Kind.YES_NO: N_("是否"),
}  # fmt: skip
_KINDS = {column.key: column.kind for column in COLUMNS}
#: Fields of which a blank says nothing that could be wiped out.
_NEVER_CLEARED = frozenset({"name", "code", EXTRA})


@dataclass(frozen=True, slots=True)
class Shown:
    """What a line shows."""

    match: Any
    rows: int = 0
    unread: int = 0
    claim: Claim | None = None
    blank: Blank = Blank.KEEP


class ColumnLine(QObject):
    """``blank_said(field, Blank)``; ``question_made(question)`` when two columns meet here for the first time."""

    blank_said = Signal(str, object)
    question_made = Signal(object)

    def __init__(
        self, match: Any, fields: QStandardItemModel, parent: QWidget, grid: QGridLayout, at: int
    ) -> None:
        super().__init__(parent)
        self._grid, self._at, self._field = grid, 2 * at, match.field
        self._question: DoubleQuestion | None = None
        self._letter, self._header = QLabel(match.letter, parent), QLabel(parent)
        self._samples, self._filled = Elided("", parent), QLabel(parent)
        self._read, self._reason = QLabel(parent), QLabel(parent)
        self._blank = QPushButton(parent)
        self._blank.setObjectName(f"dealer.import.blank.{match.letter}")
        self._blank.setCheckable(True)
        self._blank.clicked.connect(self._blank_clicked)
        theme.look(self._blank, "chip")
        header = " ".join(match.header.split())
        self._header.setText(header or _("(没有列名)"))
        self._header.setWordWrap(True)
        self._header.setMinimumWidth(parent.fontMetrics().horizontalAdvance(_("客户名称")))
        self._samples.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._samples.setText(" · ".join(" ".join(sample.split()) for sample in match.samples) or _("(空列)"))
        self._reason.setWordWrap(True)
        self._reason.setMinimumWidth(parent.fontMetrics().horizontalAdvance(_("列名完全相同")))
        self.box = FieldBox(match.letter, header, fields, parent)
        for label in (self._samples, self._filled, self._reason, self._read):
            theme.look(label, "small")
        theme.look(self._letter, "secondary")
        self.widgets: list[QWidget] = [
            self._letter, self._header, self._samples, self._filled, self.box, self._read, self._reason,
            self._blank,
        ]  # fmt: skip
        for column, widget in enumerate(self.widgets):
            grid.addWidget(widget, self._at, column)

    def show(self, shown: Shown) -> None:
        """What the column is now, why, how full it is and how much of it can be read.

        The share of a column as recognised is known; where a person chose, the preview counts ``unread`` cells.
        """
        match, unread = shown.match, shown.unread
        if str(match.how) != "chosen":
            unread = round((1 - match.parsed_share) * match.filled)
        self._field = match.field
        self.box.show_field(match.field)
        self._reason.setText(match.reason)
        self._filled.setText(_share(match.filled, shown.rows))
        self._read.setText(_reading(match, unread))
        self._read.setToolTip(_("{count} 格读不出,见「问题」").format(count=unread) if unread else "")
        theme.look(self._read, "problem" if unread else "small")
        theme.look(self._header, "strong" if match.field else "secondary")
        self._show_blank(shown)
        self._show_question(shown.claim)

    def _show_blank(self, shown: Shown) -> None:
        """Only where the field is imported and cells of it are blank."""
        match = shown.match
        matters = bool(match.field) and match.field not in _NEVER_CLEARED and match.filled < shown.rows
        clears = shown.blank is Blank.CLEAR
        self._blank.setText(_("清空") if clears else _("不改"))
        self._blank.setChecked(clears)
        words = _("空白格把原来的内容清空") if clears else _("空白格不改原来的内容")
        self._blank.setToolTip(words)
        self._blank.setAccessibleName(words)
        self._blank.setVisible(matters)

    def _show_question(self, claim: Claim | None) -> None:
        if claim is not None and self._question is None:
            self._question = DoubleQuestion(self._letter.text(), self.box.parentWidget())
            self._grid.addWidget(self._question, self._at + 1, 1, 1, len(HEADS) - 1)
            self.widgets.append(self._question)
            self.question_made.emit(self._question)
        if self._question is not None:
            self._question.setVisible(claim is not None)
            if claim is not None:
                self._question.show_claim(claim)

    def _blank_clicked(self) -> None:
        if self._field:
            self.blank_said.emit(self._field, Blank.CLEAR if self._blank.isChecked() else Blank.KEEP)

    def remove(self) -> None:
        """Take the line away."""
        for widget in self.widgets:
            widget.hide()
            widget.deleteLater()
        self.deleteLater()


def _share(filled: int, rows: int) -> str:
    """92 %: never 100 while a cell is blank, never 0 while one is filled."""
    if not rows:
        return ""
    if not filled:
        return "0 %"
    return "100 %" if filled >= rows else f"{min(99, max(1, filled * 100 // rows))} %"


def _reading(match: Any, unread: int) -> str:
    """日期 98 %: as what the cells are read, and the part of the filled ones that can be."""
    if not match.field or not match.filled:
        return ""
    share = "100 %" if not unread else f"{max(0, min(99, (match.filled - unread) * 100 // match.filled))} %"
    return f"{_(_READ_AS.get(_KINDS.get(match.field, Kind.TEXT), _READ_AS[Kind.TEXT]))} {share}"
