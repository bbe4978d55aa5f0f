"""Files dropped anywhere on the window: the window says what will happen, then goes to the page that takes them.

    self.drop = FileDrop(self)                    # in the window, once
    self.drop.dropped.connect(self.take_file)     # a Path or several; ``pages.page_for_file`` names the page

While a file hangs over the window a sheet covers it, so that no field takes the file's name as text.
"""

from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from crmdesk.views import theme
from crmdesk.views.pages import PageEntry, page_for_file
from crmdesk.words import _


class FileDrop(QFrame):
    """``dropped(Path)`` for a file that was dropped, ``dropped((Path, …))`` for several."""

    dropped = Signal(object)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("drop")
        self.setAcceptDrops(True)
        card, self._picture, self._words = QFrame(self), QLabel(self), QLabel(self)
        theme.look(card, "card-now")
        theme.look(self._words, "title")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(theme.XL * 2, theme.XL, theme.XL * 2, theme.XL)
        inside.setSpacing(theme.M)
        inside.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignHCenter)
        inside.addWidget(self._words)
        box = QVBoxLayout(self)
        box.addWidget(card, 0, Qt.AlignmentFlag.AlignCenter)
        self.hide()
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.DragEnter and isinstance(event, QDragEnterEvent) and _files_of(event):
            files = _files_of(event)
            entry = page_for_file(files[0])
            theme.dress(self._picture, entry.icon, "accent", 32)
            self._words.setText(_words_for(entry, len(files)))
            around = self.parentWidget()
            self.setGeometry(around.rect())
            self.show()
            self.raise_()
            event.acceptProposedAction()
            return True
        if event.type() == QEvent.Type.Drop and isinstance(event, QDropEvent) and _files_of(event):
            self.dropEvent(event)
            return True
        if event.type() in (QEvent.Type.DragLeave, QEvent.Type.WindowDeactivate) and not self.underMouse():
            self.hide()
        return False

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _files_of(event):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        event.acceptProposedAction()

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        self.hide()

    def dropEvent(self, event: QDropEvent) -> None:
        self.hide()
        paths = _files_of(event)
        if paths:
            event.acceptProposedAction()
            self.dropped.emit(paths if len(paths) > 1 else paths[0])


def _words_for(entry: PageEntry, count: int) -> str:
    """What will happen when the mouse is let go."""
    if entry.suffixes:
        return _("松开鼠标,打开这个文件") if count == 1 else _("松开鼠标,打开这 {count} 个文件").format(count=count)
    several = _("松开鼠标,导入这 {count} 份客户名单").format(count=count)
    return _("松开鼠标,导入这份客户名单") if count == 1 else several


def _files_of(event: QDropEvent) -> tuple[Path, ...]:
    """The local files that are dragged."""
    return tuple(Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile())
