"""The panel at the right of a list or form: title, pills, tabs, a row of buttons. Enter opens it, Esc closes it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QTabWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from crmdesk.views import theme
from crmdesk.views.widgets.pill import refill
from crmdesk.words import _

WIDTH = 312


class DetailPanel(QFrame):
    """Shows one record beside the list.

    ``add_tab(name, title, widget)``: the same tabs on every subject (资料, 历史 …); ``tab_opened(name)`` comes
    when one is looked at, so that it loads only then. ``closed`` after Esc or the cross.
    """

    closed = Signal()
    tab_opened = Signal(str)

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._name = name
        self.setObjectName(f"{name}.panel")
        theme.look(self, "panel")
        self.setFixedWidth(WIDTH)
        box = QVBoxLayout(self)
        box.setContentsMargins(theme.L, theme.L, theme.L, theme.L)
        box.setSpacing(theme.S)
        top = QHBoxLayout()
        self._title = QLabel(self)
        self._title.setWordWrap(True)
        theme.look(self._title, "heading")
        close = QToolButton(self)
        close.setObjectName(f"{name}.panel.close")
        close.setAccessibleName(_("关闭详情"))
        close.setToolTip(_("关闭详情  Esc"))
        theme.dress(close, "x", "secondary", 16)
        close.clicked.connect(self.shut)
        top.addWidget(self._title, 1)
        top.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        box.addLayout(top)
        self._pills = QHBoxLayout()
        self._pills.setSpacing(6)
        row = QHBoxLayout()
        row.addLayout(self._pills)
        row.addStretch(1)
        box.addLayout(row)
        self.tabs = QTabWidget(self)
        self.tabs.setObjectName(f"{name}.panel.tabs")
        self.tabs.setAccessibleName(_("详情"))
        self.tabs.tabBar().setDrawBase(False)
        self.tabs.currentChanged.connect(self._tab_changed)
        box.addWidget(self.tabs, 1)
        self._buttons = QHBoxLayout()
        box.addLayout(self._buttons)
        escape = QShortcut(QKeySequence("Esc"), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self.shut)
        self.hide()

    def set_title(self, text: str, pills: tuple[tuple[str, str], ...] = ()) -> None:
        """Name of the record and its coloured words."""
        self._title.setText(text)
        refill(self._pills, pills, self)

    def add_tab(self, name: str, title: str, widget: QWidget) -> None:
        """A tab; ``name`` comes back in ``tab_opened``."""
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        theme.look(widget, "clear")
        scroll.setWidget(widget)
        scroll.setObjectName(name)
        self.tabs.addTab(scroll, title)

    def set_tab_title(self, name: str, title: str) -> None:
        """Another word on a tab, e.g. with a count (附件 3)."""
        for at in range(self.tabs.count()):
            if self.tabs.widget(at).objectName() == name:
                self.tabs.setTabText(at, title)

    def current_tab(self) -> str:
        """The name of the tab in front."""
        front = self.tabs.currentWidget()
        return front.objectName() if front else ""

    def set_buttons(self, buttons: tuple[QPushButton, ...]) -> None:
        """The row at the bottom; make them with ``Page.button``."""
        while self._buttons.count():
            old = self._buttons.takeAt(0).widget()
            if old is not None:
                old.deleteLater()
        for button in buttons:
            self._buttons.addWidget(button)
        self._buttons.addStretch(1)

    def open(self) -> None:
        """Show the panel; the tab in front is told to load."""
        self.show()
        self.tab_opened.emit(self.current_tab())

    def shut(self) -> None:
        """Hide the panel."""
        if self.isVisible():
            self.hide()
            self.closed.emit()

    def _tab_changed(self, _at: int) -> None:
        if self.isVisible():
            self.tab_opened.emit(self.current_tab())


class Facts(QWidget):
    """Label at the left in grey, value at the right: ``set_facts((("编号", "KH1004"),))``. Values can be copied."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._form = QFormLayout(self)
        self._form.setContentsMargins(0, theme.S, theme.XS, 0)
        self._form.setVerticalSpacing(10)
        self._form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)

    def set_facts(self, facts: tuple[tuple[str, str], ...]) -> None:
        """Show these, in order; an empty value is left out."""
        while self._form.rowCount():
            self._form.removeRow(0)
        for label, value in facts:
            if value:
                name, text = QLabel(label, self), QLabel(value, self)
                theme.look(name, "secondary")
                text.setWordWrap(True)
                text.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
                text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
                self._form.addRow(name, text)
