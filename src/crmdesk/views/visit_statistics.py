"""执行与考核统计: execution by representative, class and dealer, who was not visited, what was written (MT 一.4)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QToolButton, QVBoxLayout, QWidget

from crmdesk.rules.calendar import add_months, month_end
from crmdesk.rules.columns import Column, Kind
from crmdesk.rules.dealer import DealerClass
from crmdesk.rules.visit import Execution, NotVisited
from crmdesk.views import theme
from crmdesk.views.days import today
from crmdesk.views.page import Action, Page
from crmdesk.views.visit_bars import Bars
from crmdesk.views.widgets.empty import Empty
from crmdesk.views.widgets.picks import Pick, PickField
from crmdesk.views.widgets.save_dialog import ask_where, remember_folder
from crmdesk.views.widgets.table import WindowedTable
from crmdesk.words import N_, _

EXECUTION = (
    Column("name", N_("名称"), Kind.TEXT, 16), Column("planned", N_("计划"), Kind.INTEGER, 6),
    Column("done", N_("已访"), Kind.INTEGER, 6), Column("rate", N_("执行率(%)"), Kind.INTEGER, 8),
    Column("moved", N_("改期"), Kind.INTEGER, 6, aside=3), Column("missed", N_("未执行"), Kind.INTEGER, 7),
    Column("to_come", N_("未到期"), Kind.INTEGER, 7),
    Column("unplanned", N_("计划外"), Kind.INTEGER, 7), Column("orders", N_("订单(元)"), Kind.MONEY, 13, aside=1),
    Column("collected", N_("回款(元)"), Kind.MONEY, 13, aside=2),
    Column("days_handed_in", N_("交手册(天)"), Kind.INTEGER, 9, aside=5),
    Column("days_checked", N_("已检查(天)"), Kind.INTEGER, 9, aside=6),
    Column("mean_mark", N_("平均分"), Kind.QUANTITY, 7, aside=4), Column("cases", N_("请示"), Kind.INTEGER, 6, aside=7),
    Column("last_visit", N_("最近巡访"), Kind.DATE, 11, aside=8),
)  # fmt: skip
NOT_VISITED = (
    Column("dealer_name", N_("客户名称"), Kind.TEXT, 22), Column("dealer_class", N_("等级"), Kind.CHOICE, 7, choices=DealerClass),
    Column("owner", N_("业务经理"), Kind.TEXT, 9), Column("seen", N_("最近巡访"), Kind.TEXT, 11),
    Column("days", N_("多少天前"), Kind.INTEGER, 8), Column("limit", N_("期限(天)"), Kind.INTEGER, 8),
)  # fmt: skip
TOLD = (
    Column("day", N_("日期"), Kind.DATE, 11), Column("rep", N_("业务经理"), Kind.TEXT, 8),
    Column("dealer", N_("客户名称"), Kind.TEXT, 20), Column("item", N_("项目"), Kind.TEXT, 14),
    Column("text", N_("内容"), Kind.LONG_TEXT, 50),
)  # fmt: skip
#: What is reported every week: what consumers, market and incidents say (MT 二.3, 二.7, 二.8).
REPORTED = ("consumers", "market", "goods_information", "trend", "promotion_feedback", "other_brands", "incident_note")
VIEWS = (("rep", N_("按业务经理")), ("class", N_("按等级")), ("dealer", N_("按客户")), ("not_visited", N_("久未巡访")),
         ("told", N_("市场信息")))  # fmt: skip


#: What is counted for people only.
_OF_REPS = ("days_handed_in", "days_checked", "mean_mark")


@dataclass(frozen=True, slots=True)
class Told:
    """One line of what was written at the visits."""

    day: date
    rep: str
    dealer: str
    item: str
    text: str


@dataclass(frozen=True, slots=True)
class Unseen:
    """A dealer who was not visited for long; ``seen`` is the day of the last visit in words."""

    dealer_id: UUID
    dealer_name: str
    dealer_class: DealerClass | None
    owner: str
    seen: str
    days: int | None
    limit: int


def _unseen(one: NotVisited) -> Unseen:
    seen = one.last_visit.isoformat() if one.last_visit else _("从未")
    return Unseen(one.dealer_id, one.dealer_name, one.dealer_class, one.owner, seen, one.days, one.limit)


class VisitStatisticsPage(Page):
    """``opened(view="not_visited")`` shows that view; each row opens what stands behind it."""

    name = "visit_statistics"

    def build(self) -> None:
        self._first = today().replace(day=1)
        self._view, self._columns_of = "rep", ""
        self._rows: Sequence[Any] = ()
        self.body.addLayout(self._top())
        self.bars = Bars("visit_statistics.bars", self)
        self.bars.opened.connect(self.open_row)
        self.bars.hide()
        self._bars_card = QWidget(self)
        inside = QVBoxLayout(self._bars_card)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.bars)
        self.body.addWidget(self._bars_card)
        self._stack = QStackedWidget(self)
        pills = frozenset({"dealer_class"})
        self.tables = {
            "execution": WindowedTable("visit_statistics.execution", EXECUTION, self, unit=_("行")),
            "not_visited": WindowedTable("visit_statistics.not_visited", NOT_VISITED, self, unit=_("家"), pills=pills),
            "told": WindowedTable("visit_statistics.told", TOLD, self, unit=_("条")),
        }
        for table in self.tables.values():
            table.opened.connect(self.open_row)
            table.selection_said.connect(self.status)
            self._stack.addWidget(table)
        self.empty = Empty("visit_statistics", self)
        self._stack.addWidget(self.empty)
        self.body.addWidget(self._stack, 1)

    def _top(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.XS)
        picks = tuple(Pick(key, _(word), str(n)) for n, (key, word) in enumerate(VIEWS, start=1))
        self.views = PickField("visit_statistics.view", _("看什么"), picks, self)
        self.views.hide_caption()
        self.views.set_saved("rep")
        self.views.changed.connect(self._view_chosen)
        row.addWidget(self.views)
        row.addStretch(1)
        for name, icon, word, by in (("earlier", "chevron-left", _("上个月"), -1), ("later", "chevron-right", _("下个月"), 1)):
            button = QToolButton(self)
            button.setObjectName(f"visit_statistics.{name}")
            button.setAccessibleName(word)
            button.setToolTip(word)
            theme.dress(button, icon, "text", 16)
            button.clicked.connect(partial(self.turn, by))
            row.addWidget(button)
            if by < 0:
                self.month = QLabel(self)
                self.month.setObjectName("visit_statistics.month")
                self.month.setAlignment(Qt.AlignmentFlag.AlignCenter)
                self.month.setMinimumWidth(96)
                theme.look(self.month, "strong")
                row.addWidget(self.month)
        return row

    def declare(self) -> tuple[Action, ...]:
        return (
            Action("visit_statistics.export", _("导出 Excel"), self.export, "Ctrl+E", "file-spreadsheet",
                   "visit_statistics.export", "button", "E"),
            Action("visit_statistics.week", _("导出信息周报"), self.export_week, "Ctrl+Shift+E", "upload",
                   "visit_statistics.export_items", "button", "W"),
            Action("visit_statistics.print", _("预览打印"), self.preview, "Ctrl+P", "printer",
                   "visit_statistics.preview", "main", "P"),
            Action("visit_statistics.earlier_month", _("上个月"), partial(self.turn, -1), "Alt+Left", "chevron-left"),
            Action("visit_statistics.later_month", _("下个月"), partial(self.turn, 1), "Alt+Right", "chevron-right"),
        )  # fmt: skip

    # --- coming here ----------------------------------------------------------------------------------

    def opened(self, record_id: Any = None, view: str = "", **more: Any) -> None:
        if view:
            self.views.set_saved(view)
            self._view = view
        self._ask()
        self.views.editor.setFocus()

    def refresh(self, subject: str, ids: frozenset[UUID]) -> None:
        if self.isVisible() and subject in ("visit", "visit_day", "visit_plan", "visit_case", "*"):
            self._ask()

    def turn(self, by: int) -> None:
        """To the month before or after."""
        self._first = add_months(self._first, by)
        self._ask()

    def _view_chosen(self) -> None:
        if not self.views.value():
            self.views.set_saved(self._view)
            return
        self._view = self.views.value()
        self._ask()

    @property
    def _last(self) -> date:
        return month_end(self._first)

    def _ask(self) -> None:
        self.month.setText(_("{year} 年 {month} 月").format(year=self._first.year, month=self._first.month))
        asks = {
            "not_visited": ("visit_statistics.not_visited",),
            "told": ("visit_statistics.items", self._first, self._last, REPORTED),
        }
        verb, *args = asks.get(self._view, ("visit_statistics.execution", self._first, self._last, self._view))
        self.ask(str(verb), *args, then=self._show, key="rows", carry=(self._view,))

    def _show(self, rows: Sequence[Any], view: str) -> None:
        is_rate = view in ("rep", "class", "dealer")
        if view == "told":
            rows = tuple(Told(*row) for row in rows)
        elif view == "not_visited":
            rows = tuple(map(_unseen, rows))
        self._rows = rows
        self.bars.show_rows(rows if is_rate else ())
        self._bars_card.setVisible(is_rate and self.bars.isVisibleTo(self._bars_card))
        table = self.tables["execution" if is_rate else view]
        if is_rate and view != self._columns_of:
            left_out = _OF_REPS if view != "rep" else ("last_visit",)
            table.want_columns(column.key for column in EXECUTION if column.key not in left_out)
            self._columns_of = view
        table.show_rows(list(rows))
        note = _("{month} · {n} 行").format(month=f"{self._first:%Y-%m}", n=len(rows))
        self.set_title(_("执行统计"), _("{n} 家").format(n=len(rows)) if view == "not_visited" else note)
        if rows:
            self._stack.setCurrentWidget(table)
        else:
            self.empty.show_words("chart-column", *_nothing(view))
            self._stack.setCurrentWidget(self.empty)

    # --- what a person does ---------------------------------------------------------------------------

    def open_row(self, row: Any) -> None:
        """Enter or double click: the days of a representative, the form of a dealer, the days of all."""
        if isinstance(row, Execution) and self._view == "rep":
            self.open_page("visit_day", None, rep_id=UUID(row.key), rep_name=row.name, month=self._first)
        elif isinstance(row, Execution) and self._view == "dealer":
            self.open_page("dealer.form", UUID(row.key))
        elif isinstance(row, Unseen):
            self.open_page("dealer.form", row.dealer_id)
        else:
            self.open_page("visit_day", None, month=row.day.replace(day=1) if isinstance(row, Told) else self._first)

    def preview(self) -> None:
        """Ctrl+P: 执行与考核统计 of the month as it is printed."""
        title = _("{month} 执行与考核统计").format(month=f"{self._first:%Y-%m}")
        self.open_page("pdf", None, verb="visit_statistics.preview", args=(self._first, self._last), title=title,
                       back=self.name)  # fmt: skip

    def export(self) -> None:
        """Ctrl+E: the same as a workbook."""
        name = _("{month} 执行统计").format(month=f"{self._first:%Y-%m}")
        self._dialog = ask_where(self, _("导出 Excel"), f"{name}.xlsx", self._export_to)

    def export_week(self) -> None:
        """Ctrl+Shift+E: what consumers, market and incidents said from Monday to Sunday, as a workbook (MT 二.7)."""
        first, last = self.week
        name = _("{first} 至 {last} 信息反馈").format(first=first.isoformat(), last=f"{last:%m-%d}")
        self._dialog = ask_where(self, _("导出信息周报"), f"{name}.xlsx", self._export_week_to)

    @property
    def week(self) -> tuple[date, date]:
        """The week of today; on a Monday the one before, as it is told when it is over."""
        day = today() - timedelta(days=1)
        first = day - timedelta(days=day.weekday())
        return first, first + timedelta(days=6)

    def _export_week_to(self, path: str) -> None:
        first, last = self.week
        self.ask("visit_statistics.export_items", first, last, path, keys=REPORTED, then=self._exported)

    def _export_to(self, path: str) -> None:
        verb = "visit_statistics.export_items" if self._view == "told" else "visit_statistics.export"
        self.ask(verb, self._first, self._last, path, then=self._exported)

    def _exported(self, written: Any) -> None:
        path = getattr(written, "path", written)
        remember_folder(path)
        self.say(_("已存为 {name}").format(name=path.name))


def _nothing(view: str) -> tuple[str, str]:
    if view == "not_visited":
        return _("没有久未巡访的客户"), _("各等级的期限在设置里。")
    if view == "told":
        return _("这个月还没有市场信息"), _("巡访手册里写的消费者意见、市场信息和非常事件汇总在这里。")
    return _("这个月还没有计划和巡访"), _("计划批准、手册写好以后,这里有执行率。")
