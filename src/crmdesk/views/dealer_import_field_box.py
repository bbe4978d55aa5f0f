"""Which field of ours a column of the file is: a drop-down that is typed into, in words or in pinyin."""

from PySide6.QtCore import QEvent, QModelIndex, QObject, Signal
from PySide6.QtGui import QFocusEvent, QStandardItemModel
from PySide6.QtWidgets import QComboBox, QWidget

from crmdesk.exchange.importing.plan import EXTRA
from crmdesk.rules.dealer import COLUMNS, FIELDS
from crmdesk.views.widgets.choices import ChoiceBox
from crmdesk.views.widgets.pinyin import PinyinCompleter, best, entries
from crmdesk.words import _

TITLES = {column.key: column.label for column in COLUMNS}


def title_of(name: str) -> str:
    """What people call a field; empty where it is none of ours."""
    return _(TITLES[name]) if name in TITLES else ""


def all_fields(parent: QObject) -> QStandardItemModel:
    """(不导入), 保留为其他资料 and every field of a dealer, for all boxes together."""
    own = ((None, _("(不导入)")), (EXTRA, _("保留为其他资料")))
    rest = ((key, title_of(key)) for key in FIELDS if key != EXTRA)
    return entries((*own, *rest), parent)


class FieldBox(ChoiceBox):
    """``picked(letter, field or None)``. Typing narrows the list; what fits nothing is taken back."""

    picked = Signal(str, object)

    def __init__(self, letter: str, header: str, fields: QStandardItemModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._letter = letter
        self.setObjectName(f"dealer.import.column.{letter}")
        self.setAccessibleName(_("{letter} 列「{header}」导入为").format(letter=letter, header=header))
        self.setModel(fields)
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setCompleter(None)  # it costs more than all the rest: made when someone comes to type
        self.setMinimumContentsLength(13)  # 统一社会信用代码
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.activated.connect(self._picked)
        self.lineEdit().returnPressed.connect(self._settle)
        self.lineEdit().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A click selects the word, so that what is typed then takes its place."""
        if event.type() == QEvent.Type.MouseButtonRelease and not self.lineEdit().hasSelectedText():
            self.lineEdit().selectAll()
        return super().eventFilter(watched, event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        if self.completer() is None:
            model = self.model()
            assert isinstance(model, QStandardItemModel)
            completer = PinyinCompleter(model, self)
            self.setCompleter(completer)
            completer.activated[QModelIndex].connect(self._completed)
        super().focusInEvent(event)
        self.lineEdit().selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._settle()

    def show_field(self, field: str | None) -> None:
        """Show what the column is now."""
        self.setCurrentIndex(max(self.findData(field), 0) if field else 0)
        self.lineEdit().setCursorPosition(0)

    def _settle(self) -> None:
        """Take what was typed: the field that it means, else what stood before."""
        typed = self.lineEdit().text().strip()
        if typed == self.itemText(self.currentIndex()):
            return
        at = best((self.itemText(place) for place in range(self.count())), typed)
        if at < 0:
            self.lineEdit().setText(self.itemText(self.currentIndex()))
            return
        self.setCurrentIndex(at)
        self._picked(at)

    def _completed(self, index: QModelIndex) -> None:
        at = self.findText(str(index.data()))
        if at >= 0:
            self.setCurrentIndex(at)
            self._picked(at)

    def _picked(self, at: int) -> None:
        self.picked.emit(self._letter, self.itemData(at))
