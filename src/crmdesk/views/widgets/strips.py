"""The strips at the top of a form: what is wrong (each a link), and the draft that a crash left."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QStylePainter,
    QVBoxLayout,
    QWidget,
)

from crmdesk.rules.china_time import in_china
from crmdesk.rules.clauses import in_words
from crmdesk.rules.errors import Problem
from crmdesk.views import theme
from crmdesk.words import _, listed

_SIDE = 4


class _Link(QPushButton):
    """One problem; a click or Enter goes to its field."""

    chosen = Signal(str)

    def __init__(self, problem: Problem, parent: QWidget) -> None:
        super().__init__(parent)
        clause = f" ({in_words(problem.clause)})" if problem.clause else ""
        self.setText(problem.sentence + clause)
        self.setObjectName(f"problem.{problem.field}")
        theme.look(self, "problem-link")
        self._field = problem.field
        self.clicked.connect(self._go)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def heightForWidth(self, width: int) -> int:
        """A long sentence breaks into lines; a plain button would cut it off."""
        room = QRect(0, 0, width - 2 * _SIDE, 10_000)
        return self.fontMetrics().boundingRect(room, Qt.TextFlag.TextWordWrap, self.text()).height() + _SIDE

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self.heightForWidth(max(self.width(), 200)))

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.fontMetrics().height() + _SIDE)

    def paintEvent(self, _event: QPaintEvent) -> None:
        option, painter = QStyleOptionButton(), QStylePainter(self)
        self.initStyleOption(option)
        painter.drawControl(QStyle.ControlElement.CE_PushButtonBevel, option)
        painter.setPen(QColor(theme.colours().red))
        font = self.font()
        font.setUnderline(True)
        painter.setFont(font)
        inside = self.rect().adjusted(_SIDE, 0, -_SIDE, 0)
        painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap, self.text())

    def _go(self) -> None:
        self.chosen.emit(self._field)


class ProblemStrip(QFrame):
    """All problems at once; ``asked_for(field)`` when one is clicked."""

    asked_for = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        theme.look(self, "problems")
        self.setObjectName("form.problems")
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(theme.M, theme.S, theme.M, theme.S)
        self._box.setSpacing(2)
        self.hide()

    def show_problems(self, problems: Sequence[Problem], head: str = "") -> None:
        """Show these; none hides the strip."""
        while self._box.count():
            old = self._box.takeAt(0).widget()
            if old is not None:
                old.deleteLater()
        if problems or head:
            title = QLabel(head or _("还有 {count} 处需要您看一下").format(count=len(problems)), self)
            title.setWordWrap(True)
            theme.look(title, "strong")
            self._box.addWidget(title)
        for problem in problems:
            link = _Link(problem, self)
            link.chosen.connect(self.asked_for)
            self._box.addWidget(link)
        self.setVisible(bool(problems) or bool(head))

    def clear(self) -> None:
        """Nothing is wrong."""
        self.show_problems(())


class DraftStrip(QFrame):
    """Offers what was typed before a crash: 恢复 or 放弃."""

    restored = Signal(dict)
    dropped = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        theme.look(self, "notice")
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.M, theme.S, theme.M, theme.S)
        self._words = QLabel(self)
        self._words.setWordWrap(True)
        row.addWidget(self._words, 1)
        self._values: dict[str, Any] = {}
        for name, word, run in (
            ("form.draft.restore", _("恢复(&R)"), self._restore),
            ("form.draft.drop", _("放弃(&D)"), self._drop),
        ):
            button = QPushButton(word, self)
            button.setObjectName(name)
            button.clicked.connect(run)
            row.addWidget(button)
        self.hide()

    def offer(self, values: dict[str, Any], at: datetime, labels: Sequence[str]) -> None:
        """Show that there is a draft, from when, with which fields."""
        self._values = values
        when = in_china(at).strftime("%m-%d %H:%M")
        self._words.setText(
            _("{when} 填写的内容没有保存,草稿还在:{fields}").format(when=when, fields=listed(labels))
        )
        self.show()

    def clear(self) -> None:
        """Nothing to offer."""
        self.hide()

    def _restore(self) -> None:
        self.hide()
        self.restored.emit(self._values)

    def _drop(self) -> None:
        self.hide()
        self.dropped.emit()
