"""The line above the list of dealers: search field and chips, and the query that they make together."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from crmdesk.rules.dealer import DealerQuery
from crmdesk.views.counter import Counter
from crmdesk.views.widgets.filter_chip import FilterChip, ToggleChip
from crmdesk.views.widgets.flow import Flow
from crmdesk.views.widgets.search_line import SearchLine
from crmdesk.words import N_, _

#: Field of the dealer, its chip's word, the part of ``DealerQuery`` that it fills.
CHIPS: tuple[tuple[str, str, str], ...] = (
    ("dealer_class", N_("等级"), "classes"),
    ("kind", N_("类型"), "kinds"),
    ("status", N_("状态"), "statuses"),
    ("city", N_("城市"), "cities"),
    ("owner", N_("业务员"), "owners"),
)
NARROW = 520


class DealerFilters(QWidget):
    """``changed(query)`` while one types and after each choice. Order is kept by ``set_order``."""

    changed = Signal(object)

    def __init__(self, counter: Counter, parent: QWidget) -> None:
        super().__init__(parent)
        self._counter = counter
        self._order = ("", False)
        row = Flow(self)
        self.search = SearchLine("dealer.search", _("名称、拼音首字母、电话尾号、编号"), self)
        self.search.searched.connect(self._tell)
        row.addWidget(self.search)
        self.mine = ToggleChip("dealer.filter.mine", _("我负责的"), self)
        self.mine.changed.connect(self._mine_changed)
        row.addWidget(self.mine)
        self.chips: dict[str, FilterChip] = {}
        for field, word, _part in CHIPS:
            chip = FilterChip(f"dealer.filter.{field}", _(word), self)
            chip.opening.connect(self._ask_answers)
            chip.changed.connect(self._chosen)
            self.chips[field] = chip
            row.addWidget(chip)
        self.more = ToggleChip("dealer.filter.more", _("更多筛选"), self)
        self.more.changed.connect(self._fit)
        row.addWidget(self.more)
        self._fit()

    @property
    def query(self) -> DealerQuery:
        """What the list shall show."""
        parts: dict[str, Any] = {part: self.chips[field].chosen for field, _word, part in CHIPS}
        person = self._counter.desk.person
        if self.mine.isChecked() and person is not None:
            parts["owners"] = (person.name,)
        return DealerQuery(self.search.words(), sort=self._order[0], descending=self._order[1], **parts)

    @property
    def is_filtered(self) -> bool:
        """Whether anything narrows the list."""
        return bool(self.search.words() or self.has_conditions)

    @property
    def has_conditions(self) -> bool:
        """Whether a chip narrows the list."""
        return self.mine.isChecked() or any(chip.chosen for chip in self.chips.values())

    def set_order(self, query: DealerQuery) -> None:
        """The list was sorted by a click on its header."""
        self._order = (query.sort, query.descending)

    def clear(self, *, and_search: bool = True) -> None:
        """Take every condition away."""
        self.mine.setChecked(False)
        for chip in self.chips.values():
            chip.choose(())
        if and_search:
            self.search.blockSignals(True)
            self.search.set_words("")
            self.search.blockSignals(False)
        self._tell()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Where there is little room, chips that narrow nothing stand behind 更多筛选."""
        narrow = self.width() < NARROW
        self.more.setVisible(narrow)
        for chip in self.chips.values():
            chip.setVisible(not narrow or self.more.isChecked() or bool(chip.chosen))

    def _mine_changed(self) -> None:
        if self.mine.isChecked():
            self.chips["owner"].choose(())
        self._tell()

    def _chosen(self) -> None:
        if self.chips["owner"].chosen:
            self.mine.setChecked(False)
        self._tell()

    def _tell(self, *_what: object) -> None:
        self.changed.emit(self.query)

    def _ask_answers(self) -> None:
        chip = self.sender()
        field = next(name for name, known in self.chips.items() if known is chip)
        self._counter.ask(self, "dealer.facets", field, then=self._show_answers, key=field, carry=(field,))

    def _show_answers(self, answers: Sequence[tuple[Any, int]], field: str) -> None:
        worded = [(value, getattr(value, "label", str(value)), count) for value, count in answers]
        self.chips[field].set_answers(worded)
