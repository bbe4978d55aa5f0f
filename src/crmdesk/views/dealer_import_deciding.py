"""What a person decides on the steps of an import goes into the file that is in front, and from there into its plan."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, Signal

from crmdesk.exchange.grid import column_of
from crmdesk.exchange.importing.outcome import shown
from crmdesk.exchange.importing.plan import Choice, Decision
from crmdesk.rules.dealer import COLUMNS
from crmdesk.views.dealer_import_cell_editor import CellEditor
from crmdesk.views.dealer_import_decided import OneFile
from crmdesk.views.dealer_import_field_box import title_of
from crmdesk.views.dealer_import_keeping import Keeping
from crmdesk.views.dealer_import_lines import letter_for
from crmdesk.views.dealer_import_merge import MergePicker
from crmdesk.views.dealer_import_review import Review
from crmdesk.words import _

#: Fields of which a text means the same wherever it stands, so that the answer is worth remembering.
_WORDS = frozenset(column.key for column in COLUMNS if column.choices) | {"province", "city", "owner"}


class Deciding(QObject):
    """``replan()`` when rows must be read anew, ``redecided()`` when only decisions are other, ``said(words)``."""

    replan = Signal()
    redecided = Signal()
    said = Signal(str)

    def __init__(self, page: Any, review: Review) -> None:
        super().__init__(page)
        self._page, self._review = page, review
        self.file: OneFile | None = None
        self.keeping = Keeping(page)
        self.cell = CellEditor(review.rows.table)
        self.merge = MergePicker(review.rows.table, page.counter)
        columns, values, rows = review.columns, review.values, review.rows
        columns.corrected.connect(self._column_corrected)
        columns.joined.connect(self._joined)
        columns.only.connect(self._only)
        columns.blank_said.connect(self._blank_said)
        values.answered.connect(self._value_answered)
        values.options_wanted.connect(self._options_wanted)
        rows.decided.connect(self._decided)
        rows.took_back.connect(self._took_back)
        rows.moved.connect(self._moved)
        rows.strictness_said.connect(self._strictness_said)
        rows.parted.connect(self._parted)
        rows.other_wanted.connect(self.merge.open)
        rows.cell_wanted.connect(self._cell_wanted)
        rows.table.take_back_is_possible = self._can_take_back
        self.merge.picked.connect(self._merged)
        self.cell.accepted.connect(self._cell_said)
        review.hidden_switched.connect(self._hidden_switched)
        review.whole_switched.connect(self._whole_switched)

    # --- columns --------------------------------------------------------------------------------------

    def _column_corrected(self, letter: str, field: str | None) -> None:
        if self.file is None:
            return
        now = self.file.plan.mapping.get(letter) if self.file.plan else None
        if now == field and letter not in self.file.decided.corrections:
            return
        self.file.decided.corrections[letter] = field
        self._corrected()

    def _joined(self, claim: Any, join: Any) -> None:
        if self.file is not None:
            self.file.decided.joins[claim.field] = join
            self._corrected()

    def _only(self, claim: Any, letter: str) -> None:
        if self.file is None:
            return
        self.file.decided.joins.pop(claim.field, None)
        for one in claim.letters:
            self.file.decided.corrections[one] = claim.field if one == letter else None
        self._corrected()

    def _blank_said(self, field: str, blank: Any) -> None:
        if self.file is not None:
            self.file.decided.blanks[field] = blank
            self._corrected()

    def _hidden_switched(self, on: bool) -> None:
        if self.file is not None:
            self.file.decided.include_hidden = on
            self._corrected()

    def _whole_switched(self, on: bool) -> None:
        if self.file is not None:
            self.file.decided.only_whole = on
            self._corrected()

    def _corrected(self) -> None:
        """What is worth keeping for the next list of this kind was said."""
        if self.file is not None:
            self.replan.emit()
            self.keeping.note(self.file)

    # --- words ----------------------------------------------------------------------------------------

    def _value_answered(self, field: str, text: str, meaning: str | None) -> None:
        if self.file is None:
            return
        for value in self.file.unknown():
            if (value.field, value.text) == (field, text):
                self.file.decided.words[field, text] = value
        self.file.decided.mean(field, text, meaning)
        self._corrected()

    def _options_wanted(self, field: str) -> None:
        self._page.ask("dealer.facets", field, then=self._options_came, carry=(field,))

    def _options_came(self, found: Sequence[tuple[Any, int]], field: str) -> None:
        self._review.values.set_options(field, [str(value) for value, _count in found if value])

    # --- rows -----------------------------------------------------------------------------------------

    def _decided(self, decisions: Mapping[int, Decision | None]) -> None:
        if self.file is None or not decisions:
            return
        self.file.decided.decide(decisions)
        self._look_again()
        if len(decisions) == 1:
            self._review.rows.go_down()
        if self._is_strange(decisions):
            self.replan.emit()

    def _is_strange(self, decisions: Mapping[int, Decision | None]) -> bool:
        """Whether a row goes to a dealer whom the review has not looked at, so that what changes is not known."""
        records = {
            decision.record for decision in decisions.values() if decision is not None and decision.record
        }
        return self.file is not None and bool(records - self.file.preview.review.basis.stands.keys())

    def _took_back(self) -> None:
        if self.file is not None and self.file.decided.take_back():
            self._look_again()

    def _can_take_back(self) -> bool:
        return self.file is not None and self.file.decided.can_take_back

    def _strictness_said(self, strictness: int) -> None:
        if self.file is not None:
            self.file.decided.strictness = strictness
            self._look_again()

    def _look_again(self) -> None:
        """The same rows, decided otherwise: at once, without asking anybody."""
        file = self.file
        if file is None or file.preview is None or file.plan is None:
            return
        decided = file.decided
        file.plan = replace(file.plan, decisions=dict(decided.decisions), strictness=decided.strictness)
        file.preview = decided.applied(file.preview)
        self.redecided.emit()

    def _merged(self, dealer: Any) -> None:
        self._review.rows.decide_current(Decision(Choice.UPDATE, dealer.id.hex))

    def _moved(self, rows: Sequence[int], as_records: bool) -> None:
        if self.file is not None:
            self.file.decided.put_rows(rows, as_records=as_records)
            self.replan.emit()

    def _parted(self, row: Any, candidate: Any) -> None:
        """Not one firm: remembered, and the row is looked at once more without this candidate."""
        others = any(one.record and one.record != candidate.record for one in row.candidates)
        if candidate.record:
            self.keeping.apart(row, candidate, then=self._parted_kept if others else None)
        if not others:
            self._decided({row.row: Decision(Choice.NEW)})

    def _parted_kept(self, _memory: Any) -> None:
        self.replan.emit()

    # --- cells ----------------------------------------------------------------------------------------

    def _cell_wanted(self, row: int, key: str) -> None:
        file = self.file
        if file is None or file.plan is None or file.plan.grid is None:
            return
        field = key if title_of(key) else "name"
        letter = letter_for(file.plan.mapping, field)
        if not letter:
            self.said.emit(_("名单里没有「{field}」这一列。").format(field=title_of(field)))
            return
        column = file.plan.grid.columns[column_of(letter)]
        raw = column[row - 1]
        text = file.plan.edits.get((row, letter), shown(raw))
        table = self._review.rows.table
        self.cell.open(table.currentIndex(), row, letter, title_of(field), text, list(column).count(raw))

    def _cell_said(self, row: int, letter: str, text: str, everywhere: bool) -> None:
        file = self.file
        if file is None or file.plan is None or file.plan.grid is None:
            return
        field, decided = file.plan.mapping.get(letter, ""), file.decided
        column = file.plan.grid.columns[column_of(letter)]
        raw = column[row - 1]
        if everywhere and field in _WORDS:
            decided.mean(field, shown(raw), text)
            self.keeping.note(file)
        elif everywhere:
            equal = (at for at, cell in enumerate(column, 1) if cell == raw and at > file.plan.header_row)
            decided.edits.update(dict.fromkeys(((at, letter) for at in equal), text))
        else:
            decided.edits[row, letter] = text
        self.replan.emit()
