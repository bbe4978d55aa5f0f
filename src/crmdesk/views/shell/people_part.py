"""人员: who may sign in, with which roles; adding, changing, a new password. Nobody is ever deleted."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QWidget

from crmdesk.rules.columns import Column, Kind
from crmdesk.rules.people import Person, Role
from crmdesk.views import theme
from crmdesk.views.page import Page
from crmdesk.views.shell.part import Part
from crmdesk.views.widgets.field import Field
from crmdesk.views.widgets.fields import CodeField, PasswordField, TextField, YesNoField
from crmdesk.views.widgets.form import Form
from crmdesk.views.widgets.table import WindowedTable
from crmdesk.words import N_, _, listed

COLUMNS = (
    Column("name", N_("姓名"), Kind.TEXT, 10),
    Column("login", N_("用户名"), Kind.CODE, 12),
    Column("roles", N_("角色"), Kind.TEXT, 34),
    Column("state", N_("状态"), Kind.TEXT, 8),
)


@dataclass(frozen=True, slots=True)
class _Row:
    """A person as the table shows him."""

    person: Person
    name: str
    login: str
    roles: str
    state: str


class RolesField(Field):
    """Roles as ticks; value: a frozenset of ``Role``."""

    def _make_editor(self) -> QWidget:
        from PySide6.QtWidgets import QCheckBox

        holder = QWidget(self)
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(0)
        self._ticks = {}
        for at, role in enumerate(Role):
            tick = QCheckBox(role.label, holder)
            tick.setObjectName(f"person.role.{role}")
            tick.toggled.connect(self._edited)
            grid.addWidget(tick, at // 4, at % 4)
            self._ticks[role] = tick
        holder.setFocusProxy(self._ticks[Role.ADMIN])
        return holder

    def value(self) -> Any:
        return frozenset(role for role, tick in self._ticks.items() if tick.isChecked())

    def _show(self, value: Any) -> None:
        for role, tick in self._ticks.items():
            tick.setChecked(role in (value or ()))

    def words_of(self, value: Any) -> str:
        return listed(role.label for role in Role if role in (value or ()))


class PeoplePart(Part):
    """The list above, the form of one person below."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.table = WindowedTable("person.list", COLUMNS, self, unit=_("人"), pills=frozenset())
        self.table.setMinimumHeight(theme.row_height() * 7)
        self.table.setAccessibleName(_("人员"))
        self.table.chosen.connect(self._chosen)
        self.body.addWidget(self.table, 1)
        self.form = Form(self, page.counter, scrolls=False)
        self._section = self.form.section(_("人员"))
        self._login = CodeField("person.login", _("用户名"), required=True, help=_("登录时填写,以后不能改"))
        self._password = PasswordField("person.password", _("密码"))
        self._section.row(
            TextField("person.name", _("姓名"), required=True), self._login, self._password,
            YesNoField("person.is_active", _("可以登录")),
        )  # fmt: skip
        self._section.row(RolesField("person.roles", _("角色"), required=True))
        self.body.addWidget(self.form)
        self.body.addLayout(self._buttons())
        reason = page.counter.why_not("person.change")
        for button in (self._save_button, self._new):
            button.setEnabled(not reason)
            button.setToolTip(reason)
        self.form.set_read_only(bool(reason))
        self._person: Person | None = None
        self._is_new = False  # someone is being added
        self._after: Callable[[], None] | None = None
        self.reload()

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self._new, self._save_button = QPushButton(_("添加人员(&A)"), self), QPushButton(_("保存(&S)"), self)
        self._new.setObjectName("person.new")
        self._save_button.setObjectName("person.save")
        theme.dress(self._new, "user-plus", "text", 16)
        theme.look(self._save_button, "main")
        self._new.clicked.connect(self.begin_new)
        self._save_button.clicked.connect(self._save_clicked)
        row.addWidget(self._new)
        row.addStretch(1)
        row.addWidget(self._save_button)
        return row

    def reload(self) -> None:
        """Ask who there is."""
        self.page.ask("person.list", then=self._show, key="people")

    def _show(self, people: tuple[Person, ...]) -> None:
        rows = [
            _Row(p, p.name, p.login, listed(r.label for r in Role if r in p.roles),
                 _("可以登录") if p.is_active else _("已停用"))
            for p in people
        ]  # fmt: skip
        self.table.show_rows(rows)
        if self._is_new or self.form.is_changed():
            return  # a list that arrives while somebody types takes nothing away
        chosen = self._person.login if self._person else None
        at = next((n for n, row in enumerate(rows) if row.login == chosen), 0)
        if rows:
            self.table.selectRow(at)

    def _chosen(self, row: Any) -> None:
        if row is not None:
            self._person, self._is_new = row.person, False
            self._section_title(row.name)
            self.form.load({**_values(row.person), "password": ""})
            self._login.set_read_only(True)
            self._password.set_required(False, _("要重设时填写,至少 6 个字符"))

    def _section_title(self, words: str) -> None:
        self._section.set_title(words)

    def begin_new(self) -> None:
        """An empty form for someone new."""
        self._person, self._is_new = None, True
        self.table.clearSelection()
        self._section_title(_("添加人员"))
        self.form.load({"is_active": True, "name": "", "login": "", "password": "", "roles": ()})
        self._login.set_read_only(False)
        self._password.set_required(True, _("至少 6 个字符"))
        self.form.fields["name"].editor.setFocus()

    def _save_clicked(self) -> None:
        self.save(None)

    def save(self, then: Callable[[], None] | None) -> None:
        self._after = then
        if not self.form.check():
            return
        said, changes = self.form.values(), self.form.changes()
        password = changes.pop("password", "")
        if self._person is None:
            self._request = self.page.ask(
                "person.add", said["login"], said["name"], said["roles"], said["password"],
                then=self._saved, failed=self.form.refuse,
            )  # fmt: skip
            return
        if password:  # first, for it is typed once more where it is refused; what was changed stays in the form
            self.page.ask(
                "person.set_password", self._person.id, "", password,
                then=self._password_set, failed=self.form.refuse, carry=(changes,),
            )  # fmt: skip
        elif changes:
            self._change(self._person, changes)

    def _password_set(self, person: Person, changes: dict[str, Any]) -> None:
        self.form.fields["password"].set_saved("")
        self.page.say(_("{name} 的密码已重设").format(name=person.name))
        if changes:
            self._change(person, changes)

    def _change(self, person: Person, changes: dict[str, Any]) -> None:
        self._request = self.page.ask(
            "person.change", person.id, person.revision, changes, then=self._saved, failed=self.form.refuse
        )

    def _saved(self, person: Person) -> None:
        self._person, self._is_new = person, False
        self.form.load({**_values(person), "password": ""})
        self.page.say(_("{name} 已保存").format(name=person.name), self._request)
        self.reload()
        if self._after is not None:
            self._after()

    def changed_fields(self) -> tuple[str, ...]:
        return self.form.changed_labels()

    def give_up(self) -> None:
        if self._person is not None:
            self.form.load({**_values(self._person), "password": ""})
        else:
            self.form.load({"is_active": True})


def _values(person: Person) -> dict[str, Any]:
    return {"name": person.name, "login": person.login, "roles": person.roles, "is_active": person.is_active}
