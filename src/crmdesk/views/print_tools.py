"""The line above the pages: which printer, which page, how large."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from crmdesk.views import theme
from crmdesk.views.widgets.choices import ChoiceBox
from crmdesk.words import _


class PrintTools(QWidget):
    """``printer`` is the one chosen, empty where there is none; ``name`` is the page's."""

    printer_chosen = Signal(str)
    larger = Signal()
    smaller = Signal()
    whole = Signal()
    wide = Signal()

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._name = name
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.S)
        self._word = QLabel(_("打印机"), self)
        theme.look(self._word, "secondary")
        self._word.hide()
        self._box = ChoiceBox(self)
        self._box.setObjectName(f"{name}.printer")
        self._box.setAccessibleName(_("打印机"))
        self._box.setMinimumWidth(180)
        self._box.setMaximumWidth(320)
        self._box.hide()
        self._box.textActivated.connect(self.printer_chosen)
        self._none = QLabel(_("正在找打印机…"), self)
        self._none.setObjectName(f"{name}.no_printer")
        theme.look(self._none, "secondary")
        self._none.setWordWrap(True)
        row.addWidget(self._word)
        row.addWidget(self._box)
        row.addWidget(self._none, 1)
        row.addStretch(0)
        self._page = QLabel(self)
        self._page.setObjectName(f"{name}.page")
        theme.look(self._page, "secondary")
        row.addWidget(self._page)
        row.addSpacing(theme.M)
        row.addWidget(self._tool("smaller", "minus", _("缩小  Ctrl+-"), self.smaller))
        self._scale = QLabel(self)
        self._scale.setObjectName(f"{name}.scale")
        self._scale.setMinimumWidth(44)
        row.addWidget(self._scale)
        row.addWidget(self._tool("larger", "plus", _("放大  Ctrl+="), self.larger))
        for part, word, keys, signal in (
            ("whole", _("整页"), "Ctrl+0", self.whole), ("wide", _("适合宽度"), "Ctrl+E", self.wide),
        ):  # fmt: skip
            button = QPushButton(word, self)
            button.setObjectName(f"{name}.tool.{part}")
            button.setToolTip(f"{word}  {keys}")
            button.clicked.connect(signal)
            row.addWidget(button)

    def _tool(self, part: str, icon: str, words: str, signal: Signal) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(f"{self._name}.tool.{part}")
        button.setAccessibleName(words.split()[0])
        button.setToolTip(words)
        theme.dress(button, icon, "text", 16)
        button.clicked.connect(signal)
        return button

    @property
    def printer(self) -> str:
        """The printer chosen."""
        return self._box.currentText() if self._box.count() else ""

    def show_printers(self, names: Sequence[str], usual: str) -> None:
        """The printers that there are; the one used last is chosen, else the first."""
        before = self.printer or usual
        self._box.clear()
        self._box.addItems(list(names))
        self._box.setCurrentIndex(max(self._box.findText(before), 0) if names else -1)
        self._box.setVisible(bool(names))
        self._word.setVisible(bool(names))
        self._none.setText(_("这台电脑上没有打印机。可以存为 PDF,拿到别的电脑上打印。"))
        self._none.setVisible(not names)

    def show_page(self, page: int, of: int) -> None:
        """第 2 页,共 5 页."""
        self._page.setText(_("第 {page} 页,共 {of} 页").format(page=page, of=of))

    def show_scale(self, scale: float) -> None:
        """120 %."""
        self._scale.setText(f"{scale:.0%}".replace("%", " %"))
