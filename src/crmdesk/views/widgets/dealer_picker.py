"""A dealer is picked by typing: part of the name, pinyin initials, code, tail of a phone."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from PySide6.QtCore import QModelIndex, QRect, QStringListModel, Qt, QTimer, Signal
from PySide6.QtWidgets import QCompleter, QListView, QWidget

from crmdesk.rules.dealer import Dealer
from crmdesk.views import theme
from crmdesk.views.counter import Counter
from crmdesk.views.widgets.field import Field, Line
from crmdesk.words import _


class DealerPicker(Field):
    """Value: the dealer's id. ``picked(dealer)`` carries the whole frozen row (None when it is taken away)."""

    picked = Signal(object)
    editor: Line

    def __init__(
        self, name: str, label: str, counter: Counter, parent: QWidget | None = None, **more: Any
    ) -> None:
        self._counter = counter
        self._id: UUID | None = None
        self._word_of_id = ""
        self._names: dict[UUID, str] = {}  # of every dealer that stood here
        self._found: tuple[Dealer, ...] = ()
        super().__init__(name, label, parent, **more)

    def _make_editor(self) -> QWidget:
        line = Line(self)
        line.setPlaceholderText(_("名称、拼音首字母、电话尾号、编号"))
        self._lines = QStringListModel(self)
        self._completer = QCompleter(self._lines, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setMaxVisibleItems(12)
        popup = QListView()
        theme.look(popup, "choices")
        popup.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._completer.setPopup(popup)
        self._completer.setWidget(line)
        self._completer.activated[QModelIndex].connect(self._take_chosen)
        self._soon = QTimer(self, singleShot=True, interval=40)
        self._soon.timeout.connect(self._search)
        line.textEdited.connect(self._typed)
        return line

    # --- what is in the field -------------------------------------------------------------------------

    def value(self) -> Any:
        return self._id

    def unreadable(self) -> str:
        if self._id is None and self.editor.text().strip():
            return _("请从列表中选一家客户。")
        return ""

    def _show(self, value: Any) -> None:
        if value == self._id and (value is None) == (not self.editor.text()):
            return
        self._id, self._word_of_id = value, ""
        self.editor.clear()
        if value is not None:
            self._counter.ask(self, "dealer.get", value, then=self._name, key="name")

    def _name(self, dealer: Dealer) -> None:
        if dealer.id == self._id:
            self.show_as(dealer.name)

    def show_as(self, name: str) -> None:
        """The name of the dealer whose id was set, when it is known already."""
        self._word_of_id = name
        if self._id is not None:
            self._names[self._id] = name
        self.editor.setText(name)
        self.editor.setCursorPosition(0)

    def kept(self) -> Any:
        return [str(self._id) if self._id else "", self.editor.text()]

    def set_kept(self, kept: Any) -> None:
        said, name = kept
        self._id = UUID(said) if said else None
        self.show_as(name)
        self._edited()

    def words_of(self, value: Any) -> str:
        return self._names.get(value, _("另一家客户")) if value else ""

    # --- typing ---------------------------------------------------------------------------------------

    def _typed(self, text: str) -> None:
        if self._id is not None and text != self._word_of_id:
            self._id = None
            self.picked.emit(None)
        self._edited()
        self._soon.start()

    def _search(self) -> None:
        text = self.editor.text().strip()
        if text and self._id is None:
            self._counter.ask(
                self, "dealer.find", text, then=self._offer, key="find", carry=(text,), limit=20
            )
        else:
            self._completer.popup().hide()

    def _offer(self, dealers: Sequence[Dealer], text: str) -> None:
        if text != self.editor.text().strip():
            return
        self._found = tuple(dealers)
        parts = ((d.code, d.name, d.city, d.mobile) for d in self._found)
        self._lines.setStringList(["   ".join(p for p in line if p) for line in parts])
        if self._found and self.editor.hasFocus():
            self._completer.complete(self._place_of_list())
            self._completer.popup().setCurrentIndex(self._completer.completionModel().index(0, 0))
        else:
            self._completer.popup().hide()

    def _place_of_list(self) -> QRect:
        """Under the field, and as wide as its longest line."""
        line, list_ = self.editor, self._completer.popup()
        around = list_.verticalScrollBar().sizeHint().width() + theme.XL
        width = max(line.width(), list_.sizeHintForColumn(0) + around)
        return QRect(0, 0, width, line.height())

    def _take_chosen(self, index: QModelIndex) -> None:
        if 0 <= index.row() < len(self._found):
            self.take(self._found[index.row()])

    def take(self, dealer: Dealer) -> None:
        """Pick this dealer."""
        self._id = dealer.id
        self.show_as(dealer.name)
        self._edited()
        self.picked.emit(dealer)

    def _leave(self) -> None:
        popup_open = self._completer.popup().isVisible()
        if self._id is None and len(self._found) == 1 and self.editor.text().strip() and not popup_open:
            self.take(self._found[0])
        if not popup_open:
            super()._leave()

    def set_read_only(self, read_only: bool) -> None:
        self.editor.setReadOnly(read_only)
        self.editor.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.editor.style().unpolish(self.editor)
        self.editor.style().polish(self.editor)
