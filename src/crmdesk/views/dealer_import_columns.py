"""One line per column of the file: what it is to us and why, to be corrected where the program was wrong."""

from collections.abc import Mapping, Sequence
from time import monotonic
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from crmdesk.exchange.importing.plan import Blank
from crmdesk.views import theme
from crmdesk.views.dealer_import_column_line import HEADS, STRETCH, ColumnLine, Shown
from crmdesk.views.dealer_import_doubles import Claim
from crmdesk.views.dealer_import_field_box import all_fields
from crmdesk.words import _

_TURN_SECONDS = 0.012


class ColumnList(QScrollArea):
    """``corrected(letter, field or None)``, ``joined(claim, Join)``, ``only(claim, letter)``,
    ``blank_said(field, Blank)``.

    The lines are made a few at a time, so that the window never stands still.
    """

    corrected = Signal(str, object)
    joined = Signal(object, object)
    only = Signal(object, str)
    blank_said = Signal(str, object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("dealer.import.columns")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self._lines: dict[str, ColumnLine] = {}
        self._waiting: list[tuple[int, Any]] = []
        self._newest: dict[str, Shown] = {}
        self._fields = all_fields(self)
        self._inside = QWidget(self)
        theme.look(self._inside, "clear")
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.M)
        self._grid.setVerticalSpacing(theme.XS)
        for at, (words, stretch) in enumerate(zip(HEADS, STRETCH, strict=True)):
            head = QLabel(_(words), self._inside)
            theme.look(head, "label")
            self._grid.addWidget(head, 0, at)
            self._grid.setColumnStretch(at, stretch)
        box = QVBoxLayout(self._inside)
        box.setContentsMargins(0, theme.S, theme.S, 0)
        box.addLayout(self._grid)
        box.addStretch(1)
        self.setWidget(self._inside)
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._make_some)

    def show_file(self, columns: Sequence[Any]) -> None:
        """The columns of another file, sheet or header row."""
        for line in self._lines.values():
            line.remove()
        self._lines, self._newest = {}, {}
        self._waiting = list(enumerate(columns, 1))
        self.verticalScrollBar().setValue(0)
        self._make_some()

    def show_matches(
        self, columns: Sequence[Any], rows: int, unread: Mapping[str, int], claims: Sequence[Claim],
        blanks: Mapping[str, Blank],
    ) -> None:  # fmt: skip
        """The same columns after a correction; ``rows`` are all records, ``unread`` counts cells that could not
        be read, by column."""
        asked = {claim.asked_at: claim for claim in claims}
        for match in columns:
            shown = Shown(
                match, rows, unread.get(match.letter, 0), asked.get(match.letter),
                blanks.get(match.field or "", Blank.KEEP),
            )  # fmt: skip
            self._newest[match.letter] = shown
            if match.letter in self._lines:
                self._lines[match.letter].show(shown)

    @property
    def is_complete(self) -> bool:
        """Whether every line is there to be seen."""
        return not self._waiting and all(line.box.isVisibleTo(self) for line in self._lines.values())

    def _make_some(self) -> None:
        begun = monotonic()
        while self._waiting and monotonic() - begun < _TURN_SECONDS:
            at, match = self._waiting.pop(0)
            line = ColumnLine(match, self._fields, self._inside, self._grid, at)
            line.box.picked.connect(self.corrected)
            line.blank_said.connect(self.blank_said)
            line.question_made.connect(self._question_made)
            self._lines[match.letter] = line
            line.show(self._newest.get(match.letter, Shown(match)))
        if self._waiting:
            self._soon.start()

    def _question_made(self, question: Any) -> None:
        question.joined.connect(self.joined)
        question.only.connect(self.only)
