"""What a remembered word means is changed where it stands: a field, one of its values, or a text."""

from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QFrame, QLabel, QLineEdit, QTableView, QVBoxLayout

from crmdesk.rules.dealer import COLUMNS, FIELDS
from crmdesk.rules.import_memory import Memory, MemoryKind
from crmdesk.views import theme
from crmdesk.views.widgets.choices import ChoiceBox
from crmdesk.views.widgets.pinyin import PinyinCompleter, best, entries
from crmdesk.words import _

_BY_KEY = {column.key: column for column in COLUMNS}
_WIDTH = 300


def meanings(memory: Memory) -> list[tuple[str, str]]:
    """What may be chosen, as pairs of value and word; none where any text may stand."""
    nothing = [("", _("不导入"))]
    if memory.kind is MemoryKind.COLUMN:
        return nothing + [(key, _BY_KEY[key].title) for key in FIELDS]
    column = _BY_KEY.get(memory.field)
    if memory.kind is MemoryKind.VALUE and column is not None and column.choices:
        return nothing + [(str(choice), choice.label) for choice in column.choices]
    return []


class MeaningEditor(QFrame):
    """``accepted(memory, means)`` after Enter or a choice; Esc and clicking elsewhere change nothing."""

    accepted = Signal(object, str)

    def __init__(self, table: QTableView) -> None:
        super().__init__(table.viewport())
        self.setObjectName("import_memory.editor")
        theme.look(self, "card-now")
        self._table, self._memory = table, None
        box = QVBoxLayout(self)
        box.setContentsMargins(theme.S, theme.S, theme.S, theme.S)
        box.setSpacing(theme.XS)
        self._what = QLabel(self)
        theme.look(self._what, "label")
        self.box = ChoiceBox(self)
        self.box.setObjectName("import_memory.meaning")
        self.box.setEditable(True)
        self.box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.box.activated.connect(self._chosen)
        self.line = QLineEdit(self)
        self.line.setObjectName("import_memory.text")
        self.line.returnPressed.connect(self._typed)
        self._keys = QLabel(self)
        theme.look(self._keys, "small")
        self._keys.setText(_("Enter 改 · Esc 不改"))
        for part in (self._what, self.box, self.line, self._keys):
            box.addWidget(part)
        for editor in (self.box, self.box.lineEdit(), self.line):
            editor.installEventFilter(self)
        self.hide()

    def open(self, memory: Memory, index: QModelIndex) -> None:
        """Show at the cell of its meaning."""
        self._memory = memory
        choices = meanings(memory)
        self._what.setText(
            _("名单的名称:") if memory.kind is MemoryKind.PROFILE else _("「{said}」的意思:").format(said=memory.shown)
        )
        self.box.setVisible(bool(choices))
        self.line.setVisible(not choices)
        editor: Any = self._offer(memory, choices) if choices else self._write(memory)
        editor.setAccessibleName(self._what.text())
        self.setFixedWidth(max(_WIDTH, self._what.sizeHint().width() + 2 * theme.S))
        self.adjustSize()
        self._place_at(index)
        self.show()
        self.raise_()
        editor.setFocus()
        self._select()

    def _offer(self, memory: Memory, choices: list[tuple[str, str]]) -> ChoiceBox:
        model = entries(choices, self.box)
        self.box.setModel(model)
        completer = PinyinCompleter(model, self.box)
        completer.activated[str].connect(self._completed)
        self.box.setCompleter(completer)
        self.box.setCurrentIndex(max(self.box.findData(memory.means), 0))
        return self.box

    def _write(self, memory: Memory) -> QLineEdit:
        self.line.setText(memory.shown if memory.kind is MemoryKind.PROFILE else memory.means)
        self.line.setPlaceholderText("" if memory.kind is MemoryKind.PROFILE else _("空着:不导入"))
        return self.line

    def _select(self) -> None:
        line = self.box.lineEdit() if self.box.isVisible() else self.line
        line.selectAll()

    def _place_at(self, index: QModelIndex) -> None:
        """Over the cell, or above it where there is no room below."""
        cell, around = self._table.visualRect(index), self._table.viewport().rect()
        left = max(0, min(cell.left(), around.width() - self.width()))
        top = cell.top() if cell.top() + self.height() <= around.height() else cell.bottom() - self.height()
        self.move(QPoint(left, max(0, top)))

    def shut(self) -> None:
        """Hide it; nothing is changed."""
        self._memory = None
        self.hide()
        self._table.setFocus()

    def _completed(self, word: str) -> None:
        self._accept(self.box.findText(word))

    def _chosen(self, at: int) -> None:
        self._accept(at)

    def _accept(self, at: int) -> None:
        if at >= 0:
            self._tell(str(self.box.itemData(at) or ""))

    def _typed(self) -> None:
        self._tell(self.line.text().strip())

    def _tell(self, means: str) -> None:
        memory = self._memory
        if memory is None:
            return
        self.shut()
        before = memory.shown if memory.kind is MemoryKind.PROFILE else memory.means
        if means != before:
            self.accepted.emit(memory, means)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc and Enter are ours while one types, not the page's."""
        kinds = (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride)
        if event.type() not in kinds or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        is_press, key = event.type() == QEvent.Type.KeyPress, event.key()
        if key == Qt.Key.Key_Escape:
            event.accept()
            if is_press:
                self.shut()
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and watched is self.box.lineEdit():
            event.accept()
            if is_press:
                self._accept(best((self.box.itemText(n) for n in range(self.box.count())), self.box.currentText()))
            return True
        return super().eventFilter(watched, event)
