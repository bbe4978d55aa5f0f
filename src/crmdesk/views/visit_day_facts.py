"""The tab 内容 beside the list of days: the day and its visits in words, and the manager's mark and remark."""

from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from crmdesk.rules.typed_times import minutes_between
from crmdesk.rules.typing_in import format_amount
from crmdesk.rules.visit import LABELS, DayState, Visit, VisitDay
from crmdesk.rules.visit_values import urgent
from crmdesk.views import theme
from crmdesk.views.widgets.fields import IntegerField, LongTextField
from crmdesk.words import _, listed


class DayFacts(QWidget):
    """``show_day(day, may_check)``; ``entered()`` after Enter at the mark: it is decided."""

    entered = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("visit_days.facts")
        self.day: VisitDay | None = None
        self._typed: dict[UUID, tuple[Any, Any]] = {}  # mark and remark of days that are not in front just now
        box = QVBoxLayout(self)
        box.setContentsMargins(0, theme.S, theme.XS, 0)
        box.setSpacing(theme.S)
        self._words = QLabel(self)
        self._words.setWordWrap(True)
        self._words.setTextFormat(Qt.TextFormat.RichText)
        self._words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.mark = IntegerField("visit_days.mark", _(LABELS["mark"]), self, unit=_("分"))
        self.remark = LongTextField("visit_days.check_remark", _(LABELS["check_remark"]), self, lines=2)
        self.mark.editor.returnPressed.connect(self.entered)
        for part in (self.mark, self.remark, self._words):
            box.addWidget(part)
        box.addStretch(1)

    def show_day(self, day: VisitDay, may_check: bool) -> None:
        """Show a day; what is typed for the same day stays."""
        another = self.day is None or self.day.id != day.id
        if another and self.day is not None and self.is_changed():
            self._typed[self.day.id] = (self.mark.kept(), self.remark.kept())
        self.day = day
        if another or not self.is_changed():
            self.mark.set_saved(day.mark)
            self.remark.set_saved(day.check_remark)
        if another and day.id in self._typed:
            for field, kept in zip((self.mark, self.remark), self._typed.pop(day.id), strict=True):
                field.set_kept(kept)
        to_check = may_check and day.state is DayState.HANDED_IN
        for field in (self.mark, self.remark):
            field.set_read_only(not to_check)
            field.setVisible(to_check or not field.is_empty())
        self._words.setText(in_words(day))

    def is_changed(self) -> bool:
        """Whether a mark or remark is typed that no check has taken yet."""
        return self.mark.is_changed() or self.remark.is_changed()

    def unsaved(self) -> tuple[str, ...]:
        """Labels of what is typed, at this day or one that was in front before."""
        here = tuple(field.label for field in (self.mark, self.remark) if field.is_changed())
        return here or ((_(LABELS["check_remark"]),) if self._typed else ())

    def forget(self) -> None:
        """Nothing of what was typed is wanted any more."""
        self._typed.clear()
        for field in (self.mark, self.remark):
            field.set_saved(None if self.day is None else getattr(self.day, field.key))

    def given(self) -> dict[str, object]:
        """What the check gets: mark and remark, as far as they are typed."""
        found: dict[str, object] = {}
        if self.mark.value() is not None:
            found["mark"] = self.mark.value()
        if self.remark.value():
            found["remark"] = self.remark.value()
        return found

    def type_mark(self, event: QKeyEvent) -> None:
        """A digit that was pressed in the list begins the mark."""
        self.mark.editor.setFocus()
        self.mark.editor.setText(event.text())


def in_words(day: VisitDay) -> str:
    """Plan, summary and each visit, as rich text."""
    parts = [_part(_(LABELS["plan"]), day.plan), _part(_(LABELS["summary"]), day.summary)]
    parts += [_visit(visit) for visit in day.visits]
    for line in (*day.missed, *day.due):
        reason = line.missed.label if line.missed else _("没有记录")
        parts.append(_part(line.dealer_name, _("未执行:{reason}").format(reason=reason)))
    return "".join(part for part in parts if part)


def _part(head: str, text: str, tone: str = "") -> str:
    c = theme.colours()
    if not text.strip():
        return ""
    colour = getattr(c, tone) if tone else c.text
    said = _plain(text)
    return (
        f'<p style="margin:0 0 8px 0"><span style="font-weight:600">{_plain(head)}</span>'
        f'<br><span style="color:{colour}">{said}</span></p>'
    )


def _visit(visit: Visit) -> str:
    minutes = minutes_between(visit.arrived_at, visit.left_at)
    facts = [
        visit.arrived_at, _("{n} 分钟").format(n=minutes) if minutes else "", visit.met,
        _("订单 {amount} 元").format(amount=format_amount(visit.order_amount)) if visit.order_amount is not None else "",
        _("回款 {amount} 元").format(amount=format_amount(visit.collected)) if visit.collected is not None else "",
        "" if visit.is_planned else _("计划外"),
    ]  # fmt: skip
    why = listed(urgent(visit))
    c = theme.colours()
    red = f' <span style="color:{c.red}">{_plain(why)}</span>' if why else ""
    grey = f'<br><span style="color:{c.secondary}">{_plain(" · ".join(f for f in facts if f))}</span>'
    said = "<br>" + _plain(visit.summary) if visit.summary else ""
    return f'<p style="margin:0 0 8px 0"><span style="font-weight:600">{_plain(visit.dealer_name)}</span>{red}{grey}{said}</p>'


def _plain(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\n", "<br>")
