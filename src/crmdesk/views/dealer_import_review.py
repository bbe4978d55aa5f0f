"""The steps between reading and writing: 列, 取值, 逐行, 问题, a tab each, with what waits in their titles."""

from collections import Counter as Tally
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QRadioButton, QTabWidget, QVBoxLayout, QWidget

from crmdesk.rules.china_time import in_china
from crmdesk.views import theme
from crmdesk.views.dealer_import_columns import ColumnList
from crmdesk.views.dealer_import_decided import OneFile
from crmdesk.views.dealer_import_doubles import claims
from crmdesk.views.dealer_import_head import Head, Strip
from crmdesk.views.dealer_import_problems import ProblemList
from crmdesk.views.dealer_import_rows import RowList
from crmdesk.views.dealer_import_values import ValueList
from crmdesk.views.dealer_import_words import Counts, title_of_problems
from crmdesk.views.widgets.trouble import Trouble
from crmdesk.words import _, listed

COLUMNS_AT, VALUES_AT, ROWS_AT, PROBLEMS_AT = range(4)


class Review(QWidget):
    """``chosen(sheet, header row or None)``, ``hidden_switched(on)``, ``whole_switched(on)``,
    ``as_before(yes)`` when the settings of last time were accepted or refused. The rest is said by the parts."""

    chosen = Signal(str, object)
    hidden_switched = Signal(bool)
    whole_switched = Signal(bool)
    as_before = Signal(bool)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._file: OneFile | None = None
        self._stale: set[int] = set()  # steps that show an older state than the file is in
        self._undecided = 0
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.S)
        self.head, self.trouble = Head(self), Trouble(self)
        self.known = Strip(
            "dealer.import.known", self, _("按同样的设置  Enter"), _("不用(&N)"), role="card-now"
        )
        self.waiting = Strip("dealer.import.waiting", self, _("去看(&L)"))
        for part in (self.head, self.known, self.trouble, self.waiting):
            box.addWidget(part)
        box.addWidget(self._build_tabs(), 1)
        self.head.chosen.connect(self.chosen)
        self.head.hidden_switched.connect(self.hidden_switched)
        self.known.first.connect(self._accept)
        self.known.second.connect(self._refuse)
        self.waiting.first.connect(self.show_undecided)
        self.setFocusProxy(self.tabs.tabBar())

    def _build_tabs(self) -> QTabWidget:
        self.tabs = QTabWidget(self)
        self.tabs.setObjectName("dealer.import.tabs")
        self.tabs.setAccessibleName(_("导入的步骤"))
        self.tabs.tabBar().setDrawBase(False)
        self.columns, self.values, self.rows = ColumnList(self), ValueList(self), RowList(self)
        for part in (self.columns, self.values, self.rows, self._build_problems()):
            self.tabs.addTab(part, "")
        self._show_titles(None)
        self.tabs.currentChanged.connect(self._tab_changed)
        return self.tabs

    def _build_problems(self) -> QWidget:
        """What is written where cells cannot be read, and the list of them."""
        holder = QWidget(self)
        box = QVBoxLayout(holder)
        box.setContentsMargins(0, theme.S, 0, 0)
        box.setSpacing(theme.S)
        self._which_line = QWidget(holder)
        line = QHBoxLayout(self._which_line)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.L)
        self.everything, self.only_whole = QRadioButton(holder), QRadioButton(holder)
        self._which = QButtonGroup(self)
        for button, name, words in (
            (self.everything, "everything", _("全部写入,读不出的格子留空(&A)")),
            (self.only_whole, "only_whole", _("只写合格行,有格子读不出的整行不写(&W)")),
        ):
            button.setText(words)
            button.setObjectName(f"dealer.import.{name}")
            self._which.addButton(button)
            line.addWidget(button)
        line.addStretch(1)
        self.only_whole.clicked.connect(self._whole_clicked)
        self.everything.clicked.connect(self._whole_clicked)
        self.problems = ProblemList("dealer.import.problems", holder)
        self.problems.opened.connect(self._go_to_cell)
        box.addWidget(self._which_line)
        box.addWidget(self.problems, 1)
        return holder

    # --- showing --------------------------------------------------------------------------------------

    def show_recognised(self, file: OneFile) -> None:
        """Another file, sheet or header row was recognised; nothing is known of the rows yet."""
        seen = file.seen
        self.head.show_sheets(file.book.sheets, seen.sheet)
        rows = seen.grid.rows if seen.grid is not None else seen.header_row
        self.head.show_header_row(seen.header_row, rows)
        self.columns.show_file(seen.columns)
        self.known.show_words("" if file.decided.accepted else known_words(seen))
        self._begin(seen.notes)

    def show_unrecognised(self, file: OneFile, sheet: str, error: BaseException) -> None:
        """No list was found: the sheet or the row of its header may be named by hand."""
        self.head.show_sheets(file.book.sheets, sheet)
        rows = next((info.rows for info in file.book.sheets if info.name == sheet), 1)
        self.head.show_header_row(1, rows)
        self.head.show_hidden(False, any_hidden=False)
        self.columns.show_file(())
        self.known.show_words("")
        self._begin(())
        self.trouble.show_error(error)

    def _begin(self, notes: Sequence[str]) -> None:
        self.trouble.clear()
        self.head.show_notes(notes)
        self.rows.begin()
        self.tabs.setCurrentIndex(COLUMNS_AT)
        self._show_nothing()

    def _show_nothing(self) -> None:
        self._file, self._stale = None, set()
        self.head.figures.show_figures(())
        self.waiting.show_words("")
        self.values.show_values((), {})
        self.problems.show_problems((), "")
        self._show_titles(None)

    def show_refusal(self, file: OneFile, error: BaseException) -> None:
        """What keeps the file from being imported, and what can be done: choose another sheet, row or column."""
        self.trouble.show_error(error)
        self._show_nothing()
        self.show_plan(file)

    def show_plan(self, file: OneFile) -> None:
        """The columns as they are now; what becomes of the rows is not known yet."""
        plan, seen = file.plan, file.seen
        lost = (
            Tally(p.column for p in file.preview.report.problems if p.grade == "lost") if file.preview else {}
        )
        asked = claims(seen.columns, seen.doubles, file.decided.corrections, plan.mapping, plan.joins)
        self.columns.show_matches(plan.columns, seen.data_rows, lost, asked, plan.blanks)
        hidden = bool(seen.grid is not None and seen.grid.hidden_rows)
        self.head.show_hidden(plan.include_hidden, any_hidden=hidden)
        (self.only_whole if plan.only_whole else self.everything).setChecked(True)

    def show_preview(self, file: OneFile) -> None:
        """What the import would do with the plan."""
        report = file.preview.report
        self.trouble.clear()
        self.show_plan(file)
        torn = any(problem.grade == "lost" for problem in report.problems)
        self._which_line.setVisible(torn or file.plan.only_whole)
        self.values.show_values(file.unknown(), file.decided.values)
        self.show_counts(file)
        self._file, self._stale = file, {ROWS_AT, PROBLEMS_AT}
        self._freshen()

    def show_decided(self, file: OneFile) -> None:
        """The same rows with other decisions."""
        self._file, self._stale = file, self._stale | {PROBLEMS_AT}
        self._show_rows(file, same=ROWS_AT not in self._stale)
        self._stale.discard(ROWS_AT)

    def _freshen(self) -> None:
        """Bring the step in front up to date; the others wait until somebody looks at them."""
        at, file = self.tabs.currentIndex(), self._file
        if file is None or file.preview is None or at not in self._stale:
            return
        self._stale.discard(at)
        if at == ROWS_AT:
            self._show_rows(file, same=False)
        else:
            self.problems.show_problems(file.problems(), _("没有问题,每一格都照原样导入。"))

    def _show_rows(self, file: OneFile, *, same: bool) -> None:
        fields = {name for name in file.plan.mapping.values() if name}
        self.rows.show_review(file.preview.review, file.aside(), fields, file.plan.strictness, same=same)

    def show_counts(self, file: OneFile) -> None:
        """What the import would do, as decided now."""
        report, counts = file.preview.report, Counts.of(file)
        self.head.figures.show_figures(counts.figures())
        idle = () if counts.written else (_("没有要写入的内容:这些客户都已经有了,内容也相同。"),)
        waits = counts.undecided
        self.head.show_notes((*file.seen.notes, *report.notes, *(() if waits else idle)))
        self._show_titles(file)
        self._show_waiting(waits)

    def _show_waiting(self, count: int) -> None:
        self._undecided = count
        here = self.tabs.currentIndex() == ROWS_AT
        words = _("还有 {count} 行要您定。不定的不写入,留在『有问题的行』里,以后可以再导入。")
        self.waiting.show_words(words.format(count=f"{count:,}") if count and not here else "")

    def _show_titles(self, file: OneFile | None) -> None:
        counts = Counts.of(file) if file is not None and file.preview is not None else None
        titles = [_("列"), _("取值"), _("逐行"), _("问题")]
        if counts is not None and file is not None:
            titles[COLUMNS_AT] = _("列 {count}").format(count=len(file.plan.columns))
            words = sum(1 for value in file.unknown() if not file.is_answered(value))
            titles[VALUES_AT] = _("取值 {count}").format(count=words) if words else _("取值")
            titles[ROWS_AT] = _("逐行 {count}").format(count=f"{counts.read:,}")
            if counts.undecided:
                more = _("要您定 {count}").format(count=f"{counts.undecided:,}")
                titles[ROWS_AT] = listed((titles[ROWS_AT], more))
            titles[PROBLEMS_AT] = title_of_problems(*file.problem_counts())
        for at, title in enumerate(titles):
            self.tabs.setTabText(at, f"&{at + 1} {title}")

    # --- what a person does ---------------------------------------------------------------------------

    def show_first_open(self, file: OneFile) -> None:
        """To the first step on which something waits: words, then rows; else the main button has the focus."""
        if file.preview is None:
            return
        if any(not file.is_answered(value) for value in file.unknown()):
            self.tabs.setCurrentIndex(VALUES_AT)
        elif file.preview.review.undecided:
            self.show_undecided()

    def show_undecided(self) -> None:
        """To the rows that wait."""
        self.tabs.setCurrentIndex(ROWS_AT)
        self.rows.setFocus()

    def _tab_changed(self, at: int) -> None:
        self._show_waiting(self._undecided)
        self._freshen()
        if at == VALUES_AT:
            self.values.table.setFocus()
        elif at == ROWS_AT:
            self.rows.setFocus()

    def _go_to_cell(self, row: int, field: str) -> None:
        """From a problem to its cell, which can be corrected there."""
        self.tabs.setCurrentIndex(ROWS_AT)
        self.rows.show_row(row, field)
        if field:
            self.rows.cell_wanted.emit(row, field)

    def _whole_clicked(self) -> None:
        self.whole_switched.emit(self.only_whole.isChecked())

    def _accept(self) -> None:
        self.known.show_words("")
        self.tabs.tabBar().setFocus()
        self.as_before.emit(True)

    def _refuse(self) -> None:
        self.known.show_words("")
        self.as_before.emit(False)


def known_words(seen: Any) -> str:
    """识别为「华东办事处客户档案」,6 月 3 日导入过 214 行。"""
    profile = seen.profile
    if profile is None:
        return ""
    name, when = profile.name, profile.used_at
    if isinstance(when, datetime):
        day = in_china(when)
        return _("识别为「{name}」,{month} 月 {day} 日导入过 {rows} 行,已经照那次的设置准备好。").format(
            name=name, month=day.month, day=day.day, rows=f"{profile.rows:,}"
        )
    return _("识别为「{name}」,上次看过没有写入,已经照那次的设置准备好。").format(name=name)
