"""What belongs to this person on this computer: language, theme, density, scale, password, signing out."""

from typing import Any

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton

from crmdesk import words
from crmdesk.rules.errors import Problem
from crmdesk.views import memory, settled, theme
from crmdesk.views.page import Page
from crmdesk.views.shell.part import Part
from crmdesk.views.widgets.fields import ChoiceField, PasswordField
from crmdesk.views.widgets.form import Form
from crmdesk.words import _

SCALES = (100, 110, 125, 150, 175, 200)


class PersonalPart(Part):
    """Changes show at once; language and scale after the next start."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.form = Form(self, page.counter, scrolls=False)
        section = self.form.section(_("外观"), _("只影响这台电脑"))
        schemes = [("system", _("跟随系统")), ("light", _("浅色")), ("dark", _("深色"))]
        densities = [("comfortable", _("宽松")), ("compact", _("紧凑"))]
        self._theme = ChoiceField("personal.theme", _("主题"), schemes, empty=False)
        self._density = ChoiceField("personal.density", _("疏密"), densities, empty=False)
        section.row(self._theme, self._density)
        later = _("下次启动时生效")
        scales = [(s, f"{s} %") for s in SCALES]
        self._scale = ChoiceField("personal.scale", _("大小"), scales, empty=False, help=later)
        languages = [(words.CHINESE, _("中文")), (words.ENGLISH, "English")]
        self._language = ChoiceField("personal.language", _("语言"), languages, empty=False, help=later)
        section.row(self._scale, self._language)
        look = theme.look_signals()
        self._theme.set_saved(str(look.scheme))
        self._density.set_saved(str(look.density))
        self._scale.set_saved(int(memory.get("look/scale", 100)))
        self._language.set_saved(words.language())
        self._at_start = (settled.percent(), words.language())
        for field, run in (
            (self._theme, self._set_theme), (self._density, self._set_density),
            (self._scale, self._set_scale), (self._language, self._set_language),
        ):  # fmt: skip
            field.changed.connect(run)
        self.body.addWidget(self.form)
        self._build_restart()
        self._show_restart()
        self._password()
        self.body.addStretch(1)

    def _build_restart(self) -> None:
        """What is said once something was changed that only a new start takes in, and the way to it."""
        self._restart = QFrame(self)
        self._restart.setObjectName("personal.restart")
        theme.look(self._restart, "notice")
        row = QHBoxLayout(self._restart)
        row.setContentsMargins(theme.M, theme.S, theme.S, theme.S)
        row.addWidget(QLabel(_("已记下,下次启动时生效。"), self._restart), 1)
        button = QPushButton(_("现在重新启动(&R)"), self._restart)
        button.setObjectName("personal.restart_now")
        button.clicked.connect(self.page.restart_wanted)
        row.addWidget(button)
        self._restart.hide()
        self.body.addWidget(self._restart)

    def _password(self) -> None:
        self.secret = Form(self, self.page.counter, scrolls=False)
        section = self.secret.section(_("我的密码"))
        section.row(
            PasswordField("personal.old", _("现在的密码"), required=True),
            PasswordField("personal.password", _("新密码"), required=True, help=_("至少 6 个字符")),
            PasswordField("personal.again", _("再写一次"), required=True),
        )
        button = QPushButton(_("修改密码(&P)"), self)
        button.setObjectName("personal.change_password")
        button.clicked.connect(self._change_password)
        row = QHBoxLayout()
        row.addWidget(button)
        row.addStretch(1)
        self.body.addWidget(self.secret)
        self.body.addLayout(row)

    def _set_theme(self) -> None:
        theme.switch(theme.Scheme(self._theme.value()))
        self._keep("look/theme", self._theme)

    def _set_density(self) -> None:
        theme.switch(density=theme.Density(self._density.value()))
        self._keep("look/density", self._density)

    def _set_scale(self) -> None:
        self._keep("look/scale", self._scale)
        self._show_restart()

    def _set_language(self) -> None:
        self._keep("look/language", self._language)
        self._show_restart()

    def _show_restart(self) -> None:
        """Not where everything is again as it was at the start."""
        now = (self._scale.value(), self._language.value())
        self._restart.setVisible(now != self._at_start)

    def _keep(self, key: str, field: ChoiceField) -> None:
        memory.keep(key, field.value())
        memory.write()
        if field.is_changed():
            field.set_saved(field.value())

    def _change_password(self) -> None:
        if not self.secret.check():
            return
        said = self.secret.values()
        if said["password"] != said["again"]:
            self.secret.show_problems((Problem("again", _("两次写的密码不一样")),))
            return
        person = self.page.counter.desk.person
        self.page.ask(
            "person.set_password", person.id, said["old"], said["password"],
            then=self._is_new, failed=self.secret.refuse,
        )  # fmt: skip

    def _is_new(self, _answer: Any) -> None:
        self.secret.load({"old": "", "password": "", "again": ""})
        self.page.say(_("密码已修改"))
