"""工作日历: the year's rest days and make-up working days, which the office may correct."""

from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from crmdesk.views import theme
from crmdesk.views.days import today, weekday
from crmdesk.views.page import Page
from crmdesk.views.shell.part import Part
from crmdesk.views.shell.year_view import YearView
from crmdesk.views.widgets.fields import TextField
from crmdesk.words import _


class CalendarPart(Part):
    """A year to click in or to walk through by arrow keys; what the day is stands below."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._known: Any = None
        top = QHBoxLayout()
        self._before, self._after = QToolButton(self), QToolButton(self)
        for button, name, icon, words, run in (
            (self._before, "calendar.before", "chevron-left", _("上一年"), self._year_before),
            (self._after, "calendar.after", "chevron-right", _("下一年"), self._year_after),
        ):
            button.setObjectName(name)
            button.setAccessibleName(words)
            button.setToolTip(words)
            theme.dress(button, icon, "text", 18)
            button.clicked.connect(run)
        self._year, self._note = QLabel(self), QLabel(self)
        theme.look(self._year, "heading")
        theme.look(self._note, "secondary")
        self._note.setObjectName("calendar.note")
        for part in (self._before, self._year, self._after, self._note):
            top.addWidget(part)
        top.addStretch(1)
        self.body.addLayout(top)
        self.view = YearView(self)
        self.view.chosen.connect(self._day_chosen)
        self.body.addWidget(self.view)
        self.body.addStretch(1)
        self.layout().addWidget(self._day_row())  # stays in sight where the year has to scroll
        self._load(today().year)

    def _day_row(self) -> QWidget:
        holder = QWidget(self)
        holder.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        box = QVBoxLayout(holder)
        box.setContentsMargins(0, theme.S, 0, 0)
        self._day = QLabel(self)
        self._day.setObjectName("calendar.day")
        theme.look(self._day, "strong")
        box.addWidget(self._day)
        row = QHBoxLayout()
        self._name = TextField("calendar.name", _("说明(如 厂休、调休)"), self)
        self._name.setFixedWidth(340)
        row.addWidget(self._name)
        self._buttons: dict[str, QPushButton] = {}
        for name, words, run in (
            ("rest", _("设为休息(&R)"), self._set_rest),
            ("work", _("设为上班(&W)"), self._set_work),
            ("plain", _("恢复原样(&U)"), self._set_plain),
        ):
            button = QPushButton(words, self)
            button.setObjectName(f"calendar.{name}")
            button.clicked.connect(run)
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignBottom)
            self._buttons[name] = button
        row.addStretch(1)
        box.addLayout(row)
        return holder

    def _load(self, year: int) -> None:
        self.page.ask("workday.year", year, then=self.show_year, key="year")

    def reload(self) -> None:
        """Ask for the year shown again."""
        if self._known is not None:
            self._load(self._known.year)

    def show_year(self, known: Any) -> None:
        """Show what ``workday.year`` answered."""
        self._known = known
        self._year.setText(str(known.year))
        self._note.setText(
            _("按国务院公布的安排")
            if known.is_official
            else _("国务院的安排还没有,休息日只按周末和法定节日推算")
        )
        self.view.show_year(known)
        self._day_chosen(self.view.day)

    def _year_before(self) -> None:
        self._load(self._known.year - 1)

    def _year_after(self) -> None:
        self._load(self._known.year + 1)

    def _day_chosen(self, day: date) -> None:
        if self._known is None:
            return
        if day.year != self._known.year:
            self._load(day.year)
            return
        off, edited = is_off(self._known, day), day in self._known.edited
        parts = [day.isoformat(), weekday(day), _("休息") if off else _("上班")]
        name = self._known.names.get(day, "")
        parts += [name] if name else []
        parts += [_("本办事处改过")] if edited else []
        self._day.setText(" · ".join(parts))
        self._name.set_saved(name if edited else "")
        reason = self.page.counter.why_not("workday.set_day")
        self._allow("rest", reason or (_("这一天已经是休息日") if off else ""))
        self._allow("work", reason or ("" if off else _("这一天已经上班")))
        self._allow("plain", reason or ("" if edited else _("这一天没有改过")))

    def _allow(self, name: str, reason: str) -> None:
        self._buttons[name].setEnabled(not reason)
        self._buttons[name].setToolTip(reason)

    def _set_rest(self) -> None:
        self._set(True, _("{day} 已设为休息"))

    def _set_work(self) -> None:
        self._set(False, _("{day} 已设为上班"))

    def _set_plain(self) -> None:
        self._set(None, _("{day} 已恢复原样"))

    def _set(self, off: bool | None, words: str) -> None:
        day = self.view.day
        name = self._name.value() if off is not None else ""
        self._request = self.page.ask(
            "workday.set_day", day, off, name, then=self._is_set, carry=(words.format(day=day.isoformat()),)
        )

    def _is_set(self, known: Any, words: str) -> None:
        self.show_year(known)
        self.page.say(words, self._request)


def is_off(known: Any, day: date) -> bool:
    """Whether the office rests on the day, by the answer of ``workday.year``."""
    return day in known.off or (day.weekday() >= 5 and day not in known.made_up)
