"""A named section of a form: a card with a heading and rows of fields on twelve columns."""

from typing import TYPE_CHECKING

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from crmdesk.views import theme
from crmdesk.views.widgets.field import Field
from crmdesk.views.widgets.pill import refill

if TYPE_CHECKING:
    from crmdesk.views.widgets.form import Form

COLUMNS = 12
NARROW, NARROWER = 520, 420  # below it two fields stand where four stood, where three stood


class Section(QFrame):
    """``row(field, (field, 4))``: fields beside each other; the number is the share of twelve columns."""

    def __init__(self, form: "Form | QWidget", title: str, note: str = "") -> None:
        super().__init__(form)
        self._form = form
        theme.look(self, "card")
        box = QVBoxLayout(self)
        box.setContentsMargins(theme.L, theme.M, theme.L, theme.L)
        box.setSpacing(10)
        top = QHBoxLayout()
        self._title, self._note = QLabel(title, self), QLabel(note, self)
        theme.look(self._title, "heading")
        theme.look(self._note, "small")
        self._pills = QHBoxLayout()
        top.addWidget(self._title)
        top.addWidget(self._note)
        top.addStretch(1)
        top.addLayout(self._pills)
        box.addLayout(top)
        self._box = box

    def row(self, *fields: Field | tuple[Field, int]) -> None:
        """A row of fields; those without a number share what is left."""
        pairs = [f if isinstance(f, tuple) else (f, 0) for f in fields]
        open_ones = sum(1 for _f, share in pairs if not share)
        rest = COLUMNS - sum(share for _f, share in pairs)
        spans = [(f, share or max(rest // max(open_ones, 1), 2)) for f, share in pairs]
        self._box.addWidget(_Row(self, spans))
        add = getattr(self._form, "add", None)
        for field, _span in spans:
            if add is not None:
                add(field)

    def put(self, widget: QWidget) -> None:
        """Any other widget under the rows."""
        self._box.addWidget(widget)

    def set_title(self, title: str, note: str = "") -> None:
        """Another heading."""
        self._title.setText(title)
        self._note.setText(note)

    def set_pills(self, *pills: tuple[str, str]) -> None:
        """Coloured words at the right of the heading: ``("期限 11-10 · 剩 1 天", "amber")``."""
        refill(self._pills, pills, self)

    def set_now(self, now: bool) -> None:
        """A coloured frame: this section is yours to fill in now."""
        theme.look(self, "card-now" if now else "card")


class _Row(QWidget):
    """Fields on twelve columns; when the window is narrow they break into further lines."""

    def __init__(self, parent: QWidget, fields: list[tuple[Field, int]]) -> None:
        super().__init__(parent)
        self._fields = fields
        self._narrow: bool | None = None
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.M)
        self._grid.setVerticalSpacing(10)
        for column in range(COLUMNS):
            self._grid.setColumnStretch(column, 1)
            self._grid.setColumnMinimumWidth(column, 0)
        self._lay(False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        four_abreast = min(share for _field, share in self._fields) < 4
        self._lay(self.width() < (NARROW if four_abreast else NARROWER))

    def _lay(self, narrow: bool) -> None:
        if narrow == self._narrow:
            return
        self._narrow = narrow
        at = line = 0
        for field, share in self._fields:
            span = (COLUMNS if share > 4 else COLUMNS // 2) if narrow else share
            if at + span > COLUMNS:
                at, line = 0, line + 1
            self._grid.removeWidget(field)
            self._grid.addWidget(field, line, at, 1, span)
            at += span
