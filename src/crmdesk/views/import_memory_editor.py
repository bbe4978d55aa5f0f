"""What a remembered word means is changed where it stands: a field, one of its values, or a text."""

from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QTableView

from crmdesk.rules.dealer import COLUMNS, FIELDS
from crmdesk.rules.import_memory import Memory, MemoryKind
from crmdesk.views.widgets.cell_editor import CellCard
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


class MeaningEditor(CellCard):
    """``accepted(memory, means)`` after Enter or a choice; Esc and clicking elsewhere change nothing."""

    accepted = Signal(object, str)

    def __init__(self, table: QTableView) -> None:
        super().__init__("import_memory.editor", table, _WIDTH)
        self._memory: Memory | None = None
        self.box = ChoiceBox(self)
        self.box.setObjectName("import_memory.meaning")
        self.box.setEditable(True)
        self.box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.box.activated.connect(self._chosen)
        self.line = QLineEdit(self)
        self.line.setObjectName("import_memory.text")
        self.line.returnPressed.connect(self._typed)
        self.keys.setText(_("Enter 改 · Esc 不改"))
        self.stack(self.box, self.line)
        for editor in (self.box, self.box.lineEdit(), self.line):
            editor.installEventFilter(self)

    def open(self, memory: Memory, index: QModelIndex) -> None:
        """Show at the cell of its meaning."""
        self._memory = memory
        choices = meanings(memory)
        self.what.setText(
            _("名单的名称:") if memory.kind is MemoryKind.PROFILE else _("「{said}」的意思:").format(said=memory.shown)
        )
        self.box.setVisible(bool(choices))
        self.line.setVisible(not choices)
        editor: Any = self._offer(memory, choices) if choices else self._write(memory)
        editor.setAccessibleName(self.what.text())
        self.put_at(index, over=True)
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

    def shut(self) -> None:
        """Hide it; nothing is changed."""
        self._memory = None
        super().shut()

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
