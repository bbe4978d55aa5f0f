"""What did not go over as it stood: one line per cell or row, with its address, value, reason and what was done."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from crmdesk.rules.columns import Column, Kind
from crmdesk.rules.dealer import COLUMNS
from crmdesk.rules.worded import Worded
from crmdesk.views import theme
from crmdesk.views.widgets.pill import TONES
from crmdesk.views.widgets.table import WindowedTable
from crmdesk.words import N_, _

#: As many are listed on the page; all of them stand in the workbook.
MOST_LISTED = 2_000


class Weight(Worded):
    """How much a problem matters, worst first; the codes are those of the import's grades."""

    LOST = "lost", N_("没有导入")
    DOUBT = "doubt", N_("请核对")
    CHANGED = "changed", N_("已改写")
    ASIDE = "aside", N_("不是客户")


TONES.update(doubt="amber", changed="blue", aside="grey")

_COLUMNS: tuple[Column, ...] = (
    Column("cell", N_("单元格"), Kind.CODE, 7, sortable=False),
    Column("weight", N_("结果"), Kind.CHOICE, 9, choices=Weight, sortable=False),
    Column("field", N_("栏目"), Kind.TEXT, 15, sortable=False),
    Column("value", N_("原来的内容"), Kind.LONG_TEXT, 20, sortable=False),
    Column("reason", N_("原因"), Kind.LONG_TEXT, 33, sortable=False),
    Column("done", N_("怎么处理的"), Kind.LONG_TEXT, 24, sortable=False),
)
_TITLES = {column.key: column.title for column in COLUMNS}


@dataclass(frozen=True, slots=True)
class ProblemLine:
    """One problem as people read it; ``row`` and ``key`` say where it is."""

    cell: str
    weight: Weight
    field: str
    value: str
    reason: str
    done: str
    row: int = 0
    key: str = ""


def lines_of(
    problems: Sequence[Any], weights: frozenset[Weight] = frozenset(Weight)
) -> tuple[ProblemLine, ...]:
    """The problems of a report with these weights, worst first, then as they stand in the sheet.

    A long list may have as many problems as rows: one look at each, and only those that are shown become lines.
    """
    found: dict[str, list[Any]] = {weight.value: [] for weight in Weight if weight in weights}
    for problem in problems:
        alike = found.get(problem.grade)
        if alike is not None and len(alike) < MOST_LISTED:
            alike.append(problem)
    worst_first = [problem for alike in found.values() for problem in alike]
    return tuple(_line(problem) for problem in worst_first[:MOST_LISTED])


def _line(problem: Any) -> ProblemLine:
    place = problem.cell if problem.column else _("第 {row} 行").format(row=problem.row)
    return ProblemLine(
        place,
        Weight(problem.grade.value),
        _TITLES.get(problem.field, ""),
        problem.value,
        problem.reason,
        problem.done,
        problem.row,
        problem.field,
    )


class ProblemList(QWidget):
    """The list, or a sentence where there is nothing to list. ``opened(row, field)`` after Enter on a problem."""

    opened = Signal(int, str)

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.XS)
        self.note = QLabel(self)
        self.note.setObjectName(f"{name}.note")
        self.note.setWordWrap(True)
        self.note.setAlignment(Qt.AlignmentFlag.AlignTop)
        theme.look(self.note, "secondary")
        self.table = WindowedTable(name, _COLUMNS, self, unit=_("处"))
        self.table.setAccessibleName(_("有问题的单元格"))
        box.addWidget(self.note)
        box.addWidget(self.table, 1)
        self.table.opened.connect(self._open)

    def _open(self, line: ProblemLine) -> None:
        self.opened.emit(line.row, line.key)

    def show_problems(
        self, problems: Sequence[Any], none: str, weights: frozenset[Weight] = frozenset(Weight)
    ) -> None:
        """List these; ``none`` is said where there are none."""
        lines = lines_of(problems, weights)
        more = len(lines) >= MOST_LISTED
        self.note.setText(
            none if not lines else _("这里列出前 {count} 处。").format(count=MOST_LISTED) if more else ""
        )
        self.note.setVisible(bool(self.note.text()))
        self.table.setVisible(bool(lines))
        self.table.show_rows(lines)
