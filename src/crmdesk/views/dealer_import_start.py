"""Before and between: where files are chosen or dropped, and the bar while one waits."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from crmdesk.views import theme
from crmdesk.views.widgets.done_strip import DoneStrip
from crmdesk.views.widgets.empty import Empty
from crmdesk.views.widgets.trouble import Trouble
from crmdesk.words import _


class Start(QWidget):
    """Says what can be imported, and above it why the last file could not be read."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        self.trouble = Trouble(self)
        self.empty = Empty("dealer.import", self)
        self.saved = DoneStrip("dealer.import.template", self)
        box.addWidget(self.trouble)
        box.addWidget(self.empty, 1)
        box.addWidget(self.saved)

    def show_ways(self, buttons: Sequence[QPushButton]) -> None:
        """The sentence and the buttons under it."""
        words = _(
            "Excel、WPS 和 CSV 文件都可以,几个一起也行。表头上面有标题、合并单元格、合计行也没关系。\n"
            "写入以前先让您看一遍识别的结果,不会直接改动客户档案;写入以后还能整个撤销。"
        )
        self.empty.show_words("file-spreadsheet", _("把客户名单拖到窗口上"), words, buttons)
        self.setFocusProxy(buttons[0])


class Busy(QWidget):
    """``stopped()`` when 停止 is pressed."""

    stopped = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        box = QVBoxLayout(self)
        box.setSpacing(theme.M)
        box.addStretch(2)
        self._head, self._words = QLabel(self), QLabel(self)
        self._head.setObjectName("dealer.import.busy")
        theme.look(self._head, "heading")
        theme.look(self._words, "secondary")
        self._bar = QProgressBar(self)
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(360)
        self._bar.setAccessibleName(_("进度"))
        self._stop = QPushButton(_("停止(&X)"), self)
        self._stop.setObjectName("dealer.import.stop")
        self._stop.clicked.connect(self.stopped)
        self.setFocusProxy(self._stop)
        for part in (self._head, self._bar, self._words, self._stop):
            box.addWidget(part, 0, Qt.AlignmentFlag.AlignHCenter)
        box.addStretch(3)

    def begin(self, head: str) -> None:
        """Something begins."""
        self._head.setText(head)
        self._stop.setEnabled(True)
        self.show_progress(0, 0, "")

    def show_progress(self, done: int, total: int, words: str) -> None:
        """How far it is; without a total the bar runs to and fro."""
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        self._words.setText(words)

    def say_stopping(self) -> None:
        """It will stop at its next step."""
        self._stop.setEnabled(False)
        self._words.setText(_("正在停止…"))
