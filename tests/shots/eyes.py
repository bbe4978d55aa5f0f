"""What a machine can see in a picture: words that are cut off, and bars to scroll sideways. The rest needs a person."""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QComboBox,
    QHeaderView,
    QLabel,
    QWidget,
)

_SLACK = 1  # pixels; Qt rounds half ones


def faults(roots: list[QWidget]) -> list[str]:
    """Sentences, each once."""
    return list(dict.fromkeys(fault for root in roots for fault in _of(root)))


def _of(root: QWidget) -> Iterator[str]:
    for widget in root.findChildren(QWidget):
        if not widget.isVisible() or widget.visibleRegion().isEmpty():
            continue
        if isinstance(widget, QLabel):
            yield from _label(widget)
        elif isinstance(widget, QAbstractButton) and not widget.hasHeightForWidth():
            yield from _too_narrow(widget, widget.text(), widget.minimumSizeHint().width())
        elif isinstance(widget, QComboBox):
            room = widget.width() - 36
            yield from _wider(
                widget,
                widget.currentText(),
                widget.fontMetrics().horizontalAdvance(widget.currentText()),
                room,
            )
        elif isinstance(widget, QHeaderView):
            yield from _header(widget)
        elif isinstance(widget, QAbstractScrollArea) and widget.horizontalScrollBar().isVisible():
            yield f"scrolls sideways: {_name(widget)}"


def _label(label: QLabel) -> Iterator[str]:
    text = label.text()
    if not text or type(label) is not QLabel:
        return
    if label.wordWrap():
        if label.heightForWidth(label.width()) > label.height() + _SLACK:
            yield f"cut below: {_name(label)} 「{text[:40]}」"
    else:
        yield from _too_narrow(label, text, label.sizeHint().width())


def _too_narrow(widget: QWidget, text: str, wanted: int) -> Iterator[str]:
    if text:
        yield from _wider(widget, text, wanted, widget.width())


def _wider(widget: QWidget, text: str, wanted: int, room: int) -> Iterator[str]:
    if wanted > room + _SLACK:
        yield f"cut off: {_name(widget)} 「{text[:40]}」 {wanted} > {room}"


def _header(header: QHeaderView) -> Iterator[str]:
    if header.orientation() is not Qt.Orientation.Horizontal or header.model() is None:
        return
    if getattr(header, "is_upright", False):
        return  # its words run upwards, and its height follows them
    for at in range(header.count()):
        text = header.model().headerData(at, Qt.Orientation.Horizontal)
        if not header.isSectionHidden(at) and text:
            longest = max(map(QApplication.fontMetrics().horizontalAdvance, str(text).split("\n")))
            wanted = longest * 9.5 / 10.5 + 2
            yield from _wider(header, str(text), round(wanted), header.sectionSize(at))


def _name(widget: QWidget) -> str:
    at: QWidget | None = widget
    while at is not None and not at.objectName():
        at = at.parentWidget()
    own = widget.metaObject().className()
    return f"{at.objectName() if at else '?'}/{own}"
