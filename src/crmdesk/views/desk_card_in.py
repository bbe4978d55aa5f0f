"""结识另一台电脑: whose card it is, the fingerprint to be read aloud, and what that desk shall get."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from crmdesk.rules.desks import DeskInfo, Scope
from crmdesk.rules.people import Person, Role
from crmdesk.views import theme
from crmdesk.views.packet_card import AskCard
from crmdesk.views.widgets.fields import ChoiceField, TextField, YesNoField
from crmdesk.words import _


def spaced(fingerprint: str) -> str:
    """Six groups, far enough apart to be read aloud."""
    return "   ".join(fingerprint.replace("-", " ").split())


class ScopeFields(QWidget):
    """What a desk gets: everything, or what concerns one representative."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.M)
        self.scope = ChoiceField(f"{name}.scope", _("给它什么"), Scope, self, empty=False)
        self.person = ChoiceField(f"{name}.scope_person", _("哪位业务经理"), (), self)
        self.scope.changed.connect(self._scope_changed)
        row.addWidget(self.scope, 1)
        row.addWidget(self.person, 1)
        self._scope_changed()

    def show_people(self, people: Sequence[Person]) -> None:
        """These may be chosen."""
        reps = [person for person in people if person.is_active and Role.REP in person.roles]
        self.person.set_choices([(person.id, person.name) for person in reps])

    def show_desk(self, desk: DeskInfo) -> None:
        """As it stands with the desk."""
        self.scope.set_saved(desk.scope)
        self.person.set_saved(desk.scope_person)
        self._scope_changed()

    def value(self) -> tuple[Scope, UUID | None]:
        """What is chosen; nobody where everything goes out."""
        scope = self.scope.value()
        return scope, self.person.value() if scope is Scope.REP else None

    def problem(self) -> str:
        """What is still to be chosen; it is said at the field too."""
        scope, person = self.value()
        sentence = _("请选一位业务经理。") if scope is Scope.REP and person is None else ""
        self.person.set_problem(sentence)
        return sentence

    def _scope_changed(self) -> None:
        self.person.setVisible(self.scope.value() is Scope.REP)


class AcquaintCard(AskCard):
    """``agreed(path, name, scope, person)`` once the six groups were compared."""

    agreed = Signal(object, str, object, object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__("desk.acquaint", parent)
        self._path: Path | None = None
        self.theirs, self.ours = QLabel(self), QLabel(self)
        for name, label in (("theirs", self.theirs), ("ours", self.ours)):
            label.setObjectName(f"desk.acquaint.{name}")
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        theme.look(self.theirs, "title")
        theme.look(self.ours, "strong")
        self._our_words = QLabel(_("对方问您的指纹时,请念这六组:"), self)
        theme.look(self._our_words, "secondary")
        self.name = TextField("desk.acquaint.name", _("这里怎么称呼它"), self, required=True)
        self.scope = ScopeFields("desk.acquaint", self)
        self.same = YesNoField("desk.acquaint.same", _("对方念的六组数字,和上面的完全一样"), self, alone=True)
        self.same.changed.connect(self._allow)
        row = QHBoxLayout()
        row.setSpacing(theme.M)
        row.addWidget(self.name, 1)
        row.addWidget(self.scope, 2)
        self.put(self.theirs)
        self.put(self._our_words)
        self.put(self.ours)
        self.body.addLayout(row)
        self.put(self.same)
        self.go = self.add_button("go", _("结识(&Y)"), self._agree, main=True)
        self.add_button("leave", _("不结识(&N)"), self.shut)

    def show_card(self, path: Path, desk: DeskInfo, here: DeskInfo | None) -> None:
        """The card that was opened, and this desk's own fingerprint."""
        self._path = path
        self.say(
            _("这是「{name}」的名片").format(name=desk.name),
            _("请打电话给对方,请他在「收发文件包」页念出自己的指纹。六组都一样,才是他的电脑。"),
        )
        self.theirs.setText(spaced(desk.fingerprint))
        self.ours.setText(spaced(here.fingerprint) if here else "")
        for part in (self.ours, self._our_words):
            part.setVisible(bool(self.ours.text()))
        self.name.set_saved(desk.name)
        self.scope.show_desk(desk)
        self.same.set_saved(False)
        self._allow()
        self.come(self.same.editor)

    def show_refusal(self, error: BaseException) -> None:
        """It was not taken."""
        self.trouble.show_error(error)
        self._allow()

    def _allow(self) -> None:
        reason = "" if self.same.value() else _("先把六组数字对过。")
        self.go.setEnabled(not reason)
        self.go.setToolTip(reason)

    def _agree(self) -> None:
        if not self.name.value():
            self.name.set_problem(_("请写一个称呼。"))
            self.name.editor.setFocus()
        elif self.scope.problem():
            self.scope.person.editor.setFocus()
        else:
            self.go.setEnabled(False)
            self.agreed.emit(self._path, self.name.value(), *self.scope.value())


class DeskCard(AskCard):
    """改名称和范围. ``changed(desk id, changes)``."""

    changed = Signal(object, object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__("desk.change", parent)
        self._desk: DeskInfo | None = None
        self.name = TextField("desk.change.name", _("名称"), self, required=True)
        self.code = TextField(
            "desk.change.code", _("代号"), self, help=_("一两个字母,用在临时编号里:临-B-3。总部的电脑空着。")
        )
        self.scope = ScopeFields("desk.change", self)
        row = QHBoxLayout()
        row.setSpacing(theme.M)
        row.addWidget(self.name, 1)
        row.addWidget(self.code, 1)
        row.addWidget(self.scope, 2)
        self.body.addLayout(row)
        self.add_button("go", _("保存(&Y)"), self._save, main=True)
        self.add_button("leave", _("不改(&N)"), self.shut)

    def show_desk(self, desk: DeskInfo) -> None:
        """As it stands now; of this desk only the name can be changed."""
        self._desk = desk
        self.say(_("改「{name}」").format(name=desk.name))
        self.name.set_saved(desk.name)
        self.code.set_saved(desk.code)
        self.scope.show_desk(desk)
        self.code.setVisible(not desk.is_here)
        self.scope.setVisible(not desk.is_here)
        self.come(self.name.editor)

    def changes(self) -> dict[str, Any]:
        """What differs."""
        assert self._desk is not None
        scope, person = self.scope.value()
        said = {"name": self.name.value()}
        if not self._desk.is_here:
            said |= {"code": self.code.value().upper(), "scope": scope, "scope_person": person}
        return {key: value for key, value in said.items() if getattr(self._desk, key) != value}

    def _save(self) -> None:
        assert self._desk is not None
        if not self.name.value():
            self.name.set_problem(_("请写一个名称。"))
        elif self._desk.is_here or not self.scope.problem():
            changes = self.changes()
            self.changed.emit(self._desk.id, changes) if changes else self.shut()
