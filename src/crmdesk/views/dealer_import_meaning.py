"""The line over a cell in which a meaning is typed: the words of the field are offered, by pinyin too."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QTableView

from crmdesk.views.widgets.pinyin import PinyinCompleter, best, entries
from crmdesk.words import _


class MeaningEditor(QLineEdit):
    """``accepted(meaning)`` after Enter or a choice; Esc and leaving change nothing."""

    accepted = Signal(str)

    def __init__(self, table: QTableView) -> None:
        super().__init__(table.viewport())
        self.setObjectName("dealer.import.meaning")
        self._table, self._field, self._only = table, "", False
        self._options: tuple[tuple[str, str], ...] = ()
        self.returnPressed.connect(self._settle)
        self.hide()

    def open(
        self, index: QModelIndex, field: str, options: Sequence[tuple[str, str]], text: str, *, only: bool
    ) -> None:
        """Show over a cell. ``options`` are pairs of meaning and word; ``only``: nothing else may be said."""
        self._field, self._only = field, only
        place = self._table.visualRect(index)
        self.setGeometry(place.adjusted(0, 0, max(0, 160 - place.width()), 0))
        self.setAccessibleName(_("意思是"))
        self.set_options(field, options)
        self.setText(text)
        self.selectAll()
        self.show()
        self.setFocus()

    def set_options(self, field: str, options: Sequence[tuple[str, str]]) -> None:
        """The words of a field have arrived."""
        if field != self._field:
            return
        self._options = tuple(options)
        completer = PinyinCompleter(entries(self._options, self), self)
        completer.activated[QModelIndex].connect(self._completed)
        self.setCompleter(completer)

    def _completed(self, index: QModelIndex) -> None:
        self._accept(str(index.data(Qt.ItemDataRole.UserRole)))

    def _settle(self) -> None:
        """What was typed: a word of ours by its text or pinyin, else the text itself where that may be said."""
        if not self.isVisible():
            return
        text = self.text().strip()
        at = best((word for _value, word in self._options), text)
        if at >= 0 and (self._only or text.isascii() or self._options[at][1] == text):
            self._accept(self._options[at][0])
        elif not self._only:
            self._accept(text)

    def _accept(self, meaning: str) -> None:
        self._shut()
        self.accepted.emit(meaning)

    def _shut(self) -> None:
        self.hide()
        self._table.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._shut()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if QApplication.activePopupWidget() is None:
            self.hide()
