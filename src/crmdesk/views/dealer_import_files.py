"""Several files that were dropped together: each with what became of it, handled one after the other."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from crmdesk.views import theme
from crmdesk.views.dealer_import_decided import FileStage, OneFile
from crmdesk.views.widgets.flow import Flow
from crmdesk.words import N_, _

_WORDS = {
    FileStage.WAITING: N_("等待"), FileStage.READING: N_("正在读取"), FileStage.LOOKED_AT: N_("等您确认"),
    FileStage.UNREADABLE: N_("读不了"), FileStage.WRITING: N_("正在写入"), FileStage.DONE: N_("已导入"),
    FileStage.UNDONE: N_("已撤销"),
}  # fmt: skip


class FileStrip(QWidget):
    """``chosen(place)`` when a person goes to another of the files. Hidden where there is only one."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("dealer.import.files")
        self._flow = Flow(self)
        self._chips: list[_FileChip] = []
        self.hide()

    def show_files(self, files: Sequence[OneFile], at: int) -> None:
        """Show these with their states; the one at ``at`` is in front."""
        while len(self._chips) < len(files):
            chip = _FileChip(len(self._chips), self)
            chip.chosen.connect(self.chosen)
            self._chips.append(chip)
            self._flow.addWidget(chip)
        for place, chip in enumerate(self._chips):
            chip.setVisible(place < len(files))
            if place < len(files):
                chip.show_file(files[place], is_front=place == at)
        self.setVisible(len(files) > 1)


class _FileChip(QPushButton):
    chosen = Signal(int)

    def __init__(self, at: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(f"dealer.import.file.{at}")
        self.setCheckable(True)
        theme.look(self, "chip")
        self._at = at
        self.clicked.connect(self._clicked)

    def show_file(self, file: OneFile, *, is_front: bool) -> None:
        """Name and state."""
        words = file.words or _(_WORDS[file.stage])
        name = self.fontMetrics().elidedText(file.path.name, _middle(), 220)
        self.setText(_("{file}:{state}").format(file=name, state=words))
        self.setToolTip(file.path.name)
        self.setAccessibleName(self.text())
        self.setChecked(is_front)
        self.updateGeometry()

    def _clicked(self) -> None:
        self.setChecked(True)
        self.chosen.emit(self._at)


def _middle() -> object:
    from PySide6.QtCore import Qt

    return Qt.TextElideMode.ElideMiddle
