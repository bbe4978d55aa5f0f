"""A word of a list is found by typing part of it or its pinyin: 联系人 by ``lxr`` and by ``lianxi``."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter, QListView

from crmdesk.resources import resource
from crmdesk.rules.pinyin import Readings
from crmdesk.views import theme

#: Holds everything by which an entry is found, a line for each.
SAID_ROLE = Qt.ItemDataRole.UserRole + 7


@cache
def _readings() -> Readings:
    with resource("pinyin", "readings.txt").open(encoding="utf-8") as lines:
        return Readings.from_lines(lines)


@cache
def said(word: str) -> str:
    """The word, its initials and its syllables, in lower case."""
    readings = _readings()
    return "\n".join((word.lower(), readings.initials(word), "".join(readings.syllables(word))))


def best(words: Iterable[str], typed: str) -> int:
    """The place of the word that ``typed`` means: itself, its beginning, a part or its pinyin; -1 for none."""
    wanted = typed.strip().lower()
    listed = list(words)
    if not wanted:
        return -1
    tests = (
        lambda word: word.lower() == wanted,
        lambda word: word.lower().startswith(wanted),
        lambda word: said(word).split("\n")[1].startswith(wanted),
        lambda word: wanted in said(word),
    )
    return next((at for test in tests for at, word in enumerate(listed) if test(word)), -1)


def entries(words: Iterable[tuple[Any, str]], parent: QObject) -> QStandardItemModel:
    """A model of values and their words, for a drop-down and its completer. Pinyin is added by `spell`."""
    model = QStandardItemModel(parent)
    for value, word in words:
        item = QStandardItem(word)
        item.setData(value, Qt.ItemDataRole.UserRole)
        model.appendRow(item)
    return model


def spell(model: QStandardItemModel) -> None:
    """Write beside every entry how it is typed; once, when somebody comes to type."""
    for at in range(model.rowCount()):
        item = model.item(at)
        if item.data(SAID_ROLE) is None:
            item.setData(said(item.text()), SAID_ROLE)


class PinyinCompleter(QCompleter):
    """Offers the entries of ``model`` that hold what is typed, in words or in pinyin."""

    def __init__(self, model: QStandardItemModel, parent: QObject) -> None:
        spell(model)
        super().__init__(model, parent)
        self.setCompletionRole(SAID_ROLE)
        self.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self.setFilterMode(Qt.MatchFlag.MatchContains)
        self.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setMaxVisibleItems(12)
        popup = QListView()
        theme.look(popup, "choices")
        self.setPopup(popup)

    def pathFromIndex(self, index: QModelIndex | QPersistentModelIndex) -> str:
        """What goes into the line: the word alone."""
        return str(index.data(Qt.ItemDataRole.DisplayRole) or "")
