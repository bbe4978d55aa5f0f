"""The photos of a visit: small pictures under its form, taken by dropping files on it or choosing them."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QBuffer, QByteArray, QSize, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QDragEnterEvent, QDropEvent, QIcon, QImageReader, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from crmdesk.rules.attachment import Attachment
from crmdesk.views import theme
from crmdesk.views.counter import Counter
from crmdesk.views.widgets.flow import Flow
from crmdesk.views.widgets.pressing import EnterButton
from crmdesk.views.widgets.save_dialog import ask_which, remember_folder
from crmdesk.views.widgets.section import Section
from crmdesk.words import _

_SIDE = 96
_PICTURES = ("*.jpg", "*.jpeg", "*.png", "*.webp", "*.heic", "*.bmp")


class Photos(Section):
    """``wanted(paths)`` when files shall be attached; ``opened(attachment)`` when one is to be seen large."""

    wanted = Signal(object)
    opened = Signal(object)

    def __init__(self, counter: Counter, parent: QWidget) -> None:
        super().__init__(parent, _("照片与附件"))
        self._counter = counter
        self._shown: tuple[UUID, ...] = ()
        self._may_add = True
        self.setAcceptDrops(True)
        row = QWidget(self)
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        self.add = EnterButton(_("加照片"), row)
        self.add.setObjectName("visit.photos.add")
        theme.dress(self.add, "paperclip", "text", 16)
        self.add.clicked.connect(self.choose)
        self._hint = QLabel(_("也可以把照片拖到这里。"), row)
        theme.look(self._hint, "secondary")
        line.addWidget(self.add)
        line.addWidget(self._hint)
        line.addStretch(1)
        self._pictures = QWidget(self)
        self._flow = Flow(self._pictures)
        self.put(self._pictures)
        self.put(row)
        self._pictures.hide()

    def show_photos(self, photos: Sequence[Attachment], may_add: bool) -> None:
        """Show these; their pictures are fetched when they are new here."""
        self.add.setVisible(may_add)
        self._hint.setVisible(may_add)
        self._may_add = may_add
        ids = tuple(photo.id for photo in photos)
        if ids == self._shown:
            return
        self._shown = ids
        while self._flow.count():
            item = self._flow.takeAt(0)
            old = item.widget() if item is not None else None
            if old is not None:
                old.hide()
                old.deleteLater()
        for photo in photos:
            self._flow.addWidget(self._thumb(photo))
        self._pictures.setVisible(bool(photos))
        self.set_title(_("照片与附件"), str(len(photos)) if photos else "")

    def _thumb(self, photo: Attachment) -> QToolButton:
        button = QToolButton(self._pictures)
        button.setObjectName(f"visit.photo.{photo.id}")
        button.setAccessibleName(photo.name)
        button.setText(button.fontMetrics().elidedText(photo.name, Qt.TextElideMode.ElideMiddle, _SIDE + 8))
        button.setToolTip(photo.name if photo.is_here else _("{name}(内容不在这台电脑上)").format(name=photo.name))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        theme.dress(button, "file-text", "secondary", 32)
        button.clicked.connect(partial(self.opened.emit, photo))
        if photo.is_here and photo.type.startswith("image/"):
            self._counter.ask(self, "attachment.content", photo.id, then=self._draw, carry=(photo.id,))
        return button

    def _draw(self, content: bytes, photo_id: UUID) -> None:
        button = self.findChild(QToolButton, f"visit.photo.{photo_id}")
        picture = _small(content)
        if button is None or picture is None:
            return
        button.setProperty("icon_name", None)
        button.setIcon(QIcon(picture))
        button.setIconSize(QSize(_SIDE, _SIDE * 3 // 4))

    def choose(self) -> None:
        """Choose files to attach."""
        kinds = _("照片 ({kinds})").format(kinds=" ".join(_PICTURES)) + ";;" + _("所有文件 (*)")
        self._dialog = ask_which(self, _("选照片"), kinds, self._chosen)

    def _chosen(self, paths: list[str]) -> None:
        remember_folder(Path(paths[0]))
        self.wanted.emit(tuple(Path(path) for path in paths))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self._may_add and event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = tuple(Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile())
        if paths and self._may_add:
            event.acceptProposedAction()
            self.wanted.emit(paths)


def _small(content: bytes) -> QPixmap | None:
    """A photo read at the size at which it is shown: a whole one would take a tenth of a second."""
    data = QBuffer()
    data.setData(QByteArray(content))
    reader = QImageReader(data)
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isValid():
        reader.setScaledSize(size.scaled(QSize(2 * _SIDE, 2 * _SIDE), Qt.AspectRatioMode.KeepAspectRatio))
    picture = reader.read()
    return None if picture.isNull() else QPixmap.fromImage(picture)


def show_file(path: Path) -> None:
    """Show a file with the program that the desktop has for it."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
