"""代理: who acts for whom from which day to which; what he does meanwhile is signed with both names."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton

from crmdesk.rules.columns import Column, Kind
from crmdesk.rules.deputy import Deputy
from crmdesk.rules.people import Person
from crmdesk.views import theme
from crmdesk.views.days import today
from crmdesk.views.page import Page
from crmdesk.views.shell.part import Part
from crmdesk.views.widgets.choices import ChoiceField
from crmdesk.views.widgets.fields import TextField
from crmdesk.views.widgets.form import Form
from crmdesk.views.widgets.table import WindowedTable
from crmdesk.views.widgets.typed import DateField
from crmdesk.words import N_, _

COLUMNS = (
    Column("principal_name", N_("被代理人"), Kind.TEXT, 10),
    Column("deputy_name", N_("代理人"), Kind.TEXT, 10),
    Column("first_day", N_("开始日"), Kind.DATE, 11),
    Column("last_day", N_("结束日"), Kind.DATE, 11),
    Column("state", N_("状态"), Kind.TEXT, 8),
    Column("reason", N_("事由"), Kind.TEXT, 20),
)


@dataclass(frozen=True, slots=True)
class _Row:
    """A deputy as the table shows him."""

    deputy: Deputy
    principal_name: str
    deputy_name: str
    first_day: date
    last_day: date
    state: str
    reason: str


def state_of(deputy: Deputy, day: date) -> str:
    """Whether he acts on that day, will, or has."""
    if deputy.is_on(day):
        return _("代理中")
    return _("未开始") if deputy.first_day > day else _("已结束")


class DeputyPart(Part):
    """The list above, a form for a new one below."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        said = QLabel(_("代理人在这些日子里可以替被代理人办理,表上写明「某某代」。系统管理员的权限不能代理。"), self)
        said.setWordWrap(True)
        theme.look(said, "secondary")
        self.body.addWidget(said)
        self.table = WindowedTable("deputy.list", COLUMNS, self, unit=_("条"), pills=frozenset())
        self.table.setMinimumHeight(theme.row_height() * 6)
        self.table.setAccessibleName(_("代理"))
        self.table.chosen.connect(self._chosen)
        self.body.addWidget(self.table, 1)
        self.form = Form(self, page.counter, scrolls=False)
        section = self.form.section(_("安排代理"))
        self._who = ChoiceField("deputy.principal_id", _("被代理人"), (), required=True)
        self._by = ChoiceField("deputy.deputy_id", _("代理人"), (), required=True)
        section.row(self._who, self._by)
        section.row(
            DateField("deputy.first_day", _("开始日"), required=True), DateField("deputy.last_day", _("结束日"), required=True),
            TextField("deputy.reason", _("事由")),
        )  # fmt: skip
        self.body.addWidget(self.form)
        self.body.addLayout(self._buttons())
        self._row: Deputy | None = None
        self._after: Callable[[], None] | None = None
        reason = page.counter.why_not("deputy.set")
        self._set.setEnabled(not reason)
        self._set.setToolTip(reason)
        self.form.set_read_only(bool(reason))
        self._show_end()
        self._begin()
        self.reload()

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self._end, self._set = QPushButton(_("结束代理(&E)"), self), QPushButton(_("安排代理(&S)"), self)
        self._end.setObjectName("deputy.end")
        self._set.setObjectName("deputy.set")
        self._end.setAccessibleName(_("结束选中的代理"))
        self._set.setAccessibleName(_("安排代理"))
        theme.look(self._set, "main")
        self._end.clicked.connect(self._end_clicked)
        self._set.clicked.connect(self._set_clicked)
        row.addWidget(self._end)
        row.addStretch(1)
        row.addWidget(self._set)
        return row

    def _begin(self) -> None:
        """An empty form that begins today."""
        self.form.load({"principal_id": None, "deputy_id": None, "first_day": today(), "last_day": None, "reason": ""})

    def reload(self) -> None:
        """Ask who acts for whom, and who there is."""
        self.page.ask("deputy.list", then=self._show, key="deputies")
        self.page.ask("person.list", then=self._show_people, key="deputies.people")

    def _show_people(self, people: tuple[Person, ...]) -> None:
        choices = [(person.id, person.title) for person in people if person.is_active]
        self._who.set_choices(choices)
        self._by.set_choices(choices)

    def _show(self, deputies: tuple[Deputy, ...]) -> None:
        day = today()
        rows = [
            _Row(d, d.principal_name, d.deputy_name, d.first_day, d.last_day, state_of(d, day), d.reason) for d in deputies
        ]
        self.table.show_rows(rows)
        chosen = self._row.id if self._row else None
        at = next((n for n, row in enumerate(rows) if row.deputy.id == chosen), -1)
        self._row = rows[at].deputy if at >= 0 else None
        if at >= 0:
            self.table.selectRow(at)
        self._show_end()

    def _chosen(self, row: Any) -> None:
        self._row = row.deputy if row is not None else None
        self._show_end()

    def _show_end(self) -> None:
        """It can be ended where one is chosen that is not over."""
        reason = self.page.counter.why_not("deputy.end")
        if not reason and self._row is None:
            reason = _("请先选中一条代理")
        elif not reason and self._row is not None and self._row.last_day < today():
            reason = _("这条代理已经结束")
        self._end.setEnabled(not reason)
        self._end.setToolTip(reason)

    def _end_clicked(self) -> None:
        if self._row is not None:
            self.page.ask("deputy.end", self._row.id, self._row.revision, then=self._ended)

    def _ended(self, deputy: Deputy) -> None:
        self.page.say(_("{name} 的代理已结束").format(name=deputy.deputy_name))
        self.reload()

    def _set_clicked(self) -> None:
        self.save(None)

    def save(self, then: Callable[[], None] | None) -> None:
        self._after = then
        if self.form.check():
            said = self.form.values()
            values = (said["principal_id"], said["deputy_id"], said["first_day"], said["last_day"], said["reason"])
            self.page.ask("deputy.set", *values, then=self._is_set, failed=self.form.refuse)

    def _is_set(self, deputy: Deputy) -> None:
        words = _("{deputy} 从 {first} 到 {last} 代理 {principal}")
        self.page.say(
            words.format(
                deputy=deputy.deputy_name, principal=deputy.principal_name, first=f"{deputy.first_day:%m-%d}",
                last=f"{deputy.last_day:%m-%d}",
            )
        )  # fmt: skip
        self._begin()
        self.reload()
        if self._after is not None:
            self._after()

    def changed_fields(self) -> tuple[str, ...]:
        return self.form.changed_labels()

    def give_up(self) -> None:
        self._begin()
