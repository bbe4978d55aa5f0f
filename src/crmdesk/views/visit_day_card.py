"""The day itself: plan and summary of the representative, appearance, and the manager's check (MT 一.1, 一.4)."""

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from crmdesk.rules.visit import LABELS, DayState, VisitDay
from crmdesk.views import theme
from crmdesk.views.counter import Counter
from crmdesk.views.widgets.fields import IntegerField, LongTextField, YesNoField
from crmdesk.views.widgets.form import Form
from crmdesk.words import _

OF_REP = ("plan", "summary", "dressed")
OF_MANAGER = ("mark", "check_remark")


class DayCard(QWidget):
    """``show_day(day)``; ``form`` has the fields of the representative and those of the manager."""

    def __init__(self, counter: Counter, parent: QWidget) -> None:
        super().__init__(parent)
        self._id: object = None
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.S)
        self._returned = QLabel(self)
        self._returned.setObjectName("visit_day.returned")
        self._returned.setWordWrap(True)
        theme.look(self._returned, "notice-box")
        box.addWidget(self._returned)
        self.form = form = Form(self, counter)
        self.mine = form.section(_("当日计划与总结"))
        self.mine.row((LongTextField("visit_day.plan", _(LABELS["plan"]), form, lines=3, required=True), 12))
        self.mine.row((LongTextField("visit_day.summary", _(LABELS["summary"]), form, lines=5, required=True), 12))
        dressed = _("着装、仪容已自查")
        self.mine.row((YesNoField("visit_day.dressed", dressed, form, alone=True, clause="MT 一.1"), 12))
        self.check = form.section(_("经理检查"))
        mark = IntegerField("visit_day.mark", _(LABELS["mark"]), form, unit=_("分"), help=_("0 到 100"))
        self.check.row((mark, 3), (LongTextField("visit_day.check_remark", _(LABELS["check_remark"]), form, lines=2), 9))
        box.addWidget(form, 1)

    def show_day(self, day: VisitDay, *, anew: bool, may_write: bool, may_check: bool) -> None:
        """Show a day; ``anew`` False: what is typed stays."""
        self.form.load(day) if anew else self.form.rebase(day)
        if self._id != day.id:
            self._id = day.id
            self.form.keep_drafts("visit_day", str(day.id))
        is_written = day.state in (DayState.OPEN, DayState.RETURNED)
        is_checked = day.state is DayState.HANDED_IN
        self.form.set_read_only(not (is_written and may_write), OF_REP)
        self.form.set_read_only(not (is_checked and may_check), OF_MANAGER)
        self.mine.set_now(is_written and may_write)
        self.check.set_now(is_checked and may_check)
        self.check.setVisible(not is_written or day.mark is not None or bool(day.check_remark))
        drawn = ((_("抽查"), "amber"),) if day.sampled and not is_written else ()
        signed = ((_("{name} 已检查").format(name=day.checked_by), "green"),) if day.checked_by else ()
        self.check.set_pills(*drawn, *signed)
        reason = day.returned_because if day.state is DayState.RETURNED else ""
        self._returned.setText(_("经理退回:{reason}").format(reason=reason))
        self._returned.setVisible(bool(reason))

    def focus_first(self, *, to_check: bool = False) -> None:
        """The mark for the manager; for the representative what is still empty."""
        fields = self.form.fields
        empty = next((key for key in ("plan", "summary") if fields[key].is_empty()), "summary")
        fields["mark" if to_check else empty].editor.setFocus()
