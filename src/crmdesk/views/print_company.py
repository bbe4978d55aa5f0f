"""Before the first paper goes out: the company's name is still the placeholder, and here is where it is written."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from crmdesk.views import theme
from crmdesk.words import _

NAME = "company.name"


class CompanyHint(QFrame):
    """``show_settings(values, may_change)``; ``wanted(group)``: the settings where the name is written."""

    wanted = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("complaint.print.company")
        theme.look(self, "notice")
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.M, theme.XS, theme.S, theme.XS)
        self._words = QLabel(self)
        self._words.setObjectName("complaint.print.company.words")
        self._words.setWordWrap(True)
        self._go = QPushButton(_("填写公司名称(&C)"), self)
        self._go.setObjectName("complaint.print.company.go")
        self._go.clicked.connect(self._go_there)
        row.addWidget(self._words, 1)
        row.addWidget(self._go)
        self._group = ""
        self.hide()

    def show_settings(self, values: Sequence[Any], may_change: bool) -> None:
        """Tell it while the name is the one that came with the program."""
        name = next((value for value in values if value.setting.key == NAME), None)
        self.setVisible(name is not None and name.is_default)
        if name is None or not name.is_default:
            return
        self._group = name.setting.group
        words = _("纸上的公司名称还是「{name}」。").format(name=name.value)
        self._words.setText(words if may_change else words + _("请系统管理员在设置中填写。"))
        self.setAccessibleName(self._words.text())
        self._go.setVisible(may_change)

    def _go_there(self) -> None:
        self.wanted.emit(self._group)
