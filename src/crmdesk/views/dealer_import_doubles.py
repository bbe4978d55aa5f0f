"""Two columns mean one field: the question under the later one, never answered silently for good."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from crmdesk.exchange.importing.plan import EXTRA, Join
from crmdesk.views import theme
from crmdesk.views.dealer_import_field_box import title_of
from crmdesk.words import _, listed


@dataclass(frozen=True, slots=True)
class Claim:
    """Columns that mean one field. ``taken`` is the one that is used while nobody answered, ``join`` the answer."""

    field: str
    letters: tuple[str, ...]
    taken: str
    join: Join | None = None

    @property
    def asked_at(self) -> str:
        """The column under whose line the question stands."""
        return self.letters[-1]


def claims(
    columns: Sequence[Any], doubles: Sequence[Any], corrections: Mapping[str, str | None],
    mapping: Mapping[str, str], joins: Mapping[str, Join],
) -> tuple[Claim, ...]:  # fmt: skip
    """The fields that several columns mean, as recognised or as a person said."""
    meant = {match.letter: match.field for match in columns}
    meant |= {letter: double.field for double in doubles for letter in double.letters}
    meant |= corrections
    groups: dict[str, list[str]] = {}
    for match in columns:
        field = meant.get(match.letter)
        if field and field != EXTRA:
            groups.setdefault(field, []).append(match.letter)
    return tuple(
        Claim(
            field, tuple(letters), next((x for x in letters if mapping.get(x) == field), letters[0]),
            joins.get(field),
        )
        for field, letters in groups.items()
        if len(letters) > 1
    )  # fmt: skip


class DoubleQuestion(QFrame):
    """``joined(claim, Join)`` or ``only(claim, letter)``."""

    joined = Signal(object, object)
    only = Signal(object, str)

    def __init__(self, letter: str, parent: QWidget) -> None:
        super().__init__(parent)
        theme.look(self, "notice")
        self._claim: Claim | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.M, theme.XS, theme.M, theme.XS)
        row.setSpacing(theme.S)
        self._words = QLabel(self)
        self._words.setObjectName(f"dealer.import.double.{letter}")
        row.addWidget(self._words)
        self._group = QButtonGroup(self)
        self._first = self._button(f"dealer.import.double.{letter}.first", _("取先有内容的一列"))
        self._all = self._button(f"dealer.import.double.{letter}.all", _("合并到一起"))
        self._only = self._button(f"dealer.import.double.{letter}.only", "")
        self._other = self._button(f"dealer.import.double.{letter}.other", "")
        for button, run in (
            (self._first, self._take_first), (self._all, self._take_all), (self._only, self._take_only),
            (self._other, self._take_other),
        ):  # fmt: skip
            row.addWidget(button)
            button.clicked.connect(run)
        row.addStretch(1)

    def _button(self, name: str, words: str) -> QPushButton:
        button = QPushButton(words, self)
        button.setObjectName(name)
        button.setCheckable(True)
        theme.look(button, "chip")
        self._group.addButton(button)
        return button

    def show_claim(self, claim: Claim) -> None:
        """Ask about these columns, or show what was answered."""
        self._claim = claim
        names = listed(_("{letter} 列").format(letter=letter) for letter in claim.letters)
        words = _("{columns}都是「{field}」:").format(columns=names, field=title_of(claim.field))
        self._words.setText(words)
        self.setAccessibleName(words)
        others = [letter for letter in claim.letters if letter != claim.taken]
        self._only.setText(_("只用 {letter} 列").format(letter=claim.taken))
        self._other.setText(_("只用 {letter} 列").format(letter=others[0]) if others else "")
        self._group.setExclusive(False)
        self._first.setChecked(claim.join is Join.FIRST)
        self._all.setChecked(claim.join is Join.ALL)
        self._only.setChecked(False)
        self._other.setChecked(False)
        self._group.setExclusive(True)
        theme.look(self, "card" if claim.join else "notice")

    def _take_first(self) -> None:
        self.joined.emit(self._claim, Join.FIRST)

    def _take_all(self) -> None:
        self.joined.emit(self._claim, Join.ALL)

    def _take_only(self) -> None:
        if self._claim is not None:
            self.only.emit(self._claim, self._claim.taken)

    def _take_other(self) -> None:
        if self._claim is not None:
            self.only.emit(self._claim, next(x for x in self._claim.letters if x != self._claim.taken))
