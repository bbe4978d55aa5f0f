"""What every field has: label above, required mark, dot when changed, editor, one line for help or error."""

from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from crmdesk.rules.clauses import in_words
from crmdesk.views import theme
from crmdesk.words import _


class Field(QWidget):
    """A labelled field; subclasses give the editor, ``value`` and ``_show``.

    ``name`` is the path in words (``dealer.mobile``): objectName of the editor; its last part is ``key``, the
    name in the row. ``changed`` comes while typing, ``left`` when the field is left (a good time to check).
    ``set_value`` shows a value; ``set_saved`` shows it and takes it as what is saved, so ``is_changed`` is
    False after it.
    """

    changed = Signal()
    left = Signal()

    def __init__(
        self, name: str, label: str, parent: QWidget | None = None, *, required: bool = False,
        unit: str = "", help: str = "", clause: str = "",
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.key = name.rpartition(".")[2]
        self.label, self.required, self.unit = label, required, unit
        self.setObjectName(f"{name}.field")
        self._help = help + (_("(依据 {clause})").format(clause=in_words(clause)) if clause else "")
        self._problem = ""
        self._saved: Any = None
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(3)
        self._caption = QHBoxLayout()
        self._caption.setSpacing(4)
        self._word, self._mark, self._dot = QLabel(label, self), QLabel("*", self), QLabel("●", self)
        theme.look(self._word, "label")
        theme.look(self._mark, "problem")
        theme.look(self._dot, "dot")
        self._dot.setToolTip(_("已改动,还没有保存"))
        self._mark.setToolTip(_("必填"))
        for part in (self._word, self._mark, self._dot):
            self._caption.addWidget(part)
        self._caption.addStretch(1)
        self._box.addLayout(self._caption)
        self.editor = self._make_editor()
        self.editor.setObjectName(name)
        self.editor.setAccessibleName(f"{label} {_('必填')}" if required else label)
        self.setFocusProxy(self.editor)
        self._word.setBuddy(self.editor)
        self._box.addWidget(self.editor)
        self._note = QLabel(self)
        self._note.setWordWrap(True)
        self._box.addWidget(self._note)
        self._box.addStretch(1)
        self._mark.setVisible(required)
        self._dot.hide()
        self.editor.installEventFilter(self)
        self._saved = self.value()
        self._show_note()

    # --- for subclasses -------------------------------------------------------------------------------

    def _make_editor(self) -> QWidget:
        raise NotImplementedError

    def _show(self, value: Any) -> None:
        raise NotImplementedError

    def _remark(self) -> str:
        """A grey line under the field when nothing is wrong, e.g. the amount in capitals."""
        return self._help

    def _edited(self, *_what: object) -> None:
        if self._problem:
            self.set_problem("")
        self._show_note()
        self._dot.setVisible(self.is_changed())
        self.changed.emit()

    def is_empty(self) -> bool:
        """Whether nothing stands in the field."""
        return self.value() in (None, "", (), frozenset())

    def set_required(self, required: bool, help: str) -> None:
        """Whether it must be filled in, and the line of help; for a field that is another one for a new record."""
        self.required, self._help = required, help
        self._mark.setVisible(required)
        self.editor.setAccessibleName(f"{self.label} {_('必填')}" if required else self.label)
        self._show_note()

    def hide_caption(self) -> None:
        """No line above: what the field is stands elsewhere."""
        for part in (self._word, self._mark, self._dot):
            part.setMaximumSize(0, 0)

    # --- to use ---------------------------------------------------------------------------------------

    def value(self) -> Any:
        """What stands in the field, as a plain value; None where it is empty or cannot be read."""
        raise NotImplementedError

    def unreadable(self) -> str:
        """Why what was typed cannot be read; empty where it can."""
        return ""

    def set_value(self, value: Any) -> None:
        """Show a value as if it had been typed."""
        self._show(value)
        self._edited()

    def set_saved(self, value: Any) -> None:
        """Show a value that is saved; the dot goes."""
        self._show(value)
        self._saved = self.value()
        self.set_problem("")
        self._dot.hide()

    def set_base(self, value: Any) -> None:
        """What is saved changed meanwhile; what was typed stays."""
        typed = self.value()
        self._show(value)
        self._saved = self.value()
        self._show(typed)
        self._dot.setVisible(self.is_changed())

    def kept(self) -> Any:
        """What stands in the field as a plain JSON value, for the draft; half-typed text too."""
        return self.value()

    def set_kept(self, kept: Any) -> None:
        """Show what an earlier ``kept`` gave, as if it had been typed."""
        self.set_value(kept)

    def is_changed(self) -> bool:
        """Whether the field differs from what is saved."""
        return self.value() != self._saved or bool(self.unreadable())

    def shown(self) -> str:
        """The value in words, for history and conflicts."""
        return self.words_of(self.value())

    def words_of(self, value: Any) -> str:
        """A value of this field in words."""
        return "" if value is None else str(value)

    def set_problem(self, sentence: str) -> None:
        """Say at the field what is wrong; empty takes it away."""
        self._problem = sentence
        wrong = "true" if sentence else "false"
        if self.editor.property("wrong") != wrong:
            self.editor.setProperty("wrong", wrong)
            self.editor.style().unpolish(self.editor)
            self.editor.style().polish(self.editor)
        self.editor.setAccessibleDescription(sentence or self._help)
        self._show_note()

    @property
    def problem(self) -> str:
        """The sentence that stands at the field."""
        return self._problem

    def set_read_only(self, read_only: bool) -> None:
        """Readable and grey, or to be written in."""
        self.editor.setEnabled(not read_only)

    def check(self) -> str:
        """Look at the field as when it is left; returns the sentence that it shows."""
        sentence = self.unreadable()
        if sentence or self._problem:
            self.set_problem(sentence or self._problem)
        return self._problem

    def _show_note(self) -> None:
        text = self._problem or self._remark()
        self._note.setText(text)
        self._note.setVisible(bool(text))
        role = "problem" if self._problem else "small"
        if self._note.property("role") != role:
            theme.look(self._note, role)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.editor and event.type() == QEvent.Type.FocusOut:
            self._leave()
        return super().eventFilter(watched, event)

    def _leave(self) -> None:
        self.check()
        self.left.emit()


class Line(QLineEdit):
    """A line with its unit inside at the right, and room for a button there."""

    def __init__(self, parent: QWidget, unit: str = "") -> None:
        super().__init__(parent)
        self._unit = QLabel(unit, self)
        theme.look(self._unit, "secondary")
        self._unit.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.set_unit(unit)

    def set_unit(self, unit: str) -> None:
        """Another unit: 箱, 片."""
        self._unit.setText(unit)
        self._unit.adjustSize()
        self.setTextMargins(0, 0, self._unit.width() + 4 if unit else 0, 0)
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        self._unit.adjustSize()
        self._unit.move(
            QPoint(self.width() - self._unit.width() - 10, (self.height() - self._unit.height()) // 2)
        )
