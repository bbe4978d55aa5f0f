"""设置: every setting with its sentence, its clause and its default; the calendar, the people, the permits."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QStackedWidget, QVBoxLayout, QWidget

from crmdesk.views import theme
from crmdesk.views.page import Page
from crmdesk.words import _


class SettingsPage(Page):
    """Groups at the left, one of them at the right. ``opened("people")`` opens a group by name."""

    name = "settings"

    def build(self) -> None:
        self.set_title(_("设置"))
        row = QHBoxLayout()
        row.setSpacing(theme.L)
        self.groups = QListWidget(self)
        self.groups.setObjectName("settings.groups")
        self.groups.setAccessibleName(_("设置的分组"))
        self.groups.setFixedWidth(168)
        self.groups.setSpacing(1)
        theme.look(self.groups, "groups")
        self.stack = QStackedWidget(self)
        row.addWidget(self.groups)
        row.addWidget(self.stack, 1)
        holder = QVBoxLayout()
        holder.addLayout(row)
        self.body.addLayout(holder, 1)
        self._makers: dict[str, Callable[[], QWidget]] = {}
        self._made: dict[str, Any] = {}
        self._values: tuple[Any, ...] = ()
        self.groups.currentItemChanged.connect(self._chosen)
        self._fill()

    def _fill(self) -> None:
        from crmdesk.rules.settings import groups

        self._add("office", _("办事处"), self._office)
        for group in groups():
            self._add(group, _(group), self._group_maker(group))
        self._add("calendar", _("工作日历"), self._calendar)
        self._add("people", _("人员"), self._people)
        self._add("deputies", _("代理"), self._deputies)
        self._add("permits", _("权限"), self._permits)
        self._add("imports", _("导入"), self._imports)
        self._add("personal", _("这台电脑"), self._personal)

    def _add(self, name: str, title: str, maker: Callable[[], QWidget]) -> None:
        item = QListWidgetItem(title)
        item.setData(Qt.ItemDataRole.UserRole, name)
        self.groups.addItem(item)
        self._makers[name] = maker

    def opened(self, record_id: Any = None, **more: Any) -> None:
        self.ask("setting.all", then=self._show_values, key="settings")
        wanted = record_id if record_id in self._makers else None
        at = list(self._makers).index(wanted) if wanted else max(self.groups.currentRow(), 0)
        self.groups.setCurrentRow(at)
        self.groups.setFocus()

    def refresh(self, subject: str, ids: Any) -> None:
        if subject in ("setting", "workday", "person", "deputy", "office", "*"):
            self.ask("setting.all", then=self._show_values, key="settings")
            for part in self._made.values():
                if hasattr(part, "reload") and not part.changed_fields():
                    part.reload()

    def changed_fields(self) -> tuple[str, ...]:
        return tuple(label for part in self._made.values() for label in part.changed_fields())

    def give_up(self) -> None:
        for part in self._made.values():
            part.give_up()

    def save(self, then: Callable[[], None]) -> None:
        parts = [part for part in self._made.values() if part.changed_fields()]
        self._after = then
        self._left = len(parts)
        for part in parts:
            part.save(self._one_saved)

    def _one_saved(self) -> None:
        self._left -= 1
        if self._left == 0:
            self._after()

    def _chosen(self, item: QListWidgetItem | None, _before: object = None) -> None:
        if item is None:
            return
        name = item.data(Qt.ItemDataRole.UserRole)
        if name not in self._made:
            part = self._makers[name]()
            self._made[name] = part
            self.stack.addWidget(part)
        self.stack.setCurrentWidget(self._made[name])
        self.set_title(_("设置"), item.text())

    def _show_values(self, values: tuple[Any, ...]) -> None:
        self._values = values
        for part in self._made.values():
            if hasattr(part, "show_values"):
                part.show_values(values)

    # --- the groups -----------------------------------------------------------------------------------

    def _group_maker(self, group: str) -> Callable[[], QWidget]:
        def make() -> QWidget:
            from crmdesk.views.shell.setting_group import SettingGroup

            part = SettingGroup(group, self)
            if self._values:
                part.show_values(self._values)
            return part

        return make

    def _office(self) -> QWidget:
        from crmdesk.views.shell.office_part import OfficePart

        return OfficePart(self)

    def _calendar(self) -> QWidget:
        from crmdesk.views.shell.calendar_part import CalendarPart

        return CalendarPart(self)

    def _people(self) -> QWidget:
        from crmdesk.views.shell.people_part import PeoplePart

        return PeoplePart(self)

    def _deputies(self) -> QWidget:
        from crmdesk.views.shell.deputy_part import DeputyPart

        return DeputyPart(self)

    def _permits(self) -> QWidget:
        from crmdesk.views.shell.permits_part import PermitsPart

        return PermitsPart(self)

    def _imports(self) -> QWidget:
        from crmdesk.views.shell.imports_part import ImportsPart

        return ImportsPart(self)

    def _personal(self) -> QWidget:
        from crmdesk.views.shell.personal_part import PersonalPart

        return PersonalPart(self)
