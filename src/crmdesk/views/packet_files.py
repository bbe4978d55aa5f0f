"""Packets, cards and databases as files: their names, and the dialogs that ask for them."""

from collections.abc import Callable

from PySide6.QtWidgets import QFileDialog, QWidget

from crmdesk.views.widgets.save_dialog import last_folder
from crmdesk.words import N_, _

PACKET, CARD, DATABASE = ".crmpkt", ".crmcard", ".crm"
_KINDS = {
    PACKET: N_("文件包 (*.crmpkt)"), CARD: N_("电脑名片 (*.crmcard)"), DATABASE: N_("数据库 (*.crm)"),
}  # fmt: skip
#: What 打开文件包 takes: a card does as well.
BOTH = N_("文件包和名片 (*.crmpkt *.crmcard)")
_NOT_IN_NAMES = '\\/:*?"<>|\n\t'


def file_name(words: str, suffix: str) -> str:
    """Words as the name of a file that every system takes."""
    return "".join("_" if letter in _NOT_IN_NAMES else letter for letter in words).strip() + suffix


def ask_to_save(parent: QWidget, title: str, name: str, suffix: str, taken: Callable[[str], object]) -> QFileDialog:
    """Ask where a file is to be written; ``taken`` is a bound method that gets the path."""
    dialog = QFileDialog(parent, title, last_folder(), _(_KINDS[suffix]))
    dialog.setObjectName("packet.save_as")
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(suffix.removeprefix("."))
    dialog.selectFile(name)
    dialog.fileSelected.connect(taken)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog
