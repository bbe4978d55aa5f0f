"""One group of settings: each with its sentence, where it comes from, its default and 恢复默认."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from crmdesk.rules.clauses import in_words
from crmdesk.rules.settings import SETTINGS, Origin, Setting, SettingKind
from crmdesk.views import theme
from crmdesk.views.days import today
from crmdesk.views.page import Page
from crmdesk.views.shell.part import Part
from crmdesk.views.shell.setting_field import field_of
from crmdesk.views.widgets.fields import DateField
from crmdesk.words import N_, _

WIDE, SHORT = 420, 190
_LONG = (SettingKind.TEXT, SettingKind.LONG_TEXT, SettingKind.PICTURE)
_ORIGINS = {
    Origin.REGULATION: N_("规章制度"),
    Origin.LAW: N_("法规"),
    Origin.PUBLIC: N_("公开范本"),
    Origin.PROPOSAL: N_("建议值,可自由修改"),
}


class SettingGroup(Part):
    """The settings of a group as cards."""

    def __init__(self, group: str, page: Page) -> None:
        super().__init__(page)
        self.cards = [SettingCard(s, page) for s in SETTINGS if s.group == group]
        for card in self.cards:
            self.body.addWidget(card)
        self.body.addStretch(1)

    def show_values(self, values: tuple[Any, ...]) -> None:
        """Show what ``setting.all`` answered."""
        known = {value.setting.key: value for value in values}
        for card in self.cards:
            card.show_value(known[card.setting.key])

    def changed_fields(self) -> tuple[str, ...]:
        return tuple(c.setting.title for c in self.cards if c.field.is_changed())

    def give_up(self) -> None:
        for card in self.cards:
            card.show_value(card.value)

    def save(self, then: Callable[[], None]) -> None:
        open_ones = [card for card in self.cards if card.field.is_changed()]
        self._left, self._after = len(open_ones), then
        for card in open_ones:
            card.save(self._one_saved)

    def _one_saved(self) -> None:
        self._left -= 1
        if self._left == 0:
            self._after()


class SettingCard(QFrame):
    """One setting."""

    def __init__(self, setting: Setting, page: Page) -> None:
        super().__init__(page)
        self.setting, self.page = setting, page
        self.value: Any = None
        self._after: Callable[[], None] | None = None
        self.setObjectName(f"setting.{setting.key}.card")
        theme.look(self, "card")
        box = QVBoxLayout(self)
        box.setContentsMargins(theme.L, theme.M, theme.L, theme.M)
        box.setSpacing(theme.XS)
        title, sentence = QLabel(setting.title, self), QLabel(setting.help, self)
        theme.look(title, "strong")
        sentence.setWordWrap(True)
        box.addWidget(title)
        box.addWidget(sentence)
        self.field = field_of(setting, self)
        self.field.hide_caption()
        self.since = DateField(f"setting.{setting.key}.since", _("从哪一天起"), self)
        self.since.hide_caption()
        self._from = QLabel(_("从这一天起:"), self)
        self.field.changed.connect(self._look_changed)
        self._save, self._default = QPushButton(_("保存(&S)"), self), QPushButton(_("恢复默认"), self)
        self._save.setObjectName(f"setting.{setting.key}.save")
        self._default.setObjectName(f"setting.{setting.key}.default")
        self._save.setAccessibleName(_("保存 {name}").format(name=setting.title))
        self._default.setAccessibleName(_("恢复默认 {name}").format(name=setting.title))
        theme.look(self._save, "main")
        theme.look(self._default, "link")
        self._save.clicked.connect(self._save_clicked)
        self._default.clicked.connect(self._restore)
        row = QHBoxLayout()
        row.setSpacing(theme.M)
        self.field.setFixedWidth(WIDE if setting.kind in _LONG else SHORT)
        self.since.setFixedWidth(SHORT)
        self._from.setFixedHeight(self.since.editor.sizeHint().height() + 3)
        for part in (self.field, self._from, self.since, self._save, self._default):
            row.addWidget(part, 0, Qt.AlignmentFlag.AlignTop)
        row.addStretch(1)
        box.addLayout(row)
        self._origin = QLabel(self._source(), self)
        theme.look(self._origin, "small")
        box.addWidget(self._origin)
        reason = page.counter.why_not("setting.change")
        self.field.set_read_only(bool(reason))
        self._look_changed()
        self._default.setVisible(False)
        self._save.setVisible(False)
        self.setToolTip(reason)

    def _source(self) -> str:
        default = self.field.words_of(self.setting.default) or _("(空)")
        parts = [_("默认:{value}").format(value=default), _(_ORIGINS[self.setting.origin])]
        if self.setting.low is not None and self.setting.high is not None:
            parts.append(_("{low} 到 {high}").format(low=self.setting.low, high=self.setting.high))
        if self.setting.clause:
            parts.append(_("依据 {clause}").format(clause=in_words(self.setting.clause)))
        return " · ".join(parts)

    def show_value(self, value: Any) -> None:
        """Show what it is today; what is being typed stays."""
        self.value = value
        self.field.set_saved(value.value)
        may = not self.page.counter.why_not("setting.change")
        self._default.setVisible(may and not value.is_default)
        since = ""
        if value.valid_from is not None:
            since = " · " + _("{day} 起").format(day=value.valid_from.isoformat())
        self._origin.setText(self._source() + since)
        self._look_changed()

    def save(self, then: Callable[[], None] | None = None) -> None:
        """Write what stands in the field."""
        self._after = then
        if not self.field.check():
            self._write(self.field.value())

    def _save_clicked(self) -> None:
        self.save()

    def _restore(self) -> None:
        self._write(self.setting.default)

    def _write(self, value: Any) -> None:
        since = self.since.value() if self.setting.is_dated else None
        words = {"valid_from": since} if since else {}
        self._request = self.page.ask(
            "setting.change", self.setting.key, value, then=self._written, failed=self._refused, **words
        )

    def _written(self, value: Any) -> None:
        self.show_value(value)
        self.page.say(_("「{name}」已保存").format(name=self.setting.title), self._request)
        if self._after is not None:
            self._after()

    def _refused(self, error: BaseException) -> None:
        self.field.set_problem(str(error))

    def _look_changed(self) -> None:
        changed = self.field.is_changed()
        self._save.setVisible(changed)
        if self.setting.is_dated and changed and not self.since.isVisibleTo(self):
            self.since.set_saved(today())
        for part in (self.since, self._from):
            part.setVisible(changed and self.setting.is_dated)
