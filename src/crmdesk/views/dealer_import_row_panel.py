"""Beside the grid: the row under the cursor, which dealers it may be and why, and what an update would change."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from crmdesk.rules.columns import Column
from crmdesk.rules.dealer import COLUMNS, FIELDS
from crmdesk.views import theme
from crmdesk.views.widgets.pill import refill
from crmdesk.views.widgets.rows import shown
from crmdesk.words import _, listed

WIDTH = 316
MOST_CANDIDATES = 5
_COLUMN: dict[str, Column] = {column.key: column for column in COLUMNS}


class RowPanel(QFrame):
    """``updated(record)``: the row is this dealer. ``parted(candidate)``: it is not."""

    updated = Signal(str)
    parted = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("dealer.import.row")
        theme.look(self, "card")
        self.setFixedWidth(WIDTH)
        self._shown: tuple[Any, ...] | None = None
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget(scroll)
        theme.look(inside, "clear")
        scroll.setWidget(inside)
        outer.addWidget(scroll)
        box = QVBoxLayout(inside)
        box.setContentsMargins(theme.L, theme.M, theme.L, theme.M)
        box.setSpacing(theme.S)
        self._where, self.name, self.reason = QLabel(inside), QLabel(inside), QLabel(inside)
        theme.look(self._where, "small")
        self._pills = QHBoxLayout()
        self._pills.setSpacing(6)
        pills = QHBoxLayout()
        pills.addLayout(self._pills)
        pills.addStretch(1)
        self._maybe, self._changes_head, self.changes = QLabel(inside), QLabel(inside), QLabel(inside)
        self._problems_head, self.problems, self.people = QLabel(inside), QLabel(inside), QLabel(inside)
        self._cards = [_CandidateCard(at, inside) for at in range(MOST_CANDIDATES)]
        for name, label in (
            ("name", self.name), ("reason", self.reason), ("changes", self.changes), ("problems", self.problems),
            ("people", self.people),
        ):  # fmt: skip
            label.setObjectName(f"dealer.import.row.{name}")
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        theme.look(self.name, "heading")
        for label in (self.reason, self._maybe, self._changes_head, self._problems_head):
            theme.look(label, "secondary")
        theme.look(self.problems, "small")
        self._maybe.setText(_("可能是同一家"))
        self._problems_head.setText(_("这一行的改写和问题"))
        box.addWidget(self._where)
        box.addWidget(self.name)
        box.addLayout(pills)
        box.addWidget(self.reason)
        box.addWidget(self._maybe)
        for card in self._cards:
            box.addWidget(card)
            card.taken.connect(self.updated)
            card.parted.connect(self.parted)
        for label in (self._changes_head, self.changes, self.people, self._problems_head, self.problems):
            box.addWidget(label)
        box.addStretch(1)
        theme.look_signals().changed.connect(self._show_again)

    def show_nothing(self, words: str) -> None:
        """There is no row."""
        self._shown = None
        self._where.setText("")
        self.name.setText("")
        refill(self._pills, (), self)
        self.reason.setText(words)
        self.reason.setVisible(bool(words))
        for card in self._cards:
            card.hide()
        for part in (
            self._maybe, self._changes_head, self.changes, self.people, self._problems_head, self.problems,
        ):  # fmt: skip
            part.hide()

    def show_row(self, row: Any, pills: tuple[tuple[str, str], ...]) -> None:
        """A row of the review."""
        self._shown = (row, pills)
        self.name.setText(row.values.get("name") or _("(没有名称)"))
        self._where.setText(_("第 {row} 行").format(row=row.row))
        refill(self._pills, pills, self)
        self.reason.setText("" if row.candidates else row.reason)
        self.reason.setVisible(bool(self.reason.text()))
        candidates = row.candidates[:MOST_CANDIDATES]
        self._maybe.setVisible(bool(candidates))
        for at, card in enumerate(self._cards):
            card.show_candidate(candidates[at] if at < len(candidates) else None)
        self._show_changes(row)
        self.problems.setText("\n".join(_problem(problem) for problem in row.problems[:8]))
        for part in (self._problems_head, self.problems):
            part.setVisible(bool(row.problems))
        people = [contact.said for contact in row.contacts]
        self.people.setText(_("另加联系人:{people}").format(people=listed(people)) if people else "")
        self.people.setVisible(bool(people))

    def show_aside(self, line: Any) -> None:
        """A row that was set aside."""
        self.show_nothing(line.reason)
        self._where.setText(_("第 {row} 行").format(row=line.row))
        self.name.setText(line.name)

    def _show_changes(self, row: Any) -> None:
        before: Mapping[str, Any] = row.before or {}
        changed = [key for key in FIELDS if key in before]
        self._changes_head.setText(_("会改 {count} 项").format(count=len(changed)))
        self.changes.setText(_table([(key, before[key], row.values.get(key)) for key in changed]))
        for part in (self._changes_head, self.changes):
            part.setVisible(bool(changed))

    def _show_again(self) -> None:
        if self._shown is not None:
            self.show_row(*self._shown)


class _CandidateCard(QFrame):
    """A dealer that the row may be: score, name, why; 是这一家 and 不是同一家."""

    taken = Signal(str)
    parted = Signal(object)

    def __init__(self, at: int, parent: QWidget) -> None:
        super().__init__(parent)
        theme.look(self, "card")
        self.setObjectName(f"dealer.import.candidate.{at}")
        self._candidate: Any = None
        box = QVBoxLayout(self)
        box.setContentsMargins(theme.S, theme.S, theme.S, theme.S)
        box.setSpacing(theme.XS)
        self._name, self._about, self._why = QLabel(self), QLabel(self), QLabel(self)
        for label in (self._name, self._about, self._why):
            label.setWordWrap(True)
            box.addWidget(label)
        theme.look(self._name, "strong")
        theme.look(self._about, "small")
        theme.look(self._why, "small")
        row = QHBoxLayout()
        row.setSpacing(theme.S)
        self._take, self._part = QPushButton(self), QPushButton(_("不是同一家"), self)
        for name, button, run in (("take", self._take, self._taken), ("part", self._part, self._parted)):
            button.setObjectName(f"dealer.import.candidate.{at}.{name}")
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(run)
            row.addWidget(button)
        row.addStretch(1)
        box.addLayout(row)
        self.hide()

    def show_candidate(self, candidate: Any) -> None:
        """Show one; None hides the card."""
        self._candidate = candidate
        self.setVisible(candidate is not None)
        if candidate is None:
            return
        is_dealer = bool(candidate.record)
        other_row = "" if is_dealer else _("名单第 {row} 行").format(row=candidate.row)
        self._name.setText(_("{score} 分  {name}").format(score=candidate.score, name=candidate.name))
        self._about.setText(" · ".join(part for part in (other_row, candidate.code, candidate.city) if part))
        self._why.setText(listed(candidate.why))
        self._take.setText(_("是这一家,更新"))
        self._take.setVisible(is_dealer)
        self._about.setVisible(bool(self._about.text()))

    def _taken(self) -> None:
        self.taken.emit(self._candidate.record)

    def _parted(self) -> None:
        self.parted.emit(self._candidate)


def _table(changes: Sequence[tuple[str, Any, Any]]) -> str:
    """Field, old struck through, new below it: only what changes."""
    c = theme.colours()
    lines = []
    for key, before, after in changes:
        column = _COLUMN[key]
        old, new = escape(shown(column, before)), escape(shown(column, after))
        old = (
            f'<span style="color:{c.secondary};text-decoration:line-through">{old}</span>'
            if old
            else _("(空)")
        )
        new = f'<span style="color:{c.accent};font-weight:600">{new}</span>' if new else _("(清空)")
        label = f'<span style="color:{c.secondary}">{escape(column.title)}</span>'
        lines.append(
            f'<tr><td style="padding-right:10px;padding-bottom:4px">{label}</td><td>{old} → {new}</td></tr>'
        )
    return f'<table cellspacing="0">{"".join(lines)}</table>' if lines else ""


def _problem(problem: Any) -> str:
    where = f"{problem.cell} " if problem.column else ""
    is_new = problem.value and problem.value not in problem.reason
    value = _("「{value}」").format(value=problem.value) if is_new else ""
    told = _("{reason},{done}").format(reason=problem.reason, done=problem.done)
    return f"{where}{value}{told}"
