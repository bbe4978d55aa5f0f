"""Rows of small fields that are added and removed: contacts, demands, prices, stock.

    LinesField("visit.prices", _("限价检查"), form, blank=PriceLine(), columns=(
        LineColumn("product", _("商品"), share=5), LineColumn("floor_price", _("限价"), Kind.MONEY, unit=_("元")),
    ), words=LineWords(line=_("限价第 {n} 行 {part}"), add=_("加一行")))

The value is a tuple of rows like ``blank``: frozen, with the columns as attributes and ``id``, None until saved.
Lines without anything in them do not count. Enter goes to the next line and makes it where this is the last;
↑ ↓ to the line above and below; Tab through the cells in reading order.
"""

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QToolButton, QWidget

from crmdesk.views import theme
from crmdesk.views.widgets.field import Field
from crmdesk.views.widgets.line_cells import Cell, LineColumn, TextCell, cell
from crmdesk.views.widgets.pressing import EnterButton
from crmdesk.words import _, listed


@dataclass(frozen=True, slots=True)
class LineWords:
    """What the lines are called, translated."""

    line: str  # 其他联系人第 {n} 位 {part}: how a cell is read aloud
    add: str  # on the button for one more
    remove: str = ""  # tooltip of the cross
    none: str = ""  # what stands there when there is nothing and nothing can be added


class LineRow:
    """The cells of one line. ``row`` is what was shown; what is no column stays as it was there."""

    def __init__(self, grid: "LinesGrid", number: int) -> None:
        self.row: Any = None
        self.cells: tuple[Cell, ...] = tuple(cell(column, grid) for column in grid.columns)
        self.remove = QToolButton(grid)
        theme.dress(self.remove, "x", "secondary", 16)
        self._path, self._line_word = grid.path, grid.words.line
        self._remove_word = grid.words.remove or _("去掉这一行")
        self.remove.setToolTip(self._remove_word)
        self.count(number)

    def count(self, number: int) -> None:
        """It is this line from above."""
        names = [(c.column.name, c.column.title) for c in self.cells] + [("remove", self._remove_word)]
        for (name, word), editor in zip(names, self.widgets(), strict=True):
            editor.setObjectName(f"{self._path}.{number}.{name}")
            editor.setAccessibleName(self._line_word.format(n=number + 1, part=word))

    def widgets(self) -> tuple[QWidget, ...]:
        """In reading order."""
        return *self.cells, self.remove

    @property
    def is_blank(self) -> bool:
        """Whether nothing stands in it; what is only shown does not count."""
        return not any(c.kept().strip() for c in self.cells if not c.column.fixed)

    def said(self) -> dict[str, Any]:
        """What stands in the cells; a choice that must be made and is not, is left out."""
        values = {c.column.name: c.value() for c in self.cells}
        left_out = {c.column.name for c in self.cells if c.column.wanted and values[c.column.name] is None}
        return {name: value for name, value in values.items() if name not in left_out}

    def wrong(self) -> str:
        """The first thing in the line that cannot be taken as it stands."""
        unreadable = next((sentence for c in self.cells if (sentence := c.wrong())), "")
        if unreadable or self.is_blank:
            return unreadable
        return next((c.column.wanted for c in self.cells if c.column.wanted and not c.value()), "")

    def show(self, row: Any) -> None:
        """Show a row; None empties the line."""
        self.row = row
        for editor in self.cells:
            if row is None:
                editor.show_kept("")
            else:
                editor.put(getattr(row, editor.column.name))


class LinesGrid(QWidget):
    """Titles, lines, and the button for one more; without a line there is only the button."""

    edited = Signal()
    left = Signal(int)  # a cell of this line

    def __init__(
        self, path: str, columns: tuple[LineColumn, ...], words: LineWords, keep_one: bool, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.path, self.columns, self.words = path, columns, words
        self.lines: list[LineRow] = []
        self._keep_one, self._read_only = keep_one, False
        self._units: dict[str, str] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(6)
        self._grid.setVerticalSpacing(6)
        self._heads = [QLabel(column.title, self) for column in columns]
        digit = self.fontMetrics().horizontalAdvance("0")
        for at, (label, column) in enumerate(zip(self._heads, columns, strict=True)):
            theme.look(label, "small")
            self._grid.addWidget(label, 0, at)
            self._grid.setColumnStretch(at, column.share)
            self._grid.setColumnMinimumWidth(at, digit * column.least)
        self.more = EnterButton(words.add, self)
        self.more.setObjectName(f"{path}.add")
        theme.look(self.more, "link")
        self.more.clicked.connect(self._add_by_hand)
        self._none = QLabel(words.none, self)
        theme.look(self._none, "secondary")
        self.show_rows(())
        self._lay()

    def show_rows(self, rows: tuple[Any, ...]) -> None:
        """Show these; None stands for an empty line."""
        wanted = rows or (None,) * self._keep_one
        while len(self.lines) > len(wanted):
            self._take_out(self.lines[-1])
        while len(self.lines) < len(wanted):
            self._add()
        for line, row in zip(self.lines, wanted, strict=True):
            line.show(row)

    def set_unit(self, name: str, unit: str) -> None:
        """The unit inside the cells of a column: 箱, 片."""
        self._units[name] = unit
        for line in self.lines:
            self._give_units(line)

    def set_read_only(self, read_only: bool) -> None:
        """Readable, or to be typed into."""
        self._read_only = read_only
        for line in self.lines:
            self._allow(line)
        self._lay()

    def _add_by_hand(self) -> None:
        self._first(self._add()).setFocus()
        self.edited.emit()

    def _next_line(self) -> None:
        """Enter goes on to the next line, and makes one where this is the last."""
        at = self._at(self.sender()) + 1
        if at < len(self.lines):
            self._first(self.lines[at]).setFocus()
        elif not self._read_only:
            self._add_by_hand()

    def _step(self, step: int) -> None:
        at = self._at(self.sender())
        column = next(n for n, c in enumerate(self.lines[at].cells) if c is self.sender())
        if 0 <= at + step < len(self.lines):
            self.lines[at + step].cells[column].setFocus()

    def _at(self, editor: Any) -> int:
        return next(n for n, line in enumerate(self.lines) if editor in line.widgets())

    def _first(self, line: LineRow) -> QWidget:
        return next((c for c in line.cells if not c.column.fixed), line.cells[0])

    def _add(self) -> LineRow:
        line = LineRow(self, len(self.lines))
        self.lines.append(line)
        for editor in line.cells:
            editor.edited.connect(self.edited)
            editor.left.connect(self._left)
            if isinstance(editor, TextCell):
                editor.returnPressed.connect(self._next_line)
                editor.stepped.connect(self._step)
        line.remove.clicked.connect(self._remove_clicked)
        self._give_units(line)
        self._allow(line)
        self._lay()
        for editor in line.cells:
            editor.show()  # now, so that it can have the focus, and not when the layout comes to it
        return line

    def _left(self) -> None:
        at = next((n for n, line in enumerate(self.lines) if self.sender() in line.cells), -1)
        if at >= 0:  # else the line is just being taken out
            self.left.emit(at)

    def _remove_clicked(self) -> None:
        at = self._at(self.sender())
        if self._keep_one and len(self.lines) == 1:
            self.lines[0].show(None)
        else:
            self._take_out(self.lines[at])
        if self.lines:
            self._first(self.lines[min(at, len(self.lines) - 1)]).setFocus()
        else:
            self.more.setFocus()
        self.edited.emit()

    def _take_out(self, line: LineRow) -> None:
        self.lines.remove(line)
        for editor in line.widgets():
            self._grid.removeWidget(editor)
            editor.hide()
            editor.setObjectName("")  # the next line has its name now
            editor.deleteLater()
        for number, other in enumerate(self.lines):
            other.count(number)
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
        last, width = len(self.lines) + 1, len(self.columns)
        half = min(3, width)
        self._grid.addWidget(self.more, last, 0, 1, half, Qt.AlignmentFlag.AlignLeft)
        if width > half:
            self._grid.addWidget(self._none, last, half, 1, width - half)
        else:
            self._grid.addWidget(self._none, last + 1, 0, 1, width)
        if before is not None:
            self.setTabOrder(before, self.more)
        for label in self._heads:
            label.setVisible(bool(self.lines))
        self.more.setVisible(not self._read_only)
        self._none.setVisible(self._read_only and not self.lines and bool(self.words.none))
        self.setFocusProxy(self._first(self.lines[0]) if self.lines else self.more)

    def _give_units(self, line: LineRow) -> None:
        for editor in line.cells:
            if isinstance(editor, TextCell) and editor.column.name in self._units:
                editor.set_unit(self._units[editor.column.name])

    def _allow(self, line: LineRow) -> None:
        line.remove.setVisible(not self._read_only)
        for editor in line.cells:
            editor.allow(not self._read_only and not editor.column.fixed)


class LinesField(Field):
    """Value: the rows as a tuple; see the module's text.

    ``path`` begins the objectNames of the cells (``dealer.contacts.0.name``) where it is not the field's name;
    ``keep_one``: an empty line to type into where there is none. ``line_left(n)`` comes when a cell of a line
    is left: ``put`` may then fill in what follows from it.
    """

    editor: LinesGrid
    line_left = Signal(int)

    def __init__(
        self, name: str, label: str, parent: QWidget | None = None, *, blank: Any,
        columns: tuple[LineColumn, ...], words: LineWords, path: str = "", keep_one: bool = False, **more: Any,
    ) -> None:  # fmt: skip
        self.blank, self._made_of = blank, (path or name, columns, words, keep_one)
        super().__init__(name, label, parent, **more)

    def _make_editor(self) -> QWidget:
        grid = LinesGrid(*self._made_of, self)
        grid.edited.connect(self._edited)
        grid.left.connect(self._line_was_left)
        return grid

    def _line_was_left(self, number: int) -> None:
        self.line_left.emit(number)
        self._leave()

    def row(self, number: int) -> Any:
        """What stands in a line as a row; what cannot be read is empty there."""
        line = self.editor.lines[number]
        return replace(self.blank if line.row is None else line.row, **line.said())

    def put(self, number: int, **values: Any) -> None:
        """Write into cells of a line, as if it had been typed."""
        for editor in self.editor.lines[number].cells:
            if editor.column.name in values:
                editor.put(values[editor.column.name])

    def value(self) -> Any:
        return tuple(self.row(n) for n, line in enumerate(self.editor.lines) if not line.is_blank)

    def unreadable(self) -> str:
        return next((sentence for line in self.editor.lines if (sentence := line.wrong())), "")

    def _show(self, value: Any) -> None:
        self.editor.show_rows(tuple(value or ()))

    def set_base(self, value: Any) -> None:
        """New lines have got their ids by being saved: then nothing is changed any more."""
        if [replace(row, id=None) for row in self.value()] == [replace(row, id=None) for row in value or ()]:
            self.set_saved(value)
        else:
            super().set_base(value)

    def kept(self) -> Any:
        return [
            [*(editor.kept() for editor in line.cells), str((line.row and line.row.id) or "")]
            for line in self.editor.lines
        ]

    def set_kept(self, kept: Any) -> None:
        self.editor.show_rows((None,) * len(kept))
        for line, (*texts, line_id) in zip(self.editor.lines, kept, strict=False):
            line.row = replace(self.blank, id=UUID(line_id)) if line_id else None
            for editor, text in zip(line.cells, texts, strict=False):
                editor.show_kept(text)
        self._edited()

    def words_of(self, value: Any) -> str:
        return listed((self.row_in_words(row) for row in value or ()), ";")

    def row_in_words(self, row: Any) -> str:
        """One row as people say it: what stands in its columns, one after the other."""
        parts = []
        for column in self._made_of[1]:
            value = getattr(row, column.name)
            if value not in (None, "", False):
                parts.append(column.title if value is True else getattr(value, "label", str(value)))
        return " ".join(parts)

    def set_unit(self, name: str, unit: str) -> None:
        """The unit of a column."""
        self.editor.set_unit(name, unit)

    def set_read_only(self, read_only: bool) -> None:
        self.editor.set_read_only(read_only)
