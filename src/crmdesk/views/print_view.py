"""The pages of a PDF one under the other, as large as one likes; what is in sight is rendered, nothing else."""

from collections.abc import Sequence
from enum import StrEnum

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from crmdesk.views import theme
from crmdesk.views.rendering import Renderer, fitted
from crmdesk.words import _

A4 = (595.28, 841.89)
GAP = 16
LEAST, MOST, STEP = 0.2, 5.0, 1.2
KEPT = 6  # pictures of pages that stay in memory
SOON_MS = 70  # while the zoom is changing the old picture is stretched


class Fit(StrEnum):
    """What the zoom follows when the window changes."""

    PAGE = "page"
    WIDTH = "width"
    FREE = "free"


class PageView(QAbstractScrollArea):
    """``show_pdf(pdf)``; ``turned(page from 0)`` when another page is in front, ``zoomed(scale)`` with the scale
    (1.0: as large as on paper at 96 dpi)."""

    turned = Signal(int)
    zoomed = Signal(float)
    measured = Signal(object)

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(_("打印预览"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self._pdf = b""
        self._sizes: tuple[tuple[float, float], ...] = (A4,)
        self._pictures: dict[int, tuple[float, QImage]] = {}
        self._asked: set[tuple[int, float]] = set()
        self._fit, self._scale, self._front = Fit.PAGE, 1.0, 0
        self.renderer = Renderer(self)
        self.renderer.measured.connect(self._take_sizes)
        self.renderer.rendered.connect(self._take_picture)
        self._soon = QTimer(self, singleShot=True, interval=SOON_MS)
        self._soon.timeout.connect(self._want)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        theme.look_signals().changed.connect(self.viewport().update)

    # --- what is shown --------------------------------------------------------------------------------

    def show_pdf(self, pdf: bytes) -> None:
        """Another file; the page in front stays the same where it has one."""
        self._pdf = pdf
        self.renderer.forget()
        self.renderer.measure((pdf,), pdf)

    def picture(self, page: int) -> QImage | None:
        """What is drawn of a page at present, for tests and thumbnails."""
        found = self._pictures.get(page)
        return found[1] if found else None

    def _take_sizes(self, key: object, sizes: Sequence[tuple[float, float]]) -> None:
        if key == (self._pdf,):
            self._sizes = tuple(sizes)
            self._pictures.clear()
            self._asked.clear()
            self._lay()
            self._want()
            self.measured.emit(self._sizes)

    def _take_picture(self, key: object, picture: QImage) -> None:
        pdf, page, scale = key
        if pdf is self._pdf and page < len(self._sizes):
            picture.setDevicePixelRatio(self.devicePixelRatioF())
            self._pictures[page] = (scale, picture)
            self._asked.discard((page, scale))
            while len(self._pictures) > KEPT:
                del self._pictures[max(self._pictures, key=lambda n: abs(n - self._front))]
            self.viewport().update()

    def _want(self) -> None:
        """Ask for what is in sight, and for its neighbours, at the present size."""
        if not self._pdf:
            return
        scale = self._scale * 96 / 72 * self.devicePixelRatioF()
        seen = self._in_sight() or [self._front]
        near = [n for n in (seen[0] - 1, seen[-1] + 1) if 0 <= n < len(self._sizes)]
        wanted = [
            (n, scale) for n in (*near, *reversed(seen)) if self._pictures.get(n, (0.0, None))[0] != scale
        ]
        if not self._asked.issuperset(wanted):
            self._asked = set(wanted)
            self.renderer.forget()
            for page, at in wanted:
                self.renderer.want((self._pdf, page, at), self._pdf, page, at)

    def _in_sight(self) -> list[int]:
        top = self.verticalScrollBar().value()
        seen = QRectF(0, top, 1, self.viewport().height())
        return [
            n for n in range(len(self._sizes)) if QRectF(0, self._top(n), 1, self._height(n)).intersects(seen)
        ]

    # --- where things are -----------------------------------------------------------------------------

    def _width(self, page: int) -> float:
        return self._sizes[page][0] * self._scale * 96 / 72

    def _height(self, page: int) -> float:
        return self._sizes[page][1] * self._scale * 96 / 72

    def _top(self, page: int) -> float:
        return GAP + sum(self._height(n) + GAP for n in range(page))

    def _lay(self) -> None:
        if self._fit is not Fit.FREE:
            room = QSize(self.viewport().width() - 2 * GAP, self.viewport().height() - 2 * GAP)
            size = self._sizes[min(self._front, len(self._sizes) - 1)]
            if self._fit is Fit.WIDTH:
                size = (size[0], 1.0)
            self._set_scale(fitted(size, room) * 72 / 96)
        bar, side = self.verticalScrollBar(), self.horizontalScrollBar()
        bar.setRange(0, max(round(self._top(len(self._sizes)) - self.viewport().height()), 0))
        bar.setPageStep(self.viewport().height())
        bar.setSingleStep(40)
        side.setRange(
            0,
            max(round(max(map(self._width, range(len(self._sizes))))) + 2 * GAP - self.viewport().width(), 0),
        )
        side.setPageStep(self.viewport().width())
        self.viewport().update()

    def _set_scale(self, scale: float) -> None:
        if scale != self._scale:
            self._scale = scale
            self.zoomed.emit(scale)

    # --- zoom and pages -------------------------------------------------------------------------------

    @property
    def scale(self) -> float:
        """1.0 is the size of the paper."""
        return self._scale

    @property
    def front(self) -> int:
        """The page in front, from 0."""
        return self._front

    def fit_page(self) -> None:
        """The whole page."""
        self._fit_to(Fit.PAGE)

    def fit_width(self) -> None:
        """As wide as there is room."""
        self._fit_to(Fit.WIDTH)

    def larger(self) -> None:
        """One step larger."""
        self._zoom(STEP)

    def smaller(self) -> None:
        """One step smaller."""
        self._zoom(1 / STEP)

    def _fit_to(self, fit: Fit) -> None:
        self._fit = fit
        self._lay()
        self.go_to(self._front)
        self._soon.start()

    def _zoom(self, factor: float, about: QPoint | None = None) -> None:
        """Zoom so that the point under the mouse (the middle without one) stays where it is."""
        about = about or self.viewport().rect().center()
        bar, side, before = self.verticalScrollBar(), self.horizontalScrollBar(), self._scale
        self._fit = Fit.FREE
        self._set_scale(min(max(self._scale * factor, LEAST), MOST))
        ratio = self._scale / before
        top, left = (
            (bar.value() + about.y()) * ratio - about.y(),
            (side.value() + about.x()) * ratio - about.x(),
        )
        self._lay()
        bar.setValue(round(top))
        side.setValue(round(left))
        self._soon.start()

    def go_to(self, page: int) -> None:
        """Bring a page to the front."""
        page = min(max(page, 0), len(self._sizes) - 1)
        self.verticalScrollBar().setValue(round(self._top(page)) - GAP)
        self._set_front(page)

    def next(self) -> None:
        """The page after this one."""
        self.go_to(self._front + 1)

    def previous(self) -> None:
        """The page before this one."""
        self.go_to(self._front - 1)

    def _scrolled(self) -> None:
        middle = self.verticalScrollBar().value() + self.viewport().height() / 3
        pages = range(len(self._sizes))
        self._set_front(next((n for n in pages if self._top(n) + self._height(n) + GAP > middle), pages[-1]))
        self.viewport().update()
        self._want()

    def _set_front(self, page: int) -> None:
        if page != self._front:
            self._front = page
            self.turned.emit(page)

    # --- Qt -------------------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        c = theme.colours()
        painter.fillRect(self.viewport().rect(), QColor(c.grey_soft))
        left, top = self.horizontalScrollBar().value(), self.verticalScrollBar().value()
        for page in self._in_sight():
            width = self._width(page)
            x = max((self.viewport().width() - width) / 2, GAP - left)
            place = QRectF(x, self._top(page) - top, width, self._height(page))
            painter.fillRect(place, QColor("white"))
            picture = self.picture(page)
            if picture is not None:
                painter.drawImage(place, picture)
            else:
                _paint_coming(painter, place)
            painter.setPen(QColor(c.accent if page == self._front and self.hasFocus() else c.line))
            painter.drawRect(place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        whole = self._height(self._front) <= self.viewport().height()
        key, bar = event.key(), self.verticalScrollBar()
        back = key == Qt.Key.Key_PageUp or (
            key == Qt.Key.Key_Space and bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        )
        if back or key in (Qt.Key.Key_PageDown, Qt.Key.Key_Space):
            if whole:
                self.go_to(self._front + (-1 if back else 1))
            else:
                bar.setValue(bar.value() + (-1 if back else 1) * (bar.pageStep() - 40))
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.go_to(0 if key == Qt.Key.Key_Home else len(self._sizes) - 1)
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.larger()
        elif key == Qt.Key.Key_Minus:
            self.smaller()
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._zoom(STEP ** (event.angleDelta().y() / 120), event.position().toPoint())
            event.accept()
        else:
            super().wheelEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        front = self._front
        self._lay()
        if self._fit is not Fit.FREE:
            self.go_to(front)
        self._soon.start()


def _paint_coming(painter: QPainter, place: QRectF) -> None:
    """Grey bars where the form will be, so that it looks like a page that is coming."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor("#EFEDE8"))
    line = place.height() / 24
    for n in range(2, 21):
        share = (0.5, 0.84, 0.84, 0.7)[n % 4]
        painter.drawRect(
            QRectF(place.x() + place.width() * 0.08, place.y() + n * line, place.width() * share, line / 3)
        )
