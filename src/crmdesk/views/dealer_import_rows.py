"""逐行: all rows of the list, what becomes of each, and the keys with which a person decides."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from crmdesk.exchange.importing.plan import Choice, Decision
from crmdesk.views import theme
from crmdesk.views.dealer_import_lines import (
    ALWAYS,
    GRID_COLUMNS,
    aside_line,
    line_of,
    proposed,
    told_decision,
    told_standing,
)
from crmdesk.views.dealer_import_row_bar import RowBar, RowFilters
from crmdesk.views.dealer_import_row_panel import RowPanel
from crmdesk.views.dealer_import_row_table import RowTable
from crmdesk.words import _

_FEW = 200


class RowList(QWidget):
    """The page hears: ``decided({row: Decision or None})``, ``took_back()``, ``moved(rows, as_records)``,
    ``strictness_said(n)``, ``parted(row, candidate)``, ``other_wanted()``, ``cell_wanted(row, field)``.
    """

    decided = Signal(object)
    took_back = Signal()
    moved = Signal(object, bool)
    strictness_said = Signal(int)
    parted = Signal(object, object)
    other_wanted = Signal()
    cell_wanted = Signal(int, str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._review: Any = None
        self._aside: tuple[Any, ...] = ()
        self._is_first = True  # nothing was shown of this file yet
        box = QVBoxLayout(self)
        box.setContentsMargins(0, theme.S, 0, 0)
        box.setSpacing(theme.S)
        self.filters = RowFilters(self)
        box.addWidget(self.filters)
        middle = QHBoxLayout()
        middle.setSpacing(theme.M)
        left = QVBoxLayout()
        left.setSpacing(theme.S)
        self.table, self.panel = RowTable("dealer.import.rows", self), RowPanel(self)
        self.nothing = QLabel(self)
        self.nothing.setObjectName("dealer.import.rows.nothing")
        theme.look(self.nothing, "secondary")
        self.nothing.hide()
        left.addWidget(self.nothing)
        left.addWidget(self.table, 1)
        middle.addLayout(left, 1)
        middle.addWidget(self.panel)
        box.addLayout(middle, 1)
        self.bar = RowBar(self)
        box.addWidget(self.bar)
        self._soon = QTimer(self, singleShot=True, interval=30)
        self._soon.timeout.connect(self._show_current)
        self.table.chosen.connect(self._soon.start)
        self.table.took_back.connect(self.took_back)
        self.table.opened.connect(self._edit_current)
        self.filters.changed.connect(self._show_rows)
        self.filters.down.connect(self.table.setFocus)
        self.filters.strictness_said.connect(self.strictness_said)
        self.panel.updated.connect(self._update_to)
        self.panel.parted.connect(self._part)
        self.bar.pressed.connect(self.act)
        self.setFocusProxy(self.table)

    # --- showing --------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Another file."""
        self._review, self._aside, self._is_first = None, (), True
        self.filters.begin()
        self.table.show_places((), _no_line)
        self.panel.show_nothing("")

    def show_review(
        self, review: Any, aside: Sequence[Any], fields: set[str], strictness: int, *, same: bool = False
    ) -> None:
        """Show these rows; ``same``: only decisions are other than before."""
        first, self._is_first = self._is_first, False
        self._review, self._aside = review, tuple(aside)
        self.filters.show_counts(review.undecided, len(self._aside), strictness, first=first)
        if not same:
            self.table.want_columns(ALWAYS | fields)
        self._show_rows(same=same and not self.filters.undecided)

    def _show_rows(self, *, same: bool = False) -> None:
        if self._review is None:
            return
        if self.filters.aside:
            places: Sequence[int] = range(len(self._aside))
            self.table.show_places(places, self._aside_line, same=same)
        else:
            places = self._review.places(undecided=self.filters.undecided, text=self.filters.text)
            self.table.show_places(places, self._line, same=same)
        self.nothing.setText(self._why_nothing() if not len(places) else "")
        self.nothing.setVisible(not len(places))
        self.bar.show_for(is_aside=self.filters.aside, any_row=bool(len(places)))
        self._soon.start()

    def _why_nothing(self) -> str:
        if self.filters.text:
            return _("没有符合的行。")
        return _("每一行都定好了。") if self.filters.undecided else _("没有行。")

    def _line(self, place: int) -> Any:
        return line_of(place, self._review.row(place))

    def _aside_line(self, place: int) -> Any:
        return aside_line(self._aside[place])

    def _show_current(self) -> None:
        line = self.table.current_row()
        if line is None or self._review is None:
            self.panel.show_nothing("")
        elif not line.is_record:
            self.panel.show_aside(line)
        else:
            row = self._review.row(line.place)
            pills = tuple(
                (told.label, told.tone) for told in (told_standing(row.standing), told_decision(row))
            )
            self.panel.show_row(row, pills)

    @property
    def current(self) -> Any:
        """The row of the review under the cursor; None where there is none."""
        line = self.table.current_row()
        if line is None or not line.is_record or self._review is None:
            return None
        return self._review.row(line.place)

    def show_row(self, row: int, field: str = "") -> None:
        """Go to a row of the sheet, with the cursor in a field; every filter that hides it is lifted."""
        if self._review is None:
            return
        rows = self._review.rows
        at = bisect_left(rows, row)
        if at >= len(rows) or rows[at] != row:
            return
        if self.filters.is_narrow:
            self.filters.begin()
            self._show_rows()
        keys = [column.key for column in GRID_COLUMNS]
        self.table.go_to(at, keys.index(field) if field in keys else 0)
        self.table.setFocus()

    # --- deciding -------------------------------------------------------------------------------------

    def act(self, name: str) -> None:
        """One of new, update, skip, merge, apart, edit, back, aside, record."""
        if name in ("new", "skip"):
            choice = Choice.NEW if name == "new" else Choice.SKIP
            self._decide_all(Decision(choice))
        elif name == "update":
            self._decide_all(None)
        elif name == "merge" and self.current is not None:
            self.other_wanted.emit()
        elif name == "apart":
            self._part_best()
        elif name == "edit":
            self._edit_current()
        elif name == "back":
            self.took_back.emit()
        elif name in ("aside", "record"):
            self._move(as_records=name == "record")

    def mark(self) -> None:
        """The selected rows are dealers after all, or are none after all."""
        self.act("record" if self.filters.aside else "aside")

    def decide_current(self, decision: Decision) -> None:
        """The row under the cursor, by a choice outside the grid."""
        if self.current is not None:
            self.decided.emit({self.current.row: decision})
        self.table.setFocus()

    def _decide_all(self, decision: Decision | None) -> None:
        """All selected rows; without a decision each is the dealer that it is, or most likely is."""
        if self.filters.aside or self._review is None:
            return
        places = self.table.chosen_places()
        if len(places) > _FEW:  # the review passes over those with which that cannot be done
            rows = self._review.rows
            many = dict.fromkeys((rows[place] for place in places), decision or Decision(Choice.UPDATE))
            self.decided.emit(many)
            return
        chosen = [self._review.row(place) for place in places]
        decisions = {row.row: decision or proposed(row) for row in chosen if str(row.standing) != "broken"}
        decisions = {row: one for row, one in decisions.items() if one is not None}
        if decisions:
            self.decided.emit(decisions)

    def go_down(self, steps: int = 1) -> None:
        """To the next row, where the decided one stays in sight."""
        at = self.table.currentIndex().row() + steps
        if not self.filters.undecided and at < self.table.rows.rowCount():
            self.table.go_to(at)

    def _update_to(self, record: str) -> None:
        self.decide_current(Decision(Choice.UPDATE, record))

    def _part(self, candidate: Any) -> None:
        if self.current is not None:
            self.parted.emit(self.current, candidate)
        self.table.setFocus()

    def _part_best(self) -> None:
        row = self.current
        if row is not None and row.candidates:
            self.parted.emit(row, row.candidates[0])

    def _move(self, *, as_records: bool) -> None:
        if as_records != self.filters.aside:
            return
        lines = self.table.chosen_places()
        rows = [self._aside[at].row if as_records else self._review.row(at).row for at in lines]
        if rows:
            self.moved.emit(rows, as_records)

    def _edit_current(self, _line: Any = None) -> None:
        line = self.table.current_row()
        if line is not None and line.is_record:
            self.cell_wanted.emit(line.row, self.table.current_column)


def _no_line(_place: int) -> Mapping[str, Any]:
    return {}
