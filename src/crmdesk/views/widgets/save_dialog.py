"""Asks where a file shall be written; the folder of last time is offered. Nothing waits for the answer."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from crmdesk.views import memory
from crmdesk.words import _

_FOLDER = "folder/last"
WORKBOOK = "xlsx"


def last_folder() -> str:
    """The folder in which a file was chosen last; the documents of the person where there is none."""
    kept = str(memory.get(_FOLDER, ""))
    if kept and Path(kept).is_dir():
        return kept
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return documents if Path(documents).is_dir() else str(Path.home())


def remember_folder(path: Path) -> None:
    """Offer the folder of this file next time."""
    memory.keep(_FOLDER, str(path.parent))


def ask_where(parent: QWidget, title: str, name: str, taken: Callable[[str], object]) -> QFileDialog:
    """Ask for the name of a workbook to be written; ``taken`` is a bound method that gets the path as text."""
    dialog = QFileDialog(parent, title, last_folder(), _("Excel 工作簿 (*.xlsx)"))
    dialog.setObjectName("save_as")
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(WORKBOOK)
    dialog.selectFile(name)
    dialog.fileSelected.connect(taken)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog


def ask_which(parent: QWidget, title: str, kinds: str, taken: Callable[[list[str]], object]) -> QFileDialog:
    """Ask for one file or several to be read; ``taken`` is a bound method that gets the paths."""
    dialog = _Which(parent, title, last_folder(), kinds)
    dialog.setObjectName("open_file")
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    dialog.fileSelected.connect(dialog.take_one)
    dialog.filesSelected.connect(dialog.take_several)
    dialog.chosen.connect(taken)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog


class _Which(QFileDialog):
    """Says once what was chosen; Qt tells of a single file twice."""

    chosen = Signal(list)

    def take_one(self, path: str) -> None:
        self.chosen.emit([path])

    def take_several(self, paths: list[str]) -> None:
        if len(paths) > 1:
            self.chosen.emit(paths)
