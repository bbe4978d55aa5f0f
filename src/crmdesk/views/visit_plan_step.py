"""What a step of a plan still asks for: a reason, the summary of the month, a mark, or the signed paper with its scan."""

from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from crmdesk.rules.errors import Incomplete, Refused
from crmdesk.rules.visit_plan import VisitPlan
from crmdesk.views import theme
from crmdesk.views.days import today
from crmdesk.views.header import with_key
from crmdesk.views.widgets.fields import CodeField, DateField, Field, LongTextField, TextField
from crmdesk.views.widgets.save_dialog import last_folder, remember_folder
from crmdesk.words import _


class PlanStepDialog(QDialog):
    """``answered(values)``: what was typed, by key. It stays open until ``accept``; Enter in a line answers."""

    answered = Signal(object)

    def __init__(self, way: Any, plan: VisitPlan, parent: QWidget) -> None:
        super().__init__(parent)
        self._name = way.name
        self.setObjectName("visit_plan.step")
        self.setWindowTitle(way.title)
        self.setMinimumWidth(460)
        self.fields: dict[str, Field] = {}
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(theme.XL, theme.L, theme.XL, theme.L)
        self._box.setSpacing(theme.M)
        self._words(f"{way.title} {plan.title}", "heading")
        self._ask_for(way, plan)
        self._box.addStretch(1)
        self._box.addLayout(self._buttons(way.title))
        next(iter(self.fields.values())).editor.setFocus()

    def _ask_for(self, way: Any, plan: VisitPlan) -> None:
        if way.name == "approve_on_paper":
            self._words(_("办事处经理已在打印的计划上签字。登记后,经理下次登录时确认。"), "secondary")
            self._add(TextField("visit_plan.step.signer", _("签字人"), self, required=True))
            self._add_day("visit_plan.step.signed_on", _("签字日期"))
            self._add_scan()
            return
        if way.name == "sum_up":
            summary = LongTextField("visit_plan.step.summary", _("本月总结"), self, lines=6, required=True)
            summary.set_saved(plan.summary)
            self._add(summary)
        if way.name == "check":
            self._add(CodeField("visit_plan.step.mark", _("评分"), self, help=_("0 到 100,可以不填")))
            self._add(LongTextField("visit_plan.step.check_remark", _("检查意见"), self, lines=3))
        if way.by_proxy:
            self._add(TextField("visit_plan.step.on_behalf_of", _("替谁办理"), self, required=True))
            self._add_day("visit_plan.step.paper_signed_on", _("纸面签字日期"))
        if way.needs_comment:
            self._add(TextField("visit_plan.step.comment", _("原因"), self, required=True))

    def _add_day(self, name: str, label: str) -> None:
        field = DateField(name, label, self, required=True)
        field.set_saved(today())
        self._add(field)

    def _add_scan(self) -> None:
        field = TextField("visit_plan.step.scan", _("签字页的扫描件或照片"), self, required=True)
        self._add(field)
        choose = QPushButton(_("选择文件…(&F)"), self)
        choose.setObjectName("visit_plan.step.choose")
        choose.setAutoDefault(False)
        choose.clicked.connect(self._choose)
        row = QHBoxLayout()
        row.addWidget(choose)
        row.addStretch(1)
        self._box.addLayout(row)

    def _choose(self) -> None:
        kinds = _("扫描件 (*.pdf *.jpg *.jpeg *.png *.tif *.tiff *.webp)")
        dialog = QFileDialog(self, _("选择扫描件"), last_folder(), kinds)
        dialog.setObjectName("open_file")
        dialog.fileSelected.connect(self._chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _chosen(self, path: str) -> None:
        remember_folder(Path(path))
        self.fields["scan"].set_value(path)

    def _add(self, field: Field) -> None:
        self.fields[field.key] = field
        field.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._box.addWidget(field)

    def _words(self, text: str, role: str) -> None:
        label = QLabel(text, self)
        label.setWordWrap(True)
        theme.look(label, role)
        self._box.addWidget(label)

    def _buttons(self, title: str) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addStretch(1)
        cancel, self._go = QPushButton(_("先不办(&C)"), self), QPushButton(with_key(title, "Y"), self)
        cancel.setObjectName("visit_plan.step.cancel")
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        self._go.setObjectName("visit_plan.step.go")
        self._go.setAccessibleName(title)
        self._go.setDefault(True)
        theme.look(self._go, "main")
        self._go.clicked.connect(self._answer)
        row.addWidget(cancel)
        row.addWidget(self._go)
        return row

    def _answer(self) -> None:
        for field in self.fields.values():
            said = field.check() or (_("请填写{label}。").format(label=field.label) if field.required and field.is_empty() else "")
            mark = str(field.value() or "")
            if field.key == "mark" and mark and not (mark.isdecimal() and int(mark) <= 100):
                said = _("评分是 0 到 100 的整数。")
            if said:
                field.set_problem(said)
                field.editor.setFocus()
                return
        values: dict[str, Any] = {key: field.value() for key, field in self.fields.items()}
        values = {key: value for key, value in values.items() if value not in (None, "")}
        if "mark" in values:
            values["mark"] = int(values["mark"])
        self._go.setEnabled(False)
        self.answered.emit(values)

    def refuse(self, error: BaseException) -> bool:
        """Show what is wrong with what was typed here; False where the failure is about something else."""
        self._go.setEnabled(True)
        said: dict[str, str] = {}
        if isinstance(error, Incomplete):
            said = {problem.field: problem.sentence for problem in error.problems}
        elif isinstance(error, Refused) and error.field:
            said = {error.field: str(error)}
        mine = {key: sentence for key, sentence in said.items() if key in self.fields}
        if not mine or len(mine) < len(said):
            return False
        for key, field in self.fields.items():
            field.set_problem(mine.get(key, ""))
        self.fields[next(iter(mine))].editor.setFocus()
        return True


def months_from(day: date, step: int) -> date:
    """The first of the month that is ``step`` months away."""
    at = day.year * 12 + day.month - 1 + step
    return date(at // 12, at % 12 + 1, 1)
