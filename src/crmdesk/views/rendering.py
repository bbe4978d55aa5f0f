"""Pages of a PDF as pictures, made in a thread of their own; what is asked for last comes first."""

import queue
import threading
import weakref
from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Any

import shiboken6
from PySide6.QtCore import QObject, QSize, Signal
from PySide6.QtGui import QImage

from crmdesk.papers import pages


@dataclass(frozen=True, slots=True, order=True)
class _Wish:
    """The queue's order: the youngest wish first."""

    age: int
    key: Hashable = field(compare=False)
    pdf: bytes = field(compare=False, repr=False)
    index: int = field(compare=False)
    scale: float = field(compare=False)  # 0: only the sizes of all pages


_ONE = threading.Lock()  # what the library opened is closed before another thread opens something


def picture_of(pdf: bytes, index: int, scale: float) -> QImage:
    """Page ``index`` (from 0) at ``scale`` pixels a point, as an image that owns its bytes."""
    with _ONE:
        raster = pages.render_page(pdf, index, scale)
    made = QImage(raster.data, raster.width, raster.height, raster.width * 4, QImage.Format.Format_RGB32)
    return made.copy()


def sizes_of(pdf: bytes) -> tuple[tuple[float, float], ...]:
    """Width and height of every page in points."""
    with _ONE:
        return tuple(pages.page_size(pdf, n) for n in range(pages.page_count(pdf)))


class Renderer(QObject):
    """``measured(key, sizes in points)``, ``rendered(key, QImage)`` and ``failed(error)`` come on the GUI thread."""

    measured = Signal(object, object)
    rendered = Signal(object, object)
    failed = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._wishes: queue.PriorityQueue[_Wish | Any] = queue.PriorityQueue()
        self._age = 0
        self._thread: threading.Thread | None = None
        wishes = self._wishes
        self.destroyed.connect(lambda: _end(wishes))

    def measure(self, key: Hashable, pdf: bytes) -> None:
        """Ask how many pages there are and how large they are."""
        self._put(key, pdf, 0, 0.0)

    def want(self, key: Hashable, pdf: bytes, index: int, scale: float) -> None:
        """Ask for a page (from 0) at ``scale`` pixels a point."""
        self._put(key, pdf, index, scale)

    def forget(self) -> None:
        """Pages that were not begun are not wanted any more."""
        kept = []
        while True:
            try:
                wish = self._wishes.get_nowait()
            except queue.Empty:
                break
            if not wish.scale:
                kept.append(wish)
        for wish in kept:
            self._wishes.put(wish)

    def _put(self, key: Hashable, pdf: bytes, index: int, scale: float) -> None:
        self._age -= 1
        self._wishes.put(_Wish(self._age, key, pdf, index, scale))
        if self._thread is None:
            self._thread = threading.Thread(
                target=_serve, args=(self._wishes, weakref.ref(self)), daemon=True, name="crmdesk-pages"
            )
            self._thread.start()


def _end(wishes: "queue.PriorityQueue[Any]") -> None:
    wishes.put(_Wish(-(2**62), None, b"", -1, 0.0))


def _serve(wishes: "queue.PriorityQueue[Any]", of: "weakref.ref[Renderer]") -> None:
    """Never holds the renderer while it waits, so that the page may go."""
    while (wish := wishes.get()).index >= 0:
        try:
            answer, error = _fulfil(wish), None
        except Exception as failure:  # noqa: BLE001 - carried to the page
            answer, error = None, failure
        renderer = of()
        if renderer is None or not shiboken6.isValid(renderer):
            return
        if error is not None:
            renderer.failed.emit(error)
        elif wish.scale:
            renderer.rendered.emit(wish.key, answer)
        else:
            renderer.measured.emit(wish.key, answer)
        del renderer


def _fulfil(wish: _Wish) -> Any:
    return picture_of(wish.pdf, wish.index, wish.scale) if wish.scale else sizes_of(wish.pdf)


def fitted(size: tuple[float, float], room: QSize) -> float:
    """The scale at which a page of ``size`` points fits into ``room`` pixels."""
    return max(min(room.width() / size[0], room.height() / size[1]), 0.05)
