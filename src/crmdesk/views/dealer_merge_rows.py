"""The fields of two dealers beside each other: for each the value is chosen, at the right stands what comes of it."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QRadioButton, QSizePolicy, QWidget

from crmdesk.rules.dealer import COLUMNS, FIELDS, Dealer
from crmdesk.rules.dealer_merge import BOTH, JOINED, KEEP, LOSE, merged_values, usual_choice
from crmdesk.views import theme
from crmdesk.views.widgets.pressing import EnterButton
from crmdesk.views.widgets.rows import shown
from crmdesk.words import _

_BY_KEY = {column.key: column for column in COLUMNS}
_SHARES = (2, 4, 4, 4)
_DOWN = 5  # so that words stand on one line with those of the choices


class _Pick(QRadioButton):
    """One of the values. What has no room is cut off with …, and stands whole in the tooltip."""

    def __init__(self, words: str, name: str, spoken: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._words = words or _("(空)")
        self.setObjectName(name)
        self.setAccessibleName(spoken)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._cut()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._cut()

    def _cut(self) -> None:
        line = " ".join(self._words.split())
        room = max(self.width() - 34, 20)
        cut = self.fontMetrics().elidedText(line, Qt.TextElideMode.ElideRight, room)
        self.setText(cut.replace("&", "&&"))
        self.setToolTip(self._words if cut != self._words else "")


class _Row(QObject):
    """One field: its values to pick from, and the result."""

    chosen = Signal()

    def __init__(self, field: str, keep: Dealer, lose: Dealer, parent: QWidget) -> None:
        super().__init__(parent)
        self.field, self._values = field, (keep, lose)
        self.label = QLabel(_(_BY_KEY[field].label), parent)
        self.label.setContentsMargins(0, _DOWN, 0, 0)
        theme.look(self.label, "secondary")
        self.holder = QWidget(parent)
        self.holder.setObjectName(f"dealer.merge.{field}")
        self.picks: dict[str, _Pick] = {}
        grid = QGridLayout(self.holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.M)
        grid.setVerticalSpacing(0)
        self._add(KEEP, _("留下的"), self.words(keep), grid, 0)
        self._add(LOSE, _("并入的"), self.words(lose), grid, 1)
        if field in JOINED and self.words(keep) and self.words(lose):
            self._add(BOTH, _("两份都要"), _("两份都要"), grid, 0, line=1)
        for column in (0, 1):
            grid.setColumnStretch(column, 1)
        self.result = QLabel(parent)
        self.result.setObjectName(f"dealer.merge.{field}.result")
        self.result.setWordWrap(True)
        self.result.setContentsMargins(0, _DOWN, 0, 0)
        self.result.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.picks[usual_choice(field, keep, lose)].setChecked(True)

    def _add(self, choice: str, side: str, words: str, grid: QGridLayout, column: int, line: int = 0) -> None:
        spoken = _("{field}:{side} {value}").format(field=self.label.text(), side=side, value=words or _("(空)"))
        pick = _Pick(words, f"dealer.merge.{self.field}.{choice}", spoken, self.holder)
        pick.toggled.connect(self._toggled)
        grid.addWidget(pick, line, column)
        self.picks[choice] = pick

    def words(self, dealer: Any) -> str:
        """The value as people read it."""
        return shown(_BY_KEY[self.field], getattr(dealer, self.field))

    def choice(self) -> str:
        """What is chosen."""
        return next((choice for choice, pick in self.picks.items() if pick.isChecked()), KEEP)

    def choose(self, choice: str) -> None:
        """Choose one of the sides, where the field has it."""
        if choice in self.picks:
            self.picks[choice].setChecked(True)

    def focus(self) -> None:
        """The cursor onto what is chosen."""
        self.picks[self.choice()].setFocus(Qt.FocusReason.TabFocusReason)

    def show_result(self, value: Any) -> None:
        """What comes of it."""
        self.result.setText(shown(_BY_KEY[self.field], value) or _("(空)"))
        theme.look(self.result, "strong" if value not in (None, "") else "secondary")

    def _toggled(self, is_on: bool) -> None:
        if is_on:
            self.chosen.emit()


class MergeRows(QFrame):
    """``show_two(keep, lose)``; ``choices()`` is what the merge takes; ``changed`` after every choice.

    Up and down go from field to field, left and right choose, as Tab and the mouse do.
    """

    changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        theme.look(self, "card")
        self._rows: list[_Row] = []
        self._dealers: tuple[Dealer, Dealer] | None = None
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(theme.L, theme.M, theme.L, theme.M)
        self._grid.setHorizontalSpacing(theme.M)
        self._grid.setVerticalSpacing(theme.XS)
        for column, share in enumerate(_SHARES):
            self._grid.setColumnStretch(column, share)
        self._same: EnterButton | None = None
        self._same_words: QLabel | None = None

    def show_two(self, keep: Dealer, lose: Dealer, differing: Sequence[str]) -> None:
        """The fields in which they differ, and below them in one line those in which they do not."""
        kept = self.choices()
        self._clear()
        self._dealers = keep, lose
        self._titles()
        for line, field in enumerate(differing, start=2):
            row = _Row(field, keep, lose, self)
            row.choose(kept.get(field, ""))
            row.chosen.connect(self._changed)
            for pick in row.picks.values():
                pick.installEventFilter(self)
            self._rows.append(row)
            self._grid.addWidget(row.label, line, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(row.holder, line, 1, 1, 2)
            self._grid.addWidget(row.result, line, 3, Qt.AlignmentFlag.AlignTop)
        self._say_same([f for f in FIELDS if f not in differing and getattr(keep, f) not in (None, "")])
        self._changed()

    def choices(self) -> dict[str, str]:
        """Field → whose value."""
        return {row.field: row.choice() for row in self._rows}

    def choose_all(self, choice: str) -> None:
        """Take all from one side, blanks from the other."""
        for row in self._rows:
            row.choose(choice)

    def forget(self) -> None:
        """What was chosen does not count any more: the sides are others."""
        self._clear()

    def focus_first(self) -> None:
        """The cursor onto the first choice."""
        if self._rows:
            self._rows[0].focus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            way = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
            if way is not None and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                at = next((n for n, row in enumerate(self._rows) if watched in row.picks.values()), 0)
                self._rows[max(0, min(at + way, len(self._rows) - 1))].focus()
                return True
        return super().eventFilter(watched, event)

    def _titles(self) -> None:
        words = (_("栏目"), _("留下的"), _("并入的"), _("合并后"))
        for column, word in enumerate(words):
            label = QLabel(word, self)
            theme.look(label, "label")
            self._grid.addWidget(label, 0, column)
        rule = QFrame(self)
        rule.setFrameShape(QFrame.Shape.HLine)
        rule.setFixedHeight(1)
        theme.look(rule, "rule")
        self._grid.addWidget(rule, 1, 0, 1, 4)

    def _say_same(self, fields: Sequence[str]) -> None:
        if not fields or self._dealers is None:
            return
        line = self._grid.rowCount()
        self._same = EnterButton(_("另有 {n} 项两家相同").format(n=len(fields)), self)
        self._same.setObjectName("dealer.merge.same")
        self._same.setCheckable(True)
        theme.look(self._same, "link")
        parts = [f"{_(_BY_KEY[f].label)} {shown(_BY_KEY[f], getattr(self._dealers[0], f))}" for f in fields]
        self._same_words = QLabel(" · ".join(parts), self)
        self._same_words.setWordWrap(True)
        theme.look(self._same_words, "secondary")
        self._same_words.hide()
        self._same.toggled.connect(self._same_words.setVisible)
        self._grid.addWidget(self._same, line, 0, 1, 4, Qt.AlignmentFlag.AlignLeft)
        self._grid.addWidget(self._same_words, line + 1, 0, 1, 4)

    def _changed(self) -> None:
        if self._dealers is None:
            return
        values = merged_values(*self._dealers, self.choices())
        for row in self._rows:
            row.show_result(values[row.field])
        self.changed.emit()

    def _clear(self) -> None:
        for row in self._rows:
            row.deleteLater()
        self._rows = []
        while self._grid.count():
            old = self._grid.takeAt(0).widget()
            if old is not None:
                old.hide()
                old.deleteLater()
