"""The permits as they stand: action × role, to read only. They are declared in ``rules/permits.py``."""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHeaderView, QLabel, QTableView

from crmdesk.rules.people import ENDS_OF_ROLES, Role
from crmdesk.rules.permits import PERMITS
from crmdesk.views import theme
from crmdesk.views.page import Page
from crmdesk.views.shell.part import Part
from crmdesk.views.shell.permit_words import WORDS, word_of
from crmdesk.views.widgets.narrow_header import NarrowHeader
from crmdesk.words import _


class Matrix(QAbstractTableModel):
    """Actions down, roles across; ✓ where the role may."""

    def __init__(self, parent: Any) -> None:
        super().__init__(parent)
        self._verbs = [verb for verb in WORDS if verb in PERMITS]
        self._roles = [role for role in Role if any(role in PERMITS[verb] for verb in self._verbs)]

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._verbs)

    def columnCount(self, parent: QModelIndex = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._roles)

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        may = self._roles[index.column()] in PERMITS[self._verbs[index.row()]]
        if role == Qt.ItemDataRole.DisplayRole:
            return "●" if may else ""
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignCenter
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            words = _("{role}可以{verb}") if may else _("{role}不可以{verb}")
            return words.format(
                role=self._roles[index.column()].label, verb=word_of(self._verbs[index.row()])
            )
        return None

    def headerData(self, at: int, way: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        if way == Qt.Orientation.Vertical:
            return word_of(self._verbs[at])
        label = self._roles[at].label
        return in_lines(label) if role == Qt.ItemDataRole.DisplayRole else label


def in_lines(label: str) -> str:
    """A role over a narrow column, broken between its words."""
    if label.isascii():
        return label.replace(" ", "\n")
    end = next((end for end in ENDS_OF_ROLES if label.endswith(end) and len(label) > 3), "")
    return f"{label.removesuffix(end)}\n{end}" if end else label


class _Permits(QTableView):
    """Roles are long words in English: their heads stand upright where the window is too narrow for them."""

    def __init__(self, parent: Part) -> None:
        super().__init__(parent)
        self.heads = NarrowHeader(self)
        self.setHorizontalHeader(self.heads)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.heads.make_room(self.viewport().width())


class PermitsPart(Part):
    """Who may do what."""

    def __init__(self, page: Page) -> None:
        super().__init__(page, scrolls=False)
        note = QLabel(
            _("谁可以办哪些事。没有列出的(查看、打印预览等)人人可以。客户抱怨的每一步还要看它停在哪一站。"),
            self,
        )
        note.setWordWrap(True)
        theme.look(note, "secondary")
        self.body.addWidget(note)
        self.table = _Permits(self)
        self.table.setObjectName("settings.permits")
        self.table.setAccessibleName(_("权限表"))
        self.table.setModel(Matrix(self))
        self.table.setShowGrid(True)
        self.table.setCornerButtonEnabled(False)
        self.table.verticalHeader().setDefaultSectionSize(theme.row_height())
        self.table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.body.addWidget(self.table, 1)
