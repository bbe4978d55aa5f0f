"""Name and code of the office."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton

from crmdesk.views import theme
from crmdesk.views.page import Page
from crmdesk.views.shell.part import Part
from crmdesk.views.widgets.fields import CodeField, TextField
from crmdesk.views.widgets.form import Form
from crmdesk.words import _


class OfficePart(Part):
    """The office itself, and where its data lie."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.form = Form(self, page.counter, scrolls=False)
        section = self.form.section(_("办事处"))
        section.row(
            (TextField("office.name", _("办事处名称"), required=True), 8),
            (CodeField("office.code", _("代码"), required=True), 4),
        )
        place = QLabel(_("数据库:{place}").format(place=page.counter.desk.place), self)
        theme.look(place, "small")
        section.put(place)
        self._button = QPushButton(_("保存办事处(&O)"), self)
        self._button.setObjectName("office.save")
        theme.look(self._button, "main")
        self._button.clicked.connect(self._save)
        row = QHBoxLayout()
        row.addWidget(self._button)
        row.addStretch(1)
        self.body.addWidget(self.form)
        self.body.addLayout(row)
        self.body.addStretch(1)
        reason = page.counter.why_not("office.change")
        self._button.setEnabled(not reason)
        self._button.setToolTip(reason)
        self.form.set_read_only(bool(reason))
        self._office: Any = None
        self._after: Callable[[], None] | None = None
        self.reload()

    def reload(self) -> None:
        """Ask how it is now."""
        self.page.ask("office.get", then=self._show, key="office")

    def _show(self, office: Any) -> None:
        self._office = office
        self.form.load(office)

    def _save(self) -> None:
        self.save(None)

    def save(self, then: Callable[[], None] | None) -> None:
        self._after = then
        if self.form.check() and self.form.is_changed():
            self._request = self.page.ask(
                "office.change", self._office.revision, self.form.changes(),
                then=self._saved, failed=self.form.refuse,
            )  # fmt: skip

    def _saved(self, office: Any) -> None:
        self._show(office)
        self.page.say(_("办事处已保存"), self._request)
        if self._after is not None:
            self._after()

    def changed_fields(self) -> tuple[str, ...]:
        return self.form.changed_labels()

    def give_up(self) -> None:
        self.form.load(self._office)
