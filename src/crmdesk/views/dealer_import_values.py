"""Words of the list that mean nothing to us yet: each once, with what it probably means; answered for all equal cells."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from crmdesk.rules.columns import Column, Kind
from crmdesk.rules.dealer import COLUMNS
from crmdesk.rules.worded import Worded
from crmdesk.views import theme
from crmdesk.views.dealer_import_field_box import title_of
from crmdesk.views.dealer_import_meaning import MeaningEditor
from crmdesk.views.widgets.pill import TONES
from crmdesk.views.widgets.table import WindowedTable
from crmdesk.words import N_, _


class Answer(Worded):
    """What became of an unknown word."""

    OPEN = "meaning-open", N_("要您定")
    AS_IS = "meaning-as-is", N_("照原样")
    GIVEN = "meaning-given", N_("已定")
    BLANK = "meaning-blank", N_("留空")


TONES.update({
    "meaning-open": "amber", "meaning-as-is": "grey", "meaning-given": "green", "meaning-blank": "grey",
})  # fmt: skip

_COLUMNS: tuple[Column, ...] = (
    Column("answer", N_("结果"), Kind.CHOICE, 8, choices=Answer, sortable=False),
    Column("field", N_("栏目"), Kind.TEXT, 9, sortable=False),
    Column("text", N_("名单里写的"), Kind.TEXT, 16, sortable=False),
    Column("count", N_("行数"), Kind.INTEGER, 6, sortable=False),
    Column("rows", N_("在哪些行"), Kind.CODE, 13, sortable=False),
    Column("meaning", N_("意思是"), Kind.TEXT, 18, sortable=False),
    Column("why", N_("说明"), Kind.LONG_TEXT, 26, sortable=False),
)
_CHOICES = {column.key: column.choices for column in COLUMNS if column.choices}


@dataclass(frozen=True, slots=True)
class ValueLine:
    """One unknown word as people read it; ``unknown`` is what the program found."""

    unknown: Any
    answer: Answer
    field: str
    text: str
    count: int
    rows: str
    meaning: str
    why: str


def word_of(field: str, meaning: str) -> str:
    """What people read for a meaning: the label of a code, else the text itself."""
    choices = _CHOICES.get(field)
    return next((choice.label for choice in choices or () if str(choice) == meaning), meaning)


def line_of(unknown: Any, said: str | None) -> ValueLine:
    """``said``: what a person answered; "" to leave the cells blank, None while he has not."""
    if said is None:
        answer = Answer.OPEN if unknown.field in _CHOICES or unknown.suggestion else Answer.AS_IS
        offered = word_of(unknown.field, unknown.suggestion)
        meaning = _("{word}?").format(word=offered) if offered else ""
    else:
        answer = Answer.GIVEN if said else Answer.BLANK
        meaning = word_of(unknown.field, said)
    rows = "、".join(str(row) for row in unknown.first_rows)
    more = "…" if unknown.count > len(unknown.first_rows) else ""
    return ValueLine(
        unknown,
        answer,
        title_of(unknown.field),
        unknown.text,
        unknown.count,
        rows + more,
        meaning,
        unknown.why,
    )


class ValueList(QWidget):
    """``answered(field, text, meaning)``: a meaning, "" to leave the cells blank, None to take an answer back.

    ``options_wanted(field)`` when somebody comes to type into a field of which we know no words yet.
    """

    answered = Signal(str, str, object)
    options_wanted = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, theme.S, 0, 0)
        box.setSpacing(theme.S)
        self.note = QLabel(self)
        self.note.setObjectName("dealer.import.values.note")
        self.note.setWordWrap(True)
        self.note.setAlignment(Qt.AlignmentFlag.AlignTop)
        theme.look(self.note, "secondary")
        self.table = _ValueTable("dealer.import.values", _COLUMNS, self, unit=_("个词"))
        self.table.setAccessibleName(_("没有认出的词"))
        box.addWidget(self.note)
        box.addWidget(self.table, 1)
        box.addWidget(self._build_buttons())
        self.editor = MeaningEditor(self.table)
        self.editor.accepted.connect(self._said)
        self.table.opened.connect(self._enter)
        self.table.typed.connect(self._type)
        self.table.blanked.connect(self._blank)
        self._options: dict[str, tuple[tuple[str, str], ...]] = {
            field: tuple((str(choice), choice.label) for choice in choices)
            for field, choices in _CHOICES.items()
        }
        self._asked: set[str] = set()

    def _build_buttons(self) -> QWidget:
        self._bar = QWidget(self)
        row = QHBoxLayout(self._bar)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.S)
        for name, words, run in (
            ("accept", _("就按建议  Enter"), self._accept), ("other", _("另选一个  F2"), self._other),
            ("blank", _("留空  Del"), self._blank), ("accept_all", _("全部按建议(&Y)"), self._accept_all),
        ):  # fmt: skip
            button = QPushButton(words, self._bar)
            button.setObjectName(f"dealer.import.values.{name}")
            button.clicked.connect(run)
            row.addWidget(button)
        row.addStretch(1)
        return self._bar

    # --- showing --------------------------------------------------------------------------------------

    def show_values(self, unknown: Sequence[Any], said: Mapping[str, Mapping[str, str]]) -> None:
        """List these words with what was answered; the cursor stays where it was."""
        lines = tuple(line_of(value, said.get(value.field, {}).get(value.text)) for value in unknown)
        at = max(self.table.currentIndex().row(), 0)
        self.table.show_rows(lines)
        self.table.setVisible(bool(lines))
        self._bar.setVisible(bool(lines))
        self.note.setText(
            _("名单里写的词,每个定一次,相同的格子都照办,下次也记得。")
            if lines
            else _("名单里的词都认识,没有要定的。")
        )
        if lines:
            self.table.setCurrentIndex(self.table.rows.index(min(at, len(lines) - 1), 0))

    def set_options(self, field: str, words: Sequence[str]) -> None:
        """The words that the office knows for a field; for ``options_wanted``."""
        self._options[field] = tuple((word, word) for word in words if word)
        self.editor.set_options(field, self._options[field])

    # --- answering ------------------------------------------------------------------------------------

    def _line(self) -> Any:
        return self.table.current_row()

    def _enter(self, line: ValueLine) -> None:
        """Enter takes the suggestion; where there is none, or an answer already, another is typed."""
        if line.answer in (Answer.OPEN, Answer.AS_IS) and line.unknown.suggestion:
            self._answer(line, line.unknown.suggestion)
        else:
            self._type("")

    def _accept(self) -> None:
        if self._line() is not None:
            self._enter(self._line())

    def _other(self) -> None:
        self._type("")

    def _blank(self) -> None:
        if self._line() is not None:
            self._answer(self._line(), "")

    def _accept_all(self) -> None:
        """Every suggestion that nobody answered yet."""
        for at in range(self.table.rows.rowCount()):
            line = self.table.rows.row(at)
            if line is not None and line.answer is Answer.OPEN and line.unknown.suggestion:
                self.answered.emit(line.unknown.field, line.unknown.text, line.unknown.suggestion)

    def _type(self, text: str) -> None:
        line = self._line()
        if line is None:
            return
        field = line.unknown.field
        if field not in self._options and field not in self._asked:
            self._asked.add(field)
            self.options_wanted.emit(field)
        at = next(n for n, column in enumerate(_COLUMNS) if column.key == "meaning")
        index = self.table.currentIndex().siblingAtColumn(at)
        said = line.meaning if line.answer is Answer.GIVEN else word_of(field, line.unknown.suggestion)
        self.editor.open(index, field, self._options.get(field, ()), text or said, only=field in _CHOICES)
        if text:
            self.editor.setCursorPosition(len(text))

    def _said(self, meaning: str) -> None:
        if self._line() is not None:
            self._answer(self._line(), meaning)

    def _answer(self, line: ValueLine, meaning: str) -> None:
        self._go_on()
        self.answered.emit(line.unknown.field, line.unknown.text, meaning)

    def _go_on(self) -> None:
        """To the next word that nobody answered."""
        here, count = self.table.currentIndex().row(), self.table.rows.rowCount()
        for at in (*range(here + 1, count), *range(here)):
            line = self.table.rows.row(at)
            if line is not None and line.answer is Answer.OPEN:
                self.table.setCurrentIndex(self.table.rows.index(at, 0))
                break
        self.table.setFocus()


class _ValueTable(WindowedTable):
    """``typed(text)`` when somebody begins to type a meaning, ``blanked()`` after Delete."""

    typed = Signal(str)
    blanked = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        text, held = event.text(), event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
        if event.key() == Qt.Key.Key_Delete:
            self.blanked.emit()
        elif event.key() == Qt.Key.Key_F2:
            self.typed.emit("")
        elif text.strip() and text.isprintable() and not held:
            self.typed.emit(text)
        else:
            super().keyPressEvent(event)
