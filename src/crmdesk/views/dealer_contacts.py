"""其他联系人: further contacts of a dealer as a small grid that is typed into; a cross strikes one out."""

import unicodedata
from dataclasses import replace
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QToolButton, QWidget

from crmdesk.rules.dealer_contact import CONTACT_FIELDS, Contact, stripped
from crmdesk.views import theme
from crmdesk.views.widgets.field import Field, Line
from crmdesk.views.widgets.pressing import EnterButton
from crmdesk.words import _, listed

_SHARES = (3, 3, 5, 5, 3, 0)
_LEAST = (6, 5, 13, 13, 5)  # in digits
_NUMBERS = ("mobile", "phone")


def _titles() -> tuple[str, ...]:
    return _("姓名"), _("职务"), _("手机"), _("电话"), _("备注")


class _Line:
    """The editors of one contact; ``id`` is that of the saved line."""

    def __init__(self, grid: QWidget, number: int) -> None:
        self.id: UUID | None = None
        self.editors = tuple(Line(grid) for _field in CONTACT_FIELDS)
        self.remove = QToolButton(grid)
        theme.dress(self.remove, "x", "secondary", 16)
        self.remove.setToolTip(_("划掉这位联系人"))
        names = zip((*CONTACT_FIELDS, "remove"), (*_titles(), _("划掉")), self.widgets(), strict=True)
        for name, word, editor in names:
            editor.setObjectName(f"dealer.contacts.{number}.{name}")
            editor.setAccessibleName(_("其他联系人第 {n} 位 {part}").format(n=number + 1, part=word))

    def widgets(self) -> tuple[QWidget, ...]:
        """In reading order."""
        return *self.editors, self.remove

    def contact(self) -> Contact:
        """What stands in the line; numbers in half width."""
        said = dict(zip(CONTACT_FIELDS, (editor.text().strip() for editor in self.editors), strict=True))
        for name in _NUMBERS:
            said[name] = unicodedata.normalize("NFKC", said[name])
        return Contact(**said, id=self.id)

    def show(self, contact: Contact) -> None:
        """Show a contact."""
        self.id = contact.id
        for name, editor in zip(CONTACT_FIELDS, self.editors, strict=True):
            text = getattr(contact, name)
            if editor.text() != text:
                editor.setText(text)
                editor.setCursorPosition(0)


class _Grid(QWidget):
    """Titles, lines, and the button for one more; without a line there is only the button."""

    edited = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.lines: list[_Line] = []
        self._read_only = False
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(6)
        self._grid.setVerticalSpacing(6)
        self._heads = [QLabel(title, self) for title in _titles()]
        for at, label in enumerate(self._heads):
            theme.look(label, "small")
            self._grid.addWidget(label, 0, at)
            self._grid.setColumnStretch(at, _SHARES[at])
            self._grid.setColumnMinimumWidth(at, self.fontMetrics().horizontalAdvance("0") * _LEAST[at])
        self.more = EnterButton(_("加一位联系人"), self)
        self.more.setObjectName("dealer.contacts.add")
        theme.look(self.more, "link")
        self.more.clicked.connect(self._add_by_hand)
        self._none = QLabel(_("没有其他联系人。"), self)
        theme.look(self._none, "secondary")
        self._lay()

    def show_contacts(self, contacts: tuple[Contact, ...]) -> None:
        """Show these."""
        while len(self.lines) > len(contacts):
            self._take_out(self.lines[-1])
        while len(self.lines) < len(contacts):
            self._add()
        for line, contact in zip(self.lines, contacts, strict=True):
            line.show(contact)

    def set_read_only(self, read_only: bool) -> None:
        """Readable, or to be typed into."""
        self._read_only = read_only
        for line in self.lines:
            self._allow(line)
        self._lay()

    def _add_by_hand(self) -> None:
        self._add().editors[0].setFocus()
        self.edited.emit()

    def _next_line(self) -> None:
        """Enter goes on to the next line, and makes one where this is the last."""
        at = next(n for n, line in enumerate(self.lines) if self.sender() in line.editors) + 1
        if at < len(self.lines):
            self.lines[at].editors[0].setFocus()
        elif not self._read_only:
            self._add_by_hand()

    def _add(self) -> _Line:
        line = _Line(self, len(self.lines))
        self.lines.append(line)
        for editor in line.editors:
            editor.textChanged.connect(self.edited)
            editor.returnPressed.connect(self._next_line)
        line.remove.clicked.connect(self._remove_clicked)
        self._allow(line)
        self._lay()
        return line

    def _remove_clicked(self) -> None:
        at = next(n for n, line in enumerate(self.lines) if line.remove is self.sender())
        self._take_out(self.lines[at])
        if self.lines:
            self.lines[min(at, len(self.lines) - 1)].editors[0].setFocus()
        else:
            self.more.setFocus()
        self.edited.emit()

    def _take_out(self, line: _Line) -> None:
        self.lines.remove(line)
        for editor in line.widgets():
            self._grid.removeWidget(editor)
            editor.hide()
            editor.deleteLater()
        self._lay()

    def _lay(self) -> None:
        self._grid.removeWidget(self.more)
        self._grid.removeWidget(self._none)
        before: QWidget | None = None
        for row, line in enumerate(self.lines, start=1):
            for at, editor in enumerate(line.widgets()):
                self._grid.addWidget(editor, row, at)
                if before is not None:
                    self.setTabOrder(before, editor)
                before = editor
        last = len(self.lines) + 1
        self._grid.addWidget(self.more, last, 0, 1, 3, Qt.AlignmentFlag.AlignLeft)
        self._grid.addWidget(self._none, last, 3, 1, 3)
        if before is not None:
            self.setTabOrder(before, self.more)
        for label in self._heads:
            label.setVisible(bool(self.lines))
        self.more.setVisible(not self._read_only)
        self._none.setVisible(self._read_only and not self.lines)
        self.setFocusProxy(self.lines[0].editors[0] if self.lines else self.more)

    def _allow(self, line: _Line) -> None:
        line.remove.setVisible(not self._read_only)
        for editor in line.editors:
            editor.setReadOnly(self._read_only)
            editor.style().unpolish(editor)
            editor.style().polish(editor)


class ContactsField(Field):
    """Value: the contacts as a tuple of ``Contact``; lines without anything in them do not count."""

    editor: _Grid

    def _make_editor(self) -> QWidget:
        grid = _Grid(self)
        grid.edited.connect(self._edited)
        return grid

    def value(self) -> Any:
        return stripped(line.contact() for line in self.editor.lines)

    def _show(self, value: Any) -> None:
        self.editor.show_contacts(tuple(value or ()))

    def set_base(self, value: Any) -> None:
        """New lines have got their ids by being saved: then nothing is changed any more."""
        typed = [replace(contact, id=None) for contact in self.value()]
        if typed == [replace(contact, id=None) for contact in value or ()]:
            self.set_saved(value)
        else:
            super().set_base(value)

    def kept(self) -> Any:
        contacts = [line.contact() for line in self.editor.lines]
        return [[*(getattr(c, name) for name in CONTACT_FIELDS), str(c.id or "")] for c in contacts]

    def set_kept(self, kept: Any) -> None:
        self.editor.show_contacts(
            tuple(Contact(*texts, id=UUID(line) if line else None) for *texts, line in kept)
        )
        self._edited()

    def words_of(self, value: Any) -> str:
        return listed((contact.said for contact in value or ()), ";")

    def set_read_only(self, read_only: bool) -> None:
        self.editor.set_read_only(read_only)
